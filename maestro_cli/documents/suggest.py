"""Suggested links as blocks and as CSV: which pair, how well it goes together, and the words that tie it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maestro_cli.documents.locale import format_number
from maestro_cli.documents.suggest_words import WORDS
from maestro_cli.model.blocks import Block, Column, Heading, Paragraph, Table
from maestro_cli.model.text import csv_cell, one_line

Data = Mapping[str, Any]
"""Plain data, as in the JSON envelope."""

MOST_OF_SOURCE = 5
"""Targets of one source that are shown of two files; all of them are in the data."""

MOST_ROWS = 300
MEASURES = ("map", "auc", "f1", "f2", "recall_at_5")


def suggest_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return what `maestro trace suggest` answers: a table of each kind of gap, or one of two files."""
    words = WORDS[language]
    body = _gaps(data, words) if "gaps" in data else _files(data, words)
    return (Heading(words["title"], 1), *body)


def accepted_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return what accepting links wrote, or would write: each link, and the lines that change."""
    words = WORDS[language]
    verb = words["would_write" if data["dry_run"] else "wrote"]
    rows = tuple((one["item"], one["field"], one["value"], one["path"]) for one in data["accepted"])
    columns = tuple(Column(words[name]) for name in ("item", "field", "value", "path"))
    return (Paragraph(verb), Table(columns, rows), *(Paragraph(change) for change in data["changes"]))


def suggest_csv(data: Data) -> str:
    """Return one row a link, in the order of the data; the words are separated by spaces."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("source", "target", "field", "score", "why"))
    for link in data["links"]:
        why = " ".join(tie["word"] for tie in link["why"])
        cells = (link["source"], link["target"], link.get("field", ""), str(link["score"]), why)
        writer.writerow([csv_cell(one_line(cell)) for cell in cells])
    return target.getvalue()


def _gaps(data: Data, words: Data) -> Iterator[Block]:
    for gap in data["gaps"]:
        links = [link for link in data["links"] if link["field"] == gap["field"]]
        yield Heading(words[gap["field"]])
        if not links:
            yield Paragraph(words["no_gap" if not gap["lacking"] else "no_link"].format(**gap))
            continue
        gaps = {"lacking": gap["lacking"], "found": len({link["source"] for link in links})}
        yield Paragraph(words["gap"].format(**gaps))
        yield _table(links, words, titles=True)
    if data["links"]:
        first = data["links"][0]
        yield Paragraph(words["accept"].format(pair=f"{first['source']}={first['target']}"))


def _files(data: Data, words: Data) -> Iterator[Block]:
    counts = {name: format_number(data[name]) for name in ("sources", "targets")}
    yield Paragraph(words["files"].format(**counts))
    if "map" in data:
        columns = (*(Column(words[name], numeric=True) for name in MEASURES), Column(words["answers"], True))
        figures = (*(f"{data[name]:.3f}" for name in MEASURES), format_number(data["answers"]))
        yield Table(columns, (figures,))
        yield Paragraph(words["upper"])
    shown = list(_first(data["links"]))
    if shown:
        yield _table(shown, words)
    if len(shown) > MOST_ROWS or len(shown) < len(data["links"]):
        total = format_number(len(data["links"]))
        yield Paragraph(words["more"].format(shown=min(len(shown), MOST_ROWS), total=total))


def _first(links: Sequence[Data]) -> Iterator[Data]:
    """Yield the first links of each source; those of one source stand together."""
    source, count = None, 0
    for link in links:
        count = count + 1 if link["source"] == source else 1
        source = link["source"]
        if count <= MOST_OF_SOURCE:
            yield link


def _table(links: Sequence[Data], words: Data, *, titles: bool = False) -> Table:
    names = ("source", "target", "score", "why")
    columns = tuple(Column(words[name], numeric=name == "score") for name in names)
    rows = tuple(
        (
            _named(link, "source", titles=titles),
            _named(link, "target", titles=titles),
            f"{link['score']:.2f}",
            ", ".join(tie["word"] for tie in link["why"]),
        )
        for link in links[:MOST_ROWS]
    )
    return Table(columns, rows)


def _named(link: Data, end: str, *, titles: bool) -> str:
    return f"{link[end]} {link[f'{end}_title']}" if titles else link[end]
