from __future__ import annotations

import string
from typing import Any

import pytest

from maestro_cli.documents.markdown import blocks_to_markdown
from maestro_cli.documents.trace import MOST_REQUIREMENTS, trace_blocks
from maestro_cli.documents.trace_rules import explain_blocks, explain_markdown, rules_blocks
from maestro_cli.documents.trace_words import WORDS
from maestro_cli.model.blocks import Block, Table
from maestro_cli.model.findings import CoverageStatus, FindingSeverity, RuleStatus

LANGUAGES = ["en", "ko"]


def violation(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "code": "T1-UNCOVERED",
        "severity": "error",
        "message": f"REQ-{number} has no live work",
        "entity": "requirement",
        "entity_id": f"REQ-{number}",
        "path": "backlog/a.yaml",
        "line": number,
        "suggested_action": "Link it.",
        "fingerprint": f"{number:016x}",
        "waived": False,
    } | fields


def requirement(number: int, status: str, **fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"items": [], "through": [], "missing": [], "path": "a.yaml", "line": 1}
    return {"id": f"REQ-{number}", "title": "Pay | refund", "status": status} | empty | fields


def report(
    violations: list[dict[str, Any]], requirements: list[dict[str, Any]], rule_id: str = "T1"
) -> dict[str, Any]:
    live = [v for v in violations if not v["waived"]]
    counts = {status.value: 0 for status in CoverageStatus}
    for row in requirements:
        counts[row["status"]] += 1
    result = {
        "rule_id": rule_id,
        "rule_name": "Custom",
        "status": "failed" if live else "passed",
        "checked_count": 1200,
        "passed_count": 1199,
        "compliance_rate": 0.9991,
        "threshold": None,
        "violations": violations,
    }
    summary = {
        "total_rules": 1,
        "passed_rules": int(not live),
        "failed_rules": int(bool(live)),
        "total_violations": len(live),
        "critical_violations": 0,
        "waived_violations": len(violations) - len(live),
        "overall_compliance_rate": 0.9991,
    }
    levels = [{"level": "story", "covered": 1, "total": 2}]
    coverage = {"counts": counts, "levels": levels, "requirements": requirements}
    return {"summary": summary, "results": [result], "coverage": coverage, "unreadable": 0}


def cells(blocks: tuple[Block, ...]) -> list[tuple[str, ...]]:
    return [row for block in blocks if isinstance(block, Table) for row in block.rows]


def test_the_document_in_markdown() -> None:
    requirements = [
        requirement(1, "partial", items=["US-1"], through=["REQ-3"], missing=["REQ-2"]),
        requirement(2, "uncovered"),
    ]
    data = report([violation(2), violation(3, waived=True, severity="warning")], requirements)
    lines = [" ".join(line.split()) for line in blocks_to_markdown(trace_blocks(data, "en")).splitlines()]
    for line in (
        "# Traceability",
        "Findings: 1, of them critical: 0. Rules failed: 1 of 1. Of all that was checked, 99.91% holds.",
        "Waived besides: 1.",
        "| T1 | Requirement Coverage | failed | 1,200 | 99.91% | 1 |",
        "## T1 Requirement Coverage",
        "| Place | Severity | Code | Finding | What to do |",
        "| backlog/a.yaml:2 | error | T1-UNCOVERED | REQ-2 has no live work | Link it. |",
        "| backlog/a.yaml:3 | warning, waived | T1-UNCOVERED | REQ-3 has no live work | Link it. |",
        "## Coverage of requirements",
        r"| REQ-1 | partial | US-1, REQ-3 | REQ-2 | Pay \| refund |",
    ):
        assert line in lines
    assert cells(trace_blocks(data, "en"))[-2:] == [
        ("REQ-1", "partial", "US-1, REQ-3", "REQ-2", "Pay | refund"),
        ("REQ-2", "uncovered", "", "", "Pay | refund"),
    ]


def test_the_document_in_korean() -> None:
    text = blocks_to_markdown(trace_blocks(report([violation(2)], [requirement(2, "uncovered")]), "ko"))
    for word in ("추적성", "요구사항 커버리지", "오류", "미충족", "T1-UNCOVERED", "실패"):
        assert word in text
    assert "Traceability" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_does_not_count_is_told_apart(language: str) -> None:
    found = [violation(2, baselined=True), violation(3, unchanged=True), violation(4, waived=True)]
    data = report(found, []) | {
        "changed_since": "ab" * 20,
        "fixed": [{"code": "T4-MISSING", "entity_id": "US-9", "fingerprint": "0", "count": 2}],
    }
    data["summary"] |= {"total_violations": 0, "baselined_violations": 1, "unchanged_violations": 1}
    blocks = trace_blocks(data, language)
    words, rows = WORDS[language], cells(blocks)
    text = blocks_to_markdown(blocks)
    assert words["none_new"].format(passed=0, rules=1) in text
    assert words["baselined"].format(count=1) in text
    assert words["unchanged"].format(count=1, since="ab" * 6) in text
    assert words["is_baselined"].format(severity=words["error"]) in [row[1] for row in rows]
    assert not [row for row in rows if row[0] == "backlog/a.yaml:3"], "it is counted and not listed"
    assert ("T4-MISSING", "US-9", "2") in rows
    assert rows[0][-1] == "0"


def test_what_could_not_be_read_is_said() -> None:
    data = report([], []) | {"unreadable": 2}
    assert "Only a part was checked" in blocks_to_markdown(trace_blocks(data, "en"))
    assert "일부만 점검했습니다" in blocks_to_markdown(trace_blocks(data, "ko"))
    assert "Only a part" not in blocks_to_markdown(trace_blocks(report([], []), "en"))


def test_a_clean_project_says_so() -> None:
    blocks = trace_blocks(report([], [requirement(1, "covered", items=["US-1"])]), "en")
    assert "No findings. Rules passed: 1 of 1." in blocks_to_markdown(blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_listed_with_its_place(language: str) -> None:
    data = report([violation(n) for n in range(1, 501)], [])
    listed = [row[0] for row in cells(trace_blocks(data, language)) if row[2:3] == ("T1-UNCOVERED",)]
    assert listed == [f"backlog/a.yaml:{n}" for n in range(1, 501)]


def test_a_finding_without_a_file_is_named_by_its_id() -> None:
    data = report([violation(1, path=None, line=None, entity_id="D-7", code="T5-NO-EVIDENCE")], [], "T5")
    assert ("D-7", "error", "T5-NO-EVIDENCE") in [row[:3] for row in cells(trace_blocks(data, "en"))]


def test_coverage_is_shown_where_it_was_asked_for() -> None:
    rows = [requirement(1, "covered")]
    assert "Coverage of requirements" in blocks_to_markdown(trace_blocks(report([], rows), "en"))
    assert "Coverage of requirements" not in blocks_to_markdown(trace_blocks(report([], rows, "T4"), "en"))
    assert "Coverage of requirements" not in blocks_to_markdown(trace_blocks(report([], []), "en"))


def test_many_requirements_list_gaps_only() -> None:
    covered = [requirement(n, "covered") for n in range(MOST_REQUIREMENTS)]
    data = report([], [*covered, requirement(500, "uncovered"), requirement(501, "partial")])
    blocks = trace_blocks(data, "en")
    assert [row[0] for row in cells(blocks) if row[0].startswith("REQ")] == ["REQ-500", "REQ-501"]
    assert "The 100 covered requirements are not listed here." in blocks_to_markdown(blocks)


def test_long_lists_of_items_are_cut() -> None:
    row = requirement(1, "covered", items=[f"US-{n}" for n in range(9)])
    assert (
        cells(trace_blocks(report([], [row]), "en"))[-1][2]
        == "US-0, US-1, US-2, US-3, US-4, US-5, and 3 more"
    )


def test_a_rule_of_someone_else_keeps_its_own_name() -> None:
    assert cells(trace_blocks(report([], [], "X1"), "ko"))[0][:2] == ("X1", "Custom")


# @req MR-12.1
def test_both_languages_have_the_same_words_and_gaps() -> None:
    def gaps(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, korean = WORDS["en"], WORDS["ko"]
    assert english.keys() == korean.keys()
    assert all(gaps(korean[key]) <= gaps(english[key]) for key in english)
    closed = (*FindingSeverity, *CoverageStatus, *RuleStatus)
    assert {member.value for member in closed} <= english.keys()


RULE = {
    "rule_id": "T4",
    "rule_name": "Dependency Consistency",
    "question": "Can the work be ordered?",
    "codes": [{"code": "T4-SELF", "severity": "error", "meaning": "An item depends on itself."}],
    "why": "Because.",
    "failing_example": "items:\n  - {id: A, depends_on: [A]}\n",
    "passing_example": "items:\n  - {id: A}\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_are_listed_with_their_codes(language: str) -> None:
    rows = cells(rules_blocks({"rules": [RULE]}, language))
    assert [row[0] for row in rows] == ["T4", "T4-SELF"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_is_explained_with_its_examples(language: str) -> None:
    blocks = explain_blocks(RULE, language)
    assert any("depends_on: [A]" in str(block) for block in blocks)
    markdown = explain_markdown(RULE, language)
    assert "```yaml\nitems:\n  - {id: A, depends_on: [A]}\n```" in markdown
    assert markdown.count("```") == 4


LEVELS = [
    {"level": "story or task", "covered": 19, "total": 20, "threshold": 0.9, "status": "passed"},
    {"level": "test", "covered": 1, "total": 3, "threshold": 0.95, "status": "failed"},
    {"level": "bug", "covered": 0, "total": 0, "threshold": 1.0, "status": "passed"},
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_say_what_is_demanded_and_whether_it_is_reached(language: str) -> None:
    data = report([], [requirement(1, "covered")])
    data["coverage"]["levels"] = LEVELS
    words = WORDS[language]
    markdown = blocks_to_markdown(trace_blocks(data, language))
    assert words["held"].format(share="95%", threshold="90%") in markdown
    assert words["short"].format(share="33.33%", threshold="95%") in markdown
    assert words["held"].format(share="100%", threshold="100%") in markdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_tests_and_gaps_further_down_are_shown(language: str) -> None:
    words = WORDS[language]
    rows = [
        requirement(1, "covered", verdict="failed", shallow=["REQ-7"]),
        requirement(2, "partial", verdict=None),
    ]
    markdown = blocks_to_markdown(trace_blocks(report([], rows), language))
    assert words["test_failed"] in markdown
    assert words["shallow"].format(status=words["covered"], below="REQ-7") in markdown
    untested = blocks_to_markdown(trace_blocks(report([], rows[1:]), language))
    assert words["tests"] not in untested.partition(words["coverage"])[2]
