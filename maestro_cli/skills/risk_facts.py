"""What the rules of risk look at, and what they answer with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from maestro_cli.model.evidence import Evidence
from maestro_cli.model.items import Item
from maestro_cli.planning.dependencies import dependencies, dependents, reach
from maestro_cli.planning.forecast.scope import Scope
from maestro_cli.skills.critical_chain import CriticalChain, find_chain, is_carried
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.skills.progress import days_since
from maestro_cli.skills.scope import Work, is_running

if TYPE_CHECKING:
    from maestro_cli.planning.slip import Slips

HORIZON = 3
"""Sprints that risks of the plan look ahead, unless said."""

IDS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Risk:
    """What a rule found; `rule` says how it was given its severity.

    No severity: the rule was judged, and there is no risk.
    """

    code: str
    severity: str = ""
    count: int = 0
    ids: tuple[str, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""


@dataclass(frozen=True)
class RiskFacts:
    """What the rules look at: data of other skills, and the ledger their figures go to.

    `sprints` are planned ahead; `slips` is None where no plan was tried.
    """

    inputs: Inputs
    velocity: Mapping[str, Any]
    capacity: Mapping[str, Any]
    flow: Mapping[str, Any]
    changes: Mapping[str, Any] | None
    ledger: Ledger
    sprints: int = HORIZON
    slips: Slips | None = None

    @cached_property
    def work(self) -> Work:
        """The work items."""
        return Work(self.inputs.backlog)

    @cached_property
    def scope(self) -> Scope:
        """The hierarchy, with the items that only hold others."""
        return Scope(self.inputs.backlog)

    @cached_property
    def open(self) -> list[Item]:
        """Work items that are neither done nor cancelled."""
        return [item for item in self.work.items if not item.closed]

    @cached_property
    def running(self) -> list[Item]:
        """Items in progress or review."""
        return [item for item in self.open if is_running(item)]

    @cached_property
    def needs(self) -> Mapping[str, tuple[str, ...]]:
        """Per open item what has to be done before it."""
        return dependencies(self.inputs.backlog, self.scope).needs

    @cached_property
    def users(self) -> Mapping[str, Sequence[str]]:
        """Per open item what needs it directly."""
        return dependents(self.needs)

    @cached_property
    def spans(self) -> Mapping[str, int]:
        """Days that each item took which cycle time stands on, both ends included."""
        finished = (self.scope.work[name] for name in self.flow["cycle_time"]["items"])
        return {
            item.id: days_since(item.started, item.completed)
            for item in finished
            if item.started and item.completed
        }

    def took(self, days: int) -> float:
        """Return the share of finished items that took so many days or more."""
        return sum(span >= days for span in self.spans.values()) / max(len(self.spans), 1)

    @cached_property
    def chain(self) -> CriticalChain | None:
        """The critical chain; None where there is none, or velocity is not known."""
        median = self.velocity.get("median")
        return find_chain(self.inputs, self.scope, self.needs, median, self.sprints) if median else None

    @property
    def as_of(self) -> date:
        """What today is."""
        return self.inputs.as_of

    @cached_property
    def awaited(self) -> frozenset[str]:
        """Items that open work waits for, directly or not; what is made up of other items is no such work."""
        work = [name for name in self.needs if not is_carried(self.scope, self.scope.work[name])]
        direct = dict.fromkeys(target for name in work for target in self.needs[name])
        return frozenset(reach("", {**self.needs, "": tuple(direct)}))

    def waiting(self, items: Iterable[Item]) -> list[Item]:
        """Return the open work that waits for any of `items`, directly or not, by id."""
        direct = dict.fromkeys(user for item in items for user in self.users.get(item.id, ()))
        behind = sorted(reach("", {**self.users, "": tuple(direct)}))
        work = (self.scope.work[name] for name in behind)
        return [other for other in work if not is_carried(self.scope, other)]

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

    def note(self, risk: Risk, evidence: Sequence[Evidence], **figures: tuple[Any, str]) -> Risk:
        """Return the risk with more `figures` (value, unit) that stand on other evidence than its items."""
        names = {role: f"risk.{risk.code}.{role}" for role in figures}
        for role, (value, unit) in figures.items():
            self.ledger.add(names[role], value, evidence, rule=risk.code, unit=unit)
        return Risk(risk.code, risk.severity, risk.count, risk.ids, {**risk.figures, **names})
