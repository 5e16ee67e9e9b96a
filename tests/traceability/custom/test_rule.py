"""Declared rules in the gate: like Maestro's own in severity, threshold, waiver, baseline and order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from maestro_cli.errors import Diagnostic, SettingsError, Severity, UsageError
from maestro_cli.model.findings import FailOn, FindingSeverity
from maestro_cli.model.items import Item, Kind, Place
from maestro_cli.settings.schema import Settings
from maestro_cli.traceability import baseline
from maestro_cli.traceability.check import check, gate
from maestro_cli.traceability.custom.examples import with_examples
from maestro_cli.traceability.custom.rule import ProjectRule
from maestro_cli.traceability.interface import TraceContext
from maestro_cli.traceability.rules import RULES, explain, rules_of
from tests.traceability.projects import TODAY, context, found, from_yaml, item, messages, violations
from tests.traceability.test_scale import CountingBacklog

OWNER: dict[str, Any] = {
    "id": "X1",
    "name": "Bugs have an owner",
    "kind": "bug",
    "must_have": {"assignee": True},
}
BUGS = [item("B-1", "bug", assignee="kim"), item("B-2", "bug", line=2), item("US-1", "task", line=3)]


def settings(*rules: dict[str, Any], **trace: Any) -> dict[str, Any]:
    return {"trace": {"rules": list(rules), **trace}}


def run(items: Iterable[Item], *rules: dict[str, Any], **trace: Any) -> list[tuple[str, str]]:
    return found(items, [rule["id"] for rule in rules], settings=settings(*rules, **trace))


# @req MR-6.16
def test_each_item_that_breaks_it_is_one_finding() -> None:
    report = check(context(BUGS, settings=settings(OWNER)))
    result = next(one for one in report.results if one.rule_id == "X1")
    assert [one.rule_id for one in report.results] == ["T1", "T2", "T3", "T4", "T5", "T6", "X1"]
    assert (result.rule_name, result.checked_count, result.passed_count) == ("Bugs have an owner", 2, 1)
    finding = result.violations[0]
    assert (finding.code, finding.severity, finding.entity_id) == ("X1-UNMET", FindingSeverity.ERROR, "B-2")
    assert finding.message == "B-2 breaks X1, which demands that assignee is given"
    assert (finding.path, finding.line) == ("backlog/items.yaml", 2)
    assert not gate(report)


def test_severity_threshold_and_selection() -> None:
    assert run(BUGS, OWNER) == [("X1-UNMET", "B-2")]
    assert run(BUGS, OWNER, severity={"X1": "off"}) == []
    mild = check(context(BUGS, settings=settings(OWNER, severity={"X1-UNMET": "info"})), ["x1"])
    assert gate(mild)
    assert not gate(mild, FailOn.INFO)
    half = check(context(BUGS, settings=settings(OWNER, thresholds={"X1": 0.5})), ["X1"])
    assert gate(half)
    assert half.results[0].threshold == 0.5


# @req MR-6.16
def test_a_waiver_of_rule_or_code_counts_and_is_known() -> None:
    for name in ("X1", "X1-UNMET"):
        waived = item("B-2", "bug", waive=[{"rule": name, "reason": "external"}])
        report = check(context([waived], settings=settings(OWNER)))
        assert [(v.code, v.waived) for v in violations(report)] == [("X1-UNMET", True)]
    assert ("T0-WAIVER-UNKNOWN-RULE", "B-2") in found([waived])


def test_a_finding_in_the_baseline_is_old_whatever_else_breaks() -> None:
    report = check(context(BUGS, settings=settings(OWNER)), ["X1"])
    known = baseline.accepted(report)
    rule = {**OWNER, "must_have": {"assignee": True, "points": True}}
    later = baseline.mark(check(context(BUGS, settings=settings(rule)), ["X1"]), known, "b.json", ["X1"])
    assert [(v.entity_id, v.baselined) for v in violations(later)] == [("B-1", False), ("B-2", True)]


def test_names_of_own_rules_are_known_and_others_are_not() -> None:
    with pytest.raises(UsageError, match="'X9' is no rule"):
        check(context(settings=settings(OWNER)), ["X9"])
    with pytest.raises(SettingsError, match="X2"):
        check(context(settings=settings(OWNER, severity={"X2": "off"})))
    assert explain("x1-unmet", rules_of(Settings.model_validate(settings(OWNER)))).id == "X1"
    assert rules_of(Settings()) is RULES


def test_what_a_source_that_cannot_be_read_may_hold_is_a_warning() -> None:
    broken = [Diagnostic(Severity.ERROR, "P-YAML", "broken")]
    rule = {**OWNER, "must_have": {"tests": True}}
    for declared, severity in ((OWNER, FindingSeverity.ERROR), (rule, FindingSeverity.WARNING)):
        report = check(context(BUGS[1:2], settings=settings(declared), diagnostics=broken), ["X1"])
        assert [v.severity for v in violations(report)] == [severity]


def test_a_message_takes_in_values_once_and_nothing_else() -> None:
    rule = {**OWNER, "message": "{id} {{{kind}}}: {title} {unmet}", "action": "Ask {assignee}, {points}"}
    bug = item("B-1", "bug", title="{id}\n{assignee.__class__} %s")
    report = check(context([bug], settings=settings(rule)), ["X1"])
    finding = violations(report)[0]
    assert finding.message == "B-1 {bug}: {id} {assignee.__class__} %s assignee is given"
    assert finding.suggested_action == "Ask nobody, none"


WORDS = [
    ({"labels": ["sev-*", "p 1"]}, "labels has sev-* or “p 1”"),
    ({"title": {"max": 80}}, "title has at most 80 characters"),
    ({"points": {"min": 1.5}}, "points is at least 1.5"),
    ({"due": {"after": "created+14"}}, "due is after created+14"),
    ({"parent": {"kind": "epic"}}, "parent has an item whose kind is epic"),
    ({"tests": {"result": "passed"}}, "tests has a test whose result is passed"),
    ({"children": {"min": 2, "max": 2}}, "children has exactly 2 items"),
    ({"children": {"min": 7, "max": 9}}, "children has 7 to 9 items"),
    ({"any": [{"due": True}, {"sprint": True}]}, "(due is given or sprint is given)"),
    ({"none": [{"kind": "story"}]}, "not (kind is story)"),
]


@pytest.mark.parametrize(("demand", "words"), WORDS)
def test_a_finding_says_what_is_not_met(demand: dict[str, Any], words: str) -> None:
    rule = {"id": "X1", "name": "x", "must_have": {"kind": "story", **demand}}
    said = messages([item("US-1", title="x" * 90)], "X1-UNMET", settings=settings(rule))
    assert said == [f"US-1 breaks X1, which demands that {words}"]


EXAMPLES: list[dict[str, Any]] = [
    OWNER,
    {**OWNER, "where": {"status": ["review"], "labels": "area-*"}, "must_have": {"labels": "sev-?"}},
    {**OWNER, "must_have": {"description": {"lacks": "TBD"}}},
    {**OWNER, "must_have": {"points": {"max": 13}, "due": {"before": "today+3"}, "estimate": True}},
    {**OWNER, "must_have": {"parent": {"kind": "epic", "status": "review"}, "satisfies": {"min": 2}}},
    {**OWNER, "must_have": {"children": {"min": 2, "kind": "task"}, "dependents": True}},
    {**OWNER, "must_have": {"depends_on": {"max": 1}}},
    {**OWNER, "must_have": {"title": {"matches": r"\bshall\b", "max": 60}}},
    {**OWNER, "must_have": {"any": [{"due": True}, {"sprint": True}]}},
    {**OWNER, "must_have": {"none": [{"assignee": "nobody"}]}},
]


# @req MR-6.16
@pytest.mark.parametrize("declared", EXAMPLES, ids=lambda rule: str(rule["must_have"]))
def test_the_examples_fail_and_pass_the_rule(declared: dict[str, Any]) -> None:
    rule = ProjectRule(Settings.model_validate(settings(declared)).trace.rules[0])
    about = with_examples(rule, TODAY)
    for text, fails in ((about.failing, True), (about.passing, False)):
        outcome = rule.check(from_yaml(text))
        assert outcome.checked
        assert bool(outcome.findings) is fails


def test_an_example_that_cannot_be_made_is_left_out() -> None:
    declared = {**OWNER, "must_have": {"title": {"matches": "^[A-Z]{2}-[0-9]+$"}}}
    about = with_examples(ProjectRule(Settings.model_validate(settings(declared)).trace.rules[0]), TODAY)
    assert about.failing
    assert about.passing == ""


NESTED = {
    "id": "X1",
    "name": "x",
    "must_have": {"parent": {"children": {"parent": {"children": {"status": "ready", "min": 1}}}}},
}


def _star(size: int) -> Iterable[Item]:
    yield Item("EP", "", Place("b.yaml", 1), kind=Kind.EPIC)
    for n in range(size):
        yield Item(f"US-{n}", "", Place("b.yaml", n + 2), parent="EP")


def test_work_grows_with_the_project_however_deep_the_question() -> None:
    looked_up = []
    for size in (500, 4_000):
        backlog = CountingBacklog(_star(size))
        context_ = TraceContext(backlog, Settings.model_validate(settings(NESTED)), TODAY)
        assert [v.entity_id for v in violations(check(context_, ["X1"]))] == ["EP"]
        looked_up.append(backlog.looked_up)
    assert looked_up[1] <= 8.1 * looked_up[0] + 100
