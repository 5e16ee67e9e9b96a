"""Risks of people: too much on one of them, and work that nobody else can take over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maestro_cli.model.items import Item
from maestro_cli.planning.chain import longest_chain
from maestro_cli.planning.people import name_key
from maestro_cli.skills.ledger import item_evidence
from maestro_cli.skills.risk_facts import Risk, RiskFacts

ONE_PERSON_SHARE = 0.5
"""Share of the points in progress, from which on one person carries too much."""

LONG_CHAIN = 3
"""Items that hang on one person from end to end, from which on they are told."""

HIGH_SHARE = 0.5
MEDIUM_SHARE = 0.2
"""Shares of the open items that hang on single people, above which that is high, or medium."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """Open work that hangs on one person: `ids`, their known points, and their share of the open items."""

    person: str
    ids: tuple[str, ...]
    points: float | None
    share: float


def overloaded(facts: RiskFacts) -> Risk | None:
    """Find the people who are assigned more in the running sprint than they can do."""
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


def one_person(facts: RiskFacts) -> Risk | None:
    """Find who carries more than half of the points in progress."""
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


def only_one_can(facts: RiskFacts) -> Risk | None:
    """Find open work with a skill that one member alone declares; None where no skills are declared."""
    if not _skills(facts) or len(facts.inputs.settings.team) < 2:
        return None
    people = hanging(facts)
    items = [facts.scope.work[name] for name in dict.fromkeys(n for one in people for n in one.ids)]
    return _shared(facts, "only_one_can", items, len(people))


def chain_of_one(facts: RiskFacts) -> Risk:
    """Find chains of dependent work, 3 items or more, of which every item hangs on the same person.

    An item hangs on whom it is assigned to; without an assignee, on the one who alone has a skill it needs.
    """
    skills = _skills(facts)
    mine: dict[str, list[Item]] = {}
    for item in facts.open:
        for person in [name_key(item.assignee)] if item.assignee else _sole(skills, item):
            mine.setdefault(person, []).append(item)
    chains = [_chain(facts, mine[person]) for person in sorted(mine)]
    long = sorted((c for c in chains if len(c) >= LONG_CHAIN), key=lambda c: (-len(c), c[0].id))
    items = [item for chain in long for item in chain]
    risk = _shared(facts, "chain_of_one", items, len(long))
    if not long:
        return risk
    limit, longest = (LONG_CHAIN, "items"), (len(long[0]), "items")
    return facts.note(risk, [item_evidence(item) for item in long[0]], limit=limit, worst=longest)


def hanging(facts: RiskFacts) -> tuple[Hanging, ...]:
    """Return per person the open work that needs a skill which nobody else declares; most work first."""
    skills = _skills(facts)
    work: dict[str, list[Item]] = {}
    for item in facts.open:
        for person in _sole(skills, item):
            work.setdefault(person, []).append(item)
    names = {name_key(member.name): member.name for member in facts.inputs.settings.team}
    found = [
        Hanging(
            names[person],
            tuple(item.id for item in items),
            facts.work.total(items),
            len(items) / len(facts.open),
        )
        for person, items in work.items()
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.ids), one.person)))


def _shared(facts: RiskFacts, code: str, items: Sequence[Item], people: int) -> Risk:
    """Return the risk with the share of the open items, the people, and the points where any are known."""
    share = len(items) / len(facts.open) if items else 0.0
    severity = "high" if share > HIGH_SHARE else "medium" if share > MEDIUM_SHARE else "low"
    figures = {"share": (share, "share"), "people": (people, "people")}
    risk = facts.found(code, severity, items, **figures)
    points = facts.work.total(items)
    if not items or points is None:
        return risk
    return facts.note(risk, [item_evidence(item) for item in items], points=(points, "points"))


def _chain(facts: RiskFacts, items: Sequence[Item]) -> list[Item]:
    """Return the chain of most items among `items`, which what only holds others together may link."""
    holders = {name for name in facts.needs if facts.scope.holds_others(facts.scope.work[name])}
    inside = holders | {item.id for item in items}
    needs = {name: facts.needs[name] for name in sorted(inside)}
    found = longest_chain(needs, {name: float(name not in holders) for name in needs}, holders)
    return [facts.scope.work[name] for name in found.items if name not in holders]


def _skills(facts: RiskFacts) -> Mapping[str, list[str]]:
    """Return per skill the keys of the members who declare it."""
    found: dict[str, list[str]] = {}
    for member in facts.inputs.settings.team:
        for skill in dict.fromkeys(map(name_key, member.skills)):
            found.setdefault(skill, []).append(name_key(member.name))
    return found


def _sole(skills: Mapping[str, Sequence[str]], item: Item) -> list[str]:
    """Return the keys of the people of whom each alone has a skill that an item needs."""
    holders = (skills.get(name_key(skill), []) for skill in item.skills)
    return sorted({people[0] for people in holders if len(people) == 1})
