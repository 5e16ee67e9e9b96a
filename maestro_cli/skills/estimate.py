"""Estimates in story points, each with the past items it stands on, and how good such estimates were."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

from maestro_cli.errors import InputError
from maestro_cli.model.estimate import Estimate, Learnt, Score
from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.items import Item
from maestro_cli.model.plan import Reason
from maestro_cli.planning.estimate.backtest import backtest, parts
from maestro_cli.planning.estimate.estimator import estimate
from maestro_cli.planning.estimate.history import estimated_items, items_to_estimate
from maestro_cli.planning.estimate.pool import FEWEST_JUDGED
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence

Protocol = Literal["frozen", "live"]

SPLIT = (0.6, 0.2, 0.2)
ENOUGH = 100
"""Past estimates from which the experts are fully trusted."""

METHODS = {
    "frozen": "learnt from the first part, experts weighed on the second, both learnt from again, and the "
    "last part estimated at once",
    "live": "learnt anew from everything earlier before every block of the last part",
}
JUDGED_BY = "past items estimated again from those before them alone"


def estimate_points(inputs: Inputs, ids: Sequence[str] | None = None) -> SkillResult:
    """Estimate items in story points, from those that have points; nothing is written.

    `ids` are items of any kind, with or without points; by default all open work items without points.

    Data: `items` [{id, title, points, low, high, method, level, neighbours: [{id, title, points,
    similarity}], current, command}] where `current` is what the item has now and `command` would set the
    estimate; `learnt` {items, judged, weights, scores, mae, mae_median, coverage, scale, regime}; `notes`
    [{code, params}] on what is missing or has changed, `figures`. Confidence grows with the past items that
    the experts were judged by, to 1 at 100.

    Raises:
        InputError: E-NO-ITEM for an id that is no item.
    """
    asked = items_to_estimate(inputs.backlog) if ids is None else tuple(_named(inputs, ids))
    history = estimated_items(inputs.backlog, without={item.id for item in asked})
    found, learnt = estimate(history, asked)
    ledger = Ledger()
    for one in found:
        for near in one.neighbours:
            ledger.cite(Evidence(f"item:{near.id}", near.title))
    cited = [item_evidence(item) for item in history]
    ledger.add("estimate.history", len(history), cited, rule="work items with points", unit="items")
    judged = cited[-learnt.judged :] if learnt.judged else []
    for name, value in (("mae", learnt.mae), ("mae_median", learnt.mae_median)):
        why = "" if value is not None else "too few items have points"
        ledger.add(f"estimate.{name}", value, judged, rule=JUDGED_BY, unit="points", note=why)
    data: dict[str, object] = {
        "items": [_row(one, item) for one, item in zip(found, asked, strict=True)],
        "learnt": learnt,
        "notes": _notes(asked, learnt),
    }
    return ledger.result(data, _trust(learnt.judged))


def check_estimates(
    inputs: Inputs, *, split: Sequence[float] = SPLIT, protocol: Protocol = "frozen"
) -> SkillResult:
    """Estimate the team's own past items from those before them, and say how far off that was.

    Items with points stand in order of `created`, those without a date first, else in source order.

    Data: `protocol`, `split`, `n` items scored, `train` and `choose` items of the other parts, `mae` and
    `mae_median` in points (the latter of the median of what was learnt from), `mae_random`, `sa`
    standardised accuracy, `within_one_step`, `level` and `coverage` of the interval, `experts` with their
    shares, `method`, `note` {code, params} where there is too little, `figures`. Values are None then.
    """
    history = estimated_items(inputs.backlog)
    score = backtest(history, split, protocol)
    at = parts(len(history), split)
    ledger = Ledger()
    cited = [item_evidence(item) for item in history[at.choose :]] if score else []
    ledger.add("estimate.n", score.n if score else 0, cited, rule=METHODS[protocol], unit="items")
    why = "" if score else "too few items have points"
    shown = {"mae": "points", "mae_median": "points", "within_one_step": "share", "coverage": "share"}
    for name, unit in shown.items():
        value = getattr(score, name) if score else None
        ledger.add(f"estimate.{name}", value, cited, rule=METHODS[protocol], unit=unit, note=why)
    data: dict[str, object] = {
        "protocol": protocol,
        "split": list(split),
        **_scored(score),
        "train": at.train,
        "choose": at.choose - at.train,
        "method": METHODS[protocol],
        "note": None if score else Reason("few_items", {"items": len(history)}),
    }
    return ledger.result(data, _trust(score.n if score else 0))


def _scored(score: Score | None) -> dict[str, object]:
    names = ("mae", "mae_median", "mae_random", "sa", "within_one_step", "coverage")
    found: dict[str, object] = asdict(score) if score else {"n": 0, "level": None, "weights": {}}
    experts = found.pop("weights")
    return {**dict.fromkeys(names), **found, "experts": experts}


def _named(inputs: Inputs, ids: Sequence[str]) -> list[Item]:
    """Return the items in the order asked for, each once."""
    found = {name: inputs.backlog.get(name) for name in ids}
    missing = sorted(name for name, item in found.items() if item is None)
    if missing:
        raise InputError(
            f"there is no item {', '.join(missing)}", code="E-NO-ITEM", fix="See `maestro items list`."
        )
    return [item for item in found.values() if item is not None]


def _row(one: Estimate, item: Item) -> dict[str, object]:
    command = None
    if one.points is not None:
        command = shlex.join(["maestro", "items", "set", one.id, f"points={one.points:g}"])
    return {**asdict(one), "current": item.points, "command": command}


def _notes(asked: Sequence[Item], learnt: Learnt) -> list[Reason]:
    notes = []
    if learnt.items and not asked:
        notes.append(Reason("all_estimated"))
    if not learnt.items:
        notes.append(Reason("no_history"))
    elif learnt.judged < FEWEST_JUDGED:
        notes.append(Reason("short_history", {"items": learnt.items, "least": 4 * FEWEST_JUDGED}))
    if change := learnt.regime:
        day = change.created.isoformat() if change.created else None
        params = {"id": change.id, "day": day, "items": learnt.items - change.items}
        notes.append(Reason("regime", {**params, "before": change.before, "after": change.after}))
    return notes


def _trust(judged: int) -> float:
    return max(min(1.0, judged / ENOUGH), 0.1)
