"""How long an engine waits: between tries, for the provider's own wish, and never beyond the deadline.

Backoff with full jitter: a random wait between nothing and a doubling cap (Brooker, "Exponential Backoff
And Jitter", 2015).
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """Tries at most, first and longest backoff, longest wait it may ask for, longest silence; seconds."""

    attempts: int = 5
    base: float = 0.5
    cap: float = 8.0
    longest: float = 30.0
    silence: float = 60.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Clock, sleep and chance, so that tests can wait for hours in no time."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    chance: random.Random = field(default_factory=random.Random)


def wait_before(attempt: int, asked: float | None, patience: Patience, timing: Timing) -> float:
    """Return the wait before try number `attempt` (2, 3 …): what was asked for, else a backoff."""
    if asked is not None:
        return asked
    return timing.chance.uniform(0, min(patience.cap, patience.base * 2 ** (attempt - 2)))


def asked_wait(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that `retry-after` asks for, a number or a date; None where it makes no sense."""
    seconds = _number(headers.get("retry-after-ms"))
    if seconds is not None:
        return seconds / 1000
    text = headers.get("retry-after", "")
    seconds = _number(text)
    if seconds is not None:
        return seconds
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def count_down(seconds: float, timing: Timing, tick: Callable[[int, bool], None]) -> None:
    """Sleep; `tick` is told once a second how many are left, and whether it is the first time."""
    left, first = seconds, True
    while left > 0:
        tick(math.ceil(left), first)
        step = min(1.0, left)
        timing.sleep(step)
        left, first = left - step, False


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < math.inf else None
