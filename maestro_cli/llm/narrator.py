"""The seam between facts and words: a narrator phrases, and leaves a gap for every number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from maestro_cli.errors import Diagnostic
from maestro_cli.llm.interface import Size
from maestro_cli.model.evidence import Figure
from maestro_cli.model.requests import Complexity

GAP = re.compile(r"\{(cite:)?([a-z0-9_.]+)\}")
"""`{done.count}` is filled with the figure, its unit and its citation; `{cite:done.count}` only cites."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A session so far: what was asked and answered, oldest first, byte for byte as in every call before.

    `known` is what is remembered beside that; it changes seldom. `size` is that of the model which was asked
    so recently that its cache still holds all this; each model has a cache of its own. `choices` is what a
    request can want: every question of the session names them, as one schema stands before all the rest.
    """

    turns: tuple[tuple[str, str], ...] = ()
    known: str = ""
    size: Size | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """What sentences are for: their language (en or ko), in whose voice, and which question they answer.

    `agent` is whose voice it is: few sentences have room for one. `talk` is the session, if there is one.
    """

    language: str
    agent: str = "reporter"
    question: str = ""
    complexity: Complexity = Complexity.MODERATE
    talk: Talk | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a model and what came of it, for the audit and for the next turn of a session.

    `said` is empty and `failure` tells why where the rules had to speak. `usd` None is not known. `began`
    (ISO 8601 in UTC) and `seconds` are of a question asked before its run: a step is measured by itself.
    """

    text: str
    said: str
    size: Size
    inputs: str
    prompt: str
    model: str | None
    tokens: int
    usd: float | None
    failure: Diagnostic | None = None
    began: str = ""
    seconds: float = 0.0


class Narrator(Protocol):
    """Phrases what matters most. Figures are filled in afterwards, so none can be invented."""

    name: str
    asked: Asked | None
    """What the last headline asked of a model; None where it asked none."""

    def headline(self, figures: Mapping[str, Figure], occasion: Occasion) -> Sequence[str]:
        """Return at most five sentences with gaps for figures of these names."""


def gaps(sentence: str) -> tuple[str, ...]:
    """Return the names of the figures that a sentence has gaps for, in order."""
    return tuple(match.group(2) for match in GAP.finditer(sentence))
