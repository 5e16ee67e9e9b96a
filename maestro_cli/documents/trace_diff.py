"""What changed in the traceability of a project, as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maestro_cli.documents.locale import format_number
from maestro_cli.documents.trace_words import WORDS as TRACE_WORDS
from maestro_cli.documents.view_words import WORDS
from maestro_cli.model.blocks import Block, Column, Heading, Paragraph, Table

Data = Mapping[str, Any]
"""Plain data, as in the JSON envelope."""

MOST_ROWS = 300
"""Rows of one table that are shown; all of them are in the data."""

_LISTS = ("added", "changed", "removed", "links_added", "links_removed", "gained", "lost", "new", "fixed")


def diff_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return a sentence that counts, and a table for each kind of change that there is."""
    words = {**TRACE_WORDS[language], **WORDS[language]}
    names = [str(data[end]["revision"] or words["worktree"]) for end in ("from", "to")]
    blocks: list[Block] = [Heading(words["diff"].format(old=names[0], new=names[1]), 1)]
    found = _lists(data)
    if not any(found.values()):
        return (*blocks, Paragraph(words["same"], "good"))
    counts = {name: format_number(len(rows)) for name, rows in found.items()}
    worse = found["lost"] or found["new"]
    blocks.append(Paragraph(words["summary"].format(**counts), "warning" if worse else "good"))
    for name in ("added", "changed", "removed"):
        if found[name]:
            blocks += [Heading(words[name]), *_requirements(name, found[name], words)]
    if found["links_added"] or found["links_removed"]:
        blocks += [Heading(words["links"]), *_links(found, words)]
    for name in ("gained", "lost"):
        if found[name]:
            blocks += [Heading(words[name]), *_coverage(found[name], words)]
    for name, title in (("new", "findings_new"), ("fixed", "findings_fixed")):
        if found[name]:
            blocks += [Heading(words[title]), *_findings(found[name], words)]
    return tuple(blocks)


def _lists(data: Data) -> dict[str, Sequence[Data]]:
    places = (
        *((data["requirements"], name) for name in ("added", "changed", "removed")),
        *((data["links"], name) for name in ("added", "removed")),
        *((data["coverage"], name) for name in ("gained", "lost")),
        *((data["findings"], name) for name in ("new", "fixed")),
    )
    return {name: part[key] for name, (part, key) in zip(_LISTS, places, strict=True)}


def _requirements(name: str, rows: Sequence[Data], words: Data) -> Iterator[Block]:
    if name != "changed":
        cells = [(row["id"], row["title"], _coverage_of(row, name, words), _place(row)) for row in rows]
        yield from _table(("id", "title", "coverage", "place"), cells, words)
        return
    changed = [
        (
            row["id"],
            _title(row, words),
            ", ".join(row["fields"]),
            words["yes"] if row["content_changed"] else "",
            _coverage_of(row, name, words),
            _place(row),
        )
        for row in rows
    ]
    yield from _table(("id", "title", "fields", "review", "coverage", "place"), changed, words)


def _title(row: Data, words: Data) -> str:
    if row["old_title"] is None:
        return str(row["title"])
    return str(words["renamed"].format(new=row["title"], old=row["old_title"]))


def _coverage_of(row: Data, name: str, words: Data) -> str:
    status = row["before" if name == "removed" else "after"]
    return str(words[f"coverage.{status}"]) if status else ""


def _links(found: Mapping[str, Sequence[Data]], words: Data) -> Iterator[Block]:
    cells = [
        (words[f"link_{change}"], link["source"], words[f"link.{link['type']}"], link["target"])
        for change in ("added", "removed")
        for link in found[f"links_{change}"]
    ]
    yield from _table(("change", "from", "link", "to"), cells, words)


def _coverage(rows: Sequence[Data], words: Data) -> Iterator[Block]:
    cells = [
        (row["id"], words[f"coverage.{row['before']}"], words[f"coverage.{row['after']}"], row["title"])
        for row in rows
    ]
    yield from _table(("id", "before", "after", "title"), cells, words)


def _findings(rows: Sequence[Data], words: Data) -> Iterator[Block]:
    cells = [
        (
            row["code"],
            words[row["severity"]],
            _place(row) if row["path"] else row["entity_id"],
            row["message"],
        )
        for row in rows
    ]
    yield from _table(("code", "severity", "place", "finding"), cells, words)


def _place(row: Data) -> str:
    return f"{row['path']}:{row['line']}"


def _table(names: Sequence[str], cells: Sequence[tuple[str, ...]], words: Data) -> Iterator[Block]:
    yield Table(tuple(Column(words[name]) for name in names), tuple(cells[:MOST_ROWS]))
    if len(cells) > MOST_ROWS:
        shown, total = format_number(MOST_ROWS), format_number(len(cells))
        yield Paragraph(words["more"].format(shown=shown, total=total), "warning")
