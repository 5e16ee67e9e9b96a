"""Why no plan can hold all pins: a smallest set of pins, dependencies and capacities that clash.

The set is inclusion-minimal: it allows no plan, and without any one of its members there is one. What is
easy to see is looked at first, and there the fewest members are found: pins that overfill a sprint or a
limit, and pins in the wrong order. Anything else is narrowed down by QuickXplain (Junker, AAAI 2004), with
the optimiser's own model as the judge.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from maestro_cli.model.plan import Candidate, PlanProblem
from maestro_cli.planning.amounts import exact
from maestro_cli.planning.solver.greedy import greedy
from maestro_cli.planning.solver.highs import Highs
from maestro_cli.planning.solver.matrix import programme
from maestro_cli.planning.solver.network import network, split_pins

MOST_TRIALS = 200
"""Smaller problems that are looked at; when they are used up, the set may not be minimal."""

TRIAL_TIME = 1.0
"""Seconds for one of them; what is not decided by then is taken to be possible."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing that a plan has to keep.

    A pin (`item` in `sprint`), a need (`item` not before `other`), or the room of a `sprint`: its
    capacity, or that of a person or skill (`limit`).
    """

    kind: str
    """pin, need or room."""
    item: str = ""
    other: str = ""
    sprint: int = 0
    limit: str = ""


def conflict(problem: PlanProblem) -> tuple[Constraint, ...]:
    """Return constraints of the problem that cannot hold together, none to spare; () when all can.

    Pins come first, then needs, then room, each in order of id and sprint.
    """
    pinned = [candidate for candidate in problem.candidates if candidate.pin is not None]
    easy = [*_overfull(problem, pinned), *_wrong_order(problem, pinned)]
    if easy:
        return min(easy, key=len)
    trials = iter(range(MOST_TRIALS))

    def holds(members: Sequence[Constraint]) -> bool:
        return next(trials, None) is None or is_possible(with_only(problem, members))

    every = sorted(pinned, key=lambda candidate: (candidate.pin, candidate.id))
    low, high = 0, len(every)
    if is_possible(with_only(problem, _constraints(problem, every))):
        return ()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(_constraints(problem, every[:middle])) else (low, middle)
    found = _narrowed([], _constraints(problem, every[:high]), holds, known=False)
    return tuple(sorted(found, key=_order))


def with_only(problem: PlanProblem, members: Collection[Constraint]) -> PlanProblem:
    """Return the problem in which nothing but these constraints has to be kept, and nothing has value."""
    kept = set(members)
    total = float(sum(exact(candidate.points) for candidate in problem.candidates)) + 1
    rooms = {(member.sprint, member.limit) for member in kept if member.kind == "room"}
    pins = {member.item: member.sprint for member in kept if member.kind == "pin"}
    needs: dict[str, list[str]] = {}
    for member in sorted(kept, key=_order):
        if member.kind == "need":
            needs.setdefault(member.item, []).append(member.other)
    inside = _reached(pins, needs)
    return replace(
        problem,
        candidates=tuple(
            replace(
                candidate,
                value=0.0,
                bonus=0.0,
                stay=None,
                stay_bonus=0.0,
                pin=pins.get(candidate.id),
                needs=tuple(needs.get(candidate.id, ())),
            )
            for candidate in problem.candidates
            if candidate.id in inside
        ),
        capacities=tuple(
            room if (sprint, "") in rooms else total for sprint, room in enumerate(problem.capacities)
        ),
        limits={
            key: tuple(room if (sprint, key) in rooms else total for sprint, room in enumerate(row))
            for key, row in problem.limits.items()
        },
        among=(),
    )


def is_possible(problem: PlanProblem) -> bool:
    """Say whether some plan holds all pins; also when that is not known after `TRIAL_TIME`."""
    if split_pins(problem):
        return False
    net = network(problem)
    if greedy(net) is not None:
        return True
    model = programme(net)
    if not model.costs:
        return min(model.upper, default=0) >= 0
    count = len(model.costs)
    return not Highs(model, 0, TRIAL_TIME).best([0.0] * count, [1.0] * count).infeasible


def sentence_of(constraint: Constraint, problem: PlanProblem) -> str:
    """Say what a constraint asks for."""
    points = {candidate.id: _counted(candidate.points) for candidate in problem.candidates}
    names = problem.sprints or tuple(f"sprint {n}" for n in range(1, len(problem.capacities) + 1))
    sprint = names[constraint.sprint]
    if constraint.kind == "pin":
        return f"{constraint.item} ({points[constraint.item]}) is pinned to {sprint}"
    if constraint.kind == "need":
        return f"{constraint.item} needs {constraint.other} ({points[constraint.other]})"
    if not constraint.limit:
        return f"{sprint} takes {_counted(problem.capacities[constraint.sprint])}"
    kind, _, subject = constraint.limit.partition(":")
    room = problem.limits[constraint.limit][constraint.sprint]
    return f"{kind} {subject} has {_counted(room)} in {sprint}"


def _counted(points: float) -> str:
    return f"{points:g} point{'' if points == 1 else 's'}"


def _constraints(problem: PlanProblem, pinned: Sequence[Candidate]) -> list[Constraint]:
    """Return all constraints that can matter to these pins."""
    needs = {candidate.id: candidate.needs for candidate in problem.candidates}
    inside = _reached((candidate.id for candidate in pinned), needs)
    keys = {key for candidate in problem.candidates if candidate.id in inside for key in candidate.limits}
    sprints = range(max((candidate.pin or 0 for candidate in pinned), default=-1) + 1)
    return [
        *(_pin(candidate) for candidate in pinned),
        *(Constraint("need", name, target) for name in sorted(inside) for target in sorted(needs[name])),
        *(Constraint("room", sprint=s, limit=key) for s in sprints for key in ("", *sorted(keys))),
    ]


def _reached(names: Iterator[str] | Mapping[str, int], needs: Mapping[str, Sequence[str]]) -> set[str]:
    found = set(names)
    queue = sorted(found)
    for name in queue:
        new = [target for target in needs.get(name, ()) if target not in found]
        found.update(new)
        queue += new
    return found


def _overfull(problem: PlanProblem, pinned: Sequence[Candidate]) -> Iterator[tuple[Constraint, ...]]:
    """Yield per overfull sprint and limit its largest pins, as few as overfill it."""
    keys = ("", *sorted(problem.limits))
    groups: dict[tuple[int, str], list[Candidate]] = {}
    for candidate in pinned:
        for key in ("", *candidate.limits):
            groups.setdefault((candidate.pin or 0, key), []).append(candidate)
    for (sprint, key), group in sorted(groups.items(), key=lambda pair: (pair[0][0], keys.index(pair[0][1]))):
        room = exact((problem.limits[key] if key else problem.capacities)[sprint])
        taken: list[Candidate] = []
        for candidate in sorted(group, key=lambda one: (-one.points, one.id)):
            taken.append(candidate)
            room -= exact(candidate.points)
            if room < 0:
                pins = sorted(map(_pin, taken), key=_order)
                yield (*pins, Constraint("room", sprint=sprint, limit=key))
                break


def _wrong_order(problem: PlanProblem, pinned: Sequence[Candidate]) -> Iterator[tuple[Constraint, ...]]:
    """Yield per pin that needs something pinned later the shortest chain to that."""
    by_id = {candidate.id: candidate for candidate in problem.candidates}
    for first in pinned[:MOST_TRIALS]:
        before: dict[str, str] = {first.id: ""}
        queue = [first.id]
        for name in queue:
            pin = by_id[name].pin
            if pin is not None and first.pin is not None and pin > first.pin:
                pins = sorted((_pin(first), _pin(by_id[name])), key=_order)
                yield (*pins, *_chain(before, name))
                break
            for target in by_id[name].needs:
                if target not in before:
                    before[target] = name
                    queue.append(target)


def _chain(before: Mapping[str, str], last: str) -> list[Constraint]:
    links = []
    while before[last]:
        links.append(Constraint("need", before[last], last))
        last = before[last]
    return links[::-1]


def _narrowed(
    given: Sequence[Constraint],
    members: Sequence[Constraint],
    holds: Callable[[Sequence[Constraint]], bool],
    *,
    known: bool,
) -> list[Constraint]:
    """Return those of `members` that clash with `given`, none to spare; all of it together clashes.

    `known` says that something was added to `given`, so that it may clash by itself now.
    """
    if known and not holds(given):
        return []
    if len(members) == 1:
        return list(members)
    middle = len(members) // 2
    left, right = members[:middle], members[middle:]
    second = _narrowed([*given, *left], right, holds, known=bool(left))
    first = _narrowed([*given, *second], left, holds, known=bool(second))
    return first + second


def _pin(candidate: Candidate) -> Constraint:
    return Constraint("pin", candidate.id, sprint=candidate.pin or 0)


def _order(constraint: Constraint) -> tuple[int, int, str, str, str]:
    kind = ("pin", "need", "room").index(constraint.kind)
    return (kind, constraint.sprint, constraint.limit, constraint.item, constraint.other)
