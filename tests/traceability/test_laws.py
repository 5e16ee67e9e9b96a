from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.findings import CoverageStatus
from maestro_cli.model.items import Item, Kind, Reference, Status
from maestro_cli.model.plain import to_plain
from maestro_cli.traceability.check import check
from maestro_cli.traceability.coverage import measure
from tests.traceability.projects import SPRINTS, context, found, item, violations

IDS = [f"X-{n}" for n in range(8)]
ANY_ID = st.sampled_from([*IDS, "MISSING-1", "MISSING-2"])
MAYBE = st.none() | ANY_ID
PROJECT = {"sprints": SPRINTS, "trace": {"levels": ["story"]}}


@st.composite
def backlogs(draw: st.DrawFn) -> list[Item]:
    """Items with every kind of link between them, good and bad."""
    names = draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1))
    return [draw(_item(name)) for name in names]


@st.composite
def _item(draw: st.DrawFn, name: str) -> Item:
    fields: dict[str, Any] = {
        "status": draw(st.sampled_from(list(Status))),
        "parent": draw(MAYBE),
        "satisfies": draw(st.lists(ANY_ID.map(lambda i: f"{i}@00000000") | ANY_ID, max_size=2)),
        "depends_on": draw(st.lists(ANY_ID, max_size=3)),
        "linked_feature": draw(MAYBE),
        "linked_stories": draw(st.lists(ANY_ID, max_size=2)),
        "linked_task": draw(MAYBE),
        "sprint": draw(st.none() | st.sampled_from(["S-9", "S-10", "S-12", "Other"])),
        "line": draw(st.integers(1, 3)),
    }
    kind = draw(st.sampled_from([Kind.REQUIREMENT, Kind.STORY, *Kind]))
    return item(name, kind.value, **fields)


# @req MR-9.2
@settings(max_examples=100, deadline=None)
@given(backlogs(), st.data())
def test_the_order_of_items_does_not_matter(items: list[Item], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(items))
    assert to_plain(check(context(shuffled, settings=PROJECT))) == to_plain(
        check(context(items, settings=PROJECT))
    )


# @req MR-6.9
@settings(max_examples=100, deadline=None)
@given(backlogs())
def test_every_finding_is_listed_once_and_every_count_adds_up(items: list[Item]) -> None:
    report = check(context(items, settings=PROJECT))
    prints = [v.fingerprint for v in violations(report)]
    assert len(prints) == len(set(prints))
    assert report.summary.total_violations == len(prints)
    assert report.summary.passed_rules + report.summary.failed_rules == report.summary.total_rules
    for result in report.results:
        assert 0 <= result.passed_count <= result.checked_count
        assert (result.compliance_rate == 1.0) == (result.passed_count == result.checked_count)
        assert (result.status.value == "passed") == (result.compliance_rate == 1.0)
    assert sum(report.coverage.counts.values()) == len(report.coverage.requirements)


RANK = [CoverageStatus.UNCOVERED, CoverageStatus.PARTIAL, CoverageStatus.COVERED]


# @req MR-6.1
@settings(max_examples=150, deadline=None)
@given(backlogs(), st.booleans(), st.data())
def test_removing_a_satisfies_link_never_fixes_coverage(
    items: list[Item], levels: bool, data: st.DataObject
) -> None:
    linked = [place for place, one in enumerate(items) if one.satisfies]
    if not linked:
        return
    place = data.draw(st.sampled_from(linked))
    gone = data.draw(st.integers(0, len(items[place].satisfies) - 1))
    kept = tuple(link for number, link in enumerate(items[place].satisfies) if number != gone)
    fewer = [*items]
    fewer[place] = replace(items[place], satisfies=kept)
    wanted = ("story", "task") if levels else ()
    before = {row.id: row.status for row in measure(context(items).backlog, wanted).requirements}
    after = {row.id: row.status for row in measure(context(fewer).backlog, wanted).requirements}
    assert before.keys() == after.keys()
    for name, status in before.items():
        if status is not CoverageStatus.DRAFT:
            assert RANK.index(after[name]) <= RANK.index(status)


# @req MR-6.4
@settings(max_examples=100, deadline=None)
@given(backlogs())
def test_links_to_nothing_are_found_exactly(items: list[Item]) -> None:
    known = {one.id for one in items}
    missing = [("T4-MISSING", one.id) for one in items for to in set(one.depends_on) if to not in known]
    for one in items:
        links = {("satisfies", link.id) for link in one.satisfies} | {("parent", one.parent or one.id)}
        missing += [("T2-DANGLING", one.id) for _, to in links if to not in known]
    assert [f for f in found(items) if f[0] in {"T4-MISSING", "T2-DANGLING"}] == sorted(missing)


# @req MR-6.6
@settings(max_examples=100, deadline=None)
@given(backlogs())
def test_circles_are_found_exactly(items: list[Item]) -> None:
    live = {one.id: set(one.depends_on) for one in items if one.status is not Status.CANCELLED}
    reach = {name: {to for to in targets if to in live} for name, targets in live.items()}
    for middle in live:
        for name in live:
            if middle in reach[name]:
                reach[name] |= reach[middle]
    circles = {frozenset(b for b in live if b in reach[a] and a in reach[b]) for a in live if a in reach[a]}
    circles = {circle for circle in circles if len(circle) > 1}
    entities = [entity for code, entity in found(items, ["T4"]) if code == "T4-CYCLE"]
    assert len(entities) == len(circles)
    assert {circle for circle in circles for entity in entities if entity in circle} == circles


# @req MR-6.9
@settings(max_examples=60, deadline=None)
@given(backlogs(), st.data())
def test_a_waiver_takes_its_finding_out_of_the_gate_and_leaves_the_others(
    items: list[Item], data: st.DataObject
) -> None:
    before = violations(check(context(items)))
    if not before:
        return
    chosen = data.draw(st.sampled_from(before))
    waiver = item("W", waive=[{"rule": chosen.code, "reason": "agreed"}]).waive
    excused = [replace(one, waive=waiver) if one.id == chosen.entity_id else one for one in items]
    after = {v.fingerprint: v.waived for v in violations(check(context(excused)))}
    assert after.keys() == {v.fingerprint for v in before}
    assert after[chosen.fingerprint]
    assert all(
        not waived or code == chosen.code
        for (waived, code) in ((after[v.fingerprint], v.code) for v in before)
    )


def test_a_reference_without_a_hash_is_never_suspect() -> None:
    items = [item("REQ-1", "requirement"), replace(item("US-1"), satisfies=(Reference("REQ-1"),))]
    assert found(items) == []
