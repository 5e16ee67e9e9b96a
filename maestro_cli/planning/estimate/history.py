"""The past that estimates are learnt from: items with points, in the order they came."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.estimate import Regime
from maestro_cli.model.items import Item
from maestro_cli.planning.forecast.scope import Scope

FINEST = 60
"""Values of a scale; where a team has used more, so many quantiles of them stand for all."""

MOST = 1e9
"""Points beyond which a number is no estimate; items that have more are not learnt from."""

STEADY = 20
"""Items on either side of a change that is looked for."""

SURE = 1e-6
"""A change is one when chance alone makes it less often. Neighbouring items are alike, so it is small."""


def estimated_items(backlog: Backlog, without: Collection[str] = ()) -> tuple[Item, ...]:
    """Return the work items that carry points, but for `without`: by `created`, else in source order.

    Items without a date come before those that have one. Parents whose children carry the points are not
    among them.
    """
    scope = Scope(backlog)
    kept = [
        item
        for item in backlog
        if item.id in scope.work
        and item.points is not None
        and item.points <= MOST
        and not scope.is_parent(item)
        and item.id not in without
    ]
    return tuple(sorted(kept, key=_moment))


def items_to_estimate(backlog: Backlog) -> tuple[Item, ...]:
    """Return the open work items without points, in source order; not those that only hold others."""
    scope = Scope(backlog)
    return tuple(
        item
        for item in backlog
        if item.id in scope.work and not item.closed and item.points is None and not scope.holds_others(item)
    )


def _moment(item: Item) -> tuple[str, ...]:
    if item.created is None:
        return ()
    moment = item.created
    return (moment.isoformat() if isinstance(moment, datetime) else date.isoformat(moment),)


def points_of(items: Sequence[Item]) -> Any:  # noqa: ANN401 - a NumPy array
    """Return the items' points, 0 where there are none."""
    import numpy as np

    return np.array([item.points or 0.0 for item in items], dtype=float)


def scale_of(past: Any, known: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return the values that items of `known` have had, ascending; experts choose among those they have seen.

    Where the `past` has more than 60, quantiles of it stand for them: each a value the team has used.
    """
    import numpy as np

    if len(np.unique(past)) <= FINEST:
        return np.unique(known)
    return np.unique(np.quantile(past, np.linspace(0, 1, FINEST), method="inverted_cdf"))


def regime(items: Sequence[Item]) -> Regime | None:
    """Return where the team's points changed most, if they did (Pettitt, Appl. Statist. 28, 1979)."""
    import numpy as np

    points = points_of(items)
    count = len(points)
    if count < 2 * STEADY:
        return None
    _, place, many = np.unique(points, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(many) - (many - 1) / 2)[place]
    moved = np.abs(2 * np.cumsum(ranks) - np.arange(1, count + 1) * (count + 1))
    moved[: STEADY - 1] = moved[count - STEADY :] = 0
    at = int(moved.argmax()) + 1
    chance = 2 * float(np.exp(-6.0 * moved[at - 1] ** 2 / (count**3 + count**2)))
    before, after = float(np.median(points[:at])), float(np.median(points[at:]))
    if chance > SURE or before == after:
        return None
    return Regime(items[at].id, items[at].created, at, before, after)


def text_of(item: Item) -> str:
    """Return what an item says, without regard to case and spacing."""
    return " ".join(f"{item.title}\n{item.description}".lower().split())


def repeated(texts: Sequence[str], points: Iterable[float]) -> dict[str, float]:
    """Return the points of each text that always had the same."""
    values: dict[str, set[float]] = {}
    for text, value in zip(texts, points, strict=True):
        values.setdefault(text, set()).add(float(value))
    return {text: min(found) for text, found in values.items() if len(found) == 1}
