"""The impact of a change as blocks: what it touches, nearest first, and why it exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from maestro_cli.documents.locale import first_ids, format_number
from maestro_cli.documents.view_words import WORDS
from maestro_cli.model.blocks import Block, Column, Heading, Paragraph, Table
from maestro_cli.model.text import one_line

Data = Mapping[str, Any]
"""Plain data, as in the JSON envelope."""

MOST_ROWS = 300
"""Rows of one direction that are shown; all of them are in the data."""


def impact_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return both directions, a table for each distance, after a sentence that counts."""
    words = WORDS[language]
    blocks: list[Block] = [Heading(words["impact"].format(ids=first_ids(data["ids"])), 1)]
    blocks.extend(_summary(data, words))
    if data["downstream"]:
        blocks += [Heading(words["downstream"]), *_tables(data["downstream"], "link", words)]
    blocks.append(Heading(words["upstream"]))
    blocks += (
        _tables(data["upstream"], "back", words) if data["upstream"] else [Paragraph(words["no_upstream"])]
    )
    return tuple(blocks)


def _summary(data: Data, words: Data) -> Iterator[Block]:
    totals = data["totals"]
    if not data["downstream"]:
        yield Paragraph(words["nothing"].format(ids=first_ids(data["ids"])), "good")
        return
    people, sprints = totals["people"], totals["sprints"]
    said = words["touches"].format(
        items=format_number(totals["items"]),
        open=format_number(totals["open_items"]),
        points=format_number(totals["open_points"]),
        people=format_number(len(people)),
        sprints=format_number(len(sprints)),
    )
    yield Paragraph(said, "warning")
    if people:
        yield Paragraph(words["who"].format(names=", ".join(map(one_line, people))))
    if sprints:
        yield Paragraph(words["when"].format(names=", ".join(map(one_line, sprints))))
    if totals["tests"]:
        yield Paragraph(words["runs"].format(tests=format_number(totals["tests"])))
    if totals["without_points"]:
        yield Paragraph(words["unsized"].format(count=format_number(totals["without_points"])))


def _tables(touched: Sequence[Data], way: str, words: Data) -> list[Block]:
    counts: dict[int, int] = {}
    for one in touched:
        counts[one["distance"]] = counts.get(one["distance"], 0) + 1
    blocks: list[Block] = []
    for distance, group in groupby(touched[:MOST_ROWS], key=lambda one: int(one["distance"])):
        caption = words["distance" if distance > 1 else "distance.one"]
        count = format_number(counts[distance])
        blocks.append(_table(list(group), caption.format(distance=distance, count=count), way, words))
    if len(touched) > MOST_ROWS:
        total, shown = format_number(len(touched)), format_number(MOST_ROWS)
        blocks.append(Paragraph(words["more"].format(shown=shown, total=total), "warning"))
    return blocks


def _table(group: Sequence[Data], caption: str, way: str, words: Data) -> Table:
    names = ("id", "kind", "status", "owner", "sprint", "link", "via", "place", "title")
    rows = tuple(
        (
            one["id"],
            words[f"kind.{one['kind']}"],
            words[f"status.{one['status']}"],
            one["assignee"] or "",
            one["sprint"] or "",
            _link(one, way, words),
            one["via"],
            f"{one['path']}:{one['line']}",
            one["title"],
        )
        for one in group
    )
    return Table(tuple(Column(words[name]) for name in names), rows, caption)


def _link(one: Data, way: str, words: Data) -> str:
    """Read the link from the item of the row to the one before it."""
    said = str(words[f"{way}.{one['link']}"])
    return str(words["is_suspect"].format(link=said)) if one["suspect"] else said
