"""The planted-fault probe: every code alone, and all at once; nothing more is found, and nothing less."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from benchmarks.faults import FAULTS, TOGETHER, Found
from benchmarks.sample import Sample, sample
from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.findings import FailOn, FindingSeverity
from maestro_cli.model.history import Commit
from maestro_cli.settings.schema import Settings
from maestro_cli.traceability.check import check, gate
from maestro_cli.traceability.interface import TraceContext
from maestro_cli.traceability.rules import WAIVERS, rules_of
from tests.traceability.projects import context, from_fields, seal, verified, violations

KNOWN = rules_of(Settings.model_validate(sample(1_000).settings))
SEVERITIES = {code.id: code.severity for rule in (WAIVERS, *KNOWN) for code in rule.about.codes}
WHEN = datetime(2026, 3, 1, tzinfo=UTC)


def in_memory(made: Sample) -> TraceContext:
    """Return the sample as rules see it, without a file."""
    commits = [
        Commit(f"{n:040x}", "kim", "kim@example.org", WHEN, subject, (subject.partition(":")[0],))
        for n, subject in enumerate(made.commits)
    ]
    decisions = [
        replace(one, rationale="another") if one.id in made.changed else one
        for one in seal(made.decisions.values())
    ]
    return context(
        [from_fields(_dated(item)) for item in made.items.values()],
        settings=made.settings,
        commits=commits,
        history_since=date(2025, 12, 2),
        tests=[verified(target, result=result, name=target) for target, result in made.tests.items()],
        diagnostics=[Diagnostic(Severity.ERROR, "P-YAML", "broken", path) for path in made.broken],
        decisions=decisions,
        statements=list(made.statements.values()),
    )


def _dated(item: dict[str, Any]) -> dict[str, Any]:
    dated = {**item, "waive": [{**w, **_dates(w, "until")} for w in item.get("waive", ())]}
    return {**dated, **_dates(item, "created")}


def _dates(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: date.fromisoformat(fields[name])} if name in fields else {}


def told(made: Sample) -> Found:
    """Return what is found, sorted; a commit by the item that it names."""
    asked = in_memory(made)
    names = {commit.sha: commit.item_ids[0] for commit in asked.commits or ()}
    report = check(asked)
    return sorted((v.code, names.get(v.entity_id, v.entity_id)) for v in violations(report))


def test_the_project_has_no_fault() -> None:
    made = sample(1_000)
    report = check(in_memory(made))
    assert len(made.items) == 1_000
    assert violations(report) == []
    assert gate(report, FailOn.INFO)


# @req MR-6.17
def test_there_is_a_fault_for_every_code_that_a_check_can_tell() -> None:
    assert set(FAULTS) == set(SEVERITIES)


# @req MR-6.17
@pytest.mark.parametrize("code", FAULTS)
def test_each_code_alone(code: str) -> None:
    made = sample(1_000)
    planted = FAULTS[code](made)
    assert {code for code, _ in planted} - {"T1-PARTIAL"} == {code} - {"T1-PARTIAL"}
    assert told(made) == sorted(planted)
    report = check(in_memory(made))
    fails = SEVERITIES[code] in (FindingSeverity.CRITICAL, FindingSeverity.ERROR)
    assert gate(report) is not fails
    assert not gate(report, FailOn.INFO)


# @req MR-6.17
@pytest.mark.parametrize("codes", TOGETHER, ids=("all", "a file broken"))
def test_all_codes_at_once(codes: list[str]) -> None:
    made = sample(1_000)
    planted = [finding for code in codes for finding in FAULTS[code](made)]
    assert {code for code, _ in planted} == set(codes)
    assert told(made) == sorted(planted)
    assert max(Counter(planted).values()) == 1


def test_every_code_is_among_those_at_once() -> None:
    assert {code for codes in TOGETHER for code in codes} == set(FAULTS)


# @req MR-6.17
def test_mending_one_takes_away_that_one() -> None:
    clean, made = sample(1_000), sample(1_000)
    planted = [finding for code in TOGETHER[0] for finding in FAULTS[code](made)]
    for finding in [
        one for one in planted if one[0] in ("T2-DANGLING", "T4-MISSING", "T4-CYCLE", "T3-STATUS")
    ]:
        made.items[finding[1]] = clean.items[finding[1]]
        planted.remove(finding)
    assert told(made) == sorted(planted)
