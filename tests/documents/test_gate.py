"""The formats of CI services: what they say, and that outside text takes no effect in any of them."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml, Skipped

from maestro_cli.documents import sarif as sarif_module
from maestro_cli.documents.annotations import (
    MOST_BYTES,
    diagnostic_annotations,
    step_page,
    workflow_commands,
)
from maestro_cli.documents.code_quality import code_quality
from maestro_cli.documents.findings_csv import COLUMNS, findings_csv
from maestro_cli.documents.gate import MOST_CHARACTERS, GateResult
from maestro_cli.documents.junit import REST, junit
from maestro_cli.documents.sarif import sarif
from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.findings import (
    Coverage,
    FailOn,
    FindingSeverity,
    RuleResult,
    RuleStatus,
    TraceReport,
    Violation,
)
from maestro_cli.model.text import csv_plain, one_line
from maestro_cli.traceability.check import gate as passes
from maestro_cli.traceability.check import summarise
from tests.documents.payloads import MARKDOWN_PAYLOADS
from tests.ui.payloads import CONTROL_PAYLOADS, MARKUP_PAYLOADS, controls_in

PAYLOADS = (
    *CONTROL_PAYLOADS,
    *MARKUP_PAYLOADS,
    *MARKDOWN_PAYLOADS,
    "a\n::error::b",
    "::set-output name=x::y",
    "a,line=9::b",
    "100% %0A %25",
    "##[add-mask]x",
    "]]> <![CDATA[ x </failure>",
    "=HYPERLINK(1)",
    "+1-2",
    "@SUM(A1)",
    "x" * 100_000,
)
texts = st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=40))
violations = st.builds(
    Violation,
    code=st.sampled_from(["T1-UNCOVERED", "T4-MISSING", "X-OWN"]),
    severity=st.sampled_from(FindingSeverity),
    message=texts,
    entity=st.sampled_from(["story", "commit"]),
    entity_id=texts,
    path=st.none() | texts.filter(lambda text: "\ud800" not in text and text != ""),
    line=st.none() | st.integers(0, 10**6),
    suggested_action=texts,
    fingerprint=st.sampled_from(["0" * 16, "1" * 16, "2" * 16]),
    waived=st.booleans(),
    waiver_reason=st.none() | texts,
    baselined=st.booleans(),
    unchanged=st.booleans(),
)
RULE = {
    "rule_id": "T4",
    "rule_name": "Dependency Consistency",
    "question": "Can the work be ordered?",
    "why": "No plan can.",
    "failing_example": "items: []\n",
    "passing_example": "items: []\n",
    "codes": [{"code": "T4-MISSING", "severity": "error", "meaning": "It does not exist."}],
}


def violation(number: int = 1, **fields: Any) -> Violation:
    given: dict[str, Any] = {
        "code": "T4-MISSING",
        "severity": FindingSeverity.ERROR,
        "message": f"US-{number} depends on US-9, which does not exist",
        "entity": "story",
        "entity_id": f"US-{number}",
        "path": "backlog/a b.yaml",
        "line": number,
        "suggested_action": "Add US-9.",
        "fingerprint": f"{number:016x}",
    }
    return Violation(**given | fields)


def judged(
    found: list[Violation], fail_on: FailOn = FailOn.ERROR, threshold: float | None = None, **more: Any
) -> GateResult:
    status = RuleStatus.FAILED if found and threshold is None else RuleStatus.PASSED
    result = RuleResult("T4", "Dependency Consistency", status, 9, 7, 0.7777, threshold, tuple(found))
    known = {name: more.pop(name) for name in ("baseline", "changed_since") if name in more}
    report = TraceReport(summarise([result]), (result,), Coverage({}, (), ()), **known)
    code = 0 if passes(report, fail_on) else 1
    return GateResult(report, fail_on, code, "1.2.3", **{"rules": [RULE], **more})


def run_of(gate: GateResult) -> dict[str, Any]:
    document = json.loads(sarif(gate))
    assert document["version"] == "2.1.0"
    run: dict[str, Any]
    (run,) = document["runs"]
    return run


# @req MR-7.2
def test_sarif_says_what_where_and_by_which_rule() -> None:
    run = run_of(judged([violation(3)], project="shop", prefix="docs/"))
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("T4-MISSING", "DependencyConsistencyMissing")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert "security-severity" not in rule["properties"]
    (result,) = run["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("T4-MISSING", 0, "error")
    assert result["message"]["text"] == "US-3 depends on US-9, which does not exist. Add US-9."
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "docs/backlog/a%20b.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3},
    }
    assert result["partialFingerprints"] == {"maestroFinding/v1": f"{3:016x}"}
    assert run["automationDetails"] == {"id": "maestro-trace/shop/"}
    assert run["invocations"] == [
        {"executionSuccessful": True, "exitCode": 1, "toolExecutionNotifications": []}
    ]
    assert not {"suppressions", "baselineState"} & set(result)


@pytest.mark.parametrize(
    ("severity", "level"),
    [("critical", "error"), ("error", "error"), ("warning", "warning"), ("info", "note")],
)
def test_sarif_levels(severity: str, level: str) -> None:
    (result,) = run_of(judged([violation(severity=FindingSeverity(severity))]))["results"]
    assert result["level"] == level


# @req MR-7.2
def test_sarif_suppresses_what_is_accepted_and_says_what_is_new() -> None:
    found = [
        violation(1, waived=True, waiver_reason="next release"),
        violation(2, baselined=True),
        violation(3, unchanged=True),
        violation(4),
    ]
    results = run_of(judged(found, baseline="known.json", changed_since="ab" * 20))["results"]
    assert [result["baselineState"] for result in results] == ["new", "unchanged", "unchanged", "new"]
    assert [result.get("suppressions") for result in results] == [
        [{"kind": "inSource", "status": "accepted", "justification": "waived: next release"}],
        [{"kind": "external", "status": "accepted", "justification": "stands in the baseline known.json"}],
        None,
        None,
    ]


def test_sarif_of_a_finding_that_no_file_holds_and_of_a_code_that_no_rule_explains() -> None:
    run = run_of(judged([violation(1, path=None, line=None, code="X-OWN")], prefix="p/"))
    (result,) = run["results"]
    location = result["locations"][0]["physicalLocation"]
    assert (location["artifactLocation"]["uri"], location["region"]) == ("p/maestro.yaml", {"startLine": 1})
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "X-OWN"


def test_sarif_leaves_out_the_mildest_and_says_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif_module, "MOST_RESULTS", 3)
    info = FindingSeverity.INFO
    found = [
        violation(1, severity=info),
        violation(2),
        violation(3, waived=True),
        violation(4, severity=info),
        violation(5),
    ]
    run = run_of(judged(found))
    assert [result["partialFingerprints"]["maestroFinding/v1"][-1] for result in run["results"]] == [*"125"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("2 findings are left out")


def test_sarif_tells_problems_of_reading() -> None:
    problem = Diagnostic(Severity.WARNING, "P-YAML", "odd", "backlog/b.yaml", 3, "Mend it.")
    (notification,) = run_of(judged([], diagnostics=[problem]))["invocations"][0][
        "toolExecutionNotifications"
    ]
    assert notification["level"] == "warning"
    assert notification["message"]["text"] == "odd [P-YAML]"
    assert notification["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


def cases(gate: GateResult) -> dict[str, Any]:
    (suite,) = JUnitXml.fromstring(junit(gate))
    assert suite.name == "T4 Dependency Consistency"
    assert suite.tests == len(list(suite))
    return {case.name: case.result for case in suite}


def test_junit_has_a_case_for_each_thing_and_one_for_the_rest() -> None:
    found = [
        violation(1),
        violation(1, line=7, fingerprint="b" * 16),
        violation(2, severity=FindingSeverity.WARNING),
        violation(3, waived=True, waiver_reason="next release"),
        violation(4, baselined=True),
    ]
    results = cases(judged(found, baseline="b.json"))
    assert list(results) == ["story US-1", "story US-2", "story US-3", "story US-4", REST]
    (failure,) = results["story US-1"]
    assert isinstance(failure, Failure)
    assert failure.type == "T4-MISSING"
    assert len((failure.text or "").splitlines()) == 2
    assert results["story US-2"] == results[REST] == []
    (skipped,) = results["story US-3"]
    assert isinstance(skipped, Skipped)
    assert skipped.message == "waived: next release"
    assert results["story US-4"][0].message == "stands in the baseline b.json"


def test_junit_of_a_rule_that_is_off() -> None:
    off = RuleResult("T4", "Dependency Consistency", RuleStatus.SKIPPED, 0, 0, 1.0, None, ())
    gate = judged([])
    gate = replace(gate, report=replace(gate.report, results=(off,)))
    assert isinstance(cases(gate)[REST][0], Skipped)


# @req MR-7.3
@settings(deadline=None, max_examples=80)
@given(st.lists(violations, max_size=6), st.sampled_from(FailOn), st.none() | st.just(0.5))
def test_junit_fails_exactly_when_the_gate_does(
    found: list[Violation], fail_on: FailOn, threshold: float | None
) -> None:
    gate = judged(found, fail_on, threshold)
    suites = JUnitXml.fromstring(junit(gate))
    assert (suites.failures > 0) is (gate.exit_code == 1)
    assert sum(1 for suite in suites for case in suite if case.is_failure) == suites.failures
    assert controls_in(junit(gate).decode()) == set()


# @req MR-7.3
def test_annotations_are_worst_first_and_only_of_what_counts() -> None:
    found = [
        violation(1, severity=FindingSeverity.INFO, message="Short"),
        violation(2, severity=FindingSeverity.CRITICAL, path=None),
        violation(3, waived=True),
        violation(4, baselined=True),
        violation(5, unchanged=True),
        violation(6, severity=FindingSeverity.WARNING, message="100%: a, b", path="a:b,c.yaml", line=None),
    ]
    assert workflow_commands(judged(found, prefix="p/")) == [
        "::error title=T4-MISSING US-2::US-2 depends on US-9, which does not exist. Add US-9.",
        "::warning file=p/a%3Ab%2Cc.yaml,line=1,title=T4-MISSING US-6::100%25: a, b. Add US-9.",
        "::notice file=p/backlog/a b.yaml,line=1,title=T4-MISSING US-1::Short. Add US-9.",
    ]


def read_back(command: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as GitHub's runner does."""
    head, message = command[2:].split("::", 1)
    level, _, listed = head.partition(" ")
    pairs = (pair.partition("=") for pair in listed.split(","))
    decode = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}

    def plain(text: str) -> str:
        return re.sub("%(?:0D|0A|3A|2C|25)", lambda match: decode[match[0]], text)

    return level, {name: plain(value) for name, _, value in pairs}, plain(message)


@settings(deadline=None, max_examples=80)
@given(st.lists(violations, max_size=6), texts)
def test_annotations_hold_whatever_text_there_is(found: list[Violation], text: str) -> None:
    gate = judged(found, diagnostics=[Diagnostic(Severity.ERROR, "P-YAML", text, text, 3, text)])
    commands = workflow_commands(gate)
    assert len(commands) == sum(one.counts for one in found) + 1
    for command in commands:
        assert "\n" not in command
        assert "\r" not in command
        assert controls_in(command) == set()
        level, properties, message = read_back(command)
        assert level in {"error", "warning", "notice"}
        assert set(properties) <= {"file", "line", "title"}
        assert len(message) <= MOST_CHARACTERS


def test_a_problem_of_usage_is_an_annotation_too() -> None:
    (command,) = diagnostic_annotations([Diagnostic(Severity.ERROR, "E-RULE", "no rule", fix="Name one.")])
    assert command == "::error title=E-RULE::no rule. Name one."


def test_the_page_of_a_step_is_cut_at_a_line_and_tells_what_is_not_shown() -> None:
    many = [f"::error title={number}::x" for number in range(11)]
    assert step_page("# A\n", many[:10]) == "# A\n"
    assert "10 annotations of each level" in step_page("# A\n", many)
    long = step_page("가나다\n" * 200_000, [])
    assert len(long.encode()) <= MOST_BYTES + 200
    assert "lines are left out" in long.splitlines()[-1]


# @req MR-7.3
def test_code_quality_has_unique_fingerprints_and_known_severities() -> None:
    found = [violation(1), violation(1), violation(2, waived=True), violation(3, baselined=True)]
    issues = json.loads(code_quality(judged(found, prefix="p/")))
    assert [issue["fingerprint"] for issue in issues] == [f"{1:016x}", f"{1:016x}-2", f"{3:016x}"]
    assert issues[0] == {
        "description": "US-1 depends on US-9, which does not exist. Add US-9.",
        "check_name": "T4-MISSING",
        "fingerprint": f"{1:016x}",
        "severity": "critical",
        "location": {"path": "p/backlog/a b.yaml", "lines": {"begin": 1}},
    }


@settings(deadline=None, max_examples=80)
@given(st.lists(violations, max_size=6))
def test_machine_formats_hold_whatever_text_there_is(found: list[Violation]) -> None:
    gate = judged(found, baseline="b.json")
    run = run_of(gate)
    assert controls_in(sarif(gate).decode()) == set()
    for result, one in zip(run["results"], found, strict=True):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
        assert unquote(uri) == (one.path or "maestro.yaml")
        text = result["message"]["text"]
        assert "](" not in text
        assert controls_in(text) == set()
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == one.code
    issues = json.loads(code_quality(gate))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert all("\n" not in issue["description"] for issue in issues)
    ET.fromstring(junit(gate))


# @req MR-11.1
@settings(deadline=None, max_examples=80)
@given(st.lists(violations, max_size=6))
def test_csv_holds_one_row_a_finding_and_no_formula(found: list[Violation]) -> None:
    rows = list(csv.DictReader(io.StringIO(findings_csv(judged(found).report))))
    assert len(rows) == len(found)
    for row, one in zip(rows, found, strict=True):
        assert tuple(row) == COLUMNS
        assert row["waived"] == ("true" if one.waived else "false")
        for cell in row.values():
            assert controls_in(cell) == set()
            assert not re.match(r"\s*[=@＝＠]|\s*[+\-](?![\d.])", cell)
        assert csv_plain(row["entity_id"]) == one_line(one.entity_id)
