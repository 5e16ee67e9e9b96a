"""The traceability document: rules, findings with their places, coverage of requirements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maestro_cli.documents.locale import format_number
from maestro_cli.documents.trace_rules import rule_name
from maestro_cli.documents.trace_words import WORDS
from maestro_cli.model.blocks import Bar, Bars, Block, Column, Heading, Paragraph, Table

Data = Mapping[str, Any]
"""Plain data, as in the JSON envelope."""

MOST_REQUIREMENTS = 100
"""Above this many requirements the covered ones are counted and not listed."""

MOST_NAMES = 6
"""Names in one cell of the coverage table."""

_GAPS = ("uncovered", "unknown", "partial")


def trace_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return a trace report as blocks: summary, a table of rules, findings by rule, coverage.

    `data` is a `TraceReport` as plain data. Findings keep its order and are all listed, but for those
    that a check of a change only counts; coverage is shown where T1 was asked.
    """
    words = WORDS[language]
    summary = data["summary"]
    blocks: list[Block] = [Heading(words["title"], 1), headline(summary, words), *remarks(data, words)]
    blocks.append(_rules_table(data["results"], language))
    for result in data["results"]:
        listed = [violation for violation in result["violations"] if not violation.get("unchanged")]
        if listed:
            name = rule_name(result, language)
            blocks += [Heading(f"{result['rule_id']} {name}"), _findings_table(listed, words)]
    blocks.extend(_fixed(data.get("fixed", ()), words))
    if any(result["rule_id"] == "T1" for result in data["results"]):
        blocks.extend(_coverage(data["coverage"], words))
    return tuple(blocks)


def headline(summary: Data, words: Data) -> Paragraph:
    """Return the sentence that sums a report up."""
    known = summary.get("baselined_violations", 0) + summary.get("unchanged_violations", 0)
    none = "none_new" if known else "none"
    text = words["found" if summary["total_violations"] else none].format(
        total=format_number(summary["total_violations"]),
        critical=format_number(summary["critical_violations"]),
        passed=summary["passed_rules"],
        failed=summary["failed_rules"],
        rules=summary["total_rules"],
        compliance=compliance(summary["overall_compliance_rate"]),
    )
    if summary["failed_rules"] and (summary["total_violations"] or not known):
        return Paragraph(text, "bad")
    return Paragraph(text, "warning" if summary["total_violations"] else "good")


def remarks(data: Data, words: Data) -> Iterator[Paragraph]:
    """Say what could not be read, and how many findings do not count, and why."""
    summary = data["summary"]
    if data["unreadable"]:
        yield Paragraph(words["unreadable"].format(count=format_number(data["unreadable"])), "warning")
    since = (data.get("changed_since") or "")[:12]
    for name in ("waived", "baselined", "unchanged"):
        count = summary.get(f"{name}_violations", 0)
        if count:
            yield Paragraph(words[name].format(count=format_number(count), since=since))


def _fixed(fixed: Sequence[Data], words: Data) -> Iterator[Block]:
    if fixed:
        yield Heading(words["gone"])
        yield Paragraph(words["shrink"])
        rows = tuple((known["code"], known["entity_id"], format_number(known["count"])) for known in fixed)
        yield Table(_columns(words, "code", "thing", "times", numeric=("times",)), rows)


def _rules_table(results: Sequence[Data], language: str) -> Table:
    words = WORDS[language]
    numbers = ("checked", "compliance", "findings")
    columns = _columns(words, "rule", "name", "result", *numbers, numeric=numbers)
    rows = tuple(
        (
            result["rule_id"],
            rule_name(result, language),
            words[result["status"]],
            format_number(result["checked_count"]),
            compliance(result["compliance_rate"]),
            format_number(sum(map(counts, result["violations"]))),
        )
        for result in results
    )
    return Table(columns, rows)


def counts(violation: Data) -> bool:
    """Say whether the gate looks at a finding."""
    return not any(violation.get(name) for name in ("waived", "baselined", "unchanged"))


def _findings_table(violations: Sequence[Data], words: Data) -> Table:
    columns = _columns(words, "place", "severity", "code", "finding", "action")
    return Table(columns, tuple(_finding(violation, words) for violation in violations))


def _finding(violation: Data, words: Data) -> tuple[str, ...]:
    place = f"{violation['path']}:{violation['line']}" if violation["path"] else violation["entity_id"]
    severity = words[violation["severity"]]
    if violation["waived"]:
        severity = words["is_waived"].format(severity=severity)
    elif violation.get("baselined"):
        severity = words["is_baselined"].format(severity=severity)
    return (place, severity, violation["code"], violation["message"], violation["suggested_action"])


def _coverage(coverage: Data, words: Data) -> Iterator[Block]:
    requirements = coverage["requirements"]
    if not requirements:
        return
    yield Heading(words["coverage"])
    known = coverage["counts"]
    yield Bars(
        tuple(
            Bar(words[status], count, len(requirements), format_number(count))
            for status, count in known.items()
            if count or status in {"covered", "uncovered"}
        )
    )
    if coverage["levels"]:
        yield Bars(tuple(_level(level, words) for level in coverage["levels"]))
    few = len(requirements) <= MOST_REQUIREMENTS
    rows = [row for row in requirements if few or row["status"] in _GAPS]
    if rows:
        tested = any(row.get("verdict") not in (None, "unknown") for row in requirements)
        names = ("requirement", "status", "by", *(("tests",) if tested else ()), "missing", "title_of")
        yield Table(_columns(words, *names), tuple(_requirement(row, words, tested=tested) for row in rows))
    if not few:
        yield Paragraph(words["only_gaps"].format(count=format_number(known["covered"])))


def _level(level: Data, words: Data) -> Bar:
    return Bar(level["level"], level["covered"], level["total"], level_text(level, words))


def level_text(level: Data, words: Data) -> str:
    """Return how much of a level is covered, and what is demanded of it."""
    covered, total, threshold = level["covered"], level["total"], level.get("threshold")
    text: str = words["level"].format(covered=format_number(covered), total=format_number(total))
    if threshold is not None:
        share = covered / total if total else 1.0
        held = words["held" if level["status"] == "passed" else "short"]
        text += f" ({held.format(share=compliance(share), threshold=compliance(threshold))})"
    return text


def _requirement(row: Data, words: Data, *, tested: bool) -> tuple[str, ...]:
    by = _names([*row["items"], *row["through"]], words)
    status = words[row["status"]]
    if row["status"] == "covered" and row.get("shallow"):
        status = words["shallow"].format(status=status, below=_names(row["shallow"], words))
    tests = (words[f"test_{row['verdict']}"] if row.get("verdict") else "",) if tested else ()
    return (row["id"], status, by, *tests, _names(row["missing"], words), row["title"])


def _names(names: Sequence[str], words: Data) -> str:
    more = len(names) - MOST_NAMES
    rest = [words["and_more"].format(count=format_number(more))] if more > 0 else []
    return ", ".join([*names[:MOST_NAMES], *rest])


def compliance(rate: float) -> str:
    """Return a share with two decimals: 99.99% is not all."""
    return f"{format_number(rate * 100, 2)}%"


def _columns(words: Data, *keys: str, numeric: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(words[key], numeric=key in numeric) for key in keys)
