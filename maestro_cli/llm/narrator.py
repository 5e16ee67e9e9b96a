"""The seam between facts and words: a narrator phrases, and leaves a gap for every number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from maestro_cli.model.evidence import Figure

GAP = re.compile(r"\{(cite:)?([a-z0-9_.]+)\}")
"""`{done.count}` is filled with the figure, its unit and its citation; `{cite:done.count}` only cites."""


class Narrator(Protocol):
    """Phrases what matters most. Figures are filled in afterwards, so none can be invented."""

    name: str

    def headline(self, figures: Mapping[str, Figure], language: str, question: str = "") -> Sequence[str]:
        """Return at most five sentences in `language` (en or ko) with gaps for figures of these names.

        `question` is what a person asked, where the sentences are to answer it.
        """


def gaps(sentence: str) -> tuple[str, ...]:
    """Return the names of the figures that a sentence has gaps for, in order."""
    return tuple(match.group(2) for match in GAP.finditer(sentence))
