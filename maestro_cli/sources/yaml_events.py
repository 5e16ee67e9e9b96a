"""YAML, read event by event: values as they are written, each with its line, in bounded space.

libyaml's composer overflows the C stack on deep nesting and keeps every node; its events do neither.
Scalars stay text (`012`, `yes`, `1:30`), so nobody's id turns into a number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from maestro_cli.sources.lines import BREAK, line_starts

MAX_DEPTH = 50
MAX_ALIASES = 50
MAX_DIRECTIVES = 50
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TAGS = frozenset(
    {"!"}
    | {
        f"tag:yaml.org,2002:{name}"
        for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp")
    }
)
_ODD_BREAKS = re.compile("[\x85\u2028\u2029]")

ITEMS_READ = object()

Complain = Callable[[str, int, str], None]
"""Called with a message, a line and what to do, for a problem that does not stop the reading."""


class YamlError(Exception):
    """The text is not YAML, or goes beyond the bounds; `line` is 1-based within the file."""

    def __init__(self, message: str, line: int, fix: str) -> None:
        """Raise with what is wrong, where, and what to do."""
        super().__init__(message)
        self.message = message
        self.line = line
        self.fix = fix


class YamlEvents:
    """Reads the events of one text, from the character `start` on."""

    def __init__(
        self,
        text: str,
        complain: Complain,
        first_line: int = 1,
        start: int = 0,
        breaks: list[int] | None = None,
    ) -> None:
        """Read `text`, whose first character stands on `first_line` of its file; raises YamlError.

        `breaks` are the `line_starts` of `text`, which a later `start` wants.
        """
        self.text = text
        self.start = start
        self.first_line = first_line
        self.complain = complain
        self.aliases = 0
        self.anchors: dict[str, Any] = {}
        # libyaml counts other breaks than editors and git do, and a later start loses its count
        self._breaks = breaks
        if breaks is None and (start or _ODD_BREAKS.search(text)):
            self._breaks = line_starts(text)
        if start == 0 and text.count("\n%") > MAX_DIRECTIVES:  # libyaml compares each with all before it
            raise YamlError(f"more than {MAX_DIRECTIVES} directives", first_line, "Remove lines with %.")
        self._next: Callable[[], Any] | None = None

    def next(self) -> Any:  # noqa: ANN401 - PyYAML's events are not typed
        """Return the next event; raises YamlError where the text is no YAML."""
        try:
            if self._next is None:
                part = self.text[self.start :] if self.start else self.text
                self._next = CParser(part).get_event
            return self._next()
        except yaml.YAMLError as error:
            raise self._syntax(error) from error

    def line(self, mark: Any) -> int:  # noqa: ANN401 - PyYAML's marks are not typed
        """Return the line of the file on which `mark` stands."""
        if self._breaks is None:
            return int(mark.line) + self.first_line
        return bisect_right(self._breaks, self.start + mark.index) + self.first_line

    def value(self, event: Any, depth: int = 1) -> Any:  # noqa: ANN401 - any YAML value
        """Return the value that begins with `event`: text, list, dict or None."""
        kind = type(event)
        if kind is AliasEvent:
            return self._alias(event)
        if event.tag is not None and event.tag not in TAGS:
            self.complain(
                f"the tag {event.tag!r} is not supported", self.line(event.start_mark), "Remove the tag."
            )
        if kind is ScalarEvent:
            value: Any = None if not event.style and event.value in NULLS else event.value
        elif depth > MAX_DEPTH:
            raise YamlError(
                f"nested more than {MAX_DEPTH} levels deep", self.line(event.start_mark), "Make it flatter."
            )
        elif kind is MappingStartEvent:
            value = self.mapping(depth)[0]
        else:
            value = self._sequence(depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = value
        return value

    def mapping(
        self, depth: int = 1, items: Callable[[Any], None] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the values of a mapping whose start has been read, and the mark of each key.

        `items`, where given, is called with the start of a list under the key `items` and reads it to its
        end; the value is then `ITEMS_READ`.
        """
        values: dict[str, Any] = {}
        marks: dict[str, Any] = {}
        following = self.next if self._next is None else self._next
        try:
            while True:
                key = following()
                if type(key) is not ScalarEvent:
                    if type(key) is MappingEndEvent:
                        return values, marks
                    self._skip_complex_key(key, depth)
                    continue
                name = key.value
                event = following()
                value: Any
                if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
                    text = event.value
                    value = None if not event.style and text in NULLS else text
                elif items is not None and name == "items" and type(event) is SequenceStartEvent:
                    items(event)
                    value = ITEMS_READ
                else:
                    value = self.value(event, depth + 1)
                if name in values or (name == "<<" and not key.style):
                    self._refuse_key(key)
                else:
                    values[name] = value
                    marks[name] = key.start_mark
                if key.anchor is not None:
                    self.anchors[key.anchor] = name
        except yaml.YAMLError as error:
            raise self._syntax(error) from error

    def _sequence(self, depth: int) -> list[Any]:
        values: list[Any] = []
        while True:
            event = self.next()
            if type(event) is SequenceEndEvent:
                return values
            values.append(self.value(event, depth + 1))

    def _alias(self, event: AliasEvent) -> Any:  # noqa: ANN401 - any YAML value
        line = self.line(event.start_mark)
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise YamlError(f"more than {MAX_ALIASES} aliases", line, "Write the values out.")
        if event.anchor not in self.anchors:
            self.complain(f"the alias *{event.anchor} has no anchor before it", line, "Write the value out.")
        return self.anchors.get(event.anchor or "")

    def _skip_complex_key(self, key: Any, depth: int) -> None:  # noqa: ANN401 - PyYAML's events
        self.complain("a key that is not text", self.line(key.start_mark), "Use a plain word as the key.")
        self.value(key, depth + 1)
        self.value(self.next(), depth + 1)

    def _refuse_key(self, key: ScalarEvent) -> None:
        line = self.line(key.start_mark)
        if key.value == "<<":
            self.complain("merge keys (<<) are not supported", line, "Write the values out.")
        else:
            self.complain(f"the key {key.value[:60]!r} stands twice", line, "Keep one: the first is read.")

    def _syntax(self, error: yaml.YAMLError) -> YamlError:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        if mark is not None:
            context = getattr(error, "context_mark", None)
            began = f" (it began on line {self.line(context)})" if context is not None else ""
            context_text = getattr(error, "context", None)
            said = f"{problem}, {context_text}{began}" if context_text else problem
            unclosed = context is not None and "quoted scalar" in str(context_text)
            return YamlError(
                f"not valid YAML: {said}", self.line(context if unclosed else mark), _advice(problem)
            )
        before = self.text[self.start :].encode()[: getattr(error, "position", 0)].decode(errors="ignore")
        line = len(BREAK.findall(self.text, 0, self.start + len(before))) + self.first_line
        return YamlError(f"not valid YAML: {problem}", line, "Remove the character.")


def _advice(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "Put text that holds ': ' in quotes."
    if "cannot start any token" in problem:
        return "Indent with spaces, and put text that begins with @, ` or % in quotes."
    return "Check quotes, brackets and indentation there."
