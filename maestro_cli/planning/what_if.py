"""What-if changes: the same project with other capacity, items or people.

A change alters what a plan is made from, never the plan: the plan of the altered project is made like any
other, so it equals the plan of a project that was edited that way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from maestro_cli.errors import Diagnostic, Severity, UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import WORK_KINDS, Item, Status
from maestro_cli.model.plan import Plan, WhatIf
from maestro_cli.planning.people import name_key
from maestro_cli.settings.schema import DateRange, Member, Settings

FORMS = {
    "capacity": "capacity=+8, capacity=-5 or capacity=30 (points a sprint)",
    "drop": "drop=ID (cancel the item)",
    "finish": "finish=ID (the item is done)",
    "ready": "ready=ID (a draft or blocked item becomes ready)",
    "add-person": "add-person=NAME or add-person=NAME:POINTS (a sprint)",
}
"""What `--what-if` takes, by kind."""

_NUMBER = re.compile(r"([+-]?)(\d+(?:\.\d+)?)")
_STATUS = {"drop": Status.CANCELLED, "finish": Status.DONE, "ready": Status.READY}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what kind, of which item or person, by how many points."""

    kind: str
    subject: str = ""
    amount: float | None = None
    relative: bool = False

    def __str__(self) -> str:
        """Write the change as `--what-if` takes it."""
        if self.kind == "capacity":
            return f"capacity={self.amount:{'+' if self.relative else ''}g}"
        return f"{self.kind}={self.subject}" + ("" if self.amount is None else f":{self.amount:g}")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan is made from; `given` points replace the capacity of a sprint, `extra` are added to it.

    `joined` are the names of those of the team whom a change added.
    """

    settings: Settings
    backlog: Backlog
    given: float | None = None
    extra: float = 0.0
    joined: tuple[str, ...] = ()


def parse_changes(
    texts: Iterable[str], settings: Settings, backlog: Backlog, given: float | None = None
) -> tuple[Change, ...]:
    """Read changes such as `capacity=+8` or `drop=PAY-4`; one text may hold several, with commas between.

    `given` is `--capacity`, which says what a sprint takes whoever is in the team.

    Raises:
        UsageError: E-WHAT-IF, with all that is wrong: unknown kinds, numbers, items or names.
    """
    problems: list[Diagnostic] = []
    found: list[Change] = []
    for part in (part.strip() for text in texts for part in text.split(",")):
        change = _read(part) if part else None
        wrong = _wrong(part, change, settings, backlog)
        if wrong is not None:
            problems.append(wrong)
        elif change is not None:
            found.append(change)
    problems += [*_contradictions(found), *_unknown_parts(found, settings, given)]
    if not found and not problems:
        problems.append(_problem("--what-if names no change.", _known()))
    if problems:
        raise UsageError(problems[0].message, diagnostics=problems)
    return tuple(found)


def altered(ground: Ground, changes: Sequence[Change], since: date, as_of: date) -> Ground:
    """Return the ground with all `changes` made.

    A person who is added works from `as_of` on and was away before, from `since`, the first day of the
    sprints that velocity comes from and of those ahead.
    """
    settings, given, extra, joined = ground.settings, ground.given, ground.extra, ground.joined
    statuses: dict[str, Status] = {}
    for change in changes:
        amount = change.amount or 0.0
        if change.kind == "capacity" and change.relative:
            extra += amount
        elif change.kind == "capacity":
            given = amount
        elif change.kind == "add-person":
            settings = _with_person(settings, change, since, as_of)
            joined = (*joined, change.subject)
        else:
            statuses[change.subject] = _STATUS[change.kind]
    backlog = _with_statuses(ground.backlog, statuses) if statuses else ground.backlog
    return Ground(settings, backlog, given, extra, joined)


def compared(changes: Sequence[str], base: Plan, plan: Plan) -> WhatIf:
    """Return a plan with changes, as `--what-if` takes them, beside the one without."""
    then = {entry.id: entry.sprint_index for entry in base.included}
    now = {entry.id: entry.sprint_index for entry in plan.included}
    return WhatIf(
        tuple(changes),
        plan,
        added=tuple(sorted(now.keys() - then.keys())),
        removed=tuple(sorted(then.keys() - now.keys())),
        moved=tuple(sorted(name for name in now.keys() & then.keys() if now[name] != then[name])),
    )


def _read(text: str) -> Change | None:
    kind, _, rest = text.partition("=")
    kind, rest = kind.strip(), rest.strip()
    if not rest:
        return None
    if kind == "capacity":
        number = _NUMBER.fullmatch(rest)
        return Change(kind, "", float(rest), bool(number[1])) if number else None
    if kind == "add-person":
        name, colon, points = rest.partition(":")
        number = _NUMBER.fullmatch(points.strip()) if colon else None
        if not name.strip() or (colon and (number is None or number[1] == "-")):
            return None
        return Change(kind, name.strip(), float(points) if colon else None)
    return Change(kind, rest) if kind in _STATUS else None


def _wrong(text: str, change: Change | None, settings: Settings, backlog: Backlog) -> Diagnostic | None:
    if change is None:
        kind = text.partition("=")[0].strip()
        fix = f"Write {FORMS[kind]}." if kind in FORMS else _known()
        return _problem(f"--what-if {text!r} is not a change that Maestro knows.", fix) if text else None
    if change.kind in _STATUS:
        return _wrong_item(change, backlog.get(change.subject))
    if change.kind == "add-person":
        names = {name_key(member.name) for member in settings.team}
        if name_key(change.subject) in names:
            return _problem(
                f"--what-if {text}: {change.subject} is in the team already.", "Use another name."
            )
        if change.amount is None and any(m.points_per_sprint is not None for m in settings.team):
            return _problem(
                f"--what-if {text} does not say how many points: the team declares them per person.",
                f"Write add-person={change.subject}:8.",
            )
    return None


def _wrong_item(change: Change, item: Item | None) -> Diagnostic | None:
    if item is None:
        return _problem(
            f"--what-if {change}: there is no item {change.subject}.", "See `maestro items list` for the ids."
        )
    if item.kind not in WORK_KINDS or item.closed:
        what = "closed already" if item.closed else f"a {item.kind.value}, which is not planned"
        return _problem(f"--what-if {change}: {item.id} is {what}.", "Name an open work item.")
    if change.kind == "ready" and item.status not in {Status.DRAFT, Status.BLOCKED}:
        return _problem(
            f"--what-if {change}: {item.id} is {item.status.value}.", "Name a draft or a blocked item."
        )
    return None


def _contradictions(changes: Sequence[Change]) -> list[Diagnostic]:
    """Say which items and people are named twice, and whether the capacity is set twice."""
    people = Counter(name_key(c.subject) for c in changes if c.kind == "add-person")
    items = Counter(c.subject for c in changes if c.kind in _STATUS)
    twice = [subject for named in (items, people) for subject, count in named.items() if count > 1]
    found = [
        _problem(f"--what-if changes {subject} more than once.", "Change each item and person once.")
        for subject in twice
    ]
    levels = [str(c) for c in changes if c.kind == "capacity" and not c.relative]
    if len(levels) > 1:
        message = f"--what-if sets the capacity more than once: {', '.join(levels)}."
        found.append(_problem(message, "Set it once; capacity=+N and capacity=-N add up."))
    return found


def _unknown_parts(
    changes: Sequence[Change], settings: Settings, given: float | None
) -> Iterator[Diagnostic]:
    """Say of whom it cannot be known what they add: velocity of people nobody counts has no part of one."""
    stated = given is not None or settings.sprint.points_per_sprint is not None
    if stated or settings.team or any(c.kind == "capacity" and not c.relative for c in changes):
        return
    for change in changes:
        if change.kind == "add-person" and change.amount is None:
            yield _problem(
                f"--what-if {change} does not say how many points: maestro.yaml names no team, so what one "
                "person more adds is not known.",
                f"Write {change}:8, or name the people of today under `team:` in maestro.yaml.",
            )


def _problem(message: str, fix: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, "E-WHAT-IF", message, fix=fix)


def _known() -> str:
    return "Known are: " + "; ".join(FORMS.values()) + "."


def _with_person(settings: Settings, change: Change, since: date, as_of: date) -> Settings:
    before = as_of - timedelta(days=1)
    away = (DateRange(start=min(since, before), end=before),)
    member = Member(name=change.subject, points_per_sprint=change.amount, days_off=away)
    return settings.model_copy(update={"team": (*settings.team, member)})


def _with_statuses(backlog: Backlog, statuses: dict[str, Status]) -> Backlog:
    items = [
        replace(item, status=statuses[item.id], blocked_reason=None) if item.id in statuses else item
        for item in backlog
    ]
    return Backlog(items, backlog.diagnostics)
