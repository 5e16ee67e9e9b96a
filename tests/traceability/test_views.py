"""Matrix, impact, picture and difference: what they say, and the laws that they obey."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.history import Commit
from maestro_cli.model.items import Item, Kind, Place, Reference, content_hash
from maestro_cli.model.verification import Verification
from maestro_cli.traceability import matrix as matrix_module
from maestro_cli.traceability.check import check
from maestro_cli.traceability.diff import TraceDiff, diff
from maestro_cli.traceability.impact import Impact, impact
from maestro_cli.traceability.interface import TraceContext
from maestro_cli.traceability.matrix import Matrix, MatrixRow, matrix
from maestro_cli.traceability.network import LinkType, Network
from maestro_cli.traceability.picture import Picture, State, draw
from tests.golden.views_data import TESTS, shop, verification
from tests.traceability.projects import context, item
from tests.traceability.test_laws import backlogs

WAIVED = [{"rule": "T1", "reason": "later"}]


def commit(number: int, *ids: str, is_merge: bool = False) -> Commit:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return Commit(f"{number:040x}", "A", "a@example.com", when, "s", ids, is_merge=is_merge)


def network(*items: Item, tests: tuple[Verification, ...] = ()) -> Network:
    return Network(Backlog(items), tests)


def rows(*items: Item, **more: Any) -> dict[str, MatrixRow]:
    return {row.id: row for row in made(*items, **more).rows}


def made(*items: Item, tests: tuple[Verification, ...] = (), **more: Any) -> Matrix:
    known = context(items, tests=tests, settings=more.pop("settings", {}))
    return matrix(known.backlog, check(known), Network(known.backlog, tests), tests, **more)


SHOP = shop()


class TestMatrix:
    def test_a_row_has_what_satisfies_it_and_all_below_that_by_kind(self) -> None:
        row = rows(*SHOP)["REQ-2"]
        assert row.links == {"epic": ("EP-1",), "story": ("US-9", "US-10")}, "as people count, none cancelled"

    def test_a_requirement_lists_those_right_below_it_and_not_their_work(self) -> None:
        assert rows(*SHOP)["REQ-1"].links == {"requirement": ("REQ-2",)}

    def test_rows_are_in_order_of_place_and_none_is_cancelled(self) -> None:
        assert [row.id for row in made(*SHOP).rows] == ["REQ-3", "REQ-1", "REQ-2", "REQ-4"]

    def test_tests_are_those_of_the_item_and_of_what_satisfies_it(self) -> None:
        found = rows(*SHOP, tests=TESTS)["REQ-2"].tests
        assert [(test.id, test.result) for test in found] == [("t::a", "passed"), ("t::b", "failed")]
        assert rows(*SHOP, tests=TESTS)["REQ-3"].tests == ()
        below = Verification("t::c", (Reference("REQ-2"),), Place("t.py", 1))
        assert rows(*SHOP, tests=(below,))["REQ-1"].tests == (), "those of a requirement are in its own row"

    def test_a_commit_counts_once_whatever_it_names_and_a_merge_never(self) -> None:
        commits = [commit(1, "US-9", "US-10"), commit(2, "REQ-2"), commit(3, "US-9", is_merge=True)]
        found = rows(*SHOP, commits=commits)
        assert (found["REQ-2"].commits, found["REQ-3"].commits) == (2, 0)
        assert rows(*SHOP)["REQ-2"].commits is None

    # @req MR-6.15
    def test_coverage_and_what_is_missing_are_those_of_the_check(self) -> None:
        found = rows(*SHOP, settings={"trace": {"levels": ["task"]}})
        assert (found["REQ-2"].coverage, found["REQ-2"].missing) == ("partial", ("task",))
        assert [problem.code for problem in found["REQ-3"].problems] == ["T1-UNCOVERED"]

    def test_a_link_to_an_older_wording_is_suspect(self) -> None:
        assert rows(*SHOP)["REQ-2"].suspect == ("EP-1",)
        held = replace(SHOP[5], satisfies=(Reference("REQ-2", content_hash(SHOP[1])),))
        assert rows(*SHOP[:5], held)["REQ-2"].suspect == ()

    def test_a_waived_finding_is_no_problem(self) -> None:
        assert rows(item("REQ-1", "requirement", waive=WAIVED))["REQ-1"].problems == ()

    def test_rows_of_other_kinds_have_no_coverage(self) -> None:
        found = made(*SHOP, kinds=(Kind.EPIC,))
        assert [(row.id, row.coverage, row.links) for row in found.rows] == [
            ("EP-1", None, {"story": ("US-9", "US-10")})
        ]

    def test_a_circle_of_parents_ends(self) -> None:
        found = rows(
            item("REQ-1", "requirement"), item("A", satisfies=["REQ-1"], parent="B"), item("B", parent="A")
        )
        assert found["REQ-1"].links == {"story": ("A", "B")}

    def test_a_row_says_that_it_lists_a_part(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(matrix_module, "MOST_OF_ROW", 2)
        row = rows(*SHOP)["REQ-2"]
        assert (row.cut, sum(map(len, row.links.values()))) == (True, 2)

    def test_deep_trees_that_satisfy_something_at_every_level_stay_linear(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        count = 300
        monkeypatch.setattr(matrix_module, "MOST_IN_ALL", 10_000)
        requirements = [item(f"R-{n}", "requirement") for n in range(count)]
        chain = [
            item(f"S-{n}", satisfies=[f"R-{n}"], parent=f"S-{n - 1}" if n else None) for n in range(count)
        ]
        found = made(*requirements, *chain)
        assert sum(sum(map(len, row.links.values())) for row in found.rows) == 10_000
        assert [row.cut for row in found.rows].count(True) > 200


class TestImpact:
    # @req MR-6.15
    def test_both_ways_with_distance_and_the_link_that_leads_there(self) -> None:
        found = impact(network(*SHOP, tests=TESTS), ["EP-1"])
        assert [(one.id, one.distance, one.via, one.link) for one in found.downstream] == [
            ("US-10", 1, "EP-1", "parent"),
            ("US-8", 1, "EP-1", "parent"),
            ("US-9", 1, "EP-1", "parent"),
            ("US-7", 2, "US-10", "depends_on"),
            ("t::a", 2, "US-10", "verifies"),
            ("t::b", 2, "US-9", "verifies"),
        ]
        assert [(one.id, one.distance, one.suspect) for one in found.upstream] == [
            ("REQ-2", 1, True),
            ("REQ-1", 2, False),
        ]

    def test_totals_are_those_of_open_work(self) -> None:
        totals = impact(network(*SHOP, tests=TESTS), ["EP-1"]).totals
        assert (totals.items, totals.tests, totals.open_items, totals.open_points) == (4, 2, 2, 4)
        assert (totals.people, totals.sprints) == (("Kim", "Lee"), ("S-2", "S-3"))

    def test_points_of_a_parent_and_its_children_are_not_added_up(self) -> None:
        tree = (
            item("R", "requirement"),
            item("E", "epic", satisfies=["R"], points=20),
            item("S1", parent="E", points=3),
            item("S2", parent="E"),
            item("F", "feature", satisfies=["R"], points=8),
            item("S3", parent="F"),
        )
        totals = impact(network(*tree), ["R"]).totals
        assert (totals.open_points, totals.without_points) == (3 + 8, 1)

    def test_depth_limits_it(self) -> None:
        assert [one.id for one in impact(network(*SHOP), ["REQ-1"], 1).downstream] == ["REQ-2"]

    def test_a_test_and_an_item_of_one_name_are_two(self) -> None:
        found = impact(network(item("A"), tests=(verification("A", "A"),)), ["A"])
        assert [(one.id, one.kind) for one in found.downstream] == [("A", "test")]

    @settings(max_examples=100, deadline=None)
    @given(backlogs())
    def test_downstream_mirrors_upstream(self, items: list[Item]) -> None:
        net = network(*items)
        found = {one.id: impact(net, [one.id]) for one in items}
        for one in items:
            for other in items:
                down = one.id in {x.id for x in found[other.id].downstream}
                assert down == (other.id in {x.id for x in found[one.id].upstream})

    @settings(max_examples=100, deadline=None)
    @given(backlogs(), st.data())
    def test_one_more_link_never_shrinks_it(self, items: list[Item], data: st.DataObject) -> None:
        source, target = (data.draw(st.sampled_from(items)) for _ in range(2))
        linked = replace(source, depends_on=(*source.depends_on, target.id))
        more = [linked if one is source else one for one in items]
        for one in items:
            before, after = impact(network(*items), [one.id]), impact(network(*more), [one.id])
            assert reached(before) <= reached(after)

    @settings(max_examples=50, deadline=None)
    @given(backlogs(), st.data())
    def test_the_order_of_items_does_not_matter(self, items: list[Item], data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(items))
        start = items[0].id
        assert impact(network(*shuffled), [start]) == impact(network(*items), [start])

    def test_a_long_chain_and_a_circle_end(self) -> None:
        chain = [item(f"A-{n}", depends_on=[f"A-{(n + 1) % 5_000}"]) for n in range(5_000)]
        found = impact(network(*chain), ["A-0"])
        assert len(found.downstream) == len(found.upstream) == 4_999


def reached(found: Impact) -> set[tuple[bool, str]]:
    return {(True, one.id) for one in found.downstream} | {(False, one.id) for one in found.upstream}


def picture(*items: Item, **more: Any) -> Picture:
    known = context(items)
    return draw(Network(known.backlog, more.pop("tests", ())), check(known), **more)


def shown(found: Picture) -> list[str]:
    return [one.node.id for one in found.nodes]


class TestPicture:
    def test_all_that_is_linked_and_live_is_shown_where_it_fits(self) -> None:
        found = picture(*SHOP, item("D-1", "decision"), tests=TESTS)
        assert set(shown(found)) == {one.id for one in SHOP} - {"REQ-9", "US-8"} | {"t::a", "t::b"}
        assert found.total == len(found.nodes)

    def test_states_say_how_each_stands(self) -> None:
        found = {one.node.id: one.state for one in picture(*SHOP, tests=TESTS).nodes}
        assert found["REQ-3"] is State.UNCOVERED
        assert found["REQ-2"] is State.COVERED
        assert found["EP-1"] is State.SUSPECT
        assert (found["US-9"], found["US-10"]) == (State.DONE, State.OPEN)
        assert (found["t::a"], found["t::b"]) == (State.PASSED, State.FAILED)

    def test_around_an_id_is_what_it_leads_to_and_not_its_siblings(self) -> None:
        assert set(shown(picture(*SHOP, ids=["US-10"]))) == {"US-10", "US-7", "EP-1", "REQ-2", "REQ-1"}
        assert set(shown(picture(*SHOP, ids=["US-10"], depth=1))) == {"US-10", "US-7", "EP-1"}

    def test_the_nearest_are_kept_and_at_one_distance_those_with_findings_first(self) -> None:
        stories = [item(f"US-{n:02}", satisfies=["REQ-1"]) for n in range(20)]
        failing = item("US-99", satisfies=["REQ-1"], depends_on=["GONE"])
        far = [item(f"T-{n:02}", "task", parent="US-00") for n in range(20)]
        found = picture(item("REQ-1", "requirement"), *stories, failing, *far, ids=["REQ-1"], most=4)
        assert (found.total, found.failing, found.failing_shown) == (42, 1, 1)
        assert set(shown(found)) == {"REQ-1", "US-99", "US-00", "US-01"}

    def test_a_whole_project_begins_at_its_worst_findings(self) -> None:
        good = [item(f"R-{n:02}", "requirement") for n in range(30)]
        work = [item(f"S-{n:02}", satisfies=[f"R-{n:02}"]) for n in range(30)]
        bad = item("R-99", "requirement")
        assert "R-99" in shown(picture(*good, *work, bad, most=3))

    # @req MR-6.15
    @settings(max_examples=100, deadline=None)
    @given(backlogs(), st.integers(1, 9))
    def test_no_link_hangs_in_the_air_and_the_cut_is_exact(self, items: list[Item], most: int) -> None:
        found = picture(*items, most=most)
        keys = {one.node.key for one in found.nodes}
        assert len(found.nodes) == min(most, found.total)
        assert all({link.source, link.target} <= keys for link in found.links)


def changes(then: list[Item], now: list[Item]) -> TraceDiff:
    return diff(context(then), context(now), check)


class TestDiff:
    def test_what_came_changed_and_went(self) -> None:
        then = [
            item("R-1", "requirement", title="Old"),
            item("R-2", "requirement"),
            item("R-3", "requirement"),
        ]
        now = [
            item("R-1", "requirement", title="New", priority="high"),
            item("R-2", "requirement", status="cancelled"),
            item("R-3", "requirement", line=9),
            item("R-4", "requirement"),
        ]
        found = changes(then, now)
        assert [row.id for row in found.added] == ["R-4"]
        assert [row.id for row in found.removed] == ["R-2"]
        assert [(row.id, row.fields, row.content_changed, row.old_title) for row in found.changed] == [
            ("R-1", ("title", "priority"), True, "Old")
        ]

    def test_what_a_gap_hides_is_compared_too(self) -> None:
        then = item("R", "requirement", title="Use [redacted access token]", digests=(("title", "aaaaaaaa"),))
        now = replace(then, digests=(("title", "bbbbbbbb"),))
        assert changes([then], [then]).changed == ()
        assert [row.fields for row in changes([then], [now]).changed] == [("title",)]

    # @req MR-6.15
    def test_coverage_gained_and_lost_with_links_and_findings(self) -> None:
        requirements = [item("R-1", "requirement"), item("R-2", "requirement")]
        found = changes(
            [*requirements, item("S", satisfies=["R-1"])], [*requirements, item("S", satisfies=["R-2"])]
        )
        assert [(row.id, row.before, row.after) for row in found.gained] == [("R-2", "uncovered", "covered")]
        assert [(row.id, row.before, row.after) for row in found.lost] == [("R-1", "covered", "uncovered")]
        assert [(one.source, one.target) for one in found.links_added] == [("S", "R-2")]
        assert [(one.source, one.target) for one in found.links_removed] == [("S", "R-1")]
        assert [(one.code, one.entity_id) for one in found.findings_new] == [("T1-UNCOVERED", "R-1")]
        assert [(one.code, one.entity_id) for one in found.findings_fixed] == [("T1-UNCOVERED", "R-2")]

    def test_a_draft_that_becomes_due_is_no_loss(self) -> None:
        found = changes([item("R", "requirement", status="draft")], [item("R", "requirement")])
        assert (found.lost, found.changed[0].fields) == ((), ("status",))

    @settings(max_examples=50, deadline=None)
    @given(backlogs(), backlogs())
    def test_back_is_the_mirror_of_forth(self, then: list[Item], now: list[Item]) -> None:
        forth, back = changes(then, now), changes(now, then)
        assert [row.id for row in forth.added] == [row.id for row in back.removed]
        assert [row.id for row in forth.gained] == [row.id for row in back.lost]
        assert (forth.links_added, forth.findings_new) == (back.links_removed, back.findings_fixed)
        same = changes(now, now)
        assert not any((same.added, same.changed, same.removed, same.gained, same.lost, same.findings_new))


def test_a_pair_has_one_link_of_the_strongest_type() -> None:
    two = item("B", parent="A", satisfies=["A"], depends_on=["A"])
    found = network(item("A", "requirement"), two)
    assert [link.type for link in found.up["B"]] == [LinkType.SATISFIES]


def test_a_test_with_several_tags_is_one_test() -> None:
    tests = (verification("t", "A"), verification("t", "B", "A"))
    found = network(item("A", line=1), item("B", line=2), tests=tests)
    assert [(link.source, link.target) for link in found.up["test:t"]] == [("test:t", "A"), ("test:t", "B")]
    assert len(found.nodes) == 3


def test_links_to_nothing_and_to_oneself_are_left_out() -> None:
    assert network(item("A", parent="A", depends_on=["GONE"])).up == {}


def test_a_context_without_tests_has_none() -> None:
    assert TraceContext(Backlog(()), context().settings, context().as_of).tests == ()
