"""The back-test of estimates: past items estimated from those before them, and how far off that was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maestro_cli.model.estimate import Score
from maestro_cli.model.items import Item
from maestro_cli.planning.estimate.corpus import Corpus
from maestro_cli.planning.estimate.experts import NAMES, Experts
from maestro_cli.planning.estimate.history import points_of, repeated, scale_of, text_of
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

BLOCKS = 20
"""Times that the live protocol learns anew over the last part, where it is long enough."""

SMALLEST_BLOCK = 10


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a history end: items that are learnt from, that choose, and that are scored."""

    train: int
    choose: int
    end: int


def parts(count: int, split: Sequence[float]) -> Parts:
    """Divide `count` items by three shares; what remains of rounding is scored."""
    whole = sum(split)
    train = int(count * split[0] / whole + 1e-9)
    return Parts(train, train + int(count * split[1] / whole + 1e-9), count)


def backtest(items: Sequence[Item], split: Sequence[float], protocol: str) -> Score | None:
    """Estimate the last part of `items`, which have points and stand in the order they came.

    frozen: the first part is learnt from, the second weighs the experts, both are learnt from again, and the
    last part is estimated at once. live: before every block of the last part everything earlier is learnt
    from, and the experts are weighed by their estimates since the end of the first part.

    Returns None where a part would be empty.
    """
    at = parts(len(items), split)
    if not 0 < at.train < at.choose < at.end:
        return None
    points = points_of(items)
    experts = Experts(Corpus(items), points, scale_of(points[: at.choose], points))
    run = _frozen if protocol == "frozen" else _live
    return _score(run(experts, at, [text_of(item) for item in items]), experts, at)


@dataclass(frozen=True, slots=True)
class _Estimates:
    """The last part: estimates with intervals, and what the experts were last judged to be worth."""

    points: Any
    low: Any
    high: Any
    judgement: Judgement


def _frozen(experts: Experts, at: Parts, texts: Sequence[str]) -> _Estimates:
    said = experts.say(at.train, at.train, at.choose)
    judgement = judge(said, experts.points[at.train : at.choose], experts.scale)
    return _answer(experts, judgement, texts, at.choose, at.end)[1]


def _live(experts: Experts, at: Parts, texts: Sequence[str]) -> _Estimates:
    import numpy as np

    start = max(at.train, at.choose - JUDGED)
    said = _walk(experts, start, at.choose, at)
    answers = []
    for first, last in _blocks(at.choose, at.end, at):
        judgement = judge(said, experts.points[start:first], experts.scale)
        block, answer = _answer(experts, judgement, texts, first, last)
        answers.append(answer)
        said = np.concatenate([said, block], axis=1)
    return _Estimates(
        np.concatenate([one.points for one in answers]),
        np.concatenate([one.low for one in answers]),
        np.concatenate([one.high for one in answers]),
        answers[-1].judgement,
    )


def _walk(experts: Experts, first: int, last: int, at: Parts) -> Any:  # noqa: ANN401 - a NumPy array
    """Return what the experts say of rows first … last − 1, learning anew before every block."""
    import numpy as np

    return np.concatenate([experts.say(start, start, end) for start, end in _blocks(first, last, at)], axis=1)


def _blocks(first: int, last: int, at: Parts) -> list[tuple[int, int]]:
    size = max(SMALLEST_BLOCK, -(-(at.end - at.choose) // BLOCKS))
    return [(start, min(start + size, last)) for start in range(first, last, size)]


def _answer(
    experts: Experts, judgement: Judgement, texts: Sequence[str], first: int, last: int
) -> tuple[Any, _Estimates]:
    """Return what the experts say of rows first … last − 1, and the estimates, from the rows before alone."""
    import numpy as np

    said = experts.say(first, first, last)
    pooled = pool(said, judgement.weights)
    points, (low, high) = middle(pooled, experts.scale), interval(pooled, experts.scale, judgement.reach)
    settled = repeated(texts[:first], experts.points[:first])
    same = np.array([settled.get(text, np.nan) for text in texts[first:last]])
    points = np.where(np.isnan(same), points, same)
    return said, _Estimates(points, np.minimum(low, points), np.maximum(high, points), judgement)


def _score(found: _Estimates, experts: Experts, at: Parts) -> Score:
    import numpy as np

    true, past = experts.points[at.choose :], experts.points[: at.choose]
    error = np.abs(found.points - true)
    guess = float(np.abs(true[:, None] - past).mean())
    mae = float(error.mean())
    return Score(
        n=len(true),
        mae=round(mae, 4),
        mae_median=round(float(np.abs(np.median(past) - true).mean()), 4),
        mae_random=round(guess, 4),
        sa=round(1 - mae / guess, 4) if guess else None,
        within_one_step=round(float((_steps(found.points, true, past) <= 1).mean()), 4),
        level=LEVEL if found.judgement.judged >= FEWEST_JUDGED else None,
        coverage=round(float(((found.low <= true) & (true <= found.high)).mean()), 4),
        weights=_shares(found.judgement),
    )


def _steps(one: Any, other: Any, past: Any) -> Any:  # noqa: ANN401 - NumPy arrays
    """Return how many values of the team's scale, those of the last part included, lie between."""
    import numpy as np

    scale = np.unique(np.concatenate([past, other]))
    return np.abs(np.searchsorted(scale, one) - np.searchsorted(scale, other))


def _shares(judgement: Judgement) -> dict[str, float]:
    shares = judgement.weights / judgement.weights.sum()
    return dict(zip(NAMES, (round(float(share), 4) for share in shares), strict=True))
