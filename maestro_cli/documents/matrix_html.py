"""The traceability matrix as one HTML page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from maestro_cli.documents.html import Html, about, joined, page, tag
from maestro_cli.documents.html_table import (
    Filter,
    HtmlCell,
    HtmlColumn,
    HtmlRow,
    chip,
    names,
    share_bar,
    table,
)
from maestro_cli.documents.locale import format_date, format_number
from maestro_cli.documents.matrix import cell_text, column_title, has_results, headline, notes
from maestro_cli.documents.view_words import WORDS

Data = Mapping[str, Any]

COVERAGE = ("uncovered", "unknown", "partial", "covered", "draft")
"""Statuses of coverage, what needs work first."""

_RESULTS = ("failed", "unknown", "skipped", "passed")
_SIZES = {
    "title": "wide",
    "problems": "wide",
    "status": "narrow",
    "coverage": "narrow",
    "kind": "narrow",
    "owner": "narrow",
}


def matrix_html(data: Data, language: str, project: str, as_of: date) -> str:
    """Return the matrix as a page: the counts, and a table that can be sorted and filtered."""
    words = WORDS[language]
    said = headline(data, words)
    body = [
        tag("h1", words["matrix"]),
        tag("p", about(project, format_date(as_of, language)), class_="soft"),
        tag("p", said.text, class_=said.tone),
    ]
    if "requirement" in data["kinds"] and data["rows"]:
        counts = data["counts"]
        body.append(share_bar((name, words[f"coverage.{name}"], counts[name]) for name in reversed(COVERAGE)))
    body += [tag("p", note, class_="soft") for note in notes(data, words)]
    if data["rows"]:
        body.append(_table(data, words))
    return page(about(project, words["matrix"]), language, [tag("main", Html("\n".join(body)))])


def _table(data: Data, words: Data) -> Html:
    anchors = {row["id"] for row in data["rows"]}
    judged = has_results(data)
    shown = ("id", *data["columns"])
    columns = [
        HtmlColumn(column_title(name, words), name == "commits", _SIZES.get(name, "")) for name in shown
    ]
    rows = [
        HtmlRow(
            [_cell(row, name, words, anchors, judged=judged) for name in shown],
            {"coverage": row["coverage"] or "", "status": row["status"], "kind": row["kind"]},
            row["id"],
        )
        for row in data["rows"]
    ]
    statuses = {row["status"] for row in data["rows"]}
    known = [key.removeprefix("status.") for key in words if key.startswith("status.")]
    filters = (
        Filter("coverage", words["coverage"], {name: words[f"coverage.{name}"] for name in COVERAGE}),
        Filter(
            "status", words["status"], {name: words[f"status.{name}"] for name in known if name in statuses}
        ),
        Filter("kind", words["kind"], {kind: words[f"kind.{kind}"] for kind in data["kinds"]}),
    )
    return table("matrix", words["matrix"], columns, rows, words, filters)


def _cell(row: Data, name: str, words: Data, anchors: Collection[str], *, judged: bool) -> HtmlCell:
    match name:
        case "status":
            return HtmlCell(chip(words[f"status.{row['status']}"], row["status"]))
        case "coverage":
            return _coverage(row, words)
        case "place":
            return HtmlCell(tag("code", cell_text(row, name, words)))
        case "tests":
            return _tests(row["tests"], words) if judged else _named_tests(row["tests"])
        case "problems":
            return _problems(row, words, anchors)
        case "id" | "title" | "owner" | "kind" | "commits":
            return HtmlCell(cell_text(row, name, words), row[name] if name == "commits" else None)
        case _:
            return HtmlCell(
                names(row["missing"] if name == "missing" else row["links"].get(name, ()), words, anchors)
            )


def _coverage(row: Data, words: Data) -> HtmlCell:
    status = row["coverage"]
    if status is None:
        return HtmlCell("")
    return HtmlCell(chip(words[f"coverage.{status}"], status), COVERAGE.index(status))


def _tests(tests: Sequence[Data], words: Data) -> HtmlCell:
    """Count the tests by result, worst first, with their names below."""
    counts = {result: sum(1 for test in tests if test["result"] == result) for result in _RESULTS}
    chips = [
        chip(f"{words[f'status.{result}']} {format_number(count)}", result)
        for result, count in counts.items()
        if count
    ]
    if not chips:
        return HtmlCell("")
    listed = [
        tag(
            "li",
            joined((chip(words[f"status.{test['result']}"], test["result"]), tag("code", test["id"])), " "),
        )
        for test in tests
    ]
    summary = tag("summary", joined(chips, " "))
    order = next(number for number, count in enumerate(counts.values()) if count)
    return HtmlCell(tag("details", summary, tag("ul", *listed)), order)


def _named_tests(tests: Sequence[Data]) -> HtmlCell:
    """Count the tests, with their names below."""
    if not tests:
        return HtmlCell("")
    listed = (tag("li", tag("code", test["id"])) for test in tests)
    return HtmlCell(tag("details", tag("summary", format_number(len(tests))), tag("ul", *listed)), len(tests))


def _problems(row: Data, words: Data, anchors: Collection[str]) -> HtmlCell:
    found = [
        joined((chip(problem["code"], problem["severity"]), problem["message"]), " ")
        for problem in row["problems"]
    ]
    if row["suspect"]:
        found.append(joined((chip("T1-SUSPECT", "suspect"), names(row["suspect"], words, anchors)), " "))
    listed = tag("ul", *(tag("li", one) for one in found)) if len(found) > 1 else joined(found)
    return HtmlCell(listed, len(found) or "")
