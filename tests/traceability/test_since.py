from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import TraceReport
from maestro_cli.model.items import Item, Place
from maestro_cli.traceability.check import check, gate
from maestro_cli.traceability.since import changed_items, limit
from tests.traceability.projects import context, item, violations

REQ = item("REQ-1", "requirement")
EPIC = item("EP-1", "epic", satisfies=["REQ-1"])
OLD = item("US-1", parent="EP-1", depends_on=["US-8"])
US_2 = item("US-2", parent="EP-1")


def since(then: list[Item], now: list[Item]) -> TraceReport:
    changed = changed_items(Backlog(then), Backlog(now))
    return limit(check(context(now)), check(context(then)), lambda one: one.entity_id in changed, "ab" * 20)


def counting(report: TraceReport) -> list[tuple[str, str]]:
    return [(one.code, one.entity_id) for one in violations(report) if one.counts]


def test_what_was_there_and_is_untouched_does_not_count() -> None:
    report = since([REQ, EPIC, OLD], [REQ, EPIC, OLD, US_2])
    assert gate(report)
    assert (report.summary.total_violations, report.summary.unchanged_violations) == (0, 1)
    assert report.changed_since == "ab" * 20


def test_what_came_counts() -> None:
    new = replace(US_2, depends_on=("US-7",))
    assert counting(since([REQ, EPIC, OLD, US_2], [REQ, EPIC, OLD, new])) == [("T4-MISSING", "US-2")]


def test_whoever_touches_an_item_mends_it() -> None:
    touched = replace(OLD, title="Better")
    assert counting(since([REQ, EPIC, OLD], [REQ, EPIC, touched])) == [("T4-MISSING", "US-1")]


def test_an_item_that_only_moved_is_not_touched() -> None:
    moved = replace(OLD, place=Place("backlog/other.yaml", 99))
    assert counting(since([REQ, EPIC, OLD], [REQ, EPIC, moved])) == []


# @req MR-6.12
def test_what_a_change_breaks_elsewhere_counts() -> None:
    waiting = replace(US_2, depends_on=("US-3",))
    three = item("US-3", parent="EP-1")
    assert counting(since([REQ, EPIC, waiting, three], [REQ, EPIC, waiting])) == [("T4-MISSING", "US-2")]
    back = replace(three, depends_on=("US-2",))
    assert ("T4-CYCLE", "US-2") in counting(since([REQ, EPIC, waiting, three], [REQ, EPIC, waiting, back]))
    assert counting(since([REQ, EPIC], [REQ])) == [("T1-UNCOVERED", "REQ-1")]


links = st.lists(st.sampled_from(["US-0", "US-1", "US-2", "US-3"]), max_size=3)
projects = st.lists(links, min_size=4, max_size=4).map(
    lambda all_links: [item(f"US-{n}", depends_on=ids) for n, ids in enumerate(all_links) if ids]
)


@settings(deadline=None, max_examples=60)
@given(projects, projects)
def test_a_change_that_passes_adds_nothing(then: list[Item], now: list[Item]) -> None:
    """Whatever is not there before counts, so a project whose changes all pass gets no worse."""
    before = {one.fingerprint for one in violations(check(context(then)))}
    report = since(then, now)
    for one in violations(report):
        assert one.counts or one.fingerprint in before
    assert not [one for one in violations(since(now, now)) if one.counts]


LEVELS = {"levels": ["story", "task"], "thresholds": {"story": 0.9}}


def since_levels(then: list[Item], now: list[Item]) -> list[tuple[str, str]]:
    after, before = (check(context(items, settings={"trace": LEVELS})) for items in (now, then))
    changed = changed_items(Backlog(then), Backlog(now))
    return counting(limit(after, before, lambda one: one.entity_id in changed, "ab" * 20))


def test_a_requirement_or_level_that_lacks_more_than_before_counts() -> None:
    """Both were below what is demanded, and nobody touched the requirement: its story went."""
    two, epic = item("REQ-2", "requirement"), item("EP-2", "epic", satisfies=["REQ-1", "REQ-2"])
    story = item("US-1", satisfies=["REQ-1"], parent="EP-2")
    assert since_levels([REQ, two, epic, story], [REQ, two, epic, story]) == []
    assert since_levels([REQ, two, epic, story], [REQ, two, epic]) == [
        ("T1-LEVEL", "story"),
        ("T1-PARTIAL", "REQ-1"),
        ("T1-PARTIAL", "REQ-2"),
    ]
    assert since_levels([REQ, two, epic], [REQ, two, epic, story]) == []
