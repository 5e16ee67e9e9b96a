"""The Next Release Problem: every case at its proven optimum, and the time beside bare HiGHS.

Requirements cost points, customers have value and need requirements; what is worth most within a budget?
The cases are those of ../shared/data/nrp with the proven optima of its optima.csv. Each is solved
by the planner (presolve, first plan, search and proof) and, in the same process and run, by HiGHS alone on
the plain model of the same case; CPU seconds of both, after imports, the mean of `SEEDS`. Start-up is what
the planner takes with no time to search: presolve, the first plan, the model. The ratio is that of the rest.
Some go through `maestro plan` as a whole process too, from a backlog in YAML.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.measure import maestro, output
from maestro_cli.model.plan import Candidate, PlanProblem

DATA = Path(__file__).parents[2] / "shared" / "data" / "nrp"
LIMIT = 600.0
"""Seconds a case; far more than any needs."""

SLOW = {("nrp2", "0.3"), ("nrp2", "0.5"), ("nrp4", "0.5")}
"""Left out by `--quick`; a matter of patience, not of method."""

WHOLE = {("nrp1", "0.7"), ("nrp5", "0.5"), ("nrp-e1", "0.3"), ("nrp-m1", "0.7")}
"""These go through the whole command as well."""

BUDGET = 1.2
"""A case holds whose CPU time without start-up is at most this multiple of that of bare HiGHS."""

SEEDS = range(8)
"""Of both: how long a hard case takes depends by half on the order in which branches are tried."""


@dataclass(frozen=True, slots=True)
class Case:
    """A file of the data, the share of the total cost that may be spent, and the proven optimum."""

    name: str
    ratio: str
    budget: int
    optimum: int


@dataclass(frozen=True, slots=True)
class Result:
    """The least that was reached, whether it was proven each time, and mean CPU seconds."""

    reached: float
    proven: bool
    seconds: float
    start_up: float
    bare: float

    @property
    def ratio(self) -> float:
        """What the search takes, as a multiple of bare HiGHS."""
        return (self.seconds - self.start_up) / self.bare

    @property
    def holds(self) -> str:
        """Say whether that is within the budget."""
        return "yes" if self.ratio <= BUDGET else "**no**"


def nrp(*, quick: bool = False) -> str:
    """Return the table: case, optimum, reached, proven, seconds, start-up, bare HiGHS, ratio without it."""
    if not DATA.is_dir():
        return f"The Next Release Problem's data are not on this machine ({DATA}).\n"
    lines = [
        "| Case | Optimum | Reached | Proven | Seconds | Start-up | Bare HiGHS | Ratio | Holds | `plan` |",
        "| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | --- | --- |",
    ]
    results = []
    for case in _cases():
        if quick and (case.name, case.ratio) in SLOW:
            continue
        result = _result(case)
        whole = _whole(case) if (case.name, case.ratio) in WHOLE else ""
        results.append((case, result))
        lines.append(_line(f"{case.name} at {case.ratio}", case.optimum, result, whole))
        sys.stderr.write(lines[-1] + "\n")
    return "\n".join([*lines, _summary(results)]) + "\n"


def _summary(results: list[tuple[Case, Result]]) -> str:
    reached = sum(result.reached == case.optimum for case, result in results)
    proven = sum(result.proven for _, result in results)
    hold = sum(result.ratio <= BUDGET for _, result in results)
    ours, bare = sum(r.seconds for _, r in results), sum(r.bare for _, r in results)
    start_up = sum(r.start_up for _, r in results)
    return (
        f"| all {len(results)} |  | {reached} at the optimum | {proven} | {ours:.2f} | {start_up:.2f} "
        f"| {bare:.2f} | {(ours - start_up) / bare:.2f} | {hold} | with start-up {ours / bare:.2f} |"
    )


def _line(name: str, optimum: int, result: Result, whole: str) -> str:
    return (
        f"| {name} | {optimum} | {result.reached:g} | {'yes' if result.proven else '**no**'} "
        f"| {result.seconds:.2f} | {result.start_up:.2f} | {result.bare:.2f} | {result.ratio:.2f} "
        f"| {result.holds} | {whole} |"
    )


def _cases() -> Iterator[Case]:
    with (DATA / "optima.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield Case(row["instance"], row["ratio"], int(row["budget"]), int(row["optimum"]))


def _result(case: Case) -> Result:
    from maestro_cli.planning.solver.matrix import programme
    from maestro_cli.planning.solver.network import network
    from maestro_cli.planning.solver.optimiser import solve

    problem = PlanProblem((float(case.budget),), tuple(_candidates(case.name)))
    model = programme(network(problem))
    bare = mean(_bare(model, seed) for seed in SEEDS)
    found = []
    seconds: list[float] = []
    start_up: list[float] = []
    for seed in SEEDS:
        for limit, taken in ((0.0, start_up), (LIMIT, seconds)):
            begun = time.process_time()
            solution = solve(problem, seed=seed, time_limit=limit)
            taken.append(time.process_time() - begun)
        found.append(solution)
    least = min(each.objective for each in found)
    proven = all(each.proven_optimal for each in found)
    return Result(least, proven, mean(seconds), mean(start_up), bare)


def _bare(model: Any, seed: int) -> float:  # noqa: ANN401 - what `programme` returns, which is internal
    """Return the CPU seconds of HiGHS on the model, with nothing around it."""
    import highspy
    import numpy as np

    from maestro_cli.planning.solver.highs import no_banner
    from maestro_cli.planning.solver.matrix import arrays

    costs, starts, index, value, upper = arrays(model)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(costs), len(upper)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, np.zeros(len(costs)), np.ones(len(costs))
    lp.row_lower_, lp.row_upper_ = np.full(len(upper), -highspy.kHighsInf), upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, index, value
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
    with no_banner():
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("parallel", "off"),
        ("mip_rel_gap", 0.0),
        ("random_seed", seed),
    ):
        highs.setOptionValue(option, setting)
    begun = time.process_time()
    highs.passModel(lp)
    highs.run()
    return time.process_time() - begun


def _candidates(name: str) -> Iterator[Candidate]:
    """Read a file of the data: levels of costs, dependencies, customers with profit and requests."""
    words = map(int, (DATA / f"{name}.txt").read_text(encoding="utf-8").split())
    costs = [next(words) for _ in range(next(words)) for _ in range(next(words))]
    needs: dict[int, set[str]] = {}
    for _ in range(next(words)):
        before, after = next(words), next(words)
        needs.setdefault(after, set()).add(f"R{before}")
    customers = []
    for number in range(next(words)):
        profit = next(words)
        wanted = {f"R{next(words)}" for _ in range(next(words))}
        customers.append(Candidate(f"C{number}", 0.0, float(profit), tuple(sorted(wanted))))
    yield from sorted(customers, key=lambda one: one.id)
    requirements = [
        Candidate(f"R{number}", float(cost), 0.0, tuple(sorted(needs.get(number, ()))))
        for number, cost in enumerate(costs, start=1)
    ]
    yield from sorted(requirements, key=lambda one: one.id)


def _whole(case: Case) -> str:
    """Say what `maestro plan` reaches as a whole process, from a backlog in YAML, and in how many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "backlog").mkdir()
        (root / "maestro.yaml").write_text("project: {language: en}\n", encoding="utf-8")
        lines = [
            f"- {{id: {one.id}, title: {one.id}, points: {one.points:g}, value: {one.value:g}, "
            f"depends_on: [{', '.join(one.needs)}]}}\n"
            for one in _candidates(case.name)
        ]
        (root / "backlog" / "items.yaml").write_text("".join(lines), encoding="utf-8")
        words = ("--sprints", "1", "--capacity", str(case.budget), "--time-limit", str(LIMIT), "--no-explain")
        begun = time.monotonic()
        answer = output(maestro("plan", *words, "--dry-run", "--quiet", "--format", "json"), root)
        seconds = time.monotonic() - begun
    data = json.loads(answer)["data"]
    wrong = "" if data["objective"] == case.optimum and data["proven_optimal"] else "**wrong** "
    return f"{wrong}{data['objective']:g} in {seconds:.1f} s"
