"""Levels with alternatives and thresholds, and coverage that goes all the way down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import Diagnostic, SettingsError, Severity
from maestro_cli.model.findings import CoverageStatus, FailOn
from maestro_cli.model.items import Item
from maestro_cli.settings.schema import Rung
from maestro_cli.traceability.check import check, gate
from maestro_cli.traceability.coverage import measure
from maestro_cli.traceability.levels import LIVE_WORK, TEST, names_of_levels, read_levels
from tests.traceability.projects import context, found, item, messages, verified, violations
from tests.traceability.test_laws import backlogs

REQ = item("REQ-1", "requirement")
LEVELS = ["feature", ["story", "task"], "test"]


def missing(items: list[Item], levels: Any = LEVELS, **more: Any) -> dict[str, tuple[str, ...]]:
    coverage = context(items, settings={"trace": {"levels": levels}}, **more).coverage
    return {row.id: row.missing for row in coverage.requirements}


# @req MR-6.2
def test_one_of_several_kinds_is_enough() -> None:
    feature = item("FT-1", "feature", satisfies=["REQ-1"])
    assert missing([REQ, feature]) == {"REQ-1": ("story or task", "test")}
    for kind in ("story", "task"):
        assert missing([REQ, feature, item("X-1", kind, parent="FT-1")]) == {"REQ-1": ("test",)}
    assert missing([REQ, feature, item("B-1", "bug", parent="FT-1")]) == {"REQ-1": ("story or task", "test")}


@pytest.mark.parametrize("target", ["REQ-1", "FT-1", "US-1"])
@pytest.mark.parametrize("result", ["passed", "failed", "skipped", "unknown"])
def test_a_test_of_the_requirement_or_of_anything_below_is_there(target: str, result: str) -> None:
    items = [REQ, item("FT-1", "feature", satisfies=["REQ-1"]), item("US-1", parent="FT-1")]
    assert missing(items) == {"REQ-1": ("test",)}
    assert missing(items, tests=[verified(target, result=result)]) == {"REQ-1": ()}


def test_a_test_of_something_else_or_of_cancelled_work_is_not() -> None:
    gone = item("US-1", parent="FT-1", status="cancelled")
    items = [REQ, item("FT-1", "feature", satisfies=["REQ-1"]), gone, item("US-2")]
    tests = [verified("US-1"), verified("US-2"), verified("NOTHING")]
    assert missing(items, [*LEVELS], tests=tests) == {"REQ-1": ("story or task", "test")}


def test_a_test_alone_is_no_work() -> None:
    assert found([REQ], ["T1"], tests=[verified("REQ-1")], settings={"trace": {"levels": ["test"]}}) == [
        ("T1-UNCOVERED", "REQ-1")
    ]


def test_a_test_of_a_requirement_below_reaches_the_one_above() -> None:
    below = item("REQ-2", "requirement", parent="REQ-1")
    items = [REQ, below, item("US-1", satisfies=["REQ-2"])]
    assert missing(items, ["test"], tests=[verified("US-1")]) == {"REQ-1": (), "REQ-2": ()}


def test_what_is_missing_is_said_in_words() -> None:
    trace = {"trace": {"levels": LEVELS}}
    assert messages([REQ, item("EP-1", "epic", satisfies=["REQ-1"])], "T1-PARTIAL", settings=trace) == [
        "REQ-1 is covered in part only: no live feature and no live story or task and no test yet"
    ]


def test_following_the_advice_about_a_level_mends_it() -> None:
    trace: dict[str, Any] = {"levels": ["feature", "test"]}
    items = [REQ, item("EP-1", "epic", satisfies=["REQ-1"])]

    def action(**more: Any) -> str:
        report = check(context(items, settings={"trace": trace | more}))
        return next(one.suggested_action for one in violations(report) if one.code == "T1-PARTIAL")

    assert "Link a live feature by `satisfies: [REQ-1]`, or below work that has it." in action()
    assert "`trace.tests.tags`" in action()
    assert "`trace.tests.tags`" not in action(tests={"tags": ["t.py"]})
    mended = [*items, item("FT-1", "feature", parent="EP-1")]
    assert missing(mended, ["feature", "test"], tests=[verified("REQ-1")]) == {"REQ-1": ()}


def test_settings_know_the_kinds_that_can_cover() -> None:
    assert set(get_args(Rung)) == {*(kind.value for kind in LIVE_WORK), TEST}


def test_a_requirement_called_like_a_level_is_none() -> None:
    """Its parent lacks it and no level: no threshold of a level excuses that."""
    trace = {"levels": ["story", "test"], "thresholds": {"story": 0.1, "test": 0.1}}
    items = [item("story", "requirement", parent="R"), item("test", "requirement", parent="R")]
    items += [item("R", "requirement"), item("S", satisfies=["R"])]
    assert messages(items, "T1-PARTIAL", settings={"trace": trace}, tests=[verified("R")]) == [
        "R is covered in part only: no live work yet for story, test"
    ]


def many(covered: int, total: int) -> list[Item]:
    """Requirements, all with an epic, of which `covered` have a story too."""
    items = []
    for number in range(total):
        items.append(item(f"R-{number:02}", "requirement"))
        items.append(item(f"EP-{number:02}", "epic", satisfies=[f"R-{number:02}"]))
        if number < covered:
            items.append(item(f"US-{number:02}", parent=f"EP-{number:02}"))
    return items


# @req MR-6.2
@pytest.mark.parametrize(("threshold", "passes"), [(0.94, True), (0.95, True), (0.951, False), (1.0, False)])
def test_a_level_is_held_to_its_threshold(threshold: float, passes: bool) -> None:
    trace = {"trace": {"levels": ["story"], "thresholds": {"story": threshold}}}
    report = check(context(many(19, 20), settings=trace))
    codes = [violation.code for violation in violations(report)]
    assert codes == ([] if passes else ["T1-LEVEL", "T1-PARTIAL"])
    assert gate(report) is passes
    level = report.coverage.levels[0]
    assert (level.threshold, level.status) == (threshold, "passed" if passes else "failed")


def test_the_finding_of_a_level_names_the_shortfall() -> None:
    trace = {"trace": {"levels": [["story", "task"]], "thresholds": {"story": 0.9}}}
    report = check(context(many(10, 20), settings=trace))
    (short,) = [violation for violation in violations(report) if violation.code == "T1-LEVEL"]
    assert short.message == (
        "10 of 20 requirements are covered at the level story or task: 8 too few for the 0.9 that "
        "trace.thresholds demands"
    )
    assert (short.entity, short.entity_id, short.path) == ("level", "story or task", None)


def test_no_threshold_of_the_rule_excuses_a_level() -> None:
    trace = {"levels": ["story"], "thresholds": {"T1": 0.1, "story": 0.9}}
    report = check(context(many(10, 20), settings={"trace": trace}))
    assert report.results[0].status.value == "passed"
    assert [violation.code for violation in report.results[0].failing(FailOn.ERROR)] == ["T1-LEVEL"]
    assert report.results[0].failing(FailOn.NEVER) == ()
    assert gate(check(context(many(18, 20), settings={"trace": trace})))


def test_a_level_without_requirements_is_reached() -> None:
    trace = {"trace": {"levels": ["story"], "thresholds": {"story": 1.0}}}
    assert gate(check(context([item("R-1", "requirement", status="draft")], settings=trace)), FailOn.INFO)


def test_a_level_is_not_short_for_sure_while_a_source_cannot_be_read() -> None:
    trace = {"trace": {"levels": ["test"], "thresholds": {"test": 1.0}}}
    unread = [Diagnostic(Severity.ERROR, "P-JUNIT", "broken", "reports/a.xml", 3)]
    report = check(context(many(1, 1), settings=trace, unread=unread))
    assert {violation.severity.value for violation in violations(report)} == {"warning"}
    assert report.unreadable == 1


def test_names_of_levels() -> None:
    levels = ["feature", ["story", "task"], ["task", "bug"], "test"]
    names = names_of_levels(levels)
    assert set(names) == {"feature", "story", "bug", "test", "story or task", "task or bug"}
    found_levels = read_levels(levels, {"story": 0.9, "task or bug": 0.8, "T1": 0.1})
    assert [(level.name, level.threshold) for level in found_levels] == [
        ("feature", None),
        ("story or task", 0.9),
        ("task or bug", 0.8),
        ("test", None),
    ]
    assert len({level.bit for level in found_levels}) == 4


@pytest.mark.parametrize("levels", [["storey"], [["story", "storey"]]])
def test_an_unknown_kind_is_a_settings_error(levels: Any) -> None:
    with pytest.raises(SettingsError, match="'storey'"):
        measure(context([REQ]).backlog, levels)


def test_an_unknown_threshold_is_a_settings_error() -> None:
    trace = {"trace": {"levels": ["story"], "thresholds": {"storey": 0.9}}}
    with pytest.raises(SettingsError, match="'storey' is no rule or level") as caught:
        check(context([REQ], settings=trace))
    assert caught.value.diagnostics[0].fix == "Did you mean story?"


def test_deep_coverage_goes_all_the_way_down() -> None:
    chain = [item(f"R-{n}", "requirement", parent=f"R-{n - 1}" if n else None) for n in range(4)]
    works = [item(f"US-{n}", satisfies=[f"R-{n}"]) for n in range(3)]
    shallow = [("T1-PARTIAL", "R-2"), ("T1-SHALLOW", "R-0"), ("T1-SHALLOW", "R-1"), ("T1-UNCOVERED", "R-3")]
    assert found([*chain, *works], ["T1"]) == shallow
    rows = {row.id: row.shallow for row in context([*chain, *works]).coverage.requirements}
    assert rows == {"R-0": ("R-1",), "R-1": ("R-2",), "R-2": ("R-3",), "R-3": ()}
    assert found([*chain, *works, item("US-3", satisfies=["R-3"])]) == []


def test_a_draft_in_between_passes_on_what_is_missing_below_it() -> None:
    items = [
        REQ,
        item("REQ-2", "requirement", parent="REQ-1", status="draft"),
        item("REQ-3", "requirement", parent="REQ-2"),
        item("US-1", satisfies=["REQ-1"]),
    ]
    assert found(items) == [("T1-SHALLOW", "REQ-1"), ("T1-UNCOVERED", "REQ-3")]


def test_above_what_a_threshold_excuses_all_is_deep() -> None:
    """REQ-2 lacks a story and is excused; REQ-4 lacks all."""
    items = [
        item("REQ-1", "requirement"),
        item("REQ-2", "requirement", parent="REQ-1"),
        item("EP-1", "epic", satisfies=["REQ-2"]),
        item("US-1", satisfies=["REQ-1"]),
        item("REQ-3", "requirement"),
        item("REQ-4", "requirement", satisfies=["REQ-2", "REQ-3"]),
        item("US-3", satisfies=["REQ-3"]),
    ]
    trace = {"levels": ["story"], "thresholds": {"story": 0.5}}
    lacking = [("T1-SHALLOW", "REQ-1"), ("T1-SHALLOW", "REQ-3"), ("T1-UNCOVERED", "REQ-4")]
    assert found(items, settings={"trace": trace}) == lacking
    mended = [*items, item("EP-2", "epic", satisfies=["REQ-4"])]
    assert found(mended, settings={"trace": trace}) == []
    assert ("T1-SHALLOW", "REQ-1") in found(mended, settings={"trace": {"levels": ["story"]}})


@settings(max_examples=100, deadline=None)
@given(backlogs())
def test_a_requirement_is_deep_when_all_below_are(items: list[Item]) -> None:
    rows = {row.id: row for row in measure(context(items).backlog, LEVELS).requirements}
    below: dict[str, set[str]] = {name: set() for name in rows}
    for one in items:
        for upper in {one.parent, *(link.id for link in one.satisfies)} - {one.id}:
            if upper in below and one.id in rows:
                below[str(upper)].add(one.id)
    for name, row in rows.items():
        reached: set[str] = set()
        todo = [name]
        while todo:
            for lower in below[todo.pop()] - reached:
                reached.add(lower)
                todo.append(lower)
        bad = {n for n in reached if rows[n].status not in (CoverageStatus.COVERED, CoverageStatus.DRAFT)}
        assert bool(row.shallow) == bool(bad)


RANK = [CoverageStatus.UNCOVERED, CoverageStatus.PARTIAL, CoverageStatus.COVERED]


# @req MR-6.2
@settings(max_examples=100, deadline=None)
@given(backlogs(), st.data())
def test_adding_a_test_never_uncovers_and_taking_one_away_never_covers(
    items: list[Item], data: st.DataObject
) -> None:
    names = st.sampled_from([one.id for one in items])
    tests = [verified(name) for name in data.draw(st.lists(names, max_size=3))]
    more = [*tests, verified(data.draw(names), result=data.draw(st.sampled_from(["passed", "failed"])))]
    before, after = (measure(context(items).backlog, LEVELS, some) for some in (tests, more))
    for few, many_ in zip(before.requirements, after.requirements, strict=True):
        assert few.id == many_.id
        if few.status is not CoverageStatus.DRAFT:
            assert RANK.index(few.status) <= RANK.index(many_.status)
        assert set(many_.missing) <= set(few.missing)
    for few_level, many_level in zip(before.levels, after.levels, strict=True):
        assert few_level.covered <= many_level.covered


@settings(max_examples=100, deadline=None)
@given(backlogs(), st.data())
def test_a_passing_test_never_fails_the_gate_and_a_failing_one_never_passes_it(
    items: list[Item], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([one.id for one in items]))
    without, passed, failed = (
        gate(check(context(items, tests=tests), ["T1"]))
        for tests in ([], [verified(name)], [verified(name, result="failed")])
    )
    assert passed is without
    assert failed <= without


def test_removing_work_never_fixes_a_level() -> None:
    full = many(5, 5)
    for gone in range(len(full)):
        fewer = [
            replace(one, satisfies=(), parent=None) if place == gone else one
            for place, one in enumerate(full)
        ]
        before, after = (measure(context(some).backlog, ["story"]).levels[0] for some in (full, fewer))
        assert after.covered <= before.covered


def test_results_that_cannot_be_read_excuse_nothing_that_no_test_could_be() -> None:
    """A broken file of results holds no work: a red gate does not turn green by it."""
    trace = {"trace": {"levels": ["story"], "thresholds": {"story": 1.0}}}
    unread = [Diagnostic(Severity.ERROR, "P-JUNIT", "broken", "reports/a.xml", 3)]
    items = [REQ, item("REQ-2", "requirement"), item("EP-1", "epic", satisfies=["REQ-2"], depends_on=["X"])]
    whole = {
        (one.code, one.severity, one.message) for one in violations(check(context(items, settings=trace)))
    }
    part = violations(check(context(items, settings=trace, unread=unread)))
    assert {(one.code, one.severity, one.message) for one in part} == whole
    assert {"T1-LEVEL", "T1-UNCOVERED", "T4-MISSING"} <= {one.code for one in part}
