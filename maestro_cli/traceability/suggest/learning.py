"""What the links that exist teach: texts that are alike tend to have the same links.

For a pair that is not linked speak the sources most like its source that are linked to its target, and the
targets most like its target that its source is linked to. How loud is decided by the links themselves: each
is looked for as if it were not there, and the neighbours are heard as far as that finds more of them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from maestro_cli.traceability.suggest.measure import average_precision
from maestro_cli.traceability.suggest.products import Terms, cosines
from maestro_cli.traceability.suggest.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

VOICES = (0.0, 0.1, 0.2, 0.4)
NEIGHBOURS = 3
LARGEST = 8192
"""Texts of one side that are compared with one another; above this nothing is learnt."""


def learn(space: Vectors, fitting: Floats, known: Collection[tuple[int, int]]) -> Floats:
    """Return `fitting`, changed as far as the `known` links (places of source and target) say."""
    import numpy as np

    if not known or max(fitting.shape) > LARGEST:
        return fitting
    linked = np.zeros(fitting.shape, dtype=np.float32)
    linked[tuple(np.array(sorted(known)).T)] = 1
    said = _neighbours(space.sources) @ linked + linked @ _neighbours(space.targets).T
    heard: list[Floats] = [1 - (1 - fitting) * (1 - np.float32(voice) * said) for voice in VOICES]
    found = [_mean_precision(each, linked) for each in heard]
    return heard[found.index(max(found))]


def _neighbours(side: Terms) -> Floats:
    """Return how much each text listens to each other one of its side: the rows add up to 1, or are 0."""
    import numpy as np

    found = cosines(side, side)
    np.fill_diagonal(found, 0)
    count = min(NEIGHBOURS, side.texts)
    found[found < np.partition(found, side.texts - count, axis=1)[:, -count, None]] = 0
    found /= np.maximum(found.sum(axis=1, keepdims=True), 1e-12)
    return found


def _mean_precision(fitting: Floats, linked: Floats) -> float:
    rows = [average_precision(row, of != 0) for row, of in zip(fitting, linked, strict=True) if of.any()]
    return round(sum(rows) / len(rows), 3)
