"""The rules of risk: what is looked at, from where on it counts, and how bad it is then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from maestro_cli.documents.report_words import say
from maestro_cli.model.evidence import Evidence
from maestro_cli.model.graph import cyclic_components
from maestro_cli.model.items import Item, Status
from maestro_cli.planning.velocity import STEADY
from maestro_cli.settings.language import Language
from maestro_cli.skills.blockers import since_when
from maestro_cli.skills.changes import untouched
from maestro_cli.skills.ledger import item_evidence
from maestro_cli.skills.people_risks import (
    HIGH_SHARE,
    MEDIUM_SHARE,
    ONE_PERSON_SHARE,
    chain_of_one,
    one_person,
    only_one_can,
    overloaded,
)
from maestro_cli.skills.plan_risks import (
    CHAIN_SHARE,
    LIKELY,
    MISS_LIMIT,
    SLIP_HIGH,
    SLIP_MEDIUM,
    SLIP_SHARE,
    critical_chain,
    slip,
)
from maestro_cli.skills.progress import days_since
from maestro_cli.skills.risk_facts import Risk, RiskFacts
from maestro_cli.skills.scope import is_blocked, is_running

HIGH_VALUE = 20.0
"""Value of a high priority: from here on an item counts as valuable."""

TOP_VALUE = 40.0
"""Value of a critical priority."""

DUE_SOON_DAYS = 7
ENOUGH_CYCLES = 5
"""Completed items with both dates, from which the team's own P85 is a yardstick."""
UNESTIMATED_SHARE = 0.2
STALE_DAYS = 14
"""Work in progress that no commit names for so long is stale."""
WAITING_DAYS = 14
"""Days that something may be blocked, or in work while others wait for it."""


@dataclass(frozen=True, slots=True)
class Age:
    """How many days an item has been in work, both ends included.

    `share` of the team's `n` finished items of the last 12 weeks took as long or longer: the chance of that,
    by its own past; None where fewer than 5 are known.
    """

    id: str
    title: str
    days: int
    share: float | None
    n: int


def _dependency_cycle(facts: RiskFacts) -> Risk:
    graph = {item.id: item.depends_on for item in facts.inputs.backlog if not item.closed}
    components = cyclic_components(graph)
    items = [item for names in components for name in names if (item := facts.inputs.backlog.get(name))]
    return facts.found("dependency_cycle", "critical", items, cycles=(len(components), ""))


def _blocked_value(facts: RiskFacts) -> Risk:
    items = [item for item in facts.open if is_blocked(item) and item.worth >= HIGH_VALUE]
    value = sum(item.worth for item in items)
    top = any(item.worth >= TOP_VALUE for item in items)
    return facts.found("blocked_value", "critical" if top else "high", items, worth=(value, ""))


def _overdue(facts: RiskFacts) -> Risk:
    items = [item for item in facts.open if item.due and item.due < facts.as_of]
    worst = max(((facts.as_of - item.due).days for item in items if item.due), default=0)
    return facts.found("overdue", "high", items, worst=(worst, "days"))


def _due_soon(facts: RiskFacts) -> Risk:
    limit = facts.as_of + timedelta(days=DUE_SOON_DAYS)
    items = [
        item
        for item in facts.open
        if item.due and facts.as_of <= item.due <= limit and (is_blocked(item) or _waits(facts, item))
    ]
    return facts.found("due_soon", "high", items, limit=(DUE_SOON_DAYS, "days"))


def _waits(facts: RiskFacts, item: Item) -> bool:
    others = (facts.inputs.backlog.get(name) for name in item.depends_on)
    return any(other is None or not other.closed for other in others)


def _over_capacity(facts: RiskFacts) -> Risk | None:
    sprints = facts.capacity.get("sprints") or []
    if not sprints:
        return None
    limit = sprints[0]["capacity"]
    items = [item for name in facts.capacity["planned"] if (item := facts.inputs.backlog.get(name))]
    load = facts.work.total(items) or 0.0
    if load <= limit:
        return Risk("over_capacity")
    figures: dict[str, tuple[Any, str]] = {"value": (load, "points"), "limit": (limit, "points")}
    history = [sprint["completed"] for sprint in facts.velocity.get("history") or []]
    if history:
        reached = sum(points >= load for points in history) / len(history)
        figures["probability"] = (reached, "share")
        figures["history"] = (len(history), "sprints")
    return facts.measured("over_capacity", "high", [item_evidence(item) for item in items], **figures)


def _wip_over_limit(facts: RiskFacts) -> Risk | None:
    limit = facts.flow.get("wip_limit")
    if limit is None:
        return None
    over = len(facts.running) > limit
    severity = "high" if len(facts.running) >= 2 * limit else "medium"
    items = facts.running if over else []
    return facts.found("wip_over_limit", severity, items, limit=(limit, "items"))


def _ageing(facts: RiskFacts) -> Risk | None:
    if len(facts.spans) < ENOUGH_CYCLES:
        return None
    limit = facts.flow["cycle_time"]["p85"]
    ages = {row.id: row.days for row in ageing(facts)}
    items = [item for item in facts.running if ages.get(item.id, 0) > limit]
    worst = max((ages[item.id] for item in items), default=0)
    risk = facts.found("ageing", "medium", items, limit=(limit, "days"), worst=(worst, "days"))
    if not items:
        return risk
    finished = [item_evidence(facts.scope.work[name]) for name in facts.spans]
    share, known = (facts.took(worst), "share"), (len(facts.spans), "items")
    return facts.note(risk, finished, probability=share, history=known)


def ageing(facts: RiskFacts) -> tuple[Age, ...]:
    """Return how long each item has been in work, the longest first, and how many took as long."""
    started = [(item, item.started) for item in facts.running if item.started and item.started <= facts.as_of]
    ages = [(item, days_since(day, facts.as_of)) for item, day in started]
    n = len(facts.spans)
    rows = [Age(i.id, i.title, days, facts.took(days) if n >= ENOUGH_CYCLES else None, n) for i, days in ages]
    return tuple(sorted(rows, key=lambda row: (-row.days, row.id)))


def _overdue_blockers(facts: RiskFacts) -> Risk:
    """Find what is blocked or waited for, and late or stuck: blocked, or in work, for too long."""
    stuck = {item.id: _days_stuck(item, facts.as_of) for item in facts.open}
    old = [item for item in facts.open if stuck[item.id] > WAITING_DAYS or _days_late(item, facts.as_of) > 0]
    blocking = [item for item in old if is_blocked(item) or item.id in facts.awaited]
    waits = {item.id: max(stuck[item.id], _days_late(item, facts.as_of)) for item in blocking}
    items = sorted(blocking, key=lambda item: (-waits[item.id], item.id))
    if not items:
        return Risk("overdue_blockers")
    behind = facts.waiting(items)
    late = [item for item in items if _days_late(item, facts.as_of) > 0]
    heavy = late or sum(other.worth for other in behind) >= HIGH_VALUE
    oldest, limit = (waits[items[0].id], "days"), (WAITING_DAYS, "days")
    severity = "high" if heavy else "medium"
    risk = facts.found("overdue_blockers", severity, items, worst=oldest, limit=limit)
    if late:
        risk = facts.note(risk, [item_evidence(item) for item in late], late=(len(late), "items"))
    if behind:
        risk = facts.note(risk, [item_evidence(item) for item in behind], waiting=(len(behind), "items"))
    return risk


def _days_stuck(item: Item, as_of: date) -> int:
    """Return for how long an item has been blocked, or in work; 0 where it is neither, or no date says so."""
    since = since_when(item, as_of)[0] if is_blocked(item) else item.started if is_running(item) else None
    return days_since(since, as_of) if since and since <= as_of else 0


def _days_late(item: Item, as_of: date) -> int:
    return (as_of - item.due).days if item.due and item.due < as_of else 0


def _unestimated_ready(facts: RiskFacts) -> Risk:
    ready = [item for item in facts.open if item.status is Status.READY]
    items = [item for item in ready if facts.work.needs_estimate(item)]
    share = len(items) / len(ready) if ready else 0.0
    if share <= UNESTIMATED_SHARE:
        return Risk("unestimated_ready")
    limit = (UNESTIMATED_SHARE, "share")
    return facts.found("unestimated_ready", "medium", items, share=(share, "share"), limit=limit)


def _velocity_falling(facts: RiskFacts) -> Risk | None:
    trend = facts.velocity.get("trend")
    if not trend:
        return None
    if trend["direction"] != "falling":
        return Risk("velocity_falling")
    sprints = facts.velocity["history"][-trend["sprints"] :]
    evidence = [Evidence(f"sprint:{sprint['id']}") for sprint in sprints]
    figures = {"slope": (trend["slope"], "points"), "sprints": (trend["sprints"], "sprints")}
    return facts.measured("velocity_falling", "medium", evidence, **figures)


def _stale(facts: RiskFacts) -> Risk | None:
    """Find what is in progress without a commit; a report of a longer period asks for as long."""
    if not facts.inputs.repository.present:
        return None
    since = facts.as_of - timedelta(days=STALE_DAYS - 1)
    if facts.changes is not None:
        since = min(since, date.fromisoformat(facts.changes["period"]["since"]))
    old = [item for item in facts.running if item.started is not None and item.started < since]
    left = untouched(facts.inputs, [item.id for item in old], since, facts.changes)
    days = (facts.as_of - since).days + 1
    return facts.found("stale", "low", [item for item in old if item.id in left], limit=(days, "days"))


RULES: Mapping[str, Callable[[RiskFacts], Risk | None]] = {
    "dependency_cycle": _dependency_cycle,
    "critical_chain": critical_chain,
    "slip": slip,
    "blocked_value": _blocked_value,
    "overdue": _overdue,
    "due_soon": _due_soon,
    "overdue_blockers": _overdue_blockers,
    "over_capacity": _over_capacity,
    "overloaded": overloaded,
    "wip_over_limit": _wip_over_limit,
    "ageing": _ageing,
    "one_person": one_person,
    "only_one_can": only_one_can,
    "chain_of_one": chain_of_one,
    "unestimated_ready": _unestimated_ready,
    "velocity_falling": _velocity_falling,
    "stale": _stale,
}
"""Every rule by its code. A rule answers None when too little is known to judge."""


def severity_rule(code: str, language: Language) -> str:
    """Return by which rule a risk is given its severity, with the limits."""
    shares = {
        "miss": MISS_LIMIT,
        "chain": CHAIN_SHARE,
        "likely": LIKELY,
        "slip_low": SLIP_SHARE,
        "slip_medium": SLIP_MEDIUM,
        "slip_high": SLIP_HIGH,
        "one_person": ONE_PERSON_SHARE,
        "hang_medium": MEDIUM_SHARE,
        "hang_high": HIGH_SHARE,
        "unestimated": UNESTIMATED_SHARE,
        "steady": STEADY,
    }
    values = {"high_value": f"{HIGH_VALUE:g}", "top_value": f"{TOP_VALUE:g}"}
    return say(language, f"rule.{code}", **values, **{name: f"{share:.0%}" for name, share in shares.items()})
