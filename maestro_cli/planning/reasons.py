"""Why each item is in the plan or out of it, and what keeps more out. Only what was computed is said."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

from maestro_cli.model.graph import strongly_connected_components
from maestro_cli.model.plan import Bottleneck, Candidate, Param, PlanProblem, Reason, Solution
from maestro_cli.planning.amounts import exact, exact_sum
from maestro_cli.planning.dependencies import dependents
from maestro_cli.planning.solver.problem import company


def included_reasons(problem: PlanProblem, solution: Solution) -> dict[str, Reason]:
    """Return the reason of each planned item, in order of id.

    Codes, the first that holds: pinned, carry_over, goal, unblocks (open items that wait for it directly),
    part_of (a parent whose value counts when all its children are planned), value. The params name all
    that hold, and with carry_over whether work has begun.
    """
    users = dependents({candidate.id: candidate.needs for candidate in problem.candidates})
    found = {}
    for candidate in problem.candidates:
        if candidate.id not in solution.sprint_of:
            continue
        waiting = tuple(name for name in users.get(candidate.id, ()) if name != candidate.part_of)
        parent = candidate.part_of if candidate.part_of in users.get(candidate.id, ()) else None
        holds = {
            "pinned": candidate.pin is not None,
            "carry_over": candidate.rank == 0,
            "goal": candidate.rank == 1,
            "unblocks": bool(waiting),
            "part_of": parent is not None,
        }
        params: dict[str, Param] = {name: True for name, true in holds.items() if true}
        params |= {"unblocks": waiting} if waiting else {}
        params |= {"part_of": parent} if parent else {}
        params |= {"begun": candidate.begun} if candidate.rank == 0 else {}
        params |= {"value": candidate.value, "points": candidate.points}
        found[candidate.id] = Reason(next((name for name, true in holds.items() if true), "value"), params)
    return found


def excluded_reasons(problem: PlanProblem, solution: Solution) -> dict[str, Reason]:
    """Return the reason of each open work item that is not planned, in order of id.

    For those that could have been planned: waits_for (something it needs is not planned), outweighed (in
    each sprint, room takes out items of more value per point, even after all others that are not pinned;
    those of the last sprint are named) or capacity (no sprint that it may be in has room enough; the
    largest room is given).
    """
    reasons = {left.id: left.reason for left in problem.left_out}
    view = _View(problem, solution)
    for group in strongly_connected_components({name: c.needs for name, c in view.by_id.items()}):
        if group[0] not in solution.sprint_of:
            members = [view.by_id[name] for name in group]
            reason = _why_not(members, view)
            reasons |= {member.id: _of_its_own(member, reason, view) for member in members}
    return dict(sorted(reasons.items()))


def bottleneck(problem: PlanProblem, excluded: Mapping[str, Reason]) -> Bottleneck:
    """Return what keeps most value out of the plan.

    capacity (full sprints: with the most valuable left-out item and how many points it lacks), person or
    skill (a declared limit), dependency (the item at the root of a chain), estimate (items without points),
    or nothing when every item that could be planned is planned. Drafts and items of other sprints do not
    count; ties go in this order.
    """
    values = {candidate.id: candidate.value for candidate in problem.candidates}
    values |= {left.id: left.value for left in problem.left_out}
    groups: dict[tuple[int, str, str], list[str]] = {}
    for name, reason in excluded.items():
        key = _cause(name, excluded)
        if key is not None and reason.code not in {"not_ready", "pinned_elsewhere"}:
            groups.setdefault(key, []).append(name)
    if not groups:
        return Bottleneck("nothing")

    def weight(key: tuple[int, str, str]) -> tuple[float, int, int, str]:
        names = groups[key]
        return (-sum(values.get(name, 0.0) for name in names), -len(names), key[0], key[2])

    key = min(groups, key=weight)
    names = tuple(groups[key])
    _, kind, subject = key
    params: dict[str, Param] = {"subject": subject} if subject else {}
    short = [name for name in names if _shortage(name, excluded)]
    if short:
        best = min(short, key=lambda name: (-values.get(name, 0.0), name))
        params |= {"item": best, **_shortage(best, excluded)}
    return Bottleneck(kind, float(sum(values.get(name, 0.0) for name in names)), names, params=params)


class _View:
    """The plan, looked at by item and by sprint, with exact room."""

    def __init__(self, problem: PlanProblem, solution: Solution) -> None:
        self.by_id = {candidate.id: candidate for candidate in problem.candidates}
        self.sprint_of = solution.sprint_of
        self.room = [exact(capacity) for capacity in problem.capacities]
        self.limits = {key: [exact(value) for value in row] for key, row in problem.limits.items()}
        self.movable: list[list[tuple[Fraction, str, Fraction]]] = [[] for _ in problem.capacities]
        """Per sprint the items that are not pinned: value per point, id, points; ascending."""
        for name, sprint in solution.sprint_of.items():
            candidate = self.by_id[name]
            points = exact(candidate.points)
            self.room[sprint] -= points
            for key in candidate.limits:
                self.limits[key][sprint] -= points
            if candidate.pin is None and points:
                self.movable[sprint].append((exact(candidate.value) / points, name, points))
        for row in self.movable:
            row.sort()
        sizes = [[points for *_, points in row] for row in self.movable]
        self.freed = [list(accumulate(row, initial=Fraction(0))) for row in sizes]
        """Per sprint the points that its first n movable items take."""
        self._roots: dict[str, str] = {}

    def root_of(self, name: str) -> str:
        """Return where the chain of first needs that are not planned ends; each link is walked once."""
        path: dict[str, None] = {}
        while name not in self._roots:
            path[name] = None
            further = [n for n in self.by_id[name].needs if n not in self.sprint_of and n not in path]
            if not further:
                self._roots[name] = name
            else:
                name = further[0]
        root = self._roots[name]
        self._roots.update(dict.fromkeys(path, root))
        return root


def _of_its_own(member: Candidate, reason: Reason, view: _View) -> Reason:
    """Let an item wait for what it needs itself: in a cycle another one may need what is not planned."""
    if reason.code != "waits_for" or reason.params["on"] in member.needs:
        return reason
    on = next(name for name in member.needs if name not in view.sprint_of)
    return Reason("waits_for", {**reason.params, "on": on})


def _why_not(group: Sequence[Candidate], view: _View) -> Reason:
    together = {member.id for member in group}
    lacking = [n for m in group for n in m.needs if n not in view.sprint_of and n not in together]
    if lacking:
        root = view.root_of(lacking[0])
        return Reason("waits_for", {"on": lacking[0], "root": root, "root_code": "not_planned"})
    points = exact_sum(member.points for member in group)
    value = exact_sum(member.value for member in group)
    planned = [view.sprint_of[n] for m in group for n in m.needs if n in view.sprint_of]
    allowed = range(max(planned, default=0), len(view.room))
    base: dict[str, Param] = {"points": float(points), "value": float(value)}
    if len(group) > 1:
        base |= company([member.id for member in group])
    limit = _short_limit(group, points, allowed, view)
    if limit is not None:
        key, sprint = limit
        left = float(view.limits[key][sprint])
        return Reason("capacity", base | {"limit": key, "room": left, "sprint_index": sprint})
    stronger = [_stronger(points, value, sprint, view) for sprint in allowed]
    if all(stronger):
        return Reason("outweighed", base | {"by": stronger[-1], "sprint_index": allowed[-1]})
    most = max(allowed, key=lambda sprint: (view.room[sprint], -sprint))
    return Reason("capacity", base | {"room": float(view.room[most]), "sprint_index": most})


def _short_limit(
    group: Sequence[Candidate], points: Fraction, allowed: Sequence[int], view: _View
) -> tuple[str, int] | None:
    """Return the person or skill that keeps the item out of the sprint with most room, where it would fit."""
    roomy = [sprint for sprint in allowed if points <= view.room[sprint]]
    if not roomy:
        return None
    sprint = max(roomy, key=lambda at: (view.room[at], -at))
    for key in sorted({key for member in group for key in member.limits}):
        drawn = exact_sum(m.points for m in group if key in m.limits)
        if drawn > view.limits[key][sprint]:
            return key, sprint
    return None


def _stronger(points: Fraction, value: Fraction, sprint: int, view: _View) -> tuple[str, ...]:
    """Return items of more value per point that would have to leave the sprint to make room.

    None when taking out pinned items would be needed, or when those of no more value per point would do.
    """
    if not points:
        return ()
    row, freed, room = view.movable[sprint], view.freed[sprint], view.room[sprint]
    weaker = bisect_right(row, value / points, key=lambda entry: entry[0])
    if room + freed[weaker] >= points or room + freed[-1] < points:
        return ()
    enough = bisect_left(freed, points - room)
    return tuple(sorted(name for _, name, _ in row[weaker:enough]))


def _cause(name: str, excluded: Mapping[str, Reason]) -> tuple[int, str, str] | None:
    reason = excluded[name]
    if reason.code == "waits_for":
        root, code = str(reason.params["root"]), reason.params["root_code"]
        if code == "not_planned":
            return _cause(root, excluded) if excluded[root].code != "waits_for" else (0, "capacity", "")
        return (3, "dependency", root)
    if reason.code in {"capacity", "outweighed", "too_large"}:
        limit = reason.params.get("limit")
        if isinstance(limit, str):
            kind, _, subject = limit.partition(":")
            return (1 if kind == "person" else 2, kind, subject)
        return (0, "capacity", "")
    if reason.code == "not_estimated":
        return None if reason.params.get("carrier") else (4, "estimate", "")
    return (3, "dependency", name) if reason.code in {"blocked", "missing_dependency"} else None


def _shortage(name: str, excluded: Mapping[str, Reason]) -> dict[str, Param]:
    reason = excluded[name]
    points, room = reason.params.get("points"), reason.params.get("room", reason.params.get("largest"))
    if isinstance(points, int | float) and isinstance(room, int | float):
        return {"points": points, "short": float(exact(points) - exact(room))}
    return {}
