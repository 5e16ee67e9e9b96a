"""YAML read into plain values, each with its line: bounded, and without surprises.

libyaml composes the nodes; the values are built here, because a file that people edit by hand must not
change its meaning (`NO`, `012`, `1:30`, `1.10` stay text), hide a key (duplicates), grow (aliases) or
crash the process (libyaml overflows the stack at some ten thousand brackets).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from yaml import MappingNode, Node, ScalarNode, SequenceNode, YAMLError
from yaml._yaml import CParser

from maestro_cli.errors import Diagnostic, Severity

MAX_DEPTH = 50
MAX_NODES = 100_000
MAX_DIRECTIVES = 50
_PLAIN: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_UNTAGGED = "?"
_TEXT_TAG = "tag:yaml.org,2002:str"
_KNOWN_TAGS = {
    _UNTAGGED,
    *(f"tag:yaml.org,2002:{name}" for name in ["str", "int", "float", "bool", "null", "seq", "map"]),
}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")
_NOT_TEXT = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BREAK = re.compile("\r\n|[\n\r]")


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document: its value, all problems found, and where everything stands.

    `value` is None for an empty document, and what could be read where there are problems. Plain numbers
    are int or float only if writing them gives the same text again, so an id `012` or `1.10` stays text;
    dates stay text as well. Keys are always text.
    """

    value: object
    problems: tuple[Diagnostic, ...] = ()
    node: Node | None = field(default=None, repr=False)

    def line(self, path: Iterable[str | int] = ()) -> int:
        """Return the line (1-based) of the deepest part of `path` that is in the document."""
        node, line = self.node, 0 if self.node is None else self.node.start_mark.line
        for part in path:
            found = None if node is None else _child(node, part)
            if found is None:
                break
            line, node = found
        return int(line) + 1


def read_yaml(data: bytes, *, path: str, limit: int) -> Document:
    """Read `data` (at most `limit` bytes) as one YAML document; never raises for what is in it.

    `path` is named in the problems (code P-YAML).
    """
    reader = _Reader(path)
    if len(data) > limit:
        reader.problem(
            0,
            f"the file is larger than {limit / 2**20:g} MiB",
            "Work items belong into backlog/, not into the settings.",
        )
        return Document(None, tuple(reader.problems))
    text = reader.decode(data)
    node = None if text is None else reader.compose(text)
    value = None if node is None else reader.build(node)
    return Document(value, tuple(reader.problems), node)


class _TooMuchError(Exception):
    """Raised with a line and words, also inside libyaml's composer: the only way to stop it."""


class _Composer(CParser):
    """libyaml's composer with a bound on depth and no YAML 1.1 guesses about types."""

    depth = 0
    nodes = 0

    def resolve(self, kind: object, value: object, implicit: object) -> str:  # noqa: ARG002 - called by libyaml
        return _UNTAGGED

    def descend_resolver(self, node: Node, index: object) -> None:  # noqa: ARG002 - called by libyaml
        self.depth += 1
        self.nodes += 1
        if self.depth > MAX_DEPTH:
            raise _TooMuchError(node.start_mark.line, f"nested more than {MAX_DEPTH} levels deep")
        if self.nodes > MAX_NODES:
            raise _TooMuchError(node.start_mark.line, f"more than {MAX_NODES} values")

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _Reader:
    """One reading of one file: collects problems while it builds values."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Diagnostic] = []
        self.visits = 0

    def problem(self, line: int, message: str, fix: str | None = None) -> None:
        """Note a problem at `line`, counted from 0 within the data."""
        self.problems.append(Diagnostic(Severity.ERROR, "P-YAML", message, self.path, line + 1, fix))

    def decode(self, data: bytes) -> str | None:
        """Return the text of `data`, or None after noting why there is none."""
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            self.problem(0, "the file is UTF-16", "Save the file as UTF-8.")
            return None
        try:
            text = data.removeprefix(b"\xef\xbb\xbf").decode()
        except UnicodeDecodeError as error:
            line = _lines(data[: error.start].decode(errors="replace"))
            self.problem(line, f"a byte that is not UTF-8 (0x{data[error.start]:02x})", "Save as UTF-8.")
            return None
        if found := _NOT_TEXT.search(text):
            line = _lines(text[: found.start()])
            self.problem(line, f"a control character (U+{ord(found[0]):04X})", "Remove the character.")
            return None
        return text

    def compose(self, text: str) -> Node | None:
        """Return the tree of nodes, or None for an empty document and after a syntax error."""
        if text.count("\n%") > MAX_DIRECTIVES:  # libyaml compares each with all before it
            self.problem(0, f"more than {MAX_DIRECTIVES} directives", "Remove the lines with %.")
            return None
        try:
            return _Composer(text).get_single_node()
        except _TooMuchError as error:
            self.problem(*error.args)
        except YAMLError as error:
            self._syntax(text, error)
        return None

    def _syntax(self, text: str, error: YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        lines = _BREAK.split(text)
        line = min(mark.line, len(lines) - 1) if mark else 0
        if mark and lines[line][mark.column : mark.column + 1] == "\t":
            self.problem(line, "a tab where YAML wants spaces", "Indent with spaces.")
            return
        context, what = getattr(error, "context", None), getattr(error, "problem", None) or str(error)
        self.problem(line, f"not valid YAML: {f'{context}, ' if context else ''}{what}")

    def build(self, root: Node) -> object:
        """Return the value of `root`, however often aliases repeat its parts."""
        self.visits = 0
        try:
            return self._value(root, 0)
        except _TooMuchError as error:
            self.problem(*error.args)
            return None

    def _value(self, node: Node, depth: int) -> object:
        self.visits += 1
        if self.visits > 2 * MAX_NODES or depth > MAX_DEPTH:
            raise _TooMuchError(node.start_mark.line, "aliases that repeat too much", "Write the values out.")
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        self._check_tag(node)
        if isinstance(node, SequenceNode):
            return [self._value(child, depth + 1) for child in node.value]
        return self._mapping(node, depth) if isinstance(node, MappingNode) else None

    def _scalar(self, node: ScalarNode) -> object:
        text: str = node.value
        if node.tag != _UNTAGGED:
            self._check_tag(node)
            if node.tag == _TEXT_TAG:
                return text
        if node.style:
            return text
        if text in _PLAIN:
            return _PLAIN[text]
        return _number(text) if text[0] in "-0123456789" else text

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, object]:
        values: dict[str, object] = {}
        for key, child in node.value:
            line = key.start_mark.line
            if not isinstance(key, ScalarNode):
                self.problem(line, "a key that is not text", "Use a plain word as the key.")
            elif key.value == "<<" and not key.style:
                self.problem(line, "merge keys (<<) are not supported", "Write the values out.")
            elif key.value in values:
                self.problem(line, f"the key {key.value[:60]!r} stands twice", "Keep one of the two.")
            else:
                self._check_tag(key)
                values[key.value] = self._value(child, depth + 1)
        return values

    def _check_tag(self, node: Node) -> None:
        if node.tag not in _KNOWN_TAGS:
            self.problem(
                node.start_mark.line, f"the tag {node.tag[:60]!r} is not supported", "Remove the tag."
            )


def _number(text: str) -> int | float | str:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    number = float(text) if found[2] else int(text)
    return number if str(number) == text else text


def _lines(text: str) -> int:
    return len(_BREAK.findall(text))


def _child(node: Node, part: str | int) -> tuple[int, Node] | None:
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child.start_mark.line, child
    if isinstance(node, MappingNode):
        for key, child in node.value:
            if isinstance(key, ScalarNode) and key.value == part:
                return key.start_mark.line, child
    return None
