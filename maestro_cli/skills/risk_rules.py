"""The rules of risk: what is looked at, from where on it counts, and how bad it is then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from maestro_cli.model.evidence import Evidence
from maestro_cli.model.graph import cyclic_components
from maestro_cli.model.items import Item, Status
from maestro_cli.skills.changes import untouched
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.skills.scope import Work, is_blocked, is_running

HIGH_VALUE = 20.0
"""Value of a high priority: from here on an item counts as valuable."""

TOP_VALUE = 40.0
"""Value of a critical priority."""

DUE_SOON_DAYS = 7
ENOUGH_CYCLES = 5
"""Completed items with both dates, from which the team's own P85 is a yardstick."""
UNESTIMATED_SHARE = 0.2
ONE_PERSON_SHARE = 0.5
STALE_DAYS = 14
"""Work in progress that no commit names for so long is stale."""
IDS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Risk:
    """What a rule found. No severity: the rule was judged, and there is no risk."""

    code: str
    severity: str = ""
    count: int = 0
    ids: tuple[str, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RiskFacts:
    """What the rules look at: data of other skills, and the ledger their figures go to."""

    inputs: Inputs
    velocity: Mapping[str, Any]
    capacity: Mapping[str, Any]
    flow: Mapping[str, Any]
    changes: Mapping[str, Any] | None
    ledger: Ledger

    @cached_property
    def work(self) -> Work:
        """The work items."""
        return Work(self.inputs.backlog)

    @cached_property
    def open(self) -> list[Item]:
        """Work items that are neither done nor cancelled."""
        return [item for item in self.work.items if not item.closed]

    @cached_property
    def running(self) -> list[Item]:
        """Items in progress or review."""
        return [item for item in self.open if is_running(item)]

    @property
    def as_of(self) -> date:
        """What today is."""
        return self.inputs.as_of

    def found(self, code: str, severity: str, items: Sequence[Item], **figures: tuple[Any, str]) -> Risk:
        """Return the risk, its count of items as figure `value` and `figures` (value, unit) beside it."""
        if not items:
            return Risk(code)
        names = {"value": f"risk.{code}.count"}
        self.ledger.count(names["value"], items, code)
        for role, (value, unit) in figures.items():
            names[role] = f"risk.{code}.{role}"
            self.ledger.add(names[role], value, map(item_evidence, items), rule=code, unit=unit)
        return Risk(code, severity, len(items), tuple(item.id for item in items[:IDS_SHOWN]), names)

    def measured(
        self, code: str, severity: str, evidence: Sequence[Evidence], **figures: tuple[Any, str]
    ) -> Risk:
        """Return a risk that is a measure rather than a list of items."""
        names = {role: f"risk.{code}.{role}" for role in figures}
        for role, (value, unit) in figures.items():
            self.ledger.add(names[role], value, evidence, rule=code, unit=unit)
        ids = tuple(one.id.partition(":")[2] for one in evidence if one.kind == "item")
        return Risk(code, severity, len(ids), ids[:IDS_SHOWN], names)


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


def _overloaded(facts: RiskFacts) -> Risk | None:
    sprints = facts.capacity.get("sprints") or []
    if not sprints or not sprints[0]["members"]:
        return None
    people = [member for member in sprints[0]["members"] if member["over"] > 0]
    if not people:
        return Risk("overloaded")
    items = [facts.inputs.backlog.get(name) for member in people for name in member["items"]]
    worst = max(member["over"] for member in people)
    figures: dict[str, tuple[Any, str]] = {"value": (len(people), "people"), "worst": (worst, "points")}
    evidence = [item_evidence(item) for item in items if item]
    return facts.measured("overloaded", "medium", evidence, **figures)


def _wip_over_limit(facts: RiskFacts) -> Risk | None:
    limit = facts.flow.get("wip_limit")
    if limit is None:
        return None
    over = len(facts.running) > limit
    severity = "high" if len(facts.running) >= 2 * limit else "medium"
    items = facts.running if over else []
    return facts.found("wip_over_limit", severity, items, limit=(limit, "items"))


def _ageing(facts: RiskFacts) -> Risk | None:
    cycle = facts.flow["cycle_time"]
    if cycle["n"] < ENOUGH_CYCLES:
        return None
    ages = {item.id: _age(item, facts.as_of) for item in facts.running}
    items = [item for item in facts.running if ages[item.id] > cycle["p85"]]
    worst = max((ages[item.id] for item in items), default=0)
    figures = {"limit": (cycle["p85"], "days"), "worst": (worst, "days")}
    return facts.found("ageing", "medium", items, **figures)


def _age(item: Item, as_of: date) -> int:
    return (as_of - item.started).days + 1 if item.started and item.started <= as_of else 0


def _one_person(facts: RiskFacts) -> Risk | None:
    shares: dict[str, float] = {}
    for item in facts.running:
        name = item.assignee or ""
        shares[name] = shares.get(name, 0) + (facts.work.points(item) or 0)
    total = sum(shares.values())
    people = {item.assignee for item in facts.open if item.assignee} | {
        m.name for m in facts.inputs.settings.team
    }
    if not total or len(people) < 2 or len(facts.running) < 2:
        return None
    name, most = min(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    if not name or most / total <= ONE_PERSON_SHARE:
        return Risk("one_person")
    items = [item for item in facts.running if item.assignee == name]
    share = (most / total, "share")
    return facts.found("one_person", "medium", items, share=share, limit=(ONE_PERSON_SHARE, "share"))


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
    "blocked_value": _blocked_value,
    "overdue": _overdue,
    "due_soon": _due_soon,
    "over_capacity": _over_capacity,
    "overloaded": _overloaded,
    "wip_over_limit": _wip_over_limit,
    "ageing": _ageing,
    "one_person": _one_person,
    "unestimated_ready": _unestimated_ready,
    "velocity_falling": _velocity_falling,
    "stale": _stale,
}
"""Every rule by its code. A rule answers None when too little is known to judge."""
