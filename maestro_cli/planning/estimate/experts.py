"""Experts: each says of an item how likely it is to have at most so many points.

Three know only the past points (all of them, and with a half-life of 100 and of 25 items). Four explain them
by kernel ridge regression of every step of the scale at once (distribution regression: Foresi and Peracchi,
JASA 90, 1995; Chernozhukov et al., Econometrica 81, 2013), on words and on characters, each with and without
a half-life of 200 items: words linearly and in pairs, characters by nearness, as a smooth vote of the nearest
items. The median of what they say lies on the team's scale by itself.

All of it is dense linear algebra in NumPy. scikit-learn would bring 205 MB with SciPy (NumPy: 74) and
0.75 s of imports (NumPy: 0.11) for a TF-IDF with LinearSVR whose error is 2 to 4 % larger.
"""

from __future__ import annotations

from typing import Any

from maestro_cli.planning.estimate.corpus import Corpus, Weights

WINDOW = 3000
"""Past items that are learnt from: the newest ones."""

NAMES = (
    "all",
    "recent_100",
    "recent_25",
    "words",
    "words_recent",
    "characters",
    "characters_recent",
)

HALF_LIVES = (None, 100.0, 25.0)
FADING = 200.0
"""Half-life, in items, of what the second model of each kind learns from."""

RIDGE = 2.5
MARKS = 0.4
"""Weight of how an item is written beside what it says."""

AHEAD = 10
"""The weights of terms are learnt anew when the past has grown by one part in so many."""

CHUNK = 500


class Experts:
    """The experts over one corpus; `points` are those of its first rows, which are the past.

    `scale` are the values in question, ascending; what is said of one is 1 at the last.
    """

    def __init__(self, corpus: Corpus, points: Any, scale: Any) -> None:  # noqa: ANN401 - NumPy arrays
        """Keep what is given; nothing is learnt yet."""
        self.corpus, self.points, self.scale = corpus, points, scale
        self._era: Era | None = None

    def say(self, past: int, first: int, last: int) -> Any:  # noqa: ANN401 - a NumPy array
        """Return what each expert says of rows first … last − 1, having seen the rows before `past` alone.

        Shape (experts, rows, values of the scale).
        """
        import numpy as np

        era, start = self._era_for(past), max(0, past - WINDOW)
        below = (self.points[start:past, None] <= self.scale).astype(np.float32)
        age = np.arange(past - start)[::-1]
        said = np.empty((len(NAMES), last - first, len(self.scale)), dtype=np.float32)
        for row, half_life in enumerate(HALF_LIVES):
            weight = _fading(age, half_life)
            said[row] = weight @ below / weight.sum()
        models = [
            (kind, _Ridge(era.among(kind, start, past), below, _fading(age, half_life)))
            for kind in ("words", "characters")
            for half_life in (None, FADING)
        ]
        for at in range(first, last, CHUNK):
            rows = slice(at - first, min(at + CHUNK, last) - first)
            likeness = era.towards(at, min(at + CHUNK, last), start, past)
            for row, (kind, model) in enumerate(models, len(HALF_LIVES)):
                said[row, rows] = model.say(likeness[kind])
        return said

    def nearest(self, past: int, first: int, last: int, count: int) -> tuple[Any, Any]:
        """Return the rows of the `count` past items most like each of first … last − 1; how alike, 0 to 1."""
        import numpy as np

        era, start = self._era_for(past), max(0, past - WINDOW)
        rows, alike = [], []
        for at in range(first, last, CHUNK):
            raw = era.raw(at, min(at + CHUNK, last), start, past)
            order = np.argsort(-raw, axis=1, kind="stable")[:, :count]
            rows.append(order + start)
            alike.append(np.take_along_axis(raw, order, axis=1))
        return np.concatenate(rows), np.concatenate(alike)

    def _era_for(self, past: int) -> Era:
        era = self._era
        if era is None or past > era.end or past > era.learnt + era.learnt // AHEAD or past < era.learnt:
            self._era = None  # its memory is free before the next one is made
            known = min(len(self.points), past + past // AHEAD)
            era = self._era = Era(self.corpus, max(0, past - WINDOW), past, known)
        return era


class Era:
    """A time over which the weights of terms stay as they are, and how alike its items are."""

    def __init__(self, corpus: Corpus, first: int, learnt: int, end: int) -> None:
        """Learn the weights from rows first … learnt − 1, and compare the rows first … end − 1."""
        self._corpus, self._first, self.learnt, self.end = corpus, first, learnt, end
        self._words = Weights(corpus.words, first, learnt)
        self._characters = Weights(corpus.characters, first, learnt)
        seen = corpus.marks[first:learnt]
        self._middle, self._spread = seen.mean(axis=0), seen.std(axis=0) + 1e-6
        self._known = self._vectors(first, end)
        self._among = self._kernels(self._known, slice(None))

    def among(self, kind: str, start: int, past: int) -> Any:  # noqa: ANN401 - a NumPy array
        """Return the kernel among the rows start … past − 1."""
        part = slice(start - self._first, past - self._first)
        return self._among[kind][part, part]

    def towards(self, first: int, last: int, start: int, past: int) -> dict[str, Any]:
        """Return the kernels of rows first … last − 1 towards start … past − 1, by kind."""
        part = slice(start - self._first, past - self._first)
        return self._kernels(self._vectors(first, last), part)

    def raw(self, first: int, last: int, start: int, past: int) -> Any:  # noqa: ANN401 - a NumPy array
        """Return how alike the words of rows first … last − 1 are to those of start … past − 1."""
        part = slice(start - self._first, past - self._first)
        return self._words.vectors(self._corpus.words, first, last) @ self._known[0][part].T

    def _vectors(self, first: int, last: int) -> tuple[Any, Any, Any]:
        import numpy as np

        marks = (self._corpus.marks[first:last] - self._middle) / self._spread
        return (
            self._words.vectors(self._corpus.words, first, last),
            self._characters.vectors(self._corpus.characters, first, last),
            np.clip(marks, -3, 3) / np.float32(marks.shape[1] ** 0.5),
        )

    def _kernels(self, asked: tuple[Any, Any, Any], part: slice) -> dict[str, Any]:
        """Words are compared linearly and in pairs, characters by nearness, marks by a Gaussian."""
        import numpy as np

        words, characters, written = (
            one @ other[part].T for one, other in zip(asked, self._known, strict=True)
        )
        ours, theirs = (np.einsum("ij,ij->i", one, one) / 2 for one in (asked[2], self._known[2][part]))
        written -= ours[:, None]
        written -= theirs
        np.exp(written, out=written)
        written *= MARKS
        words += words**2
        words += written
        characters -= 1
        characters *= 2
        np.exp(characters, out=characters)
        characters *= 2
        characters += written
        return {"words": words, "characters": characters}


class _Ridge:
    """Weighted kernel ridge regression of all steps of the scale around their weighted mean."""

    def __init__(self, kernel: Any, below: Any, weight: Any) -> None:  # noqa: ANN401 - NumPy arrays
        import numpy as np

        weight = weight * (len(weight) / weight.sum())
        root = np.sqrt(weight)[:, None]
        self._mean = weight @ below / len(weight)
        system = kernel * root
        system *= root.T
        system[np.diag_indices(len(weight))] += RIDGE
        self._dual = root * np.linalg.solve(system, root * (below - self._mean))

    def say(self, kernel: Any) -> Any:  # noqa: ANN401 - NumPy arrays
        import numpy as np

        said = np.maximum.accumulate(self._mean + kernel @ self._dual, axis=1).clip(0, 1)
        said[:, -1] = 1
        return said


def _fading(age: Any, half_life: float | None) -> Any:  # noqa: ANN401 - NumPy arrays
    import numpy as np

    weight = np.ones(len(age)) if half_life is None else 0.5 ** (age / half_life)
    return weight.astype(np.float32)
