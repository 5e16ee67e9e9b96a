"""What is remembered: what worked for which kind of request, what was said, and what people told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

KEPT_SHARE = 0.9
"""What stays of a moving average when a value comes: new average = 0.9 · old average + 0.1 · value."""


class Schedule(StrEnum):
    """Whether the skills of a request, and agents that do not need each other, work at once or in turn."""

    PARALLEL = "parallel"
    SEQUENTIAL = "sequential"


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which one kind of request (intent and complexity) was answered."""

    intent: str
    complexity: str
    strategy: str
    schedule: Schedule
    agents: tuple[str, ...]
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Experience:
    """How a way went. `success` (0 to 1) and `seconds` are moving averages that begin with the first run.

    A run is a success when it was completed with no skill missing and no line dropped.
    """

    way: Way
    runs: int
    success: float
    seconds: float
    updated: str


def averaged(old: float, value: float) -> float:
    """Return the moving average after one more value."""
    return KEPT_SHARE * old + (1 - KEPT_SHARE) * value


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as an answer stated it, written as text, with ids of what it stands on."""

    name: str
    value: str
    unit: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A request of a session and what was answered, secrets redacted.

    `named` are items that the request was about, `spoken` those that the answer spoke of first. `number`
    counts the turns of the session from 1; `headline` is empty while there is no answer. Where a model was
    asked, `sent` and `reply` are what was said to it and taken from it, and `size` is which of the cascade.
    """

    run_id: str
    text: str
    intents: tuple[str, ...]
    agents: tuple[str, ...]
    time: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    headline: str = ""
    figures: tuple[Stated, ...] = ()
    number: int = 0
    sent: str = ""
    reply: str = ""
    size: str = ""

    @property
    def items(self) -> tuple[str, ...]:
        """The items that a later "it" can mean: what the person named, else what the answer spoke of."""
        return self.named or self.spoken


@dataclass(frozen=True, slots=True)
class Summary:
    """What turns too old to be kept in mind verbatim come to: what was asked, of what, and figures."""

    turns: int = 0
    intents: Mapping[str, int] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    figures: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """What a person told about the project. It is shown and cited; it is no order and no evidence."""

    number: int
    text: str
    source: str
    date: str

    @property
    def id(self) -> str:
        """How it is named: `fact:3`."""
        return f"fact:{self.number}"


@dataclass(frozen=True, slots=True)
class Understood:
    """What a request was taken to mean by what was said before it.

    `how` is `items` (a word stood for items) or `follow_up` (it named no wish, the former one is meant).
    """

    how: str
    said: str
    items: tuple[str, ...]
    intents: tuple[str, ...]
    turn: int
