"""Backlogs of the sizes and shapes that are hard to plan: how far a plan is from its proven bound, and when.

Every shape is drawn from a seed. They differ in what points and values have to do with each other, how deep
dependencies go, who limits the work, pins, carried-over work, and how tight it is. Each is planned in a
process of its own: seconds on the clock, the gap that is left, and the peak of its memory.

`python -m benchmarks.scale SHAPE ITEMS SPRINTS LIMIT` plans one and prints it as JSON.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.measure import output
from maestro_cli.model.plan import Candidate, PlanProblem
from maestro_cli.planning.solver.greedy import greedy
from maestro_cli.planning.solver.network import network

FIBONACCI = (1, 2, 3, 5, 8, 13)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a backlog is drawn.

    `noise`: value is drawn from 1 to 100 (None), or is points + a constant + up to so much more; `links`:
    chance that an item needs others, `reach`: among how many before it (0: all of them); `epics`: items
    per parent whose value counts with its last child (0: none); `people`: how many persons with a limit,
    each item assigned to one; `pins`: share of items that are pinned; `room`: part of all points that fits.
    """

    points: tuple[int, ...] = FIBONACCI
    noise: int | None = None
    links: float = 0.3
    reach: int = 0
    epics: int = 0
    people: int = 0
    pins: float = 0.0
    room: float = 0.6


SHAPES = {
    "independent": Shape(links=0),
    "linked": Shape(),
    "deep": Shape(links=0.8, reach=20),
    "correlated": Shape(noise=0, links=0.2),
    "weakly correlated": Shape(noise=30),
    "fine points": Shape(points=tuple(range(100, 1000))),
    "fine and correlated": Shape(points=tuple(range(100, 1000)), noise=0, links=0),
    "epics": Shape(epics=6, links=0.1),
    "people and skills": Shape(people=8),
    "pins and carry-over": Shape(pins=0.04),
    "tight": Shape(room=0.15),
    "loose": Shape(room=0.95),
    "all at once": Shape(noise=30, links=0.1, reach=50, epics=8, people=6, pins=0.02),
}

SIZES = ((1_000, 6, 10, 0.0), (5_000, 3, 30, 0.01))
"""Items, sprints, seconds, and the largest gap that meets the target: 0 asks for the proof."""

GROWTH = ((10_000, 3, 30, 0.01), (20_000, 3, 30, 0.01), (40_000, 3, 60, 0.01))
"""How memory grows."""

ROOT = Path(__file__).parents[1]


def scale(*, quick: bool = False) -> str:
    """Return the table: shape, size, seconds, gap, whether that is within its target, and memory."""
    lines = [
        "| Backlog | Items x sprints | Limit | Seconds | Gap | Proven | Target | Peak MiB |",
        "| --- | --- | ---: | ---: | ---: | --- | --- | ---: |",
    ]
    runs = [(name, *size) for size in (SIZES[:1] if quick else SIZES) for name in SHAPES]
    runs += [("linked", *size) for size in ([] if quick else GROWTH)]
    for name, count, sprints, limit, most in runs:
        words = [name, str(count), str(sprints), str(limit)]
        found = json.loads(output([sys.executable, "-m", "benchmarks.scale", *words], ROOT))
        holds = found["proven"] if most == 0 else found["gap"] <= most
        lines.append(
            f"| {name} | {count:,} x {sprints} | {limit} s | {found['seconds']:.1f} | {found['gap']:.3%} "
            f"| {'yes' if found['proven'] else 'no'} | {'holds' if holds else '**missed**'} "
            f"| {found['peak']:.0f} |"
        )
        sys.stderr.write(lines[-1] + "\n")
    return "\n".join(lines) + "\n"


def backlog(shape: Shape, count: int, sprints: int, seed: int) -> PlanProblem:
    """Draw a problem of `count` items."""
    draw = random.Random(seed)
    found = [_item(shape, number, draw) for number in range(count)]
    total = sum(one.points for one in found)
    limits = {}
    for person in range(shape.people):
        mine = sum(one.points for one in found if f"person:{person}" in one.limits)
        limits[f"person:{person}"] = (float(mine * shape.room * draw.uniform(0.7, 1.4) // sprints),) * sprints
    drawn = PlanProblem((float(total * shape.room // sprints),) * sprints, tuple(found), limits)
    return _pinned(drawn, shape, draw)


def _pinned(problem: PlanProblem, shape: Shape, draw: random.Random) -> PlanProblem:
    """Pin some items to where a simple plan has them, so that all pins can hold."""
    if not shape.pins:
        return problem
    net = network(problem)
    choice = greedy(net) or []
    places = {name: sprint for node, sprint in zip(net.nodes, choice, strict=True) for name in node.ids}
    return replace(
        problem,
        candidates=tuple(
            replace(one, pin=places[one.id])
            if places[one.id] < net.sprints and draw.random() < shape.pins
            else one
            for one in problem.candidates
        ),
    )


def _item(shape: Shape, number: int, draw: random.Random) -> Candidate:
    name = f"I{number:06}"
    if shape.epics and number % shape.epics == shape.epics - 1:
        children = tuple(f"I{n:06}" for n in range(number - shape.epics + 1, number))
        return Candidate(name, 0.0, float(draw.randint(20, 300)), children)
    points = draw.choice(shape.points)
    if shape.epics:
        value = draw.choice((0, 0, 1, 5))
    elif shape.noise is None:
        value = draw.randint(1, 100)
    else:
        value = points + sum(shape.points) // len(shape.points) // 2 + draw.randint(0, shape.noise)
    return Candidate(
        name,
        float(points),
        float(value),
        _needs(shape, number, draw),
        rank=0 if draw.random() < 2 * shape.pins else 2,
        limits=(f"person:{draw.randrange(shape.people)}",) if shape.people else (),
    )


def _needs(shape: Shape, number: int, draw: random.Random) -> tuple[str, ...]:
    if not number or draw.random() >= shape.links:
        return ()
    first = max(0, number - shape.reach) if shape.reach else 0
    wanted = {draw.randrange(first, number) for _ in range(draw.choice((1, 1, 2)))}
    if shape.epics:
        wanted = {n for n in wanted if n // shape.epics != number // shape.epics}
    return tuple(sorted(f"I{n:06}" for n in wanted))


def _one(name: str, count: str, sprints: str, limit: str) -> None:
    from maestro_cli.planning.solver.optimiser import solve
    from maestro_cli.telemetry.memory import peak_kib

    problem = backlog(SHAPES[name], int(count), int(sprints), seed=1)
    begun = time.monotonic()
    found = solve(problem, time_limit=float(limit))
    answer = {
        "seconds": time.monotonic() - begun,
        "gap": found.gap,
        "proven": found.proven_optimal,
        "objective": found.objective,
        "peak": (peak_kib() or 0) / 1024,
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _one(*sys.argv[1:])
