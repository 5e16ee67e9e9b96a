"""What stands in the backlog: items, open issues, dependencies, past sprints, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.planning.dependencies import dependencies, dependents, reach
from maestro_cli.planning.velocity import sprint_history
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.skills.scope import Work
from maestro_cli.skills.velocity import sprint_evidence


def retrieve_backlog_items(
    inputs: Inputs,
    *,
    items: Sequence[str] = (),
    status: Sequence[str] = (),
    kind: Sequence[str] = (),
    assignee: str | None = None,
) -> SkillResult:
    """Return the items that fit every condition that is given, in order of id.

    Data: `items` [{id, title, kind, status, priority, points, value, assignee, sprint, due}], `unknown`
    (ids asked for that do not exist), `figures`. Confidence is 1.
    """
    wanted = set(items)

    def fits(item: Item) -> bool:
        return (
            (not wanted or item.id in wanted)
            and (not status or item.status.value in status)
            and (not kind or item.kind.value in kind)
            and (assignee is None or (item.assignee or "").casefold() == assignee.casefold())
        )

    ledger = Ledger()
    found = _listed(inputs, fits)
    ledger.count("backlog.count", found, "conditions asked for")
    ledger.points("backlog.points", found, Work(inputs.backlog), "conditions asked for")
    unknown = sorted(name for name in wanted if name not in inputs.backlog)
    return ledger.result({"items": [_row(item) for item in found], "unknown": unknown}, 1.0)


def retrieve_open_issues(inputs: Inputs) -> SkillResult:
    """Return the bugs that are neither done nor cancelled, the oldest first, those without a date last.

    Data: `issues` as `items` of retrieve_backlog_items with `age_days`, `figures`. Confidence is the share
    of them whose age is known, 1 where there is none.
    """
    ledger = Ledger()
    found = _listed(inputs, lambda item: item.kind is Kind.BUG and not item.closed)
    found.sort(key=lambda item: (item.created is None, item.created or inputs.as_of, item.id))
    ledger.count("issues.count", found, "kind = bug, status ≠ done, cancelled")
    dated = [item for item in found if item.created]
    ages = [(inputs.as_of - item.created).days for item in dated if item.created]
    ledger.add(
        "issues.oldest_days",
        max(ages, default=None),
        map(item_evidence, dated[:1]),
        rule="as_of − created",
        unit="days",
        note="" if ages else "no open bug says when it was created",
    )
    rows = [
        {**_row(item), "age_days": (inputs.as_of - item.created).days if item.created else None}
        for item in found
    ]
    return ledger.result({"issues": rows}, len(dated) / len(found) if found else 1.0)


def retrieve_dependencies(inputs: Inputs, *, items: Sequence[str] = ()) -> SkillResult:
    """Return what open items need and what needs them, directly and through others.

    `items` are the ids to look at, by default all that need something. Data: `items` [{id, title, needs,
    needs_all, needed_by, needed_by_all}], `cycles`, `missing` {id: ids that do not exist}, `figures`.
    """
    ledger = Ledger()
    found = dependencies(inputs.backlog)
    back = dependents(found.needs)
    names = [name for name in dict.fromkeys(items) if name in inputs.backlog] or [
        name for name, needs in found.needs.items() if needs
    ]
    rows = []
    for name in names:
        item = inputs.backlog.get(name)
        rows.append(
            {
                "id": name,
                "title": item.title if item else "",
                "needs": list(found.needs.get(name, ())),
                "needs_all": reach(name, found.needs),
                "needed_by": back.get(name, []),
                "needed_by_all": reach(name, back),
            }
        )
    linked = [item for name in names if (item := inputs.backlog.get(name))]
    ledger.count("dependencies.items", linked, "depends_on, or children that carry the points")
    in_cycle = [i for cycle in found.cycles for name in cycle if (i := inputs.backlog.get(name))]
    ledger.add(
        "dependencies.cycles", len(found.cycles), map(item_evidence, in_cycle), rule="cycles of depends_on"
    )
    return ledger.result({"items": rows, "cycles": found.cycles, "missing": found.missing}, 1.0)


def retrieve_velocity_history(inputs: Inputs) -> SkillResult:
    """Return the sprints that are over, oldest first.

    Data: `sprints` [{id, start, end, committed, completed, source}], `basis`, `figures`. Confidence is 1.
    """
    ledger = Ledger()
    found = sprint_history(inputs.settings, inputs.backlog, inputs.as_of)
    known = [record for record in found.records if record.completed is not None]
    ledger.add(
        "history.sprints",
        len(known),
        map(sprint_evidence, known),
        rule=f"sprints: {found.basis}",
        unit="sprints",
    )
    return ledger.result({"sprints": found.records, "basis": found.basis}, 1.0)


def retrieve_project_metrics(inputs: Inputs) -> SkillResult:
    """Count the items by status and by kind.

    Data: `by_status` and `by_kind` {name: items}, `figures` (`metrics.STATUS`, `metrics.items`, and points
    that are open and done). Confidence is 1.
    """
    ledger = Ledger()
    work = Work(inputs.backlog)
    everything = _listed(inputs, lambda _: True)
    ledger.count("metrics.items", everything, "all items")
    for status in Status:
        ledger.count(
            f"metrics.{status.value}", [i for i in work.items if i.status is status], f"status = {status}"
        )
    ledger.points(
        "metrics.open_points", [i for i in work.items if not i.closed], work, "status ≠ done, cancelled"
    )
    done = [i for i in work.items if i.status is Status.DONE]
    ledger.points("metrics.done_points", done, work, "status = done")
    data: dict[str, object] = {
        "by_status": _counted(item.status.value for item in everything),
        "by_kind": _counted(item.kind.value for item in everything),
    }
    return ledger.result(data, 1.0)


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _listed(inputs: Inputs, fits: Callable[[Item], bool]) -> list[Item]:
    return sorted((item for item in inputs.backlog if fits(item)), key=lambda item: item.id)


def _row(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "title": item.title,
        "kind": item.kind,
        "status": item.status,
        "priority": item.priority,
        "points": item.points,
        "value": item.value,
        "assignee": item.assignee,
        "sprint": item.sprint,
        "due": item.due,
    }
