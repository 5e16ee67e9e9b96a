"""Forecast: when work is done and how much is done by a day, as sure as the team's own past allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from maestro_cli.errors import UsageError
from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.forecast import ByDate, Target
from maestro_cli.planning.amounts import exact_sum
from maestro_cli.planning.forecast.forecast import (
    LEVELS,
    Outlook,
    by_day,
    days,
    observed,
    outlook,
    range_method,
)
from maestro_cli.planning.forecast.periods import Period
from maestro_cli.planning.forecast.resampling import WINDOW
from maestro_cli.planning.forecast.targets import Goal
from maestro_cli.skills.forecast_ground import Ground, Rate, Unit, forecast_ground
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import EVIDENCE_LIMIT, Ledger, item_evidence

UNLESS_SAID = {"sprint": 3, "week": 12}
"""Periods after which the chance is given where no day is asked for."""


FULL_HISTORY = 24
"""Past periods from which a forecast is fully trusted: half of them teach, half are drawn from."""


def forecast_completion(
    inputs: Inputs,
    *,
    items: Sequence[str] | None = None,
    until: date | None = None,
    unit: Unit = "auto",
    growth: Rate = None,
    split: Rate = None,
) -> SkillResult:
    """Forecast when `items` are done with all they need, in plan order; by default all plannable work.

    Args:
        inputs: the project.
        items: ids of any kind: a requirement stands for what satisfies it, an epic for what is below it, a
            label such as milestone:beta for the items that bear it.
        until: a day; the chance of being done by then, and how much is done by then.
        unit: whether points per sprint or items per week are forecast; auto takes points where six
            sprints are known and all the work is estimated.
        growth: what is added to the scope per period; auto takes what the past says, None adds nothing.
        split: how many items one becomes; auto takes what the past says, None one.

    Data: `unit`, `percentiles` {50, 70, 85, 95: day or None}, `probability` of being done by the day `by`,
    `by_date` {day, periods, percentiles: at least so much}, `curve` [{end, probability}], `work` {items,
    amounts, added, unestimated}, `amount`, `begun` (what the running sprint has done), `targets` [{id, kind,
    title, items, points, ahead, percentiles, by, probability, drafts}], `growth`, `split`, `history_used`,
    `calibrated_on` past forecasts, `observed`, `note`, `method`, `presence` [{end, factor}] of periods with
    more or fewer people away than in the past, `figures`. Confidence grows with the periods known, to 1 at
    24, less what is not estimated.

    Raises:
        UsageError: E-UNTIL for a day before today, or too far ahead; E-SPRINTS as `sprint_windows` does.
    """
    if until is not None and until < inputs.as_of:
        raise UsageError(
            f"{until} is before {inputs.as_of}.", code="E-UNTIL", fix="Give a day to come, or --as-of."
        )
    ground = forecast_ground(inputs, items, until, unit, growth, split)
    by = until or ground.ends[UNLESS_SAID[ground.unit] - 1]
    data: dict[str, Any] = {
        "unit": ground.unit,
        "percentiles": {str(level): None for level in LEVELS},
        "probability": None,
        "by": by,
        "by_date": None,
        "curve": [],
        "amount": ground.total,
        "begun": ground.begun,
        "work": ground.work,
        "targets": [],
        "growth": ground.growth,
        "split": ground.split,
        "history_used": ground.history[-WINDOW:],
        "calibrated_on": 0,
        "observed": (),
        "note": ground.note,
        "method": range_method(ground.unit, ground.present),
        "presence": _presence(ground),
    }
    if ground.note is None:
        ahead = outlook(ground.history, len(ground.ends), ground.unit, inputs.seed, ground.present)
        data |= _told(inputs, ground, ahead, by, until)
    elif ground.note.code == "few_periods":
        amount, begins = ground.total + ground.begun, _begins(ground, ground.work.items)
        data["observed"] = observed(amount, ground.history, ground.ends, ground.present, begins)
    ledger = Ledger()
    _enter(ledger, inputs, ground, data)
    return ledger.result(data, _confidence(ground))


def _told(inputs: Inputs, ground: Ground, ahead: Outlook, by: date, until: date | None) -> dict[str, object]:
    """Return what the outlook says of the whole work and of every goal."""
    goals = ground.plan.goals(ground.work, ground.asked)
    reached = _reached(ground, goals)
    amounts = [amount + ground.begun for amount in (ground.total, *reached)]
    begins = [_begins(ground, names) for names in (ground.work.items, *(goal.items for goal in goals))]
    sure = ahead.confidence(amounts, ground.growth.applied, begins)
    periods = _periods(ground.ends, by)
    targets = [
        _target(inputs, ground, goal, amount, row, until)
        for goal, amount, row in zip(goals, reached, sure[1:], strict=True)
    ]
    return {
        "percentiles": days(sure[0], ground.ends),
        "probability": _chance(sure[0], ground.ends, by),
        "by_date": ByDate(by, periods, _still(ahead.amounts(periods), ground.begun)) if periods else None,
        "curve": by_day(sure[0], ground.ends),
        "targets": sorted(targets, key=lambda target: (target.ahead, target.id)),
        "calibrated_on": ahead.calibration.forecasts,
        "method": ahead.method,
    }


def _reached(ground: Ground, goals: Sequence[Goal]) -> list[float]:
    """Return per goal the amount of all work up to its last item in plan order."""
    upto: dict[str, float] = {}
    done = exact_sum(())
    for name, amount in zip(ground.work.items, ground.work.amounts, strict=True):
        done += exact_sum([amount])
        upto[name] = float(done) * ground.split.applied
    return [max((upto[name] for name in goal.items if name in upto), default=0.0) for goal in goals]


def _begins(ground: Ground, names: Sequence[str]) -> int:
    """Return how many periods are over before all of these items can have begun."""
    return max((ground.begins.get(name, 0) for name in names), default=0)


def _presence(ground: Ground) -> list[dict[str, object]]:
    """Return the periods to come that count more or less than those of the past."""
    return [
        {"end": end, "factor": round(share, 6)}
        for end, share in zip(ground.ends, ground.present, strict=True)
        if share != 1
    ]


def _target(
    inputs: Inputs, ground: Ground, goal: Goal, ahead: float, sure: Sequence[float], until: date | None
) -> Target:
    item = inputs.backlog.get(goal.id)
    by = until or (item.due if item else None)
    amounts = [ground.plan.points(name) for name in goal.items]
    known = [points for points in amounts if points is not None]
    return Target(
        goal.id,
        goal.kind,
        goal.title,
        goal.items,
        float(exact_sum(known)) if known else None,
        ahead,
        dict(days(sure, ground.ends)) if ahead else {str(level): None for level in LEVELS},
        by,
        _chance(sure, ground.ends, by) if by and ahead else None,
        goal.rest,
    )


def _still(amounts: Mapping[str, float], begun: float) -> dict[str, float]:
    """Return what is still to come of amounts, as the sprint that is running has been counted in full."""
    return {level: max(round(amount - begun, 1), 0.0) for level, amount in amounts.items()}


def _periods(ends: Sequence[date], by: date) -> int:
    return sum(end <= by for end in ends)


def _chance(sure: Sequence[float], ends: Sequence[date], by: date) -> float | None:
    """Return the confidence after the periods that are over by a day; None when none is."""
    periods = _periods(ends, by)
    return round(float(sure[periods - 1]), 4) if periods else None


def _confidence(ground: Ground) -> float:
    known = len(ground.work.items) / max(len(ground.work.items) + len(ground.work.unestimated), 1)
    return max(min(1.0, len(ground.past) / FULL_HISTORY) * known, 0.1)


def _enter(ledger: Ledger, inputs: Inputs, ground: Ground, data: Mapping[str, Any]) -> None:
    past = period_evidence(ground.past[-WINDOW:], ground.unit)
    found = [item for name in ground.work.items if (item := inputs.backlog.get(name)) is not None]
    scope = [item_evidence(item) for item in found]
    unit = "points" if ground.unit == "sprint" else "items"
    missing = len(ground.work.unestimated)
    ledger.add("forecast.items", len(found), scope, rule="open, in plan order", unit="items")
    note = f"not estimated: {missing}" if missing else ""
    ledger.add("forecast.amount", ground.total, scope, rule="Σ open", unit=unit, note=note)
    span = f"{ground.past[0].id}…{ground.past[-1].id}" if ground.past else "nothing completed"
    ledger.add("forecast.periods", len(ground.past), past, rule=span, unit=f"{ground.unit}s")
    rule = data["method"]
    ledger.add("forecast.checked", data["calibrated_on"], past, rule=rule, unit="forecasts")
    why = ground.note.code if ground.note else "later than the forecast looks"
    for level, day in data["percentiles"].items():
        told = day.isoformat() if day else None
        name = f"forecast.p{level}"
        ledger.add(name, told, past, rule=rule, unit="date", note="" if told else why)
    chance = data["probability"]
    told = "" if chance is not None else why
    ledger.add("forecast.probability", chance, past, rule=rule, unit="share", note=told)


def period_evidence(past: Sequence[Period], unit: str) -> list[Evidence]:
    """Return the evidence that past periods are: each sprint, or the counts of the weeks."""
    if unit == "sprint":
        return [
            Evidence(f"sprint:{p.id}", f"{p.start}…{p.end}, completed {p.amount:g}")
            for p in past[-EVIDENCE_LIMIT:]
        ]
    if not past:
        return []
    counts = ", ".join(f"{period.amount:g}" for period in past[-EVIDENCE_LIMIT:])
    return [Evidence("calculation:throughput", f"{past[0].id}…{past[-1].id}: {counts}")]
