"""What a plan costs, beside importing the same packages and solving the same model with bare HiGHS."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks import generate
from benchmarks.measure import apart, cost, maestro, output, python
from benchmarks.table import Row

DAY = date(2026, 11, 20)
SPRINTS = 6
LIMIT = 600
PLAN = ("plan", "--sprints", str(SPRINTS), "--as-of", DAY.isoformat(), "--dry-run", "--quiet")
BARE = Path(__file__).with_name("bare_plan.py")
LOADED = """
import atexit
import sys
from maestro_cli.__main__ import main

def tell():
    files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
    print(*(name for name, file in files.items() if "site-packages" in file and not name.startswith("_")))

atexit.register(tell)
main()
"""


def plan(root: Path) -> Iterator[Row]:
    """`plan`, the whole process, against importing what it needs and solving the same model."""
    for items, runs in ((200, 5), (1_000, 1)):
        project = root / f"plan-{items}"
        apart(generate.write_plan, project, items)
        apart(dump_model, project, project / "model.npz")
        loaded = output([*python(LOADED), *PLAN, "--output", "out.txt"], project)
        (project / "modules.txt").write_text(loaded, encoding="utf-8")
        floor = cost([sys.executable, str(BARE), "modules.txt", "model.npz"], cwd=project, runs=runs)
        # A limit that is never reached, another one each time: an answer from the cache is no plan.
        limits = (("--time-limit", str(LIMIT + number)) for number in range(runs))
        found = cost(*(maestro(*PLAN, *limit) for limit in limits), cwd=project, runs=1)
        yield Row(
            f"`plan`, {items:,} items × {SPRINTS} sprints",
            found.cpu,
            "s",
            "its imports and bare HiGHS",
            floor.cpu,
            1.25 if items == 200 else None,
            found.peak,
        )


def dump_model(project: Path, target: Path) -> None:
    """Write the integer programme of the project's plan as NumPy arrays."""
    import numpy as np

    from maestro_cli.planning.dependencies import dependencies
    from maestro_cli.planning.draft import Request, plan_capacity, problem_of
    from maestro_cli.planning.solver.matrix import arrays, programme
    from maestro_cli.planning.solver.network import network
    from maestro_cli.planning.velocity import sprint_history, velocity
    from maestro_cli.settings.loading import load_settings
    from maestro_cli.sources.loading import load_backlog

    settings = load_settings(project, {}).settings
    backlog = load_backlog(project, settings)
    history = sprint_history(settings, backlog, DAY)
    room = plan_capacity(settings, backlog, DAY, history, velocity(history), sprints=SPRINTS)
    problem = problem_of(settings, backlog, Request(DAY), room, dependencies(backlog), history)
    names = ("costs", "starts", "index", "value", "upper")
    np.savez(target, **dict(zip(names, arrays(programme(network(problem))), strict=True)))
