"""The traceability graph as blocks, and as Markdown with a diagram."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maestro_cli.documents.graph_text import COLOURS, mermaid
from maestro_cli.documents.locale import first_ids, format_number
from maestro_cli.documents.markdown import blocks_to_markdown
from maestro_cli.documents.view_words import WORDS
from maestro_cli.model.blocks import Block, Column, Heading, Paragraph, Table
from maestro_cli.model.text import one_line

Data = Mapping[str, Any]

DEEPEST = 20
"""Steps that the tree is indented at most, so that a long chain of links stays on the page."""


def graph_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return the picture as a tree: below each node what stands on it, a node with much below it once."""
    words = WORDS[language]
    blocks: list[Block] = [Heading(words["graph"], 1), *_said(data, words)]
    if data["nodes"]:
        blocks.append(Paragraph("\n".join(_tree(data, words))))
    return tuple(blocks)


def graph_markdown(data: Data, language: str) -> str:
    """Return the picture as a diagram that GitHub and GitLab draw, with a table of what it shows."""
    words = WORDS[language]
    head = blocks_to_markdown((Heading(words["graph"], 1), *_said(data, words)))
    if not data["nodes"]:
        return head
    columns = tuple(Column(words[name]) for name in ("id", "title", "kind", "status", "owner", "place"))
    present = {node["state"] for node in data["nodes"]}
    colours = ", ".join(words[f"state.{state}"] for state in COLOURS if state in present)
    rows = tuple(
        (
            node["id"],
            node["title"],
            words[f"kind.{node['kind']}"],
            words[f"state.{node['state']}"],
            node["assignee"] or "",
            f"{node['path']}:{node['line']}",
        )
        for node in data["nodes"]
    )
    rest = blocks_to_markdown((Paragraph(f"{words['legend']}: {colours}."), Table(columns, rows)))
    return f"{head}\n```mermaid\n{mermaid(data, words)}```\n\n{rest}"


def cut_of(data: Data, words: Data) -> str:
    """Say how much of what there is to show the picture shows, and by which choice."""
    total, shown = format_number(data["total"]), format_number(len(data["nodes"]))
    ids = first_ids(data["ids"])
    if not data["total"]:
        return str(words["empty"])
    if data["total"] == len(data["nodes"]):
        return str(words["whole_of" if ids else "whole"].format(total=total, ids=ids))
    return str(words["cut_of" if ids else "cut"].format(total=total, shown=shown, ids=ids))


def _said(data: Data, words: Data) -> Iterator[Block]:
    yield Paragraph(cut_of(data, words))
    if data["failing"] > data["failing_shown"]:
        shown = format_number(data["failing_shown"])
        yield Paragraph(
            words["failing"].format(failing=format_number(data["failing"]), shown=shown), "warning"
        )


def _tree(data: Data, words: Data) -> Iterator[str]:
    nodes = {node["key"]: node for node in data["nodes"]}
    below: dict[str, list[Data]] = {}
    for edge in data["edges"]:
        below.setdefault(edge["target_key"], []).append(edge)
    placed: set[str] = set()
    for key in _roots(data, nodes):
        if key not in placed:
            yield from _branch(key, nodes, below, placed, words)


def _roots(data: Data, nodes: Mapping[str, Data]) -> list[str]:
    """Return what stands on nothing shown, then the rest: circles have no top."""
    standing = {edge["source_key"] for edge in data["edges"]}
    return [key for key in nodes if key not in standing] + [key for key in nodes if key in standing]


def _branch(
    root: str, nodes: Mapping[str, Data], below: Mapping[str, Sequence[Data]], placed: set[str], words: Data
) -> Iterator[str]:
    waiting: list[tuple[str, Data | None, int]] = [(root, None, 0)]
    while waiting:
        key, edge, depth = waiting.pop()
        again = key in placed
        placed.add(key)
        yield _line(nodes[key], edge, depth, words, again=again and key in below)
        if not again:
            waiting += [(each["source_key"], each, depth + 1) for each in reversed(below.get(key, ()))]


def _line(node: Data, edge: Data | None, depth: int, words: Data, *, again: bool) -> str:
    link = ""
    if edge is not None:
        said = words[f"link.{edge['type']}"]
        link = f"← {words['is_suspect'].format(link=said) if edge['suspect'] else said}: "
    found = f", {words['findings']}: {node['findings']}" if node["findings"] else ""
    rest = (
        f" {words['above']}"
        if again
        else f"{_before(one_line(node['title']))} [{words['state.' + node['state']]}{found}]"
    )
    return f"{'    ' * min(depth, DEEPEST)}{link}{one_line(node['id'])}{rest}"


def _before(title: str) -> str:
    return f" {title}" if title else ""
