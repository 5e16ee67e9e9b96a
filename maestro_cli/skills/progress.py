"""What was done, started and created in a period, and what is open now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.items import Item, Status
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger
from maestro_cli.skills.scope import Work, is_blocked, is_running


def summarize_progress(inputs: Inputs, since: date, until: date) -> SkillResult:
    """Count work of `since` to `until`, both included, against the period of equal length before it.

    Data: `period` and `previous` {since, until, days}, `done`, `started`, `created`, `in_progress`,
    `blocked` as rows {id, title, kind, status, points, value, assignee, created, started, completed,
    due, age_days, reason}, `undated_done` (ids), `figures`. An item counts as done on its
    `completed` date; one without such a date is in no period. Confidence is the share of done items
    that carry the date, 1 when nothing is done.
    """
    ledger = Ledger()
    work = Work(inputs.backlog)
    items = work.items
    days = (until - since).days + 1
    before = (since - timedelta(days=days), since - timedelta(days=1))
    done = _done_in(items, since, until)
    groups = {
        "done": done,
        "started": [i for i in items if i.started and since <= i.started <= until],
        "created": [i for i in items if i.created and since <= i.created <= until],
        "in_progress": [i for i in items if is_running(i)],
        "blocked": [i for i in items if is_blocked(i)],
    }
    rules = {
        "done": f"status = done, completed = {since}…{until}",
        "started": f"started = {since}…{until}",
        "created": f"created = {since}…{until}",
        "in_progress": "status = in_progress, review",
        "blocked": "status = blocked, or blocked_reason",
    }
    undated = [item.id for item in items if item.status is Status.DONE and item.completed is None]
    finished = sum(item.status is Status.DONE for item in items)
    silent = {
        "done": finished > 0 and len(undated) == finished,
        "started": finished > 0 and not any(item.started for item in items),
        "created": bool(items) and not any(item.created for item in items),
    }
    for name, rule in rules.items():
        if silent.get(name):
            ledger.unknown(f"{name}.count", "items", rule, "no item carries the date")
            ledger.unknown(f"{name}.points", "points", rule, "no item carries the date")
            continue
        ledger.count(f"{name}.count", groups[name], rule)
        ledger.points(f"{name}.points", groups[name], work, rule)
    _compare(ledger, work, before)
    _enter_open(ledger, work)
    data: dict[str, object] = {
        "period": {"since": since, "until": until, "days": days},
        "previous": {"since": before[0], "until": before[1], "days": days},
        **{
            name: [item_row(item, work, inputs.as_of) for item in _ranked(group)]
            for name, group in groups.items()
        },
        "undated_done": undated,
    }
    return ledger.result(data, 1 - len(undated) / finished if finished else 1.0)


def item_row(item: Item, work: Work, as_of: date) -> dict[str, object]:
    """Return what lists show of an item; `age_days` are the days in work, both ends included."""
    running = item.started is not None and not item.closed and item.started <= as_of
    return {
        "id": item.id,
        "title": item.title,
        "kind": item.kind,
        "status": item.status,
        "points": work.points(item),
        "value": item.worth,
        "assignee": item.assignee,
        "created": item.created,
        "started": item.started,
        "completed": item.completed,
        "due": item.due,
        "age_days": days_since(item.started, as_of) if running and item.started else None,
        "reason": item.blocked_reason,
    }


def days_since(day: date, as_of: date) -> int:
    """Return how many days lie from `day` to `as_of`, both ends included: 1 when it is today."""
    return (as_of - day).days + 1


def _done_in(items: Sequence[Item], since: date, until: date) -> list[Item]:
    return [
        item
        for item in items
        if item.status is Status.DONE and item.completed and since <= item.completed <= until
    ]


def _ranked(items: Sequence[Item]) -> list[Item]:
    """Most valuable first, then by id."""
    return sorted(items, key=lambda item: (-item.worth, item.id))


def _compare(ledger: Ledger, work: Work, before: tuple[date, date]) -> None:
    earlier = _done_in(work.items, *before)
    rule = f"status = done, completed = {before[0]}…{before[1]}"
    ledger.count("done.previous.count", earlier, rule)
    ledger.points("done.previous.points", earlier, work, rule)
    for unit, what in (("items", "count"), ("points", "points")):
        now, then = ledger.value(f"done.{what}"), ledger.value(f"done.previous.{what}")
        ledger.add(
            f"done.{what}.change",
            None if now is None or then is None else now - then,
            [],
            rule=f"done.{what} − done.previous.{what}, {before[0]}…{before[1]}",
            unit=unit,
            note="" if now is not None and then is not None else "one of the periods has no estimated item",
        )


def _enter_open(ledger: Ledger, work: Work) -> None:
    still_open = [item for item in work.items if not item.closed]
    ledger.count("open.count", still_open, "status ≠ done, cancelled")
    ledger.points("open.points", still_open, work, "status ≠ done, cancelled")
