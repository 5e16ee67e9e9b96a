"""Links to review as blocks: which, what changed since, what was accepted, and what is to be done by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maestro_cli.documents.locale import format_number
from maestro_cli.documents.review_words import WORDS
from maestro_cli.model.blocks import Block, Column, Heading, Paragraph, Table

Data = Mapping[str, Any]
"""Plain data, as in the JSON envelope."""

MOST_ROWS = 300
MOST_LINES = 40
"""Links, and lines of the change to a file, that are shown; all are in the data."""


def review_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return what `maestro trace review` answers."""
    words = WORDS[language]
    return (Heading(words["title"], 1), *_links(data["links"], words), *_accepted(data, words))


def _links(links: Sequence[Data], words: Data) -> Iterator[Block]:
    if not links:
        yield Paragraph(words["none"], "good")
        return
    suspect = sum(link["state"] == "suspect" for link in links)
    for name, count in (("suspect", suspect), ("unstamped", len(links) - suspect)):
        if count:
            yield Paragraph(words[name].format(count=format_number(count)), "warning")
    columns = _columns(words, "holder", "target", "reviewed", "now", "place")
    yield Table(columns, _rows(links[:MOST_ROWS], words))
    if len(links) > MOST_ROWS:
        yield Paragraph(words["more"].format(shown=MOST_ROWS, total=format_number(len(links))))
    told: set[tuple[str, str]] = set()
    for link in links[:MOST_ROWS]:
        about = (link["target"], link["reviewed"] or "")
        if link["state"] == "suspect" and about not in told:
            told.add(about)
            yield from _change(link, words)


def _rows(links: Sequence[Data], words: Data) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            link["holder"],
            link["target"],
            link["reviewed"] or words["never"],
            link["now"],
            f"{link['path']}:{link['line']}",
        )
        for link in links
    )


def _change(link: Data, words: Data) -> Iterator[Block]:
    yield Heading(words["changed"].format(target=link["target"], reviewed=link["reviewed"]))
    if link["change"]:
        yield Paragraph(words["found_in"].format(sha=link["commit"][:12]))
        yield Paragraph("\n".join(link["change"]))
    else:
        yield Paragraph(words["not_found"])


def _accepted(data: Data, words: Data) -> Iterator[Block]:
    written = [link for link in data["accepted"] if link["kind"] != "test"]
    if written:
        verb = words["would_write" if data["dry_run"] else "wrote"]
        yield Paragraph(verb.format(count=format_number(len(written))), "good")
        yield from (_lines(change) for change in data["changes"])
    if data["by_hand"]:
        yield Paragraph(words["by_hand"])
        rows = tuple((f"{one['path']}:{one['line']}", one["write"]) for one in data["by_hand"])
        yield Table(_columns(words, "place", "tag"), rows)
    if data["links"] and not data["accepted"]:
        yield Paragraph(words["accept"].format(holder=data["links"][0]["target"]))


def _lines(change: str) -> Paragraph:
    lines = change.split("\n")
    more = len(lines) - MOST_LINES
    return Paragraph("\n".join([*lines[:MOST_LINES], *([f"… {format_number(more)}"] if more > 0 else [])]))


def _columns(words: Data, *keys: str) -> tuple[Column, ...]:
    return tuple(Column(words[key]) for key in keys)
