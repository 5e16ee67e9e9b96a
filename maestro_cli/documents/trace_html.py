"""The whole report of a traceability check as one HTML page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from maestro_cli.documents.html import Html, about, joined, marked, page, tag
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
from maestro_cli.documents.matrix_html import COVERAGE
from maestro_cli.documents.trace import compliance, counts, headline, level_text, remarks
from maestro_cli.documents.trace_rules import rule_name, rule_question
from maestro_cli.documents.trace_words import WORDS as TRACE_WORDS
from maestro_cli.documents.view_words import WORDS
from maestro_cli.model.findings import FindingSeverity

Data = Mapping[str, Any]

_SIZES = {"title_of": "wide", "finding": "wide", "action": "wide"} | dict.fromkeys(
    ("severity", "status", "rule", "counts_as"), "narrow"
)
_EXCUSES = ("waived", "baselined", "unchanged")


def trace_html(data: Data, language: str, project: str, as_of: date) -> str:
    """Return a report as a page: rules, every finding (also those that do not count), coverage.

    `data` is a `TraceReport` as plain data.
    """
    words = {**TRACE_WORDS[language], **WORDS[language]}
    said = headline(data["summary"], words)
    parts = [
        tag("h1", words["title_of_check"]),
        tag("p", about(project, format_date(as_of, language)), class_="soft"),
        tag("p", said.text, class_=said.tone),
        *(tag("p", one.text, class_=one.tone) for one in remarks(data, words)),
        tag("h2", words["rules"]),
        _rules(data["results"], words, language),
        *_findings(data["results"], words),
        *_fixed(data["fixed"], words),
        *_coverage(data, words),
    ]
    title = about(project, words["title_of_check"])
    return page(title, language, [tag("main", Html("\n".join(parts)))])


def _rules(results: Sequence[Data], words: Data, language: str) -> Html:
    columns = [
        HtmlColumn(words["rule"]),
        HtmlColumn(words["name"]),
        HtmlColumn(words["question"]),
        HtmlColumn(words["result"], size="narrow"),
        *(HtmlColumn(words[name], numeric=True) for name in ("checked", "compliance", "findings")),
    ]
    rows = []
    for result in results:
        rule_id, live = result["rule_id"], sum(map(counts, result["violations"]))
        cells = (
            HtmlCell(rule_id),
            HtmlCell(rule_name(result, language)),
            HtmlCell(rule_question(result, language)),
            HtmlCell(chip(words[result["status"]], result["status"])),
            HtmlCell(format_number(result["checked_count"]), result["checked_count"]),
            HtmlCell(compliance(result["compliance_rate"]), str(result["compliance_rate"])),
            HtmlCell(format_number(live), live),
        )
        rows.append(HtmlRow(cells))
    return table("rules", words["rules"], columns, rows, words, search=False)


def _findings(results: Sequence[Data], words: Data) -> Iterator[Html]:
    rows = [
        _finding(result["rule_id"], violation, words)
        for result in results
        for violation in result["violations"]
    ]
    if not rows:
        return
    titles = ["code", "severity", "place", "finding", "action", "rule"]
    if any(row.facets["counts"] != "live" for row in rows):
        titles.append("counts_as")
    columns = [HtmlColumn(words[name], size=_SIZES.get(name, "")) for name in titles]
    severities = {one.value: words[one.value] for one in FindingSeverity}
    ways = {way: words[f"counts.{way}"] for way in ("live", *_EXCUSES)}
    filters = (
        Filter("rule", words["rule"], {result["rule_id"]: result["rule_id"] for result in results}),
        Filter("severity", words["severity"], severities),
        Filter("code", words["code"], {code: code for code in sorted({row.facets["code"] for row in rows})}),
        Filter("counts", words["counts_as"], ways),
    )
    yield tag("h2", words["all_findings"])
    yield table("findings", words["all_findings"], columns, rows, words, filters)


def _finding(rule_id: str, violation: Data, words: Data) -> HtmlRow:
    place = f"{violation['path']}:{violation['line']}" if violation["path"] else violation["entity_id"]
    way = next((name for name in _EXCUSES if violation[name]), "live")
    severity = violation["severity"]
    message = violation["message"]
    if violation["waiver_reason"]:
        message = joined((message, tag("span", violation["waiver_reason"], class_="soft")), " — ")
    cells = (
        HtmlCell(violation["code"]),
        HtmlCell(chip(words[severity], severity), FindingSeverity(severity).rank),
        HtmlCell(tag("code", place)),
        HtmlCell(message),
        HtmlCell(marked(violation["suggested_action"])),
        HtmlCell(rule_id),
        HtmlCell(words[f"counts.{way}"]),
    )
    facets = {"rule": rule_id, "severity": severity, "code": violation["code"], "counts": way}
    return HtmlRow(cells, facets)


def _fixed(fixed: Sequence[Data], words: Data) -> Iterator[Html]:
    if fixed:
        columns = [
            HtmlColumn(words["code"]),
            HtmlColumn(words["thing"]),
            HtmlColumn(words["times"], numeric=True),
        ]
        rows = [
            HtmlRow(
                (HtmlCell(one["code"]), HtmlCell(one["entity_id"]), HtmlCell(format_number(one["count"])))
            )
            for one in fixed
        ]
        yield tag("h2", words["gone"])
        yield table("fixed", words["gone"], columns, rows, words)


def _coverage(data: Data, words: Data) -> Iterator[Html]:
    """Show coverage where T1 was asked and there is a requirement: all of them, covered ones too."""
    coverage = data["coverage"]
    asked = any(result["rule_id"] == "T1" for result in data["results"])
    if not asked or not coverage["requirements"]:
        return
    yield tag("h2", words["coverage"])
    known = coverage["counts"]
    labels = {name: words[f"coverage.{name}"] for name in COVERAGE}
    yield tag(
        "p", ", ".join(f"{labels[name]}: {format_number(known[name])}" for name in COVERAGE if known[name])
    )
    yield share_bar((name, labels[name], known[name]) for name in reversed(COVERAGE))
    if coverage["levels"]:
        yield tag("ul", *(tag("li", _level(level, words)) for level in coverage["levels"]))
    columns = [
        HtmlColumn(words[name]) for name in ("requirement", "title_of", "status", "by", "missing", "place")
    ]
    anchors = {row["id"] for row in coverage["requirements"]}
    rows = [_requirement(row, labels, words, anchors) for row in coverage["requirements"]]
    yield table(
        "coverage", words["coverage"], columns, rows, words, (Filter("status", words["status"], labels),)
    )


def _level(level: Data, words: Data) -> str:
    return f"{level['level']}: {level_text(level, words)}"


def _requirement(row: Data, labels: Data, words: Data, anchors: Collection[str]) -> HtmlRow:
    status = row["status"]
    cells = (
        HtmlCell(row["id"]),
        HtmlCell(row["title"]),
        HtmlCell(chip(labels[status], status), COVERAGE.index(status)),
        HtmlCell(names([*row["items"], *row["through"]], words, anchors)),
        HtmlCell(names(row["missing"], words, anchors)),
        HtmlCell(tag("code", f"{row['path']}:{row['line']}")),
    )
    return HtmlRow(cells, {"status": status}, row["id"])
