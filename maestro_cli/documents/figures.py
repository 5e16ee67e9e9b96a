"""Figures in words: the number, its unit, and the mark that leads to its evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from maestro_cli.documents.locale import format_date, format_number

_UNITS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "items": (" item", " items"),
        "points": (" point", " points"),
        "days": (" day", " days"),
        "weeks": (" week", " weeks"),
        "sprints": (" sprint", " sprints"),
        "commits": (" commit", " commits"),
        "people": (" person", " people"),
        "lines": (" line", " lines"),
        "hours": (" hour", " hours"),
        "person-days": (" person-day", " person-days"),
        "items/week": (" item a week", " items a week"),
        "rules": (" rule", " rules"),
        "risks": (" risk", " risks"),
        "findings": (" finding", " findings"),
        "passages": (" passage", " passages"),
        "decisions": (" decision", " decisions"),
        "places": (" place", " places"),
        "share": ("%", "%"),
        "percent": ("%", "%"),
    },
    "ko": {
        "items": ("건", "건"),
        "points": ("포인트", "포인트"),
        "days": ("일", "일"),
        "weeks": ("주", "주"),
        "sprints": ("개 스프린트", "개 스프린트"),
        "commits": ("건", "건"),
        "people": ("명", "명"),
        "lines": ("줄", "줄"),
        "hours": ("시간", "시간"),
        "person-days": ("인일", "인일"),
        "items/week": ("건/주", "건/주"),
        "rules": ("개 규칙", "개 규칙"),
        "risks": ("가지", "가지"),
        "findings": ("건", "건"),
        "passages": ("곳", "곳"),
        "decisions": ("건", "건"),
        "places": ("곳", "곳"),
        "share": ("%", "%"),
        "percent": ("%", "%"),
    },
}

_UNKNOWN = {"en": "not known", "ko": "알 수 없음"}

_WORD = "[A-Za-z0-9_]"
NUMBER = re.compile(rf"(?<!{_WORD})(?<!{_WORD}[.,+-])[+-]?\d+(?:,\d{{3}})*(?:\.\d+)?")
"""A number as documents write it; digits inside a word (P85, v2, US-3) are no number."""


def shown_number(figure: Mapping[str, object]) -> str:
    """Return the number of a figure without unit: `1,234.5`, `+3` for a change, `35` for a share of 0.35.

    At most one decimal; words and dates as they are; an empty text where the value is not known.
    """
    value = figure.get("value")
    if value is None:
        return ""
    if not isinstance(value, int | float):
        return str(value)
    text = format_number(value * 100 if figure.get("unit") == "share" else value)
    signed = str(figure.get("name", "")).endswith((".change", ".slope"))
    return f"+{text}" if signed and value > 0 and text != "0" else text


def shown(figure: Mapping[str, object], language: str) -> str:
    """Return number and unit: `5 items`, `5건`, `35%`, `21 Nov 2026`, `not known`."""
    number = shown_number(figure)
    if not number:
        return _UNKNOWN[language]
    if figure.get("unit") == "date":
        return format_date(date.fromisoformat(number), language)
    singular, plural = _UNITS[language].get(str(figure.get("unit", "")), ("", ""))
    return number + (singular if number.lstrip("+-") == "1" else plural)


def unit_words(language: str) -> dict[str, frozenset[str]]:
    """Return the words of every unit, one and many."""
    return {unit: frozenset(form.strip() for form in forms) for unit, forms in _UNITS[language].items()}


def said(name: str) -> str:
    """Return a name or reason as text: one without a letter in quotes, so that it is no number."""
    return name if any(map(str.isalpha, name)) else f"“{name}”"


def mark(figure: Mapping[str, object]) -> str:
    """Return the footnote mark of a figure; a name means the same figure in the whole document."""
    return f"[^{figure['name']}]"
