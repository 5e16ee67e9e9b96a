"""Items in YAML: a list, optionally under `items:`, or one item a document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from typing import Any

from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from maestro_cli.model.items import Item
from maestro_cli.sources.fields import build_item
from maestro_cli.sources.lines import line_starts
from maestro_cli.sources.problems import Problems
from maestro_cli.sources.yaml_events import ITEMS_READ, YamlError, YamlEvents

MAX_RESTARTS = 200


def read_yaml_items(text: str, source: str, problems: Problems) -> list[Item]:
    """Return the items in `text`; what cannot be read is in `problems`, the rest is read all the same."""
    reader = _Reader(text, source, problems)
    start: int | None = 0
    while start is not None:
        start = reader.read_from(start)
    return reader.items


class _Reader:
    """One reading of one file, with a new start at the next list entry after a fault."""

    def __init__(self, text: str, source: str, problems: Problems) -> None:
        self.text = text
        self.source = source
        self.problems = problems
        self.items: list[Item] = []
        self.restarts = 0
        self.last = ("", 0)
        self.budget = 5 * len(text)
        self.breaks: list[int] | None = None
        self.entry: tuple[int, int] | None = None  # column of the list, index of the entry being read

    def read_from(self, start: int) -> int | None:
        """Read to the end, or to a fault; returns where to start anew, or None."""
        self.entry = None
        try:
            events = YamlEvents(self.text, self._complain, start=start, breaks=self.breaks)
            self._stream(events)
        except YamlError as error:
            if (
                error.message,
                error.line,
            ) != self.last:  # libyaml looks ahead, so a restart may meet it again
                self._complain(error.message, error.line, error.fix)
            self.last = (error.message, error.line)
            return self._restart(start)
        return None

    def _stream(self, events: YamlEvents) -> None:
        events.next()
        while True:
            event = events.next()
            kind = type(event)
            if kind is StreamEndEvent:
                return
            if kind is DocumentStartEvent:
                events.anchors.clear()
            elif kind is SequenceStartEvent:
                self._list(events, event)
            elif kind is MappingStartEvent:
                self._document(events, event)
            elif kind is not DocumentEndEvent and events.value(event) is not None:
                self._complain("text where a list of items is expected", events.line(event.start_mark))

    def _document(self, events: YamlEvents, start: Any) -> None:  # noqa: ANN401 - PyYAML's events
        """Read a mapping: a list of items under `items`, or one item."""
        values, marks = events.mapping(items=partial(self._list, events))
        if values.get("items") is ITEMS_READ:
            for name in values:
                if name != "items":
                    self.problems.unknown_field(name, events.line(marks[name]))
        elif "items" in values and len(values) == 1:
            if values["items"] is not None:
                self._complain("`items` is not a list", events.line(marks["items"]))
        elif values:
            self._build(values, events.line(start.start_mark), _lines(events, marks))

    def _list(self, events: YamlEvents, start: Any) -> None:  # noqa: ANN401 - PyYAML's events
        column = -1 if start.flow_style else start.start_mark.column
        while True:
            event = events.next()
            kind = type(event)
            if kind is SequenceEndEvent:
                return
            mark = event.start_mark
            self.entry = (column, events.start + mark.index)
            if kind is MappingStartEvent and event.tag is None and event.anchor is None:
                values, marks = events.mapping()
                self._build(values, events.line(mark), _lines(events, marks))
                continue
            value = events.value(event)
            if isinstance(value, dict):
                line = events.line(mark)
                self._build(value, line, lambda _: line)  # noqa: B023 - called before the loop goes on
            else:
                self._complain("a list entry that is no item", events.line(mark))

    def _build(self, values: dict[str, Any], line: int, line_of: Callable[[str], int]) -> None:
        item = build_item(values, line, line_of, self.source, self.problems)
        if item is not None:
            self.items.append(item)

    def _complain(self, message: str, line: int, fix: str = "An item has `id:` and `title:`.") -> None:
        self.problems.error("P-YAML", message, line, fix)

    def _restart(self, start: int) -> int | None:
        """Return where the list goes on after the entry at fault; None when that is not known."""
        if self.entry is None or self.entry[0] < 0:
            return None
        column, index = self.entry
        self.restarts += 1
        self.breaks = self.breaks or line_starts(self.text)
        self.budget -= len(self.text) - start
        found = re.compile(rf"^ {{{column}}}- ", re.MULTILINE).search(self.text, index)
        if found is None:
            return None
        if self.restarts > MAX_RESTARTS or self.budget < 0:
            line = bisect_right(self.breaks, found.start()) + 1
            self._complain("too many faults: not read from here on", line, "Mend those above.")
            return None
        return found.start()


def _lines(events: YamlEvents, marks: dict[str, Any]) -> Callable[[str], int]:
    return lambda name: events.line(marks[name])
