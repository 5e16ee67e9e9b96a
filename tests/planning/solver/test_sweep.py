"""Sweeps and counted rows: neither breaks a rule, and neither loses a plan."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maestro_cli.model.plan import Candidate, PlanProblem
from maestro_cli.planning.solver import core
from maestro_cli.planning.solver.cuts import add_counts
from maestro_cli.planning.solver.greedy import greedy
from maestro_cli.planning.solver.highs import Highs
from maestro_cli.planning.solver.matrix import programme
from maestro_cli.planning.solver.network import Network, network
from maestro_cli.planning.solver.optimiser import solve
from maestro_cli.planning.solver.presolve import reduced
from maestro_cli.planning.solver.sweep import in_order, sweep
from tests.planning.solver.test_optimiser import backlog_of
from tests.planning.solver.test_optimiser_laws import check_against_brute_force, problems
from tests.planning.solver.test_presolve import as_programmed, networks, plans


@settings(max_examples=100, deadline=None)
@given(networks(), st.data())
def test_no_plan_has_more_items_than_are_counted(net: Network, data: st.DataObject) -> None:
    net = reduced(net, [0] * len(net.nodes), 1).network
    model = programme(net)
    assume(model.costs)
    every = [columns for plan in plans(net) if (columns := as_programmed(model, plan, net)) is not None]
    share = st.lists(st.sampled_from([0.0, 0.5, 0.9, 1.0]), min_size=len(model.costs))
    added = add_counts(model, net, np.resize(np.array(data.draw(share)), len(model.costs)))
    for at in range(len(model.upper) - added, len(model.upper)):
        row = slice(model.starts[at], model.starts[at + 1])
        for columns in every:
            assert np.dot(columns[model.index[row]], model.value[row]) <= model.upper[at]


def test_counted_rows_prove_what_a_relaxation_fills_with_parts_of_items() -> None:
    items = tuple(Candidate(f"I{n}", float(40 + n), float(1040 + n)) for n in range(30))
    net = network(PlanProblem((200.0, 200.0, 200.0), items))
    model = programme(net)
    highs = Highs(model, 0, None)
    columns, prices = highs.relaxed()
    before = float(prices @ highs.upper + np.maximum(core._worth(highs, prices)[0], 0).sum())
    assert add_counts(model, net, columns) > 0
    highs.load(model)
    columns, _ = highs.relaxed()
    assert solve(PlanProblem((200.0, 200.0, 200.0), items)).objective <= highs.costs @ columns < before - 100


def test_nothing_is_counted_where_sums_would_not_be_exact() -> None:
    items = tuple(Candidate(f"I{n:03}", 1e9 - 1e-6, 1.0) for n in range(500))
    for sprints, exact in ((2, True), (30, False)):
        net = network(PlanProblem((4.5e11,) * sprints, items))
        model = programme(net)
        added = add_counts(model, net, np.full(len(model.costs), 0.999))
        assert (added > 0) == exact
        assert min(model.upper) >= 0


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 3))
def test_with_sweeps_after_the_first_core_the_optimum_is_that_of_brute_force(
    problem: PlanProblem, seed: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "SMALLEST", 1)
        patch.setattr(core, "NEAR", 0.5)
        patch.setattr(core, "FIRST_NODES", 0)
        check_against_brute_force(problem, seed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_sweep_gives_an_allowed_plan_that_is_worth_more(seed: int) -> None:
    net = network(backlog_of(120, 4, seed))
    model, begun = programme(net), greedy(net)
    assert begun is not None
    highs = Highs(model, 0, None)
    columns, _ = highs.relaxed()
    ordered = in_order(net, model, columns)
    assert ordered is not None
    assert net.is_feasible(ordered)
    for plan in (begun, ordered):
        start = np.array(model.start(plan))
        swept = sweep(highs, model, np.zeros(len(start)), np.inf, start)
        choice = model.choice(swept.tolist(), net.sprints)
        assert net.is_feasible(choice)
        assert net.objective(plan) < net.objective(choice)
