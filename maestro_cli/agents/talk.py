"""What a model is told of a session: its turns word for word, what older ones come to, and what people told.

Every line comes back byte for byte in the next call, so the provider reads it from its cache; what is summed
up grows by `STEP` turns at once, since it stands before all turns that are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from maestro_cli.agents.conversation import VERBATIM, summary_of
from maestro_cli.agents.duties import CHOICES
from maestro_cli.llm.interface import Size
from maestro_cli.llm.narrator import Talk
from maestro_cli.llm.quoting import quoted
from maestro_cli.model.memory import Fact, Summary, Turn

STEP = 5
"""Turns that leave the verbatim part together: from 6 to `VERBATIM` are kept."""

MOST_TOLD = 2000
"""Characters of the newest facts that people told; more are kept, but not sent."""


WARM = timedelta(minutes=5)
"""How long the provider's cache lasts after it was last read."""


def talk_of(turns: Sequence[Turn], facts: Sequence[Fact], now: str) -> Talk:
    """Return the session so far; `turns` and `facts` are the oldest first, `now` is ISO 8601."""
    old = -(-max(0, len(turns) - VERBATIM) // STEP) * STEP
    parts = (_told(facts), _summed_up(summary_of(turns[:old])))
    return Talk(
        tuple((_asked(turn), _answered(turn)) for turn in turns[old:] if turn.reply or turn.headline),
        "\n".join(part for part in parts if part),
        _warm(turns[-1:], now),
        CHOICES,
    )


def _warm(last: Sequence[Turn], now: str) -> Size | None:
    moment = datetime.fromisoformat(now)
    return next((Size(one.size) for one in last if one.size and moment - _time(one) < WARM), None)


def _time(turn: Turn) -> datetime:
    return datetime.fromisoformat(turn.time)


def _asked(turn: Turn) -> str:
    return turn.sent or quoted("question", turn.text)


def _answered(turn: Turn) -> str:
    return turn.reply or quoted("answer", turn.headline)


def _told(facts: Sequence[Fact]) -> str:
    lines = [f"{fact.date}: {fact.text}" for fact in facts]
    sizes = accumulate(len(line) for line in reversed(lines))
    count = sum(size <= MOST_TOLD for size in sizes)
    return quoted("what people told of the project", "\n".join(lines[-count:])) if count else ""


def _summed_up(old: Summary) -> str:
    if not old.turns:
        return ""
    asked = ", ".join(f"{intent} {count}" for intent, count in old.intents.items())
    stated = ", ".join(f"{one.name} {one.value} {one.unit}".rstrip() for one in old.figures)
    lines = (f"turns: {old.turns}; asked: {asked}", f"items: {', '.join(old.items)}", f"stated: {stated}")
    return quoted("the session before", "\n".join(lines))
