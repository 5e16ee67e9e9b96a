"""The traceability matrix as blocks and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from maestro_cli.documents.locale import format_number
from maestro_cli.documents.view_words import WORDS
from maestro_cli.model.blocks import Block, Column, Heading, Paragraph, Table
from maestro_cli.model.text import csv_cell, one_line

Data = Mapping[str, Any]
"""Plain data, as in the JSON envelope."""

MOST_NAMES = 6
"""Names in one cell of a text or Markdown table; all are in the other formats."""

_NUMERIC = frozenset({"commits"})


def matrix_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return the matrix as a table with all its rows and the columns that were chosen."""
    words = WORDS[language]
    blocks: list[Block] = [Heading(words["matrix"], 1), headline(data, words)]
    blocks += [Paragraph(note) for note in notes(data, words)]
    if data["rows"]:
        names = ("id", *data["columns"])
        columns = tuple(Column(column_title(name, words), numeric=name in _NUMERIC) for name in names)
        judged = has_results(data)
        rows = tuple(
            tuple(cell_text(row, name, words, judged=judged) for name in names) for row in data["rows"]
        )
        blocks.append(Table(columns, rows))
    return tuple(blocks)


def matrix_csv(data: Data) -> str:
    """Return one row a row, with all columns whatever was chosen; lists are separated by `;`."""
    levels = data["levels"]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    fixed = ("id", "title", "kind", "status", "owner", "path", "line", "coverage", "missing", "suspect")
    writer.writerow((*fixed, *levels, "tests", "commits", "problems"))
    for row in data["rows"]:
        cells = [
            *(_plain(row[name]) for name in fixed),
            *(_plain(row["links"].get(level)) for level in levels),
            _plain([f"{test['id']}={test['result']}" for test in row["tests"]]),
            _plain(row["commits"]),
            _plain([problem["code"] for problem in row["problems"]]),
        ]
        writer.writerow([csv_cell(one_line(cell)) for cell in cells])
    return target.getvalue()


def headline(data: Data, words: Data) -> Paragraph:
    """Say how many rows there are and how far requirements among them are covered."""
    if not data["rows"]:
        kinds = ", ".join(words[f"kind.{kind}"] for kind in data["kinds"])
        return Paragraph(words["no_rows"].format(kinds=kinds), "warning")
    total = format_number(len(data["rows"]))
    if "requirement" not in data["kinds"]:
        return Paragraph(words["plain_counts"].format(total=total))
    said = (f"{words[f'coverage.{name}']} {format_number(n)}" for name, n in data["counts"].items() if n)
    tone = "bad" if data["counts"]["uncovered"] else "warning"
    gaps = sum(data["counts"][name] for name in ("uncovered", "partial", "unknown"))
    return Paragraph(words["counts"].format(total=total, coverage=", ".join(said)), tone if gaps else "good")


def notes(data: Data, words: Data) -> list[str]:
    """Say what the figures leave out."""
    said = []
    if data["commits_since"]:
        said.append(words["since"].format(date=data["commits_since"]))
    cut = sum(1 for row in data["rows"] if row["cut"])
    if cut:
        said.append(words["cut_rows"].format(count=format_number(cut)))
    return said


def has_results(data: Data) -> bool:
    """Say whether any test of the rows has a result: where none was read, that each has none says nothing."""
    return any(test["result"] != "unknown" for row in data["rows"] for test in row["tests"])


def column_title(name: str, words: Data) -> str:
    """Return the title of a column: a kind of item, or one of the fixed ones."""
    return str(words.get(f"kind.{name}") or words[name])


def cell_text(row: Data, name: str, words: Data, *, judged: bool = True) -> str:
    """Return what a column says of a row; tests come with their results where they were `judged`."""
    match name:
        case "id" | "title":
            return str(row[name])
        case "owner":
            return row["owner"] or ""
        case "kind" | "status":
            return str(words[f"{name}.{row[name]}"])
        case "coverage":
            return _coverage(row, words)
        case "place":
            return f"{row['path']}:{row['line']}"
        case "tests":
            return _names([_test(test, words, judged=judged) for test in row["tests"]], words)
        case "commits":
            return "" if row["commits"] is None else format_number(row["commits"])
        case "missing":
            return _names(row["missing"], words)
        case "problems":
            return _names(_problems(row), words)
        case _:
            return _names(row["links"].get(name, ()), words)


def _test(test: Data, words: Data, *, judged: bool) -> str:
    return f"{test['id']} ({words['status.' + test['result']]})" if judged else str(test["id"])


def _coverage(row: Data, words: Data) -> str:
    """Return the coverage of a row in words; empty where it needs none."""
    return "" if row["coverage"] is None else str(words[f"coverage.{row['coverage']}"])


def _problems(row: Data) -> list[str]:
    """Return the codes of a row's findings, and the ids whose links to it are suspect."""
    found = [problem["code"] for problem in row["problems"]]
    return found + [f"T1-SUSPECT {item_id}" for item_id in row["suspect"]]


def _names(names: Sequence[str], words: Data) -> str:
    more = len(names) - MOST_NAMES
    rest = [words["and_more"].format(count=format_number(more))] if more > 0 else []
    return ", ".join([*names[:MOST_NAMES], *rest])


def _plain(value: object) -> str:
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)
