"""The critical chain: as long as the longest path through the work, whatever cycles and holders do."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.planning.chain import Chain, longest_chain

NAMES = "abcdef"


def test_the_longest_path_by_points_in_the_order_in_which_it_is_done() -> None:
    needs = {"a": (), "b": ("a",), "c": ("b",), "d": ("a",), "e": ("gone",)}
    found = longest_chain(needs, {"a": 3.0, "b": None, "c": 0.5, "d": 2.0, "e": 4.5})
    assert found == Chain((("a",), ("d",)), (3.0, 2.0))
    assert (found.items, found.points, found.upto("a")) == (("a", "d"), 5.0, 3.0)


def test_items_without_points_count_nothing_and_are_named() -> None:
    found = longest_chain({"a": (), "b": ("a",), "c": ("b",)}, {"a": 1.0, "b": None, "c": 2.0})
    assert (found.items, found.points, found.unestimated) == (("a", "b", "c"), 3.0, ("b",))


def test_items_of_a_cycle_are_one_step_of_it() -> None:
    needs = {"a": (), "b": ("a", "c"), "c": ("b",), "d": ("c",)}
    found = longest_chain(needs, {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0})
    assert found.steps == (("a",), ("b", "c"), ("d",))
    assert found.upto("b") == found.upto("c") == 6.0


def test_what_only_holds_others_links_a_chain_and_does_not_end_it() -> None:
    needs = {"epic": ("one", "two"), "one": (), "two": (), "last": ("epic",)}
    points = {"epic": 0.0, "one": 3.0, "two": 5.0, "last": 1.0}
    assert longest_chain(needs, points, {"epic"}).items == ("two", "epic", "last")
    assert longest_chain({**needs, "last": ()}, points, {"epic"}).items == ()
    other = {"epic": (), "last": ("epic",), "more": ("last",)}
    assert longest_chain(other, {**points, "more": 1.0}, {"epic"}).items == ("last", "more")


def test_one_item_is_no_chain_however_large() -> None:
    assert longest_chain({}, {}) == longest_chain({"a": ()}, {"a": 9.0}) == Chain()
    found = longest_chain({"a": (), "b": ("a",), "c": ()}, {"a": 1.0, "b": 2.0, "c": 9.0})
    assert found.items == ("a", "b")


@given(
    st.dictionaries(
        st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(tuple)
    ),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([None, 0.0, 0.1, 0.2, 3.0])),
)
@settings(deadline=None, max_examples=80)
def test_no_other_order_of_work_has_more_points(
    graph: dict[str, tuple[str, ...]], known: dict[str, float | None]
) -> None:
    """Against all simple paths of the graph without its cycles."""
    needs = {
        name: tuple(to for to in graph.get(name, ()) if to < name and to in graph) for name in sorted(graph)
    }
    points = {name: known.get(name) for name in needs}
    found = longest_chain(needs, points)
    paths = (
        path
        for size in range(2, len(needs) + 1)
        for path in permutations(needs, size)
        if all(early in needs[late] for early, late in pairwise(path))
    )
    most = max((round(sum(points[name] or 0 for name in path), 6) for path in paths), default=0)
    assert round(found.points, 6) == most
    assert all(early in needs[late] for early, late in pairwise(found.items))
    assert longest_chain(dict(reversed(needs.items())), points) == found


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3).map(tuple)))
@settings(deadline=None, max_examples=80)
def test_any_graph_gives_each_item_once(needs: dict[str, tuple[str, ...]]) -> None:
    found = longest_chain(needs, dict.fromkeys(needs, 1.0))
    assert len(found.items) != 1
    assert len(set(found.items)) == len(found.items) == found.points
