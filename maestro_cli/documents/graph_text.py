"""The traceability graph in the languages of Mermaid and Graphviz.

Both take marks in a label for their own: Mermaid reads Markdown, entities and HTML in it, Graphviz escapes
and entities. So a label keeps letters, digits and spaces, and whatever else steers a reader is written as
its code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maestro_cli.model.text import one_line

Data = Mapping[str, Any]

WIDEST = 44
"""Characters of a title in a picture."""

MERMAID_MOST = 500
"""Links above which Mermaid refuses to draw, unless it is set up otherwise."""

COLOURS = {
    "covered": ("#d5f0dd", "#2f9e58"),
    "partial": ("#fdecc0", "#c98a00"),
    "uncovered": ("#fcdcd9", "#d23f35"),
    "draft": ("#f3f5f7", "#9aa5b1"),
    "suspect": ("#ffe3c2", "#d9730d"),
    "open": ("#ffffff", "#57606a"),
    "done": ("#e3ecf9", "#3b6fb6"),
    "cancelled": ("#f3f5f7", "#c3ccd5"),
    "passed": ("#d5f0dd", "#2f9e58"),
    "failed": ("#fcdcd9", "#d23f35"),
    "untested": ("#f3f5f7", "#9aa5b1"),
}
"""Fill and edge of each state; text on them is dark."""

_NOTHING = "#8203;"
"""A space without width: Mermaid takes a backslash and an n for a new line, written as codes as well."""

_INK = "#1b1f24"
_STEERING = re.compile(r"[!-/:-@\[-`{-~]")
_JOINS = re.compile(r"[A-Za-z0-9][-/_][A-Za-z0-9]")
_ARROWS = {"satisfies": "-->", "verifies": "-->", "parent": "---", "depends_on": "-.->", "aligned": "-.-"}
_STYLES = {
    "satisfies": "solid",
    "verifies": "bold",
    "parent": "solid",
    "depends_on": "dashed",
    "aligned": "dotted",
}
_SHAPES = {"requirement": ("([", "])"), "test": ("{{", "}}")}
_DOT_SHAPES = {"requirement": 'box, style="rounded,filled"', "test": "hexagon, style=filled"}


def mermaid(data: Data, words: Data, said: str = "") -> str:
    """Return the picture as a Mermaid flowchart, requirements on the left; `said` is a comment in it."""
    comment = [f"  %% {mermaid_label(said)}"] if said else []
    return "\n".join(("flowchart RL", *comment, *_mermaid_lines(data, words, _names(data)))) + "\n"


def dot(data: Data, words: Data, said: str = "") -> str:
    """Return the picture as a directed graph for Graphviz, requirements on the left; `said` is a comment."""
    comment = [f"  // {one_line(said)}"] if said else []
    return "\n".join(("digraph trace {", *comment, *_dot_lines(data, words, _names(data)), "}")) + "\n"


def mermaid_label(text: str) -> str:
    """Return outside text for a label in quotes."""
    return _STEERING.sub(_coded, one_line(text))


def dot_label(text: str) -> str:
    """Return outside text for a label in quotes."""
    return one_line(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def shortened(title: str) -> str:
    """Return a title on one line, cut where a picture would grow too wide."""
    line = one_line(title)
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 1].rstrip()}…"


def _coded(match: re.Match[str]) -> str:
    """Return a mark as its code, but for those that join two words and mean nothing there."""
    start = match.start()
    if match[0] == "\\":
        return f"#92;{_NOTHING}"
    return match[0] if start and _JOINS.match(match.string, start - 1) else f"#{ord(match[0])};"


def _mermaid_lines(data: Data, words: Data, names: Mapping[str, str]) -> Iterator[str]:
    for node in data["nodes"]:
        first, last = _SHAPES.get(node["kind"], ("[", "]"))
        label = "<br/>".join(mermaid_label(line) for line in _lines(node))
        yield f'  {names[node["key"]]}{first}"{label}"{last}:::{node["state"]}'
    for edge in data["edges"]:
        said = words[f"link.{edge['type']}"]
        if edge["suspect"]:
            said = words["is_suspect"].format(link=said)
        ends = names[edge["source_key"]], names[edge["target_key"]]
        yield f'  {ends[0]} {_ARROWS[edge["type"]]}|"{mermaid_label(said)}"| {ends[1]}'
    for state in _states(data["nodes"]):
        fill, line = COLOURS[state]
        dashes = ",stroke-dasharray:4 3" if state in {"draft", "suspect"} else ""
        yield f"  classDef {state} fill:{fill},stroke:{line},color:{_INK}{dashes}"


def _dot_lines(data: Data, words: Data, names: Mapping[str, str]) -> Iterator[str]:
    yield '  graph [rankdir=RL, fontname="sans-serif"]'
    yield '  node [shape=box, style=filled, fontname="sans-serif", fontsize=10, margin="0.12,0.06"]'
    yield '  edge [fontname="sans-serif", fontsize=8, color="#57606a"]'
    for node in data["nodes"]:
        fill, line = COLOURS[node["state"]]
        label = "\\n".join(dot_label(part) for part in _lines(node))
        shape = _DOT_SHAPES.get(node["kind"], "box")
        tip = dot_label(f"{node['id']} {node['title']}")
        yield (
            f'  {names[node["key"]]} [label="{label}", tooltip="{tip}", class="{node["state"]}", '
            f'shape={shape}, fillcolor="{fill}", color="{line}", fontcolor="{_INK}"]'
        )
    for edge in data["edges"]:
        said = words[f"link.{edge['type']}"]
        red = ""
        if edge["suspect"]:
            said, red = words["is_suspect"].format(link=said), f', color="{COLOURS["suspect"][1]}"'
        ends = names[edge["source_key"]], names[edge["target_key"]]
        yield f'  {ends[0]} -> {ends[1]} [label="{dot_label(said)}", style={_STYLES[edge["type"]]}{red}]'


def _names(data: Data) -> dict[str, str]:
    """Name the nodes of the picture by number: no id of an item is a word of either language then."""
    return {node["key"]: f"n{number}" for number, node in enumerate(data["nodes"], 1)}


def _lines(node: Data) -> list[str]:
    title = shortened(node["title"])
    return [shortened(node["id"]), title] if title else [shortened(node["id"])]


def _states(nodes: Sequence[Data]) -> list[str]:
    present = {node["state"] for node in nodes}
    return [state for state in COLOURS if state in present]
