"""What the experts say becomes one answer: weighed by how they did of late, with an interval that holds.

The weights are exponential in the regret of the ranked probability score (Epstein, J. Appl. Meteorol. 8,
1969). Pooled is their weighted mean (linear opinion pool: Stone, Ann. Math. Statist. 32, 1961), and the
estimate its median, which keeps the absolute error smallest. The interval is as wide as it had to be to hold
in the stated share of past estimates (split conformal prediction: Papadopoulos et al., ECML 2002; Romano et
al., NeurIPS 2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

LEVEL = 0.8
"""How often the interval is to hold."""

SHARPNESS = 10.0
"""An expert that is 10 % worse than the best counts 1/e of it."""

JUDGED = 200
"""Past estimates that experts are judged by: the newest ones."""

ROUNDING = 1e-5

FEWEST_JUDGED = 10
"""With fewer, all experts count the same and no level is stated for the interval."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How much each expert counts, their mean scores, and how wide the interval has to be.

    `reach` is the share of the pooled distribution on either side of its median; `judged` past estimates
    are behind it.
    """

    weights: Any
    scores: Any
    reach: float = 0.5
    judged: int = 0


def judge(said: Any, points: Any, scale: Any) -> Judgement:  # noqa: ANN401 - NumPy arrays
    """Weigh the experts by what they `said` (experts, items, values), and what the `points` were."""
    import numpy as np

    said, points = said[:, -JUDGED:], points[-JUDGED:]
    if len(points) < FEWEST_JUDGED:
        return Judgement(np.ones(len(said)), np.zeros(len(said)))
    below = points[:, None] <= scale
    scores = (((said - below) ** 2)[:, :, :-1] * np.diff(scale)).sum(axis=2).mean(axis=1)
    best = max(float(scores.min()), 1e-9)
    weights = np.exp(-SHARPNESS * (scores / best - 1))
    pooled = pool(said, weights)
    at = np.searchsorted(scale, points, side="right") - 1
    row = np.arange(len(points))
    upto = np.where(at >= 0, pooled[row, at.clip(0)], 0)
    before = np.where(at >= 1, pooled[row, (at - 1).clip(0)], 0)
    missed = np.sort(np.maximum(np.maximum(before - 0.5, 0.5 - upto), 0))
    needed = ceil((len(points) + 1) * LEVEL) - 1
    reach = float(missed[needed]) if needed < len(points) else 0.5
    return Judgement(weights, scores, reach, len(points))


def pool(said: Any, weights: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return the weighted mean of what the experts say, shape (items, values): ascending, 1 at the last."""
    import numpy as np

    pooled = np.tensordot(weights / weights.sum(), said, axes=1)
    pooled[:, -1] = 1
    return pooled


def middle(pooled: Any, scale: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return the median of each row's distribution: a value of the scale."""
    return _least(pooled, scale, 0.5 - ROUNDING)


def interval(pooled: Any, scale: Any, reach: float) -> tuple[Any, Any]:  # noqa: ANN401 - NumPy arrays
    """Return the least and the most points that hold `reach` of a row on either side of its median."""
    import numpy as np

    if reach >= 0.5:
        return np.full(len(pooled), scale[0]), np.full(len(pooled), scale[-1])
    low = _least(pooled, scale, 0.5 - reach - ROUNDING)
    return low, _least(pooled, scale, min(0.5 + reach + ROUNDING, 1))


def _least(pooled: Any, scale: Any, share: float) -> Any:  # noqa: ANN401 - NumPy arrays
    return scale[(pooled >= share).argmax(axis=1)]
