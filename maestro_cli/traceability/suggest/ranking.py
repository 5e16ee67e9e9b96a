"""How well each source and each target go together, in three steps.

1. The cosine of the two vectors.
2. Feedback: a text speaks also, a fifth as loud, with the words of the two texts across that are most like
   it (pseudo-relevance feedback, Rocchio 1971), on both sides.
3. What a text has in common with everything counts less: of a cosine c remains (c − m) / (1 − m), m being
   half the mean of how much the ten nearest of either end have in common with it (against hubs: Lample et
   al., ICLR 2018; the form is Cohen's κ).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maestro_cli.traceability.suggest.products import Terms, cosines
from maestro_cli.traceability.suggest.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

FEEDBACK = 0.2
NEAREST = 2
SURE = 0.2
"""Sum of the cosines with the nearest from which they are echoed in full: strangers are not."""

HUB = 0.5
CROWD = 10


@dataclass(frozen=True, slots=True)
class _Echo:
    """For each text the texts across that it echoes, shape (texts, nearest), and how loud."""

    texts: npt.NDArray[np.int64]
    weights: Floats

    @property
    def heard(self) -> npt.NDArray[np.int64]:
        """The texts across that any text echoes, ascending."""
        import numpy as np

        heard: npt.NDArray[np.int64] = np.unique(self.texts)
        return heard

    def repeat(self, said: Floats) -> Floats:
        """Return for each text what it echoes of `said`, one row for each of `heard`."""
        import numpy as np

        places = np.searchsorted(self.heard, self.texts)
        total: Floats = self.weights[:, :1] * said[places[:, 0]]
        for nearest in range(1, places.shape[1]):
            total += self.weights[:, nearest, None] * said[places[:, nearest]]
        return total

    def across(self, close: Floats) -> Floats:
        """Return for each text how close it is to what it echoes; `close` has a row for each text."""
        import numpy as np

        chosen: Floats = np.take_along_axis(close, self.texts, axis=1)
        total: Floats = (chosen * self.weights).sum(axis=1)
        return total


def fit(space: Vectors) -> Floats:
    """Return how well the texts go together, shape (sources, targets): 1 for alike, below 0 for strangers.

    There is at least one text on either side.
    """
    direct = cosines(space.sources, space.targets)
    there, back = _echo(direct), _echo(direct.T)
    to_targets = there.repeat(cosines(space.targets.take(there.heard), space.targets))
    to_sources = back.repeat(cosines(space.sources.take(back.heard), space.sources))
    both = back.repeat(there.repeat(direct[back.heard][:, there.heard].T).T)
    lengths = _lengths(space.sources, there, direct, to_targets)
    answers = _lengths(space.targets, back, direct.T, to_sources)
    close = direct
    close += to_targets
    close += to_sources.T
    close += both.T
    close /= lengths[:, None]
    close /= answers
    return _without_crowd(close)


def _echo(close: Floats) -> _Echo:
    """Choose the nearest texts across for each row; ties go to the first."""
    import numpy as np

    left = close.copy()
    rows = np.arange(len(left))
    texts, weights = [], []
    for _ in range(min(NEAREST, left.shape[1])):
        best = left.argmax(axis=1)
        texts.append(best)
        weights.append(left[rows, best])
        left[rows, best] = -1
    loud = np.array(weights, dtype=np.float64).T
    loud *= FEEDBACK / np.maximum(loud.sum(axis=1, keepdims=True), SURE)
    return _Echo(np.array(texts).T, loud.astype(np.float32))


def _lengths(side: Terms, echo: _Echo, direct: Floats, to_others: Floats) -> Floats:
    """Return the length of each vector with its echo: of o + e it is the root of o² + 2oe + e²."""
    import numpy as np

    own = np.zeros(side.texts, dtype=np.float32)
    own[side.rows] = 1
    square = own + 2 * echo.across(direct) + echo.across(to_others)
    lengths: Floats = np.sqrt(np.maximum(square, 1e-12))
    return lengths


def _without_crowd(close: Floats) -> Floats:
    common = HUB / 2 * (_crowd(close.T)[None, :] + _crowd(close)[:, None])
    close -= common
    close /= 1 - common
    return close


def _crowd(close: Floats) -> Floats:
    """Return for each row the mean of its largest values."""
    import numpy as np

    count = min(CROWD, close.shape[1])
    largest: Floats = np.partition(close, close.shape[1] - count, axis=1)[:, -count:].mean(axis=1)
    return largest
