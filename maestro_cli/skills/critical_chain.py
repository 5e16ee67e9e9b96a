"""The critical chain of a project: how long it is, and how likely it is done in time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maestro_cli.model.items import Item
from maestro_cli.model.plan import Window
from maestro_cli.planning.calendar import sprint_windows
from maestro_cli.planning.chain import Chain, longest_chain
from maestro_cli.planning.forecast.forecast import Outlook, outlook, why_not
from maestro_cli.planning.forecast.periods import Period, past_sprints
from maestro_cli.planning.forecast.presence import presence
from maestro_cli.planning.forecast.resampling import WINDOW
from maestro_cli.planning.forecast.scope import Scope
from maestro_cli.planning.velocity import sprint_history
from maestro_cli.skills.inputs import Inputs

LOOK_AHEAD = 26
"""Sprints within which due dates of a chain are looked at."""


@dataclass(frozen=True, slots=True)
class Late:
    """The item of a chain that is least likely done by its due date: the chain up to it has `points`."""

    id: str
    due: date
    points: float
    chance: float


@dataclass(frozen=True, slots=True)
class CriticalChain:
    """The longest chain of open work, and what the team's own past says about it.

    `sprints` are needed at the median velocity of the whole team; `share` is that part of the sprints planned
    up to `by`; `missed` is the chance that so many points are not done by then, `late` that of a due date,
    by `method` from the past sprints `drawn`; None where fewer than 6 are known, or no item is due.
    """

    steps: tuple[tuple[str, ...], ...]
    amounts: tuple[float, ...]
    points: float
    unestimated: tuple[str, ...]
    sprints: int
    share: float
    by: date
    missed: float | None
    late: Late | None
    method: str
    drawn: tuple[str, ...]


def find_chain(
    inputs: Inputs, scope: Scope, needs: Mapping[str, Sequence[str]], median: float, sprints: int
) -> CriticalChain | None:
    """Return the critical chain; None where no two open items depend on each other.

    The whole team's velocity is more than one chain can get, so that the chances of being late are the least
    there are; the running sprint counts as a whole one, as it does in plans.

    Args:
        inputs: the project.
        scope: its hierarchy.
        needs: per open item what has to be done before it.
        median: points that the team completes in a sprint, above 0.
        sprints: how many sprints are planned.
    """
    carried = {name for name in needs if is_carried(scope, scope.work[name])}
    chain = longest_chain(needs, {name: scope.points(scope.work[name]) for name in needs}, carried)
    if not chain.items:
        return None
    past = past_sprints(inputs.settings, inputs.backlog, inputs.as_of)
    windows = _windows(inputs, max(LOOK_AHEAD, sprints))
    ahead = _outlook(inputs, past, windows)
    return CriticalChain(
        chain.steps,
        chain.amounts,
        chain.points,
        tuple(name for name in chain.unestimated if name not in carried),
        math.ceil(round(chain.points / median, 6)),
        round(chain.points / (median * sprints), 4),
        windows[sprints - 1].end,
        _missed(ahead, chain.points, sprints) if ahead else None,
        _latest(chain, ahead, windows, scope, inputs.as_of) if ahead else None,
        ahead.method if ahead else "",
        tuple(period.id for period in past[-WINDOW:]) if ahead else (),
    )


def is_carried(scope: Scope, item: Item) -> bool:
    """Say whether the work of an item is that of the items below it."""
    return scope.is_parent(item) or scope.holds_others(item)


def _windows(inputs: Inputs, count: int) -> tuple[Window, ...]:
    records = sprint_history(inputs.settings, inputs.backlog, inputs.as_of).records
    return sprint_windows(inputs.settings, records, inputs.as_of, count)


def _outlook(inputs: Inputs, past: Sequence[Period], windows: Sequence[Window]) -> Outlook | None:
    history = [period.amount for period in past]
    if why_not(1, history):
        return None
    been, ahead = ([(one.start, one.end) for one in spans] for spans in (past, windows))
    present = presence(inputs.settings, been, ahead)
    return outlook(history, len(windows), "sprint", inputs.seed, present)


def _missed(ahead: Outlook, points: float, periods: int) -> float:
    return round(1 - float(ahead.confidence([points])[0][periods - 1]), 4)


def _latest(
    chain: Chain, ahead: Outlook, windows: Sequence[Window], scope: Scope, as_of: date
) -> Late | None:
    """Return the item of the chain that is least likely done by its due date, the earliest of several."""
    found = []
    for name in chain.items:
        due = scope.work[name].due
        periods = sum(window.end <= due for window in windows) if due and due >= as_of else 0
        if due and 0 < periods < len(windows):
            points = chain.upto(name)
            found.append(Late(name, due, points, _missed(ahead, points, periods)))
    return min(found, key=lambda one: (-one.chance, one.due, one.id), default=None)
