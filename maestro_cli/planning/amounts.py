"""Points, days and values as exact numbers: what people write as decimals adds up as they would add it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache


@lru_cache(maxsize=4096)
def exact(amount: float) -> Fraction:
    """Return the decimal number that a float was written as, exactly."""
    return Fraction(repr(float(amount)))


def exact_sum(amounts: Iterable[float]) -> Fraction:
    """Return the exact sum of numbers as they were written."""
    return sum(map(exact, amounts), Fraction(0))


def cut(points: Fraction) -> Fraction:
    """Cut to two decimals: what is not there is not promised."""
    return Fraction(int(points * 100), 100)


def ratio(part: Fraction, whole: Fraction) -> Fraction:
    """Divide; 0 where there is nothing to divide by."""
    return part / whole if whole else Fraction(0)
