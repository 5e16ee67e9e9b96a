"""What is blocked: by what, whose it is, since when, what it holds up, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.graph import cyclic_components
from maestro_cli.model.items import STARTED, Item
from maestro_cli.planning.dependencies import reach
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.skills.progress import days_since, item_row
from maestro_cli.skills.scope import Work, is_blocked

HELD_UP_SHOWN = 20
"""Ids of held-up items that a row carries; all of them are counted."""


class _Web:
    """Open items and what they wait for, in both directions."""

    def __init__(self, backlog: Backlog, work: Work) -> None:
        self.open = {item.id: item for item in backlog if not item.closed}
        self.work = work
        self._counted = {item.id for item in work.items}
        self.waits = {name: item.depends_on for name, item in self.open.items()}
        self.held: dict[str, list[str]] = {name: [] for name in self.open}
        for name, targets in self.waits.items():
            for target in dict.fromkeys(targets):
                if target in self.held:
                    self.held[target].append(name)
        self.in_cycle = {name for component in cyclic_components(self.waits) for name in component}

    def behind(self, item_id: str) -> list[str]:
        """Return the open ids that an item waits for, nearest first."""
        return [name for name in reach(item_id, self.waits) if name in self.open]

    def held_up(self, item_id: str) -> list[Item]:
        """Return the open work items that wait for an item, nearest first."""
        return [self.open[name] for name in reach(item_id, self.held) if name in self._counted]


def identify_blockers(inputs: Inputs) -> SkillResult:
    """List the blocked items, those that hold up most value first.

    Data: `blockers` as progress rows plus `since`, `since_basis` (started or created: sources do not say
    when an item became blocked), `since_days` with both ends included, `waiting_for` [{id, title, status,
    assignee, since, direct}] with everything open behind it, `missing` (ids that no item has), `causes`
    (ids that wait for nothing themselves), `holds_up` {count, points, value, ids}, `next_step` {code, id,
    person}; and `figures`. Confidence is the share of blocked items that name a reason or an open item.
    """
    ledger = Ledger()
    web = _Web(inputs.backlog, Work(inputs.backlog))
    blocked = [item for item in web.work.items if is_blocked(item)]
    rows = [_row(item, web, inputs) for item in blocked]
    rows.sort(key=lambda row: (-_held_value(row), str(row["id"])))
    _enter_figures(ledger, blocked, web, inputs.as_of)
    for row in rows:
        _cite(ledger, row, inputs)
    explained = sum(bool(row["reason"] or row["waiting_for"] or row["missing"]) for row in rows)
    return ledger.result({"blockers": rows}, explained / len(rows) if rows else 1.0)


def _row(item: Item, web: _Web, inputs: Inputs) -> dict[str, object]:
    since, basis = since_when(item, inputs.as_of)
    behind = web.behind(item.id)
    missing = [name for name in dict.fromkeys(item.depends_on) if name not in inputs.backlog]
    causes = [name for name in behind if not any(target in web.open for target in web.waits[name])]
    held = web.held_up(item.id)
    return {
        **item_row(item, web.work, inputs.as_of),
        "since": since,
        "since_basis": basis,
        "since_days": days_since(since, inputs.as_of) if since else None,
        "waiting_for": [_waiting(web.open[name], item, inputs.as_of) for name in behind],
        "missing": missing,
        "causes": causes,
        "holds_up": {
            "count": len(held),
            "points": web.work.total(held),
            "value": sum(one.worth for one in held),
            "ids": [one.id for one in held[:HELD_UP_SHOWN]],
        },
        "next_step": _next_step(item, causes, missing, web),
    }


def _waiting(blocker: Item, item: Item, as_of: date) -> dict[str, object]:
    return {
        "id": blocker.id,
        "title": blocker.title,
        "status": blocker.status,
        "assignee": blocker.assignee,
        "since": since_when(blocker, as_of)[0],
        "direct": blocker.id in item.depends_on,
    }


def since_when(item: Item, as_of: date) -> tuple[date | None, str | None]:
    """Return the day from which an item counts as stuck, and which of its dates that is."""
    for basis, day in (("started", item.started), ("created", item.created)):
        if day is not None and day <= as_of:
            return day, basis
    return None, None


def _next_step(item: Item, causes: Sequence[str], missing: Sequence[str], web: _Web) -> dict[str, object]:
    """Return what unblocks the item, as a code that documents put into words."""
    if missing:
        return _step("fix_link", missing[0], item.assignee)
    if item.id in web.in_cycle:
        return _step("break_cycle", item.id, item.assignee)
    if causes:
        cause = min((web.open[name] for name in causes), key=lambda one: (one.status not in STARTED, one.id))
        if cause.assignee is None:
            return _step("assign_owner", cause.id, None)
        code = "resolve_reason" if is_blocked(cause) else "finish" if cause.status in STARTED else "start"
        return _step(code, cause.id, cause.assignee)
    if item.blocked_reason:
        return _step("resolve_reason" if item.assignee else "assign_owner", item.id, item.assignee)
    return _step("unblock" if item.depends_on else "say_why", item.id, item.assignee)


def _step(code: str, item_id: str, person: str | None) -> dict[str, object]:
    return {"code": code, "id": item_id, "person": person}


def _held_value(row: Mapping[str, object]) -> float:
    held = row["holds_up"]
    value = held["value"] if isinstance(held, Mapping) else 0
    return float(value) if isinstance(value, int | float) else 0.0


def _enter_figures(ledger: Ledger, blocked: Sequence[Item], web: _Web, as_of: date) -> None:
    rule = "status = blocked, or blocked_reason"
    ledger.count("blocked.count", blocked, rule)
    ledger.points("blocked.points", blocked, web.work, rule)
    found = {one.id: one for item in blocked for one in web.held_up(item.id)}
    held = [found[name] for name in sorted(found)]
    ledger.count("held_up.count", held, "depends_on →* blocked")
    ledger.points("held_up.points", held, web.work, "depends_on →* blocked")
    evidence = [item_evidence(item) for item in held]
    ledger.add("held_up.value", sum(item.worth for item in held), evidence, rule="depends_on →* blocked")
    dated = [(since, item) for item in blocked if (since := since_when(item, as_of)[0])]
    oldest = min(dated, key=lambda pair: (pair[0], pair[1].id), default=None)
    ledger.add(
        "blocked.oldest_days",
        days_since(oldest[0], as_of) if oldest else None,
        [item_evidence(oldest[1])] if oldest else [],
        rule="as_of − (started, else created) + 1",
        unit="days",
        note="" if oldest else "no blocked item carries a date",
    )


def _cite(ledger: Ledger, row: Mapping[str, object], inputs: Inputs) -> None:
    held, waiting = row["holds_up"], row["waiting_for"]
    names = [row["id"], *(held["ids"] if isinstance(held, Mapping) else ())]
    names += [one["id"] for one in waiting] if isinstance(waiting, list) else []
    for name in names:
        item = inputs.backlog.get(str(name))
        if item:
            ledger.cite(item_evidence(item))
