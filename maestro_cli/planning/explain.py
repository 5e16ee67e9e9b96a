"""What would change a plan, found by planning anew: nothing here is estimated.

Each trial alters the inputs as `--what-if` does, plans, and looks who came in. So every statement holds when
it is applied, by construction; the least capacity is the least of the steps that were tried, in order. All
trials share one budget of time, and no kind of change takes more than half of what is left of it, so that a
search that is cut has looked at all kinds, at what is worth most first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction

from maestro_cli.errors import UsageError
from maestro_cli.model.items import Status
from maestro_cli.model.plan import Capacity, Reason, Solution
from maestro_cli.model.plan_changes import Explanation, Gain, Remedy
from maestro_cli.planning.amounts import exact
from maestro_cli.planning.dependencies import reach
from maestro_cli.planning.draft import Draft, Request, problem_of, redraft
from maestro_cli.planning.reasons import excluded_reasons
from maestro_cli.planning.solver.preferences import solve_preferring
from maestro_cli.planning.what_if import Change

CAPACITY_STEPS = 40
"""Steps in which capacity is raised, up to twice what it is, or by so many points."""

MOST_BLOCKERS = 3
"""Items to finish that one remedy names at most."""

QUICK_SIZE = 400
"""Candidates x sprints up to which a plan is explained without being asked."""

QUICK_ITEMS = 2_000
"""Items of the backlog up to which a plan is explained without being asked: each trial reads them all."""

QUICK_SECONDS = 10.0
"""Time for an explanation that nobody asked for."""

TOLD_EVERY = 50

LEAST_SECONDS = 0.1
"""Time for a search whose trial has begun."""

QUICK_TRIALS = 150
MOST_TRIALS = 2_000

Tell = Callable[[str], None]
Clock = Callable[[], float]


def explain(
    made: Draft, request: Request, *, thorough: bool, clock: Clock, tell: Tell = lambda _: None
) -> Explanation:
    """Return per left-out item the cheapest changes that bring it in, and what one point more is worth.

    Only a plan of the most value there is, proven, is explained. Items that nothing but an estimate, a
    repaired link or another sprint can bring in get no remedy: their reason says so. Not looked at: dropping
    work that has begun or is pinned. `thorough` lifts the limit on trials from 150 to 2,000 plans, and that
    on the time of all of them from 10 seconds, by `clock`, to the time limit of the request.
    """
    if made.solution.preferred or not made.solution.proven_optimal:
        return Explanation(complete=False)
    limits = [request.time_limit, None if thorough else QUICK_SECONDS]
    seconds = min((limit for limit in limits if limit is not None), default=None)
    trials = _Trials(made, request, MOST_TRIALS if thorough else QUICK_TRIALS, seconds, clock, tell)
    search = _Search(made, trials)
    step = _step(made)
    with trials.half():
        curve = [(0.0, made.solution.objective), *search.capacity(step)]
    with trials.half():
        search.drops()
    with trials.half():
        search.finishing()
    with trials.half():
        search.finishing_with_capacity(step)
    gains = tuple(_gains(made, request, trials))
    remedies = search.remedies()
    return Explanation(
        remedies,
        gains,
        tuple(curve),
        step,
        trials.made,
        complete=not trials.undecided,
        items=len(search.reasons),
        explained=len(remedies) if trials.undecided else len(search.reasons),
        seconds=seconds if trials.struck else None,
    )


def is_quick(made: Draft) -> bool:
    """Say whether a plan is small enough to be explained without being asked."""
    size = len(made.problem.candidates) * len(made.problem.capacities)
    return size <= QUICK_SIZE and len(made.ground.backlog) <= QUICK_ITEMS


@dataclass(slots=True)
class _Trials:
    """Plans with changes, as many as there are trials and time for.

    `undecided` says that one was refused for want of those, or not proven in time; `struck` that it was time.
    """

    base: Draft
    request: Request
    left: int
    seconds: float | None
    clock: Clock
    tell: Tell
    made: int = 0
    undecided: bool = False
    struck: bool = False
    until: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.until = math.inf if self.seconds is None else self.clock() + self.seconds

    @contextmanager
    def half(self) -> Iterator[None]:
        """Let what is done inside have half of the time that is left."""
        whole, now = self.until, self.clock()
        self.until = now + (whole - now) / 2
        try:
            yield
        finally:
            self.until = whole

    def plan(self, *changes: Change) -> Solution | None:
        """Plan with changes; None when that is not possible, not proven, or one trial too many."""
        if not self.allow():
            return None
        if self.made % TOLD_EVERY == 0:
            self.tell(f"{self.made} plans tried")
        try:
            return self.proven(redraft(self.base, self.limited(), changes).solution)
        except UsageError as error:
            if error.diagnostics[0].code == "E-PLAN-TIME":
                self._give_up()
            return None

    def limited(self) -> Request:
        """Return the request, its search no longer than there is time."""
        left = max(self.until - self.clock(), LEAST_SECONDS)
        limit = self.request.time_limit
        return replace(self.request, time_limit=limit if left >= (limit or math.inf) else left)

    def proven(self, found: Solution) -> Solution | None:
        """Return a plan that is proven optimal; what is not proven leaves the search undecided."""
        if found.proven_optimal:
            return found
        self._give_up()
        return None

    def _give_up(self) -> None:
        self.undecided = True
        self.struck |= self.clock() >= self.until

    def allow(self) -> bool:
        """Take one of the trials that are left."""
        if self.left <= 0 or self.clock() >= self.until:
            self._give_up()
            return False
        self.left -= 1
        self.made += 1
        return True


@dataclass(slots=True)
class _Search:
    made: Draft
    trials: _Trials
    reasons: Mapping[str, Reason] = field(init=False)
    codes: Mapping[str, str] = field(init=False)
    """Why items cannot be planned whatever the capacity, as codes."""
    found: dict[str, dict[str, Remedy]] = field(default_factory=dict)
    """Per item, by kind of change, the cheapest remedy."""

    def __post_init__(self) -> None:
        """Keep the left-out items that a change of capacity or of another item could bring in."""
        hopeless = {"not_estimated", "pinned_elsewhere", "missing_dependency"}
        self.codes = {left.id: left.reason.code for left in self.made.problem.left_out}
        reasons = excluded_reasons(self.made.problem, self.made.solution)
        self.reasons = {name: reason for name, reason in reasons.items() if reason.code not in hopeless}

    def remedies(self) -> dict[str, tuple[Remedy, ...]]:
        """Return what was found, by id; the fewest changes first."""
        return {
            name: tuple(sorted(kinds.values(), key=lambda one: (len(one.what_if), one.what_if)))
            for name, kinds in sorted(self.found.items())
        }

    def capacity(
        self, step: float, *first: Change, names: Iterable[str] | None = None
    ) -> list[tuple[float, float]]:
        """Raise the capacity of every sprint step by step until all `names` are in; return the curve."""
        waiting = set(self._short_of_room() if names is None else names)
        curve = []
        for number in range(1, CAPACITY_STEPS + 1):
            if not waiting:
                break
            more = float(exact(step) * number)
            changes = (*first, Change("capacity", "", more, relative=True))
            solution = self.trials.plan(*changes)
            if solution is None:
                break
            curve.append((more, solution.objective))
            waiting -= set(self._note("capacity", solution, waiting, changes))
        return curve

    def drops(self) -> None:
        """Leave out each planned item that can be spared in turn, least value first; the least loss wins.

        Not what is pinned or begun, nor what other planned items or the one that comes in wait for: they
        could not do without it.
        """
        needs = self.made.links.needs
        needed = {target for name in self.made.solution.sprint_of for target in needs.get(name, ())}
        tried = []
        for candidate in sorted(self.made.problem.candidates, key=lambda each: (each.value, each.id)):
            spared = candidate.pin is None and candidate.rank > 0 and candidate.id not in needed
            if spared and candidate.points and candidate.id in self.made.solution.sprint_of:
                change = Change("drop", candidate.id)
                solution = self.trials.plan(change)
                if solution is not None:
                    tried.append((-solution.objective, candidate.points, candidate.id, change, solution))
        for *_, change, solution in sorted(tried, key=lambda entry: entry[:3]):
            free = [name for name in self.reasons if change.subject not in reach(name, needs)]
            self._note("drop", solution, free, (change,))

    def finishing(self) -> None:
        """Finish what an item waits for and nobody can plan; make drafts and blocked items ready."""
        for changes, names in self._blockers():
            solution = self.trials.plan(*changes)
            if solution is not None:
                self._note("finish", solution, names, changes)

    def finishing_with_capacity(self, step: float) -> None:
        """Raise the capacity as well for those that finishing their blockers alone does not bring in."""
        for changes, names in self._blockers():
            without = [name for name in names if not self.found.get(name)]
            if without:
                self.capacity(step, *changes, names=without)

    def _note(
        self, kind: str, solution: Solution, names: Iterable[str], changes: Sequence[Change]
    ) -> list[str]:
        came = sorted(name for name in names if name in solution.sprint_of)
        for name in came:
            remedy = Remedy(tuple(map(str, changes)), solution.objective)
            self.found.setdefault(name, {}).setdefault(kind, remedy)
        return came

    def _short_of_room(self) -> list[str]:
        """Return the left-out items that more room alone could bring in."""
        return [name for name in self.reasons if not self._blocking(name)]

    def _blockers(self) -> list[tuple[tuple[Change, ...], list[str]]]:
        """Return the changes that would make left-out items plannable, those of most value first."""
        groups: dict[tuple[Change, ...], list[str]] = {}
        for name in self.reasons:
            blocking = self._blocking(name)
            if blocking and len(blocking) <= MOST_BLOCKERS and None not in blocking:
                groups.setdefault(tuple(c for c in blocking if c is not None), []).append(name)
        return sorted(groups.items(), key=lambda group: (-sum(map(self._worth, group[1])), group[1]))

    def _worth(self, name: str) -> float:
        item = self.made.ground.backlog.get(name)
        return item.worth if item is not None else 0.0

    def _stays_blocked(self, name: str, finished: Collection[str]) -> bool:
        """Say whether an item says that it is blocked, and what is finished here is all that it waits for.

        Where it also waits for what can be planned, it is planned with that.
        """
        item = self.made.ground.backlog.get(name)
        if item is None or item.status is not Status.BLOCKED:
            return False
        return all(each in finished for each in self.made.links.needs.get(name, ()))

    def _blocking(self, name: str) -> list[Change | None]:
        """Return what has to be done for an item to be plannable; None for what no change can do."""
        own, needs = self.codes, self.made.links.needs
        seen, queue = {name}, [name]
        found: list[Change | None] = []
        for each in queue:
            code = own.get(each)
            if each != name and code not in {None, "waits_for", "too_large"}:
                found.append(Change("finish", each))
                continue
            if each == name and code in {"blocked", "not_ready"}:
                found.append(Change("ready", each))
            elif each not in needs:
                found.append(None)
            new = [target for target in needs.get(each, ()) if target not in seen]
            seen.update(new)
            queue += new
        finished = {change.subject for change in found if change is not None}
        if own.get(name) not in {"blocked", "not_ready"} and self._stays_blocked(name, finished):
            found.append(Change("ready", name))
        return sorted(found, key=str)


def _step(made: Draft) -> float:
    """Return the step of capacity: a point, half a point where items have parts of one, or coarser."""
    whole = all(exact(candidate.points).denominator == 1 for candidate in made.problem.candidates)
    finest = Fraction(1, 1 if whole else 2)
    largest = max(map(exact, made.problem.capacities), default=Fraction(0))
    return float(finest * max(math.ceil(largest / finest / CAPACITY_STEPS), 1))


def _gains(made: Draft, request: Request, trials: _Trials) -> Iterator[Gain]:
    """Plan with one point more in all sprints, in each of several, and for each declared person and skill."""
    room = made.room
    rooms = {"capacity": _more(room, [1.0] * len(room.sprints))}
    if len(room.sprints) > 1:
        for sprint in room.sprints:
            rooms[f"sprint:{sprint.id}"] = _more(room, [float(s.index == sprint.index) for s in room.sprints])
    for key, row in room.limits.items():
        limits = {**room.limits, key: tuple(float(exact(points) + 1) for points in row)}
        rooms[key] = replace(room, limits=limits)
    for subject, altered in rooms.items():
        if not trials.allow():
            return
        ground = made.ground
        problem = problem_of(ground.settings, ground.backlog, request, altered, made.links, made.history)
        try:
            found = solve_preferring(problem, seed=request.seed, time_limit=trials.limited().time_limit)
        except UsageError:  # a pinned item that did not fit at all now fits into another sprint only
            continue
        if trials.proven(found) is not None:
            yield Gain(subject, float(exact(found.objective) - exact(made.solution.objective)))


def _more(room: Capacity, points: Sequence[float]) -> Capacity:
    sprints = (
        replace(sprint, capacity=float(exact(sprint.capacity) + exact(more)))
        for sprint, more in zip(room.sprints, points, strict=True)
    )
    return replace(room, sprints=tuple(sprints))
