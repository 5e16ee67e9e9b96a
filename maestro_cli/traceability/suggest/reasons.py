"""Why two texts go together: the words that tie them, as they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from maestro_cli.model.terms import parts, stems, words
from maestro_cli.model.texts import Text
from maestro_cli.traceability.suggest.products import Terms
from maestro_cli.traceability.suggest.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Tie:
    """A word of both texts, without case, and its share of what they have in common and few others have."""

    word: str
    weight: float


class Reasons:
    """Finds what ties pairs of the same two lists; both in the order of their vectors."""

    def __init__(self, space: Vectors, sources: Iterable[Text], targets: Iterable[Text]) -> None:
        """Keep the texts; what they say is looked at when a pair is asked for."""
        self._space = space
        self._sources = [_Said(text) for text in sources]
        self._targets = [_Said(text) for text in targets]
        self._sides = _by_text(space.sources), _by_text(space.targets)

    def ties(self, source: int, target: int) -> tuple[Tie, ...]:
        """Return the words that tie a pair, the strongest first; runs of characters where it has no word."""
        import numpy as np

        own, other = (side[text] for side, text in zip(self._sides, (source, target), strict=True))
        columns, here, there = np.intersect1d(own[0], other[0], assume_unique=True, return_indices=True)
        weights = own[1][here] * other[1][there] * self._space.telling[columns]
        shared = dict(zip(columns.tolist(), weights.tolist(), strict=True))
        chosen = {column: weight for column, weight in shared.items() if column < self._space.stems} or shared
        total = sum(chosen[column] for column in sorted(chosen))
        found: dict[str, float] = {}
        for column in sorted(chosen, key=lambda one: (-chosen[one], self._space.names[one])):
            word = self._written(column, source, target)
            if word:
                found[word] = found.get(word, 0) + chosen[column] / total
        strongest = sorted(found.items(), key=lambda tie: (-tie[1], tie[0]))
        return tuple(Tie(word, round(weight, 4)) for word, weight in strongest[:MOST_WORDS])

    def _written(self, column: int, source: int, target: int) -> str:
        """Return the form of a term that stands in both texts: a word, else the longest part of one."""
        name = self._space.names[column]
        if column >= self._space.stems:
            return name.strip("_")
        own, other = self._sources[source].forms[name], self._targets[target].forms[name]
        both = [form for form in own if form in other]
        if both:
            return min(both, key=lambda form: (-min(own[form], other[form]), form))
        one, two = (min(forms, key=lambda form: (-forms[form], form)) for forms in (own, other))
        match = SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
        return one[match.a : match.a + match.size]


@dataclass(frozen=True)
class _Said:
    text: Text

    @cached_property
    def forms(self) -> Mapping[str, Counter[str]]:
        """How often each stem is written in which form."""
        found: dict[str, Counter[str]] = {}
        for text in (self.text.title, self.text.body, self.text.id):
            for word in words(text):
                for part in parts(word):
                    for stem in stems(part):
                        found.setdefault(stem, Counter())[part.casefold()] += 1
        return found


def _by_text(side: Terms) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]]:
    """Return the columns, ascending, and the weights of each text."""
    import numpy as np

    order = np.argsort(side.rows, kind="stable")
    borders = np.searchsorted(side.rows[order], np.arange(1, side.texts))
    columns, values = np.split(side.columns[order], borders), np.split(side.values[order], borders)
    return list(zip(columns, values, strict=True))
