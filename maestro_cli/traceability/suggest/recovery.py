"""Links between two lists of texts, recovered from what the texts say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from maestro_cli.errors import UsageError
from maestro_cli.model.terms import same_text
from maestro_cli.model.texts import Text
from maestro_cli.traceability.suggest.learning import learn
from maestro_cli.traceability.suggest.ranking import fit
from maestro_cli.traceability.suggest.reasons import Reasons, Tie
from maestro_cli.traceability.suggest.vectors import Vectors, vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.float64]

MOST_PAIRS = 10**8
AT_A_TIME = 1 << 24
"""Pairs that are in memory at a time: more sources than this allows are taken in parts, by their ids."""

BEND = 0.1
"""How softly the scores of strangers come down to 0."""

DIGITS = 6


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be missing; `score` in 0 … 1 orders the targets of a source, the best first."""

    source: str
    target: str
    score: float
    why: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the sources and all targets, both in order of their ids; scores (sources, targets)."""

    sources: tuple[Text, ...]
    targets: tuple[Text, ...]
    scores: Scores
    space: Vectors

    def links(self, limit: int, min_score: float = 0, only: Collection[str] | None = None) -> Iterator[Link]:
        """Yield the best `limit` targets of each source, ties in order of ids; of `only` these sources."""
        import numpy as np

        reasons = Reasons(self.space, self.sources, self.targets)
        for row, source in enumerate(self.sources):
            if only is not None and source.id not in only:
                continue
            for column in np.argsort(-self.scores[row], kind="stable")[:limit].tolist():
                score = float(self.scores[row, column])
                if score < min_score:
                    break
                yield Link(source.id, self.targets[column].id, score, reasons.ties(row, column))


def recover(
    sources: Sequence[Text], targets: Sequence[Text], known: Collection[tuple[str, str]] = ()
) -> Iterator[Part]:
    """Yield the scores of all pairs, the sources in parts; `known` are links (source, target) to learn from.

    Nothing depends on the order of the texts. Ids are unique on either side. Raises UsageError for more
    than `MOST_PAIRS` pairs.
    """
    import numpy as np

    if len(sources) * len(targets) > MOST_PAIRS:
        raise UsageError(
            f"{len(sources):,} sources and {len(targets):,} targets are too many to compare: "
            f"at most {MOST_PAIRS:,} pairs",
            code="E-SUGGEST",
            fix="Compare a part of them at a time.",
        )
    own, other = (tuple(sorted(side, key=lambda text: text.id)) for side in (sources, targets))
    if not own or not other:
        return
    space = vectors(own, other)
    size = max(1, AT_A_TIME // len(other))
    for start in range(0, len(own), size):
        stop = min(start + size, len(own))
        part = replace(space, sources=space.sources.take(np.arange(start, stop)))
        yield Part(own[start:stop], other, _scores(part, own[start:stop], other, known), part)


def _scores(
    space: Vectors, sources: Sequence[Text], targets: Sequence[Text], known: Collection[tuple[str, str]]
) -> Scores:
    """Return the scores: how well the texts go together, bent to 0 … 1; texts that say the same have 1."""
    import numpy as np

    rows = {text.id: row for row, text in enumerate(sources)}
    columns = {text.id: column for column, text in enumerate(targets)}
    links = {(rows[s], columns[t]) for s, t in known if s in rows and t in columns}
    fitting = learn(space, fit(space), links).astype(np.float64)
    scores: Scores = np.round(_bent(fitting) / _bent(np.float64(1)), DIGITS).clip(0, 1 - 10.0**-DIGITS)
    alike: dict[str, list[int]] = {}
    for column, text in enumerate(targets):
        alike.setdefault(same_text(text), []).append(column)
    for row, text in enumerate(sources):
        said = same_text(text)
        if said:
            scores[row, alike.get(said, [])] = 1
    return scores


def _bent(fitting: Scores | np.float64) -> Scores:
    """Return what is nearly `fitting` above 0, and comes down to 0 below it without ever turning."""
    import numpy as np

    bent: Scores = (fitting + np.sqrt(fitting**2 + BEND**2)) / 2
    return bent
