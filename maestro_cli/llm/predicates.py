"""What a sentence says right beside a gap, where that belongs to figures of another kind.

A gap is filled with the right number, so “Finished {blocked.count}” would put a true number to a false claim.
Only what stands beside the gap is judged; whole sentences are not understood here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BE = r"(?:(?:is|are|was|were|has been|have been) )?"


@dataclass(frozen=True, slots=True)
class _Predicate:
    """Patterns of it `before` and `behind` a gap; `never` begin the names of figures it is not true of."""

    before: str
    behind: str
    never: frozenset[str]

    def false_of(self, sentence: str) -> bool:
        names = [found[1] for found in re.finditer(self._gap_first(), sentence, re.IGNORECASE)]
        names += [found[1] for found in re.finditer(self._gap_last(), sentence, re.IGNORECASE)]
        return any(name.partition(".")[0] in self.never for name in names)

    def _gap_last(self) -> str:
        return rf"(?<!not )(?<!never )\b(?:{self.before}):? (?:only |just |another )?\{{([a-z0-9_.]+)\}}"

    def _gap_first(self) -> str:
        return rf"\{{([a-z0-9_.]+)\}}(?: {_BE}|[을를이가은는도]? ?)(?:{self.behind})"


_PREDICATES = (
    _Predicate(
        r"finished|completed|closed|delivered|shipped|resolved",
        r"(?:finished|completed|closed|delivered|shipped|resolved|done)\b"
        r"|완료(?:했|됐|되었|하였|됨|함)|끝냈|끝났|마쳤|마무리(?:했|됐|되었)",
        frozenset("blocked held_up open in_progress started waiting ready risk risks conflicts".split()),  # noqa: SIM905
    ),
    _Predicate(
        r"blocked|stuck",
        r"(?:blocked|stuck)\b|막혀 있(?!지)|막혔|묶여 있(?!지)",
        frozenset("done started ready velocity capacity plan".split()),  # noqa: SIM905
    ),
    _Predicate(
        r"started|began",
        r"(?:started|in progress|under ?way)\b|시작(?:했|됐|되었)|착수(?:했|됐)|진행 중(?:입|이|인)",
        frozenset("done blocked held_up open ready waiting".split()),  # noqa: SIM905
    ),
)


def is_misnamed(sentence: str) -> bool:
    """Tell whether a sentence says of a figure what can only be said of others."""
    return any(predicate.false_of(sentence) for predicate in _PREDICATES)
