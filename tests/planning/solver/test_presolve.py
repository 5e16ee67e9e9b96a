from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maestro_cli.model.plan import Among, Candidate, PlanProblem
from maestro_cli.planning.solver.doubt import doubts
from maestro_cli.planning.solver.matrix import Programme, arrays, programme
from maestro_cli.planning.solver.network import Network, network, split_pins
from maestro_cli.planning.solver.presolve import reduced
from maestro_cli.planning.solver.prune import prune

IDS = ("A", "B", "C", "D", "E")


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Up to five nodes with many of no points and no value, stays, pins, a limit and a count."""
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    sprints = draw(st.integers(1, 2))
    row = st.tuples(*[st.sampled_from([0.0, 2.0, 4.0, 6.0])] * sprints)
    candidates = tuple(
        Candidate(
            name,
            draw(st.sampled_from([0.0, 0.0, 1.0, 2.0, 3.0])),
            draw(st.sampled_from([0.0, 0.0, 1.0, 3.0])),
            tuple(sorted(draw(st.sets(st.sampled_from(ids), max_size=3)) - {name})),
            draw(st.sampled_from([None] * 8 + list(range(sprints)))),
            limits=draw(st.sampled_from([(), (), ("skill:web",)])),
            stay=draw(st.sampled_from([None, None, None, sprints - 1])),
            stay_bonus=2.0,
        )
        for name in ids
    )
    least = draw(st.sampled_from([0, 0, 0, 1]))
    among = (Among(ids[:2], least, draw(st.sampled_from([1, 2]))),) if draw(st.booleans()) else ()
    problem = PlanProblem(draw(row), candidates, {"skill:web": draw(row)}, among=among)
    return network(PlanProblem(problem.capacities, ()) if split_pins(problem) else problem)


def plans(net: Network) -> list[list[int]]:
    places = product(range(net.sprints + 1), repeat=len(net.nodes))
    return [list(choice) for choice in places if net.is_feasible(choice)]


@settings(max_examples=200, deadline=None)
@given(networks())
def test_the_smaller_network_has_the_same_best_and_only_plans_of_the_full_one(net: Network) -> None:
    smaller = reduced(net, [0] * len(net.nodes), 1)
    full, small = plans(net), plans(smaller.network)
    most = max(map(net.preferred, full), default=None)
    assert max(map(smaller.network.preferred, small), default=None) == most
    for choice in small:
        assert net.is_feasible(smaller.full(choice))
        assert net.preferred(smaller.full(choice)) == smaller.network.preferred(choice)
    for choice in full:
        again = smaller.small(choice)
        assert smaller.network.is_feasible(again)
        assert smaller.network.preferred(again) >= net.preferred(choice)


@settings(max_examples=200, deadline=None)
@given(networks(), st.data())
def test_whatever_the_prices_no_plan_that_differs_is_worth_more_than_the_doubt_leaves(
    net: Network, data: st.DataObject
) -> None:
    net = reduced(net, [0] * len(net.nodes), 1).network
    model = programme(net)
    assume(model.costs)
    costs, starts, index, value, upper = arrays(model)
    prices = np.array(data.draw(st.lists(st.sampled_from([0.0, 0.3, 1.0]), min_size=len(upper))))
    prices = np.resize(prices, len(upper)) if len(prices) else np.zeros(len(upper))
    worth = costs - np.bincount(
        index, weights=value * np.repeat(prices, np.diff(starts)), minlength=len(costs)
    )
    most = prices @ upper + np.maximum(worth, 0).sum()
    doubt = doubts(net, model, worth)
    assert (doubt >= np.abs(worth) - 1e-9).all()
    for choice in plans(net):
        columns = as_programmed(model, choice, net)
        if columns is not None:
            differs = columns != (worth > 0)
            assert costs @ columns <= most - doubt[differs].max(initial=0.0) + 1e-9


@settings(max_examples=200, deadline=None)
@given(networks(), st.data())
def test_pruning_keeps_the_plan_at_hand_and_every_better_one(net: Network, data: st.DataObject) -> None:
    net = reduced(net, [0] * len(net.nodes), 1).network
    every = plans(net)
    assume(every)
    at_hand = data.draw(st.sampled_from(every))
    prune(net, at_hand)
    for choice in every:
        if choice == at_hand or net.preferred(choice) > net.preferred(at_hand):
            assert all(node.first <= sprint for node, sprint in zip(net.nodes, choice, strict=True))


def as_programmed(model: Programme, choice: list[int], net: Network) -> np.ndarray | None:
    """Return a plan as columns; None where the programme leaves out that a node is in it for nothing."""
    columns = np.array(model.start(choice))
    return columns if model.choice(columns.tolist(), net.sprints) == choice else None
