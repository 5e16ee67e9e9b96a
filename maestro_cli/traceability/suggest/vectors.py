"""Texts as vectors: how often they say a term, weighed by how few texts say it.

The weight of a term in a text is its count to the power 0.7, times 1 − ln of the mean share of sources and
of targets that say it; half of it where one side never says it. Stems and runs of characters are two
vectors of equal length, side by side. The constants were chosen with each set of known links left out
in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from maestro_cli.model.terms import (
    ID_TIMES,
    TITLE_TIMES,
    grams,
    parts,
    stems,
    stems_of_id,
    words,
)
from maestro_cli.model.texts import Text
from maestro_cli.traceability.suggest.products import Terms

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

POWER = 0.7
ONE_SIDED = 0.5
"""Weight of a term that only sources or only targets say."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Both lists in one space of terms; the length of every vector is 1, but 0 for a text without words.

    `names` are the terms by column: `stems` of them are stems, the others runs of characters. `telling` is
    how much of the weight of each says something: 0 for a term that all texts say, near 1 for a rare one.
    """

    sources: Terms
    targets: Terms
    names: tuple[str, ...]
    stems: int
    telling: npt.NDArray[np.float64]


def vectors(sources: Sequence[Text], targets: Sequence[Text]) -> Vectors:
    """Return the texts of both sides as vectors."""
    import numpy as np

    reader = _Reader()
    said = [_say(side, reader) for side in (sources, targets)]
    border, size = len(reader.stems), len(reader.stems) + len(reader.grams)
    counted = [_counted(each, border) for each in said]
    frequency = [np.bincount(side.columns, minlength=size) for side in counted]
    shares = [(f + 0.5) / (side.texts + 1) for f, side in zip(frequency, counted, strict=True)]
    rarity = 1 - np.log((shares[0] + shares[1]) / 2)
    weight = np.where(np.minimum(*frequency) > 0, rarity, rarity * ONE_SIDED)
    ends = [_weighed(side, weight, border) for side in counted]
    return Vectors(ends[0], ends[1], (*reader.stems, *reader.grams), border, 1 - 1 / rarity)


@dataclass(slots=True)
class _Reader:
    """Numbers terms in the order in which they are first said."""

    stems: dict[str, int] = field(default_factory=dict)
    grams: dict[str, int] = field(default_factory=dict)
    known: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)

    def read(self, text: str, found: tuple[list[int], list[int]]) -> None:
        """Add the stems and runs of characters that `text` says to `found`."""
        for word in words(text):
            numbers = self.known.get(word)
            if numbers is None:
                cut = parts(word)
                numbers = self.known[word] = (
                    [self.stem(stem) for part in cut for stem in stems(part)],
                    [self.grams.setdefault(gram, len(self.grams)) for part in cut for gram in grams(part)],
                )
            found[0].extend(numbers[0])
            found[1].extend(numbers[1])

    def stem(self, stem: str) -> int:
        """Return the number of a stem."""
        return self.stems.setdefault(stem, len(self.stems))


def _say(texts: Sequence[Text], reader: _Reader) -> list[tuple[list[int], list[int]]]:
    """Return the numbers of the stems and runs of characters of each text, as often as it says them."""
    said: list[tuple[list[int], list[int]]] = []
    for text in texts:
        found: tuple[list[int], list[int]] = ([], [])
        reader.read(text.body, found)
        for _ in range(TITLE_TIMES):
            reader.read(text.title, found)
        found[0].extend([reader.stem(stem) for stem in stems_of_id(text.id)] * ID_TIMES)
        said.append(found)
    return said


def _counted(said: Sequence[tuple[list[int], list[int]]], border: int) -> Terms:
    """Return how often each text says each term; runs of characters are the columns from `border` on."""
    import numpy as np

    texts = len(said)
    keys = []
    for channel, offset in ((0, 0), (1, border)):
        columns = np.array([number for each in said for number in each[channel]], dtype=np.int64) + offset
        rows = np.repeat(np.arange(texts), [len(each[channel]) for each in said])
        keys.append(columns * texts + rows)
    found, counts = np.unique(np.concatenate(keys), return_counts=True)
    return Terms(texts, found % max(texts, 1), found // max(texts, 1), counts.astype(np.float32))


def _weighed(side: Terms, weight: npt.NDArray[np.float64], border: int) -> Terms:
    """Weigh the counts; stems and runs of characters make a half each of the square of the length."""
    import numpy as np

    values = side.values.astype(np.float64) ** POWER * weight[side.columns]
    halves = side.columns >= border
    group = side.rows * 2 + halves
    squares = np.bincount(group, values**2, minlength=2 * side.texts)
    filled = (squares > 0).reshape(-1, 2).sum(axis=1)
    values /= np.sqrt(squares[group] * filled[side.rows])
    return Terms(side.texts, side.rows, side.columns, values.astype(np.float32))
