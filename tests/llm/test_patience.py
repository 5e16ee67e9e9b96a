"""Waits between tries: random below a doubling cap, or what the provider asks for."""

from __future__ import annotations

import random
from email.utils import formatdate

from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.llm.patience import Patience, Timing, asked_wait, count_down, wait_before

NOW = 1_790_000_000.0


@settings(deadline=None)
@given(st.integers(2, 60), st.integers())
def test_a_backoff_stays_between_nothing_and_its_cap(attempt: int, seed: int) -> None:
    patience = Patience(base=0.5, cap=8)
    wait = wait_before(attempt, None, patience, Timing(chance=random.Random(seed)))
    assert 0 <= wait <= min(8, 0.5 * 2 ** (attempt - 2))


def test_backoffs_use_the_whole_range() -> None:
    """Full jitter: clients that failed together do not come back together."""
    timing = Timing(chance=random.Random(3))
    waits = [wait_before(4, None, Patience(base=0.5, cap=8), timing) for _ in range(500)]
    assert min(waits) < 0.1
    assert max(waits) > 1.9


@settings(deadline=None)
@given(st.integers(0, 10**7))
def test_a_date_means_the_seconds_until_then(seconds: int) -> None:
    assert asked_wait({"retry-after": formatdate(NOW + seconds, usegmt=True)}, NOW) == seconds


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_of_a_header_breaks_anything(text: str) -> None:
    wait = asked_wait({"retry-after": text, "retry-after-ms": text[::-1]}, NOW)
    assert wait is None or wait >= 0


def test_milliseconds_are_more_exact_and_the_past_is_now() -> None:
    assert asked_wait({"retry-after-ms": "1500", "retry-after": "9"}, NOW) == 1.5
    assert asked_wait({"retry-after": formatdate(NOW - 60)}, NOW) == 0
    assert asked_wait({}, NOW) is None


def test_a_countdown_sleeps_in_seconds_and_tells_each() -> None:
    slept: list[float] = []
    told: list[tuple[int, bool]] = []
    count_down(2.5, Timing(sleep=slept.append), lambda left, first: told.append((left, first)))
    assert slept == [1.0, 1.0, 0.5]
    assert told == [(3, True), (2, False), (1, False)]
