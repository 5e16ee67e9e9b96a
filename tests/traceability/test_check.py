from __future__ import annotations

import re
from datetime import timedelta

import pytest

from maestro_cli.errors import Diagnostic, SettingsError, Severity, UsageError
from maestro_cli.model.findings import FailOn, FindingSeverity, TraceReport
from maestro_cli.model.items import Item
from maestro_cli.model.plain import to_plain
from maestro_cli.traceability.check import check, gate
from maestro_cli.traceability.rules import RULES, WAIVERS, names_of, select
from tests.traceability.projects import TODAY, context, found, item, violations

REQ = item("REQ-1", "requirement")
LOOSE = item("US-1")
UNREADABLE = (Diagnostic(Severity.ERROR, "P-YAML", "broken", "backlog/b.yaml", 3),)


def waived(**waiver: object) -> Item:
    return item("REQ-1", "requirement", waive=[{"rule": "T1-UNCOVERED", "reason": "next release", **waiver}])


def test_the_data_are_those_of_the_contract() -> None:
    data = to_plain(check(context([REQ, item("US-1", satisfies=["REQ-1"]), LOOSE])))
    assert isinstance(data, dict)
    assert set(data) == {
        "summary",
        "results",
        "coverage",
        "unreadable",
        "baseline",
        "changed_since",
        "fixed",
    }
    assert set(data["summary"]) >= {
        "total_rules",
        "passed_rules",
        "failed_rules",
        "total_violations",
        "critical_violations",
        "overall_compliance_rate",
    }
    result = data["results"][1]
    assert set(result) >= {
        "rule_id",
        "rule_name",
        "status",
        "checked_count",
        "passed_count",
        "compliance_rate",
        "violations",
    }
    assert set(result["violations"][0]) == {
        "code",
        "severity",
        "message",
        "entity",
        "entity_id",
        "path",
        "line",
        "suggested_action",
        "fingerprint",
        "waived",
        "waiver_reason",
        "baselined",
        "unchanged",
    }


def test_an_empty_project_passes_every_rule() -> None:
    report = check(context())
    assert [r.rule_id for r in report.results] == ["T1", "T2", "T3", "T4", "T5", "T6"]
    assert {(r.status.value, r.checked_count, r.compliance_rate) for r in report.results} == {
        ("passed", 0, 1.0)
    }
    assert report.summary.overall_compliance_rate == 1.0
    assert report.summary.passed_rules == 6


def test_counts_and_rates() -> None:
    requirements = [item(f"REQ-{n}", "requirement", line=n) for n in range(3)]
    report = check(context([*requirements, item("US-1", satisfies=["REQ-1"])]), ["T1"])
    result = report.results[0]
    assert (result.checked_count, result.passed_count, result.compliance_rate) == (3, 1, 0.3333)
    assert (report.summary.failed_rules, report.summary.total_violations) == (1, 2)
    assert report.coverage.counts == {"covered": 1, "partial": 0, "uncovered": 2, "unknown": 0, "draft": 0}


def test_findings_stand_in_order_of_path_line_code_and_id() -> None:
    items = [item(f"US-{n}", line=9 - n, parent=f"X-{n}", depends_on=[f"Y-{n}"]) for n in range(3)]
    assert [(v.line, v.code) for v in violations(check(context(items)))] == [
        *((line, "T2-DANGLING") for line in (7, 8, 9)),
        *((line, "T4-MISSING") for line in (7, 8, 9)),
    ]


def test_rules_are_chosen_by_id_in_any_case() -> None:
    assert [rule.about.id for rule in select(["t4", "T1"])] == ["T1", "T4"]
    assert found([REQ, LOOSE], ["t2"]) == [("T2-STORY-NO-PARENT", "US-1")]


@pytest.mark.parametrize(("name", "near"), [("T7", "T"), ("T4-CYCLE", "T4"), ("", "Rules are")])
def test_an_unknown_rule_is_wrong_usage(name: str, near: str) -> None:
    with pytest.raises(UsageError, match="is no rule") as caught:
        check(context(), [name])
    assert near in str(caught.value.diagnostics[0].fix)


@pytest.mark.parametrize(
    ("fail_on", "passes"),
    [("never", True), ("critical", True), ("error", True), ("warning", False), ("info", False)],
)
def test_the_gate(fail_on: str, passes: bool) -> None:
    assert gate(check(context([LOOSE])), FailOn(fail_on)) is passes
    assert gate(check(context()), FailOn(fail_on))


def test_info_alone_fails_no_rule() -> None:
    result = check(context([item("T-1", "task")]), ["T2"]).results[0]
    assert (result.status.value, result.compliance_rate, len(result.violations)) == ("passed", 1.0, 1)


# @req MR-6.9
def test_severity_of_a_code_goes_before_that_of_its_rule() -> None:
    settings = {"trace": {"severity": {"T2": "error", "T2-TASK-NO-STORY": "critical"}}}
    report = check(context([LOOSE, item("T-1", "task")], settings=settings))
    assert {v.code: v.severity.value for v in violations(report)} == {
        "T2-STORY-NO-PARENT": "error",
        "T2-TASK-NO-STORY": "critical",
    }
    assert report.summary.critical_violations == 1


def test_a_code_that_is_off_is_not_found_and_does_not_count() -> None:
    result = check(context([LOOSE], settings={"trace": {"severity": {"T2-STORY-NO-PARENT": "off"}}})).results[
        1
    ]
    assert (result.violations, result.passed_count, result.status.value) == ((), 1, "passed")


def test_a_rule_that_is_off_is_skipped() -> None:
    report = check(context([LOOSE], settings={"trace": {"severity": {"T2": "off"}}}))
    assert (report.results[1].status.value, report.results[1].checked_count) == ("skipped", 0)
    assert (report.summary.total_rules, report.summary.passed_rules, report.summary.failed_rules) == (6, 5, 0)


def test_all_unknown_names_of_settings_are_reported() -> None:
    trace = {"severity": {"T1-UNCOVRED": "error", "T2": "off"}, "thresholds": {"T9": 0.5, "T1-PARTIAL": 0.5}}
    with pytest.raises(SettingsError) as caught:
        check(context(settings={"trace": trace}))
    assert [d.message.split(" is ")[0] for d in caught.value.diagnostics] == [
        "trace.severity: 'T1-UNCOVRED'",
        "trace.thresholds: 'T9'",
        "trace.thresholds: 'T1-PARTIAL'",
    ]
    assert caught.value.diagnostics[0].fix == "Did you mean T1-UNCOVERED?"


# @req MR-6.2
@pytest.mark.parametrize(("threshold", "passes"), [(0.5, True), (0.75, True), (0.76, False), (1.0, False)])
def test_a_threshold_says_how_much_is_enough(threshold: float, passes: bool) -> None:
    requirements = [item(f"REQ-{n}", "requirement") for n in range(4)]
    work = item("US-1", satisfies=["REQ-0", "REQ-1", "REQ-2"])
    report = check(context([*requirements, work], settings={"trace": {"thresholds": {"T1": threshold}}}))
    assert gate(report) is passes
    assert (report.results[0].status.value == "passed") is passes
    assert report.summary.total_violations == 1


def test_a_threshold_is_held_against_the_share_and_not_against_its_rounding() -> None:
    requirements = [item(f"REQ-{n}", "requirement") for n in range(3)]
    work = item("EP-1", "epic", satisfies=["REQ-0", "REQ-1"])
    report = check(context([*requirements, work], settings={"trace": {"thresholds": {"T1": 0.66666}}}))
    assert gate(report)
    assert next(one.compliance_rate for one in report.results if one.rule_id == "T1") == 0.6666


def test_a_threshold_excuses_no_critical_finding() -> None:
    items = [item("B-1", "bug", depends_on=["B-2"]), item("B-2", "bug", depends_on=["B-1"])]
    report = check(context(items, settings={"trace": {"thresholds": {"T4": 0}}}))
    assert report.results[3].status.value == "passed"
    assert not gate(report)


@pytest.mark.parametrize("rule", ["T1", "T1-UNCOVERED"])
def test_a_waived_finding_is_listed_and_passes(rule: str) -> None:
    report = check(context([waived(rule=rule)]))
    found = [(v.code, v.waived, v.waiver_reason) for v in violations(report)]
    assert found == [("T1-UNCOVERED", True, "next release")]
    assert (report.results[0].status.value, report.results[0].compliance_rate) == ("passed", 1.0)
    assert (report.summary.total_violations, report.summary.waived_violations) == (0, 1)
    assert gate(report, FailOn.INFO)


def test_a_waiver_for_something_else_does_not_count() -> None:
    assert not gate(check(context([waived(rule="T1-PARTIAL")])))
    assert not gate(check(context([REQ, item("US-1", waive=[{"rule": "T1", "reason": "x"}])])))


# @req MR-6.9
def test_a_waiver_counts_through_its_last_day() -> None:
    assert gate(check(context([waived(until=TODAY)])), FailOn.INFO)
    late = check(context([waived(until=TODAY - timedelta(days=1))]))
    assert [v.code for v in violations(late)] == ["T0-WAIVER-EXPIRED", "T1-UNCOVERED"]
    assert not gate(late)
    assert late.summary.total_rules == 7


# @req MR-6.9
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_waiver_without_a_reason_is_a_finding_and_does_not_count(reason: str) -> None:
    assert found([waived(reason=reason)]) == [("T0-WAIVER-NO-REASON", "REQ-1"), ("T1-UNCOVERED", "REQ-1")]
    covered = item("US-1", satisfies=["REQ-1"])
    assert not gate(check(context([waived(reason=reason), covered])))


def test_a_waiver_for_no_rule_is_a_finding() -> None:
    report = check(context([waived(rule="T1-UNCOVRED"), item("US-1", satisfies=["REQ-1"])]))
    assert [(v.code, v.suggested_action) for v in violations(report)] == [
        ("T0-WAIVER-UNKNOWN-RULE", "Did you mean T1-UNCOVERED?")
    ]


def test_a_waiver_for_nothing_like_a_rule_is_told_the_rules_and_not_every_code() -> None:
    (violation,) = violations(check(context([waived(rule="nothing"), item("US-1", satisfies=["REQ-1"])])))
    assert violation.suggested_action == "Name a rule or one of its codes: T1, T2, T3, T4, T5, T6."


def test_waivers_of_rules_that_were_not_asked_for_are_left_alone() -> None:
    assert found([waived(reason="")], ["T4"]) == []
    assert found([waived(reason="")], ["T1"]) == [("T0-WAIVER-NO-REASON", "REQ-1"), ("T1-UNCOVERED", "REQ-1")]


def test_a_circle_is_waived_at_any_of_its_items() -> None:
    excuse = [{"rule": "T4-CYCLE", "reason": "mended on Monday"}]
    items = [item("B-1", "bug", depends_on=["B-2"]), item("B-2", "bug", depends_on=["B-1"], waive=excuse)]
    assert gate(check(context(items)), FailOn.INFO)


# @req MR-6.10
def test_findings_of_absence_are_warnings_while_something_cannot_be_read() -> None:
    items = [item("B-1", "bug", parent="X", depends_on=["Y", "B-1"])]
    sure, unsure = check(context(items)), check(context(items, diagnostics=UNREADABLE))
    assert {v.code: v.severity.value for v in violations(sure)} == {
        "T2-DANGLING": "error",
        "T4-MISSING": "error",
        "T4-SELF": "error",
    }
    assert {v.code: v.severity.value for v in violations(unsure)} == {
        "T2-DANGLING": "warning",
        "T4-MISSING": "warning",
        "T4-SELF": "error",
    }
    assert [v.fingerprint for v in violations(sure)] == [v.fingerprint for v in violations(unsure)]


def fingerprints(report: TraceReport) -> set[str]:
    return {violation.fingerprint for violation in violations(report)}


def test_a_fingerprint_keeps_to_the_fault_not_to_place_or_words() -> None:
    here = check(context([item("US-1", line=3, parent="X")]))
    there = check(context([item("US-1", "bug", line=90, parent="X", title="Other"), item("EP-1", "epic")]))
    other = check(context([item("US-1", line=3, parent="Y")]))
    assert fingerprints(here) == fingerprints(there)
    assert fingerprints(here).isdisjoint(fingerprints(other))


def test_every_code_is_in_the_registry_once_under_its_rule() -> None:
    names = names_of([WAIVERS, *RULES])
    assert len(names) == len(set(names))
    for rule in (WAIVERS, *RULES):
        assert all(re.fullmatch(rf"{rule.about.id}(-[A-Z]+)+", code.id) for code in rule.about.codes)


def test_severities_have_an_order() -> None:
    assert sorted(FindingSeverity, key=lambda s: s.rank) == ["critical", "error", "warning", "info"]
