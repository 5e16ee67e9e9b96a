from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.graph import (
    cyclic_components,
    shortest_cycle,
    strongly_connected_components,
    topological_order,
)

Graph = dict[str, list[str]]
GRAPHS = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefX"), max_size=4))
LONG = 100_000


def reaches(graph: Graph, start: str, goal: str) -> bool:
    seen: set[str] = set()
    todo = [start]
    while todo:
        node = todo.pop()
        for to in graph.get(node, []):
            if to == goal:
                return True
            if to in graph and to not in seen:
                seen.add(to)
                todo.append(to)
    return False


@settings(max_examples=150, deadline=None)
@given(GRAPHS)
def test_two_ids_share_a_component_when_each_reaches_the_other(graph: Graph) -> None:
    components = strongly_connected_components(graph)
    assert sorted(name for component in components for name in component) == sorted(graph)
    assert components == sorted(sorted(component) for component in components)
    home = {name: number for number, component in enumerate(components) for name in component}
    for one in graph:
        for other in graph:
            together = one == other or (reaches(graph, one, other) and reaches(graph, other, one))
            assert (home[one] == home[other]) == together


@settings(max_examples=150, deadline=None)
@given(GRAPHS)
def test_the_shortest_cycle_is_a_cycle_and_none_is_shorter(graph: Graph) -> None:
    for component in cyclic_components(graph):
        cycle = shortest_cycle(graph, component)
        assert cycle[0] == min(cycle)
        assert len(set(cycle)) == len(cycle)
        assert all(to in graph[name] for name, to in zip(cycle, [*cycle[1:], cycle[0]], strict=True))
        for length in range(1, len(cycle)):
            for walk in permutations(component, length):
                closed = zip(walk, [*walk[1:], walk[0]], strict=True)
                assert not all(to in graph[name] for name, to in closed)


@settings(max_examples=150, deadline=None)
@given(GRAPHS)
def test_order_puts_what_is_needed_first(graph: Graph) -> None:
    order = topological_order(graph)
    assert sorted(order) == sorted(graph)
    assert order == topological_order(dict(reversed(graph.items())))
    home = {name: tuple(c) for c in strongly_connected_components(graph) for name in c}
    for name, targets in graph.items():
        for target in targets:
            if target in graph and home[target] != home[name]:
                assert order.index(target) < order.index(name)


def test_an_id_that_points_to_itself_is_a_cycle_of_one() -> None:
    assert shortest_cycle({"a": ["a"]}, ["a"]) == ["a"]
    assert shortest_cycle({"a": []}, ["a"]) == []
    assert cyclic_components({"a": ["a"]}) == []


def test_long_chains_and_long_rings_need_neither_recursion_nor_square_time() -> None:
    chain = {f"{n:06}": [f"{n + 1:06}"] for n in range(LONG)}
    assert len(strongly_connected_components(chain)) == LONG
    assert topological_order(chain)[0] == f"{LONG - 1:06}"
    ring = chain | {f"{LONG - 1:06}": ["000000"]}
    (component,) = cyclic_components(ring)
    assert len(shortest_cycle(ring, component)) == LONG


def test_a_ring_with_chords_of_two_finds_the_pair() -> None:
    ring = {f"{n:05}": [f"{(n + 1) % 3000:05}"] for n in range(3000)}
    ring["01501"] = ["01502", "01500"]
    assert shortest_cycle(ring, ring) == ["01500", "01501"]
