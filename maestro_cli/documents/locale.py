"""Dates and numbers as readers of a language write them.

Two languages with fixed forms need no locale database: loading one costs more than a short command.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

LANGUAGES = ("en", "ko")

MOST_NAMED = 8
"""Ids that a line names; an ellipsis stands for more."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_date(day: date, language: str) -> str:
    """Return `21 Nov 2026`, or `2026년 11월 21일` in Korean."""
    if language == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_span(start: date, end: date, language: str) -> str:
    """Return both days, what they share said once: `9–20 Nov 2026`, `2026년 11월 9일~20일`."""
    if language == "ko":
        return f"{format_date(start, language)}~{_korean_end(start, end)}"
    if start.year != end.year:
        return f"{format_date(start, language)} – {format_date(end, language)}"
    if start.month != end.month:
        return f"{start.day} {_MONTHS[start.month - 1]} – {format_date(end, language)}"
    return f"{start.day}–{format_date(end, language)}"


def _korean_end(start: date, end: date) -> str:
    if start.year != end.year:
        return format_date(end, "ko")
    return f"{end.day}일" if start.month == end.month else f"{end.month}월 {end.day}일"


def format_number(value: float, digits: int = 1) -> str:
    """Return a number with thousands in groups and at most `digits` decimals, no trailing zeros.

    Both languages write numbers alike: `1,234.5`, `3`, `-0.5`.
    """
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def format_known(value: float | None) -> str:
    """Return a number as `format_number` does; a dash where it is not known."""
    return "–" if value is None else format_number(value)


def format_share(part: float, whole: float) -> str:
    """Return the share in per cent, rounded half up: `92%`; empty where there is no whole."""
    return f"{int(part / whole * 100 + 0.5)}%" if whole > 0 else ""


def format_chance(probability: float) -> str:
    """Return a probability in per cent; nothing that is forecast is quite sure."""
    if probability > 0.99:
        return ">99%"
    return "<1%" if probability < 0.01 else format_share(probability, 1)


def first_ids(ids: Sequence[str]) -> str:
    """Return the first of the ids, with an ellipsis where there are more."""
    return ", ".join(ids[:MOST_NAMED]) + (", …" if len(ids) > MOST_NAMED else "")
