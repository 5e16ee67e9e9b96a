"""How good recovered links are, where the answers are known.

MAP is the mean average precision over the sources that have an answer, each with all targets ranked by score
and ties by id. AUC is over all pairs, a tie half a win. F1 and F2 are the best that any one threshold reaches
on these very answers: upper bounds. Recall at 5 is the mean share of a source's answers among its first 5.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maestro_cli.model.texts import Text

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.floating[Any]]
    Flags = npt.NDArray[np.bool_]

FIRST = 5


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures, each in 0 … 1, and how many answers there were."""

    map: float
    auc: float
    f1: float
    f2: float
    recall_at_5: float
    answers: int


def quality(scores: Sequence[Scores], answers: Sequence[Flags]) -> Quality:
    """Measure blocks of scores, shape (sources, targets), against the pairs that are answers.

    Targets are in order of their ids. Raises ValueError where there is no answer at all.
    """
    import numpy as np

    rows = [
        (row, of)
        for block, flags in zip(scores, answers, strict=True)
        for row, of in zip(block, flags, strict=True)
        if of.any()
    ]
    if not rows:
        raise ValueError("no answer is a pair of these sources and targets")
    precision = [average_precision(row, of) for row, of in rows]
    recall = [of[_order(row)[:FIRST]].sum() / of.sum() for row, of in rows]
    values, counts, hits = _by_threshold(scores, answers)
    return Quality(
        map=round(float(np.mean(precision)), 4),
        auc=round(_auc(values, counts, hits), 4),
        f1=round(_best_f(counts, hits, 1), 4),
        f2=round(_best_f(counts, hits, 2), 4),
        recall_at_5=round(float(np.mean(recall)), 4),
        answers=int(hits.sum()),
    )


def average_precision(scores: Scores, answers: Flags) -> float:
    """Return the mean, over the answers, of the precision down to each; there is at least one."""
    import numpy as np

    places = np.flatnonzero(answers[_order(scores)]) + 1
    return float(np.mean(np.arange(1, len(places) + 1) / places))


def _order(scores: Scores) -> npt.NDArray[np.int64]:
    import numpy as np

    order: npt.NDArray[np.int64] = np.argsort(-scores, kind="stable")
    return order


def _by_threshold(
    scores: Sequence[Scores], answers: Sequence[Flags]
) -> tuple[Scores, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the distinct scores, largest first, and how many pairs and how many answers have each."""
    import numpy as np

    every = np.concatenate([block.ravel() for block in scores])
    right = np.concatenate([block.ravel() for block in answers])
    values, place = np.unique(-every, return_inverse=True)
    counts = np.bincount(place, minlength=len(values))
    hits = np.bincount(place[right], minlength=len(values))
    return -values, counts, hits


def _auc(values: Scores, counts: npt.NDArray[np.int64], hits: npt.NDArray[np.int64]) -> float:
    """Return how often an answer has a better score than a pair that is none; without such pairs 1."""
    import numpy as np

    misses = counts - hits
    worse = misses.sum() - np.cumsum(misses)
    pairs = int(hits.sum()) * int(misses.sum())
    return float((hits * (worse + misses / 2)).sum() / pairs) if pairs and len(values) else 1.0


def _best_f(counts: npt.NDArray[np.int64], hits: npt.NDArray[np.int64], beta: float) -> float:
    import numpy as np

    found, taken = np.cumsum(hits), np.cumsum(counts)
    share = (1 + beta**2) * found / (beta**2 * hits.sum() + taken)
    return float(share.max())


def flags(sources: Sequence[Text], targets: Sequence[Text], answers: Collection[tuple[str, str]]) -> Flags:
    """Return which pairs are answers, shape (sources, targets)."""
    import numpy as np

    rows = {text.id: row for row, text in enumerate(sources)}
    columns = {text.id: column for column, text in enumerate(targets)}
    found = np.zeros((len(sources), len(targets)), dtype=np.bool_)
    for source, target in answers:
        if source in rows and target in columns:
            found[rows[source], columns[target]] = True
    return found
