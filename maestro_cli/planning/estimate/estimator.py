"""Estimates of items from the team's past: points, an interval, and the past items most like each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from maestro_cli.model.estimate import Estimate, Learnt, Neighbour
from maestro_cli.model.items import Item
from maestro_cli.planning.estimate.corpus import Corpus
from maestro_cli.planning.estimate.experts import NAMES, WINDOW, Experts
from maestro_cli.planning.estimate.history import points_of, regime, repeated, scale_of, text_of
from maestro_cli.planning.estimate.pool import (
    FEWEST_JUDGED,
    JUDGED,
    LEVEL,
    Judgement,
    interval,
    judge,
    middle,
    pool,
)
from maestro_cli.planning.estimate.text import share_words

LOOKED_AT = 4
"""One past item in so many is estimated again to judge the experts by, at most the newest 200."""

ROUNDS = 2
"""Times that the experts learn anew for that."""

NEIGHBOURS = 3
ALIKE = 0.05
"""Likeness below which a past item is no evidence."""


def estimate(history: Sequence[Item], asked: Sequence[Item]) -> tuple[tuple[Estimate, ...], Learnt]:
    """Estimate `asked` from `history`: items with points in the order they came, none of them asked for.

    Learns from the newest 3,000 items at most. Without any history all values are None.
    """
    if not history:
        return tuple(Estimate(item.id, item.title) for item in asked), Learnt()
    known = list(history[-WINDOW - JUDGED :])
    points, past = points_of(known), len(known)
    scale = scale_of(points, points)
    experts = Experts(Corpus([*known, *asked]), points, scale)
    first = past - min(JUDGED, past // LOOKED_AT)
    said = _again(experts, first, past)
    judgement = judge(said, points[first:], scale)
    learnt = _learnt(history, said, judgement, points, scale)
    if not asked:
        return (), learnt
    settled = repeated([text_of(item) for item in history], points_of(history))
    return _estimates(experts, judgement, known, asked, settled), learnt


def _again(experts: Experts, first: int, past: int) -> Any:  # noqa: ANN401 - a NumPy array
    """Return what the experts say of rows first … past − 1, each round having seen what came before it."""
    import numpy as np

    size = max(1, -(-(past - first) // ROUNDS))
    said = [experts.say(at, at, min(at + size, past)) for at in range(first, past, size) if at]
    return np.concatenate([np.zeros((len(NAMES), 0, len(experts.scale)), np.float32), *said], axis=1)


def _estimates(
    experts: Experts,
    judgement: Judgement,
    known: Sequence[Item],
    asked: Sequence[Item],
    settled: dict[str, float],
) -> tuple[Estimate, ...]:
    past, end = len(known), len(known) + len(asked)
    pooled = pool(experts.say(past, past, end), judgement.weights)
    points = middle(pooled, experts.scale)
    low, high = interval(pooled, experts.scale, judgement.reach)
    near, alike = experts.nearest(past, past, end, NEIGHBOURS)
    stated = judgement.judged >= FEWEST_JUDGED
    found = []
    for row, item in enumerate(asked):
        same = settled.get(text_of(item))
        value = float(points[row]) if same is None else same
        pairs = zip(near[row].tolist(), alike[row].tolist(), strict=True)
        found.append(
            Estimate(
                item.id,
                item.title,
                value,
                min(float(low[row]), value),
                max(float(high[row]), value),
                "pool" if same is None else "same_text",
                LEVEL if stated else None,
                tuple(
                    _neighbour(known[at], share)
                    for at, share in pairs
                    if share >= ALIKE and share_words(item, known[at])
                ),
            )
        )
    return tuple(found)


def _neighbour(item: Item, share: float) -> Neighbour:
    return Neighbour(item.id, item.title, item.points or 0.0, round(min(share, 1.0), 3))


def _learnt(
    history: Sequence[Item],
    said: Any,  # noqa: ANN401 - NumPy arrays
    judgement: Judgement,
    points: Any,  # noqa: ANN401
    scale: Any,  # noqa: ANN401
) -> Learnt:
    import numpy as np

    values = tuple(float(value) for value in scale)
    if not judgement.judged:
        return Learnt(len(history), scale=values, regime=regime(history))
    true, before = points[-judgement.judged :], points[: -judgement.judged]
    pooled = pool(said[:, -judgement.judged :], judgement.weights)
    low, high = interval(pooled, scale, judgement.reach)
    shares = judgement.weights / judgement.weights.sum()
    return Learnt(
        items=len(history),
        judged=judgement.judged,
        weights=_rounded(shares),
        scores=_rounded(judgement.scores),
        mae=round(float(np.abs(middle(pooled, scale) - true).mean()), 4),
        mae_median=round(float(np.abs(np.median(before) - true).mean()), 4),
        coverage=round(float(((low <= true) & (true <= high)).mean()), 4),
        scale=values,
        regime=regime(history),
    )


def _rounded(values: Any) -> dict[str, float]:  # noqa: ANN401 - NumPy arrays
    return dict(zip(NAMES, (round(float(value), 4) for value in values), strict=True))
