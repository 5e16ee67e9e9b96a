from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import Diagnostic, ExitCode, Severity, UsageError
from maestro_cli.model.findings import FailOn, KnownFinding
from maestro_cli.traceability import baseline
from maestro_cli.traceability.check import check, gate
from maestro_cli.traceability.t2_commits import OF_HISTORY
from maestro_cli.traceability.t2_orphans import OrphanRule
from tests.traceability.projects import context, item, violations

REQ = item("REQ-1", "requirement")
US = item("US-1", satisfies=["REQ-1"], depends_on=["US-8", "US-9"], parent="EP-1")
EPIC = item("EP-1", "epic", satisfies=["REQ-1"])
OLD = [REQ, EPIC, US]

known_findings = st.builds(
    KnownFinding, st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.integers(1, 9)
)


# @req MR-6.12
def test_what_is_accepted_does_not_fail_and_what_is_new_does() -> None:
    report = check(context(OLD))
    assert not gate(report)
    known = baseline.accepted(report)
    marked = baseline.mark(report, known, "b.json")
    assert gate(marked, FailOn.INFO)
    assert marked.summary.total_violations == marked.summary.critical_violations == 0
    assert marked.summary.baselined_violations == report.summary.total_violations == 2
    more = check(context([*OLD, item("US-2", parent="EP-1", depends_on=["US-7"])]))
    marked = baseline.mark(more, known, "b.json")
    assert not gate(marked)
    assert [v.entity_id for v in violations(marked) if v.counts] == ["US-2"]
    assert marked.summary.overall_compliance_rate == more.summary.overall_compliance_rate


def test_it_holds_wherever_the_fault_moves() -> None:
    known = baseline.accepted(check(context(OLD)))
    moved = check(context([item("REQ-9", "requirement", status="draft"), *OLD]))
    assert baseline.accepted(moved) == known


def test_what_is_gone_is_told_so_that_it_can_shrink() -> None:
    known = baseline.accepted(check(context(OLD)))
    mended = check(context([*OLD, item("US-9", parent="EP-1")]))
    marked = baseline.mark(mended, known, "b.json")
    assert [one.entity_id for one in marked.fixed] == ["US-1"]
    assert (marked.summary.fixed_violations, marked.summary.baselined_violations) == (1, 1)
    assert set(baseline.accepted(mended)) == set(known) - set(marked.fixed)


def test_pruning_takes_out_what_is_gone_and_accepts_nothing() -> None:
    known = baseline.accepted(check(context(OLD)))
    mended = check(context([*OLD, item("US-9", parent="EP-1"), item("US-2", depends_on=["US-7"])]))
    fixed = baseline.mark(mended, known, "b.json").fixed
    assert baseline.pruned(known, fixed) == tuple(one for one in known if one not in fixed)
    assert baseline.pruned(known, ()) == known
    twice = [KnownFinding("T4-MISSING", "US-1", "f", 3)]
    assert baseline.pruned(twice, [KnownFinding("T4-MISSING", "US-1", "f", 1)])[0].count == 2


def test_what_was_not_asked_or_read_is_not_gone() -> None:
    known = baseline.accepted(check(context(OLD)))
    some = check(context(OLD), ["T1"])
    assert baseline.mark(some, known, "b.json", ["T1"]).fixed == ()
    assert baseline.unjudged(known, some, ["T1"]) == list(known)
    assert baseline.accepted(some, baseline.unjudged(known, some, ["T1"])) == known
    problem = Diagnostic(Severity.ERROR, "P-YAML", "broken", "backlog/b.yaml", 3)
    partial = check(context([REQ], diagnostics=[problem]))
    assert baseline.mark(partial, known, "b.json").fixed == ()


def test_waived_findings_are_not_accepted_a_second_time() -> None:
    waived = item("REQ-2", "requirement", waive=[{"rule": "T1", "reason": "next release"}])
    report = check(context([*OLD, waived]))
    known = baseline.accepted(report)
    assert "REQ-2" not in {one.entity_id for one in known}
    (finding,) = [v for v in violations(baseline.mark(report, known, "b.json")) if v.entity_id == "REQ-2"]
    assert (finding.waived, finding.waiver_reason, finding.baselined) == (True, "next release", False)


def test_what_is_only_waived_is_not_gone_and_takes_no_excuse_from_what_counts() -> None:
    known = baseline.accepted(check(context(OLD)))
    waived = item(
        "US-1",
        satisfies=["REQ-1"],
        depends_on=["US-8", "US-9"],
        parent="EP-1",
        waive=[{"rule": "T4", "reason": "elsewhere"}],
    )
    report = check(context([REQ, EPIC, waived]))
    assert report.summary.waived_violations == 2
    assert baseline.mark(report, known, "b.json").fixed == ()
    one, *more = violations(report)
    live = replace(one, waived=False, waiver_reason=None)
    twice = replace(report, results=(replace(report.results[0], violations=(one, live, *more)),))
    marked = baseline.mark(twice, known, "b.json")
    assert [violation.baselined for violation in violations(marked)] == [False, True, False]
    assert marked.fixed == ()


def test_what_is_about_commits_is_gone_only_where_all_were_read() -> None:
    known = [KnownFinding(code, "US-1", "f") for code in sorted(OF_HISTORY)]
    report = check(context(OLD))
    assert baseline.mark(report, known, "b.json").fixed == ()
    assert baseline.unjudged(known, report, ()) == known
    assert baseline.mark(report, known, "b.json", whole_history=True).fixed == tuple(known)
    assert baseline.unjudged(known, report, (), whole_history=True) == []


def test_the_codes_that_depend_on_history_are_those_of_commits() -> None:
    codes = {code.id for code in OrphanRule.about.codes}
    assert {code for code in codes if "COMMIT" in code} == OF_HISTORY


def test_a_fault_excuses_as_many_findings_as_it_was_found() -> None:
    report = check(context(OLD))
    known = baseline.accepted(report)
    twice = [KnownFinding(one.code, one.entity_id, one.fingerprint, 2) for one in known]
    marked = baseline.mark(report, twice, "b.json")
    assert {one.count for one in marked.fixed} == {1}
    assert baseline.mark(report, [*known, *known], "b.json").fixed == marked.fixed


@settings(deadline=None, max_examples=60)
@given(st.lists(known_findings))
def test_written_and_read_is_the_same(known: list[KnownFinding]) -> None:
    data = baseline.write(known)
    assert sorted(baseline.read(data, "b.json"), key=repr) == sorted(known, key=repr)
    assert len(data.splitlines()) == (5 if not known else 5 + len(known) + 1)
    data.decode("ascii")


def test_a_change_is_a_line() -> None:
    some = [KnownFinding("T1-UNCOVERED", f"REQ-{number}", f"{number:016x}") for number in range(9)]
    before, after = (set(baseline.write(known).splitlines()) for known in (some, some[:4] + some[5:]))
    assert before - after == {
        b'    {"code": "T1-UNCOVERED", "entity_id": "REQ-4", "fingerprint": "0000000000000004", "count": 1},'
    }
    assert after < before


ENTRY: dict[str, object] = {"code": "T1", "entity_id": "A", "fingerprint": "0", "count": 1}

WRONG: list[dict[str, object]] = [
    {"code": 1},
    {"entity_id": None},
    {"fingerprint": []},
    {"count": 0},
    {"count": True},
]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "kind"),
        (b'{"kind": "trace"}', "kind"),
        (b'{"kind": "trace-baseline", "schemaVersion": 2}', "version 2"),
        (b'{"kind": "trace-baseline", "schemaVersion": 1}', "list of findings"),
    ]
    + [
        (
            json.dumps(
                {"kind": "trace-baseline", "schemaVersion": 1, "findings": [ENTRY, {**ENTRY, **wrong}]}
            ).encode(),
            "finding 2",
        )
        for wrong in WRONG
    ],
)
def test_a_wrong_file_is_refused_and_says_why(data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        baseline.read(data, "b.json")
    assert caught.value.exit_code is ExitCode.USAGE
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.path) == ("E-BASELINE", "b.json")
