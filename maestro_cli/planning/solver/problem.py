"""From a backlog to the optimiser's problem: who can be planned at all, and why the others cannot."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.graph import cyclic_components
from maestro_cli.model.items import STARTED, Item, Status
from maestro_cli.model.plan import Candidate, Capacity, Dependencies, LeftOut, Param, PlanProblem, Reason
from maestro_cli.planning.amounts import exact_sum
from maestro_cli.planning.calendar import is_earlier_id
from maestro_cli.planning.dependencies import dependents
from maestro_cli.planning.forecast.scope import PLANNABLE, URGENCY, Scope
from maestro_cli.planning.people import name_key

MOST_TOGETHER = 20
"""Ids of a dependency cycle that the reason of each of its items names."""


def plan_problem(
    backlog: Backlog,
    capacity: Capacity,
    dependencies: Dependencies,
    *,
    past: Collection[str] = (),
    goal: str | None = None,
) -> PlanProblem:
    """Return the candidates of a plan, and every other open work item with the reason why it is none.

    Rules where the contract leaves a choice:

    - A blocked item with an open dependency waits for that; one without is blocked by something that
      nobody can plan, and left out.
    - `sprint` naming a sprint of `past` (or an earlier one by its number) records where the item was; naming
      one of the plan pins it; naming another takes it out of this plan.
    - Members of a dependency cycle can only be planned together, in one sprint.
    - What needs something that cannot be planned cannot be planned either.
    - What is larger than any sprint is left out, unless a pin asks for it: that is a wrong input, which
      the optimiser reports with whatever it clashes with.
    """
    scope = Scope(backlog)
    order = {window.id: window.index for window in capacity.windows}
    first = capacity.sprints[0].id if capacity.sprints else ""
    wanted = goal_items(scope, goal)
    reasons: dict[str, Reason] = {}
    found: dict[str, Candidate] = {}
    diagnostics = []
    for item in sorted(scope.work.values(), key=lambda item: item.id):
        if item.closed:
            continue
        reason = _unfit(item, scope, dependencies, order, past, first)
        if reason is not None:
            reasons[item.id] = reason
            continue
        found[item.id] = _candidate(item, scope, dependencies, capacity, order, wanted)
        if item.points is None and not scope.is_parent(item):
            diagnostics.append(_estimated(item, found[item.id].points))
    reasons |= _too_large(_not_promised(found, backlog, dependencies, reasons), capacity)
    reasons |= _waiting(dependencies.needs, backlog, found, reasons)
    return PlanProblem(
        tuple(sprint.capacity for sprint in capacity.sprints),
        tuple(candidate for name, candidate in found.items() if name not in reasons),
        capacity.limits,
        tuple(LeftOut(name, reasons[name], scope.work[name].worth) for name in sorted(reasons)),
        tuple(diagnostics),
        tuple(sprint.id for sprint in capacity.sprints),
    )


def goal_items(scope: Scope, goal: str | None) -> frozenset[str]:
    """Return the open work items that a goal names: by id, by label, or by two of its words in the title.

    A goal of one word needs that one. Children of a named item belong to it.
    """
    if not goal or not goal.strip():
        return frozenset()
    text = goal.casefold()
    words = {word for word in re.findall(r"\w+", text) if len(word) > 2 or not word.isascii()}
    tokens = set(re.findall(r"[\w./#-]*[\w/#-]", text))
    named = [item.id for item in scope.work.values() if _matches(item, words, tokens)]
    seen = set(named)
    for name in named:
        new = [child for child in scope.children.get(name, ()) if child not in seen]
        seen.update(new)
        named += new
    return frozenset(name for name in named if not scope.work[name].closed)


def company(ids: Sequence[str]) -> dict[str, Param]:
    """Return the params of items that can only be done together: their count, and the ids of the first.

    Each of them has these params, so all ids would be as many as the square of their number.
    """
    return {"together": tuple(sorted(ids)[:MOST_TOGETHER]), "together_count": len(ids)}


def is_over(sprint: str, past: Collection[str], first: str) -> bool:
    """Say whether a sprint id is one of the past: known to be over, or before `first` by its number."""
    return sprint in past or is_earlier_id(sprint, first)


def _matches(item: Item, words: Collection[str], tokens: Collection[str]) -> bool:
    if item.id.casefold() in tokens or any(label.casefold() in words for label in item.labels):
        return True
    common = len(set(re.findall(r"\w+", item.title.casefold())) & set(words))
    return common >= min(2, len(words)) > 0


def _unfit(
    item: Item,
    scope: Scope,
    dependencies: Dependencies,
    order: Mapping[str, int],
    past: Collection[str],
    first: str,
) -> Reason | None:
    if item.status not in PLANNABLE:
        return Reason("not_ready", {"status": item.status.value})
    if scope.points(item) is None:
        carrier = scope.work.get(item.parent or "")
        carried = carrier is not None and scope.points(carrier) is not None and not scope.is_parent(carrier)
        return Reason("not_estimated", {"carrier": item.parent if carried else None})
    if item.sprint and item.sprint not in order and not is_over(item.sprint, past, first):
        return Reason("pinned_elsewhere", {"sprint": item.sprint})
    if item.id in dependencies.missing:
        return Reason("missing_dependency", {"missing": dependencies.missing[item.id]})
    if item.status is Status.BLOCKED and not set(dependencies.needs[item.id]) & set(item.depends_on):
        return Reason("blocked", {"text": item.blocked_reason, "assignee": item.assignee})
    return None


def _candidate(
    item: Item,
    scope: Scope,
    dependencies: Dependencies,
    capacity: Capacity,
    order: Mapping[str, int],
    wanted: Collection[str],
) -> Candidate:
    begun = item.status in STARTED
    carried = begun or bool(item.sprint and item.sprint not in order)
    return Candidate(
        item.id,
        scope.points(item) or 0.0,
        item.worth,
        dependencies.needs[item.id],
        order.get(item.sprint or ""),
        rank=0 if carried else 1 if item.id in wanted else 2,
        urgency=URGENCY[item.priority],
        limits=_limits(item, capacity),
        part_of=item.parent if item.id in scope.children.get(item.parent or "", ()) else None,
        begun=begun,
    )


def _limits(item: Item, capacity: Capacity) -> tuple[str, ...]:
    """Return what an item draws on: its skills, and its person and all groups that the person is in.

    Without a person, all groups that have everybody who can do it.
    """
    skills = {f"skill:{skill}" for skill in item.skills} & capacity.limits.keys()
    person = name_key(item.assignee or "")
    own = {key for key in capacity.limits if key.casefold() == f"person:{person}"}
    narrow = own if person else skills
    wider = (other for key in narrow for other in capacity.wider.get(key, ()))
    return tuple(sorted({*skills, *own, *wider}))


def _estimated(item: Item, points: float) -> Diagnostic:
    return Diagnostic(
        Severity.INFO,
        "P-ESTIMATED",
        f"{item.id} has no points; its three-point estimate counts as {points:g}.",
        item.place.path,
        item.place.line,
    )


def _not_promised(
    found: Mapping[str, Candidate],
    backlog: Backlog,
    dependencies: Dependencies,
    reasons: Mapping[str, Reason],
) -> dict[str, Candidate]:
    """Return the candidates that are neither pinned nor needed by one that is pinned."""
    waiting = _waiting(dependencies.needs, backlog, found, reasons)
    promised = [name for name, c in found.items() if c.pin is not None and name not in waiting]
    seen = set(promised)
    for name in promised:
        new = [target for target in found[name].needs if target not in seen]
        seen.update(new)
        promised += new
    return {name: candidate for name, candidate in found.items() if name not in seen}


def _too_large(found: Mapping[str, Candidate], capacity: Capacity) -> dict[str, Reason]:
    """Return what no sprint can take, alone or with the cycle that it is part of."""
    largest = max((sprint.capacity for sprint in capacity.sprints), default=0.0)
    reasons: dict[str, Reason] = {}
    for candidate in found.values():
        if candidate.points > largest:
            reasons[candidate.id] = Reason("too_large", {"points": candidate.points, "largest": largest})
            continue
        for key in candidate.limits:
            most = max(capacity.limits[key])
            if candidate.points > most:
                reasons[candidate.id] = Reason(
                    "too_large", {"points": candidate.points, "largest": most, "limit": key}
                )
    needs = {name: candidate.needs for name, candidate in found.items()}
    for component in cyclic_components(needs):
        total = float(exact_sum(found[name].points for name in component))
        said: dict[str, Param] = {"points": total, "largest": largest, **company(component)}
        for name in component if total > largest else ():
            reasons.setdefault(name, Reason("too_large", said))
    return reasons


def _waiting(
    needs: Mapping[str, Sequence[str]],
    backlog: Backlog,
    found: Mapping[str, Candidate],
    reasons: Mapping[str, Reason],
) -> dict[str, Reason]:
    """Return everything that needs something unplannable, with the nearest and the last link of the chain."""
    users = dependents(needs)
    roots = {name: reason.code for name, reason in reasons.items()}
    for name in sorted(users):
        other = backlog.get(name)
        if name not in found and name not in roots and other is not None:
            roots[name] = f"kind_{other.kind.value}"
    source = {name: (name, code) for name, code in roots.items()}
    waiting: dict[str, Reason] = {}
    queue = sorted(roots)
    for name in queue:
        root, code = source[name]
        for user in users.get(name, ()):
            if user not in source:
                source[user] = (root, code)
                waiting[user] = Reason("waits_for", {"on": name, "root": root, "root_code": code})
                queue.append(user)
    return waiting
