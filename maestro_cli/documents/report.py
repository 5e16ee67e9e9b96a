"""Reports: sections from templates, the document with its footnotes, and blocks for a terminal."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from maestro_cli.documents.escape import md_code, md_text
from maestro_cli.documents.figures import shown
from maestro_cli.documents.locale import format_span
from maestro_cli.documents.report_view import SectionView
from maestro_cli.documents.report_words import say
from maestro_cli.documents.templates import render_blocks
from maestro_cli.model.blocks import Block, Bullets, Column, Heading, Paragraph, Table

MOST_EVIDENCE = 12
"""Ids in a footnote; how many more there are is said, and the JSON form has them all."""

_MARK = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
"""A footnote mark in the text; a bracket that was escaped is text from outside."""

_STRESS = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*|(?<!\\)`([^`]+)`")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CELL_END = re.compile(r"(?<!\\)\|")

Data = Mapping[str, Any]


def render_sections(
    sections: Sequence[Data],
    evidence: Mapping[str, str],
    language: str,
    root: Path | None = None,
    template: str = "report",
) -> tuple[str, ...]:
    """Return the Markdown of each section {id, figures, lists}, without its title.

    The template has a block for each id; the project at `root` may replace some of them.
    """
    blocks = [(each["id"], {"s": SectionView(each, evidence, language)}) for each in sections]
    return tuple(text.strip() for text in render_blocks(template, language, blocks, root))


def report_title(data: Data, language: str) -> str:
    """Return the title: the kind of report and the project."""
    title = say(language, f"report.{data['report']}")
    return f"{title}: {data['project']}" if data.get("project") else title


def report_markdown(data: Data, language: str) -> str:
    """Return the whole document of a report: title, period, sections, and a footnote for every figure."""
    parts = [f"# {md_text(report_title(data, language))}", _period(data, language)]
    for section in data["sections"]:
        parts += [f"## {section['title']}", section["markdown"]]
    parts.append("\n".join(footnotes(data, language)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _period(data: Data, language: str) -> str:
    """Return the line that says which days the report speaks of."""
    since, until = (date.fromisoformat(data["period"][end]) for end in ("since", "until"))
    return say(language, "period", span=format_span(since, until, language))


def footnotes(data: Data, language: str) -> Iterator[str]:
    """Yield one footnote for each mark in the sections' text, in order of first use."""
    figures = {figure["name"]: figure for section in data["sections"] for figure in section["figures"]}
    detail = {one["id"]: one["detail"] for one in data["evidence"]}
    used = (name for section in data["sections"] for name in _MARK.findall(section["markdown"]))
    for name in dict.fromkeys(used):
        figure = figures[name]
        yield f"[^{name}]: {shown(figure, language)}: {_cited(figure['evidence'], detail, language)}"


def _cited(ids: Iterable[str], detail: Mapping[str, str], language: str) -> str:
    listed = list(dict.fromkeys(ids))
    shown_ids = [_citation(one, detail.get(one, "")) for one in listed[:MOST_EVIDENCE]]
    more = len(listed) - len(shown_ids)
    return ", ".join([*shown_ids, *([say(language, "more_evidence", count=str(more))] if more else [])])


def _citation(evidence_id: str, detail: str) -> str:
    """Return what a reader looks up: the id itself, for a calculation what was calculated."""
    kind, _, name = evidence_id.partition(":")
    match kind:
        case "calculation":
            return md_code(detail or name)
        case "commit":
            return md_code(name)
        case "setting":
            return f"{md_code(name)} = {md_text(detail)}" if detail else md_code(name)
        case _:
            return md_text(name)


def report_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return a report as blocks: title, period, and each section's text, lists and tables."""
    blocks: list[Block] = [Heading(report_title(data, language), 1), Paragraph(_period(data, language))]
    for section in data["sections"]:
        blocks.append(Heading(section["title"]))
        blocks.extend(section_blocks(section["markdown"]))
    return tuple(blocks)


def section_blocks(markdown: str) -> Iterator[Block]:
    """Yield the text of a section as blocks, without its footnote marks."""
    for kind, lines in groupby(markdown.splitlines(), _kind):
        listed = list(lines)
        match kind:
            case "heading":
                yield from (Heading(_plain(line.lstrip("#")), 3) for line in listed)
            case "bullet":
                yield Bullets(tuple(_plain(line[2:]) for line in listed))
            case "table" if len(listed) > 1:
                yield _table(listed)
            case "text" | "table":
                yield Paragraph(" ".join(_plain(line) for line in listed))


def _kind(line: str) -> str:
    for start, kind in (("#", "heading"), ("- ", "bullet"), ("|", "table")):
        if line.startswith(start):
            return kind
    return "text" if line.strip() else "gap"


def _table(lines: Sequence[str]) -> Table:
    """Return a pipe table; a second line of dashes says which columns are flush right."""
    rows = [[cell.strip() for cell in _CELL_END.split(line.strip().strip("|"))] for line in lines]
    head, rules, body = rows[0], rows[1], rows[2:]
    columns = tuple(
        Column(_plain(title), numeric=rule.endswith(":")) for title, rule in zip(head, rules, strict=False)
    )
    width = len(columns)
    return Table(columns, tuple(tuple(map(_plain, (row + [""] * width)[:width])) for row in body))


def _plain(text: str) -> str:
    text = _STRESS.sub(lambda found: found[1] or found[2], _MARK.sub("", text))
    return html.unescape(_ESCAPE.sub(r"\1", text)).replace("\u200b", "").strip()
