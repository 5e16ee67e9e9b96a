"""StrictDoc's own text: nodes with fields, line by line, each with the line on which it begins.

What is no StrictDoc is a problem with its line, and the rest is read all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from maestro_cli.sources.problems import Problems, quoted

_OPENS = re.compile(r"\[\[?([A-Z]+[A-Z0-9_]*)\]\]?\s*")
_CLOSES = re.compile(r"\[\[?/[A-Z]+[A-Z0-9_]*\]\]?\s*")
_FIELD = re.compile(r"([A-Z]+[A-Za-z0-9_\-]*):(?:[ \t]+(.*))?")
_KEY = re.compile(r"(?:-[ \t]+|[ \t]+)([A-Z_]+):[ \t]*(.*)")
_RELATIONS = ("RELATIONS", "REFS")


@dataclass(slots=True)
class Node:
    """A node: its type (REQUIREMENT, SECTION, a type of the grammar), its fields and its relations."""

    type: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    relations: list[dict[str, str]] = field(default_factory=list)


def read_nodes(text: str, problems: Problems) -> list[Node]:
    """Return the nodes of a document in their order, without that which they are nested in."""
    reader = _Reader(problems)
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        reader.line(number, line)
    reader.finish()
    if not any(node.type == "DOCUMENT" for node in reader.nodes):
        problems.error("P-SDOC", "no [DOCUMENT]: not a document of StrictDoc", 1, "Begin with [DOCUMENT].")
    return reader.nodes


class _Reader:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.nodes: list[Node] = []
        self.node: Node | None = None
        self.block: tuple[str, int, list[str]] | None = None
        self.list = ""

    def line(self, number: int, line: str) -> None:
        if self.block is not None:
            self.in_block(line)
            return
        opens = _OPENS.fullmatch(line)
        if opens:
            self.node, self.list = Node(opens[1], number), ""
            self.nodes.append(self.node)
        elif _CLOSES.fullmatch(line):
            self.node, self.list = None, ""
        elif line.strip():
            self.within(number, line)

    def within(self, number: int, line: str) -> None:
        """Read a line of a node: a field, or a part of a list below one."""
        node = self.node
        if node is None or node.type == "GRAMMAR":
            if node is None:
                self.problems.error("P-SDOC", f"{quoted(line)} belongs to no node", number, "Check the file.")
            return
        found = _FIELD.fullmatch(line)
        if found is None:
            self.part(number, line, node)
            return
        name, value = found[1], (found[2] or "").strip()
        self.list = "" if value else name
        if value == ">>>":
            self.block = (name, number, [])
        elif name not in _RELATIONS:
            self.keep(node, name, value, number)

    def part(self, number: int, line: str, node: Node) -> None:
        entry = _KEY.fullmatch(line)
        if self.list in _RELATIONS and entry:
            if line.startswith("-"):
                node.relations.append({})
            if node.relations:
                node.relations[-1].setdefault(entry[1], entry[2].strip())
        elif not self.list or (self.list in _RELATIONS and not entry):
            fix = "A field is `NAME: text`, or `NAME: >>>` with lines up to `<<<`."
            self.problems.error("P-SDOC", f"{quoted(line)} is no field", number, fix)

    def in_block(self, line: str) -> None:
        assert self.block is not None  # noqa: S101 - only called within a block
        name, number, lines = self.block
        if line.rstrip() == "<<<":
            self.block = None
            if self.node is not None:
                self.keep(self.node, name, "\n".join(lines), number)
        else:
            lines.append(line)

    def keep(self, node: Node, name: str, value: str, number: int) -> None:
        """Keep a field; comments may stand more than once."""
        if name in node.fields and value:
            if name in ("UID", "MID", "TITLE", "STATEMENT", "STATUS"):
                fix = "Keep one of the two: the first is read."
                self.problems.error("P-SDOC", f"{name} stands twice in one node", number, fix)
                return
            value = f"{node.fields[name]}\n\n{value}"
        node.fields[name] = value

    def finish(self) -> None:
        if self.block is not None:
            name, number, _ = self.block
            self.problems.error("P-SDOC", f"the text of {name} is never closed", number, "End it with `<<<`.")
