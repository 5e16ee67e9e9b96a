"""Days that a request names, Korean and English, exactly or relative to today.

Weeks begin on Monday and end on Sunday. A month, quarter or year that something is to be done by ends on its
last day. A day without a year is the next one where it lies ahead, and the last one where it lies behind.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS_EN = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_DAYS_KO = "월화수목금토일"
_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "couple of": 2,
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6,
}  # fmt: skip
_N = r"(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|couple of|한|두|세|네|다섯|여섯)"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?P<weekday>(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?)"

Reader = Callable[[re.Match[str], date, bool], date | None]
"""Reads a match: (match, today, whether the day lies ahead)."""

_EXACT = (
    r"(?<!\d)(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)",
    r"(?:(?P<y>\d{4})년\s*)?(?<!\d)(?P<m>\d{1,2})월\s*(?P<d>\d{1,2})일",
    rf"\b{_MONTH}\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y>\d{{4}}))?",
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?:,?\s+(?P<y>\d{{4}}))?",
    r"(?<![\d/.])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])",
)
_MONTH_END = (
    rf"\b(?:by|before|until|till|end of|in|of)\s+{_MONTH}\b(?!\s+\d{{1,2}}\b)(?:\s+(?P<y>\d{{4}}))?",
    r"(?:(?P<y>\d{4})년\s*)?(?<!\d)(?P<m>\d{1,2})월\s*(?:말|까지|안|내)",
)
_QUARTER = r"\bq(?P<q>[1-4])\b(?:\s*/?\s*(?P<y>\d{4}))?|(?:(?P<y2>\d{4})년\s*)?(?<!\d)(?P<q2>[1-4])\s*분기"
_UNITS = (("day", r"days?|일|날"), ("week", r"weeks?|주일|주"), ("month", r"months?|개월|달"))


def until_of(text: str, today: date) -> date | None:
    """Return the day by which something is to be done, None where the text names none from today on."""
    found = _first(_UNTIL, text.casefold(), today, ahead=True)
    return found if found is not None and found >= today else None


def since_of(text: str, today: date) -> date | None:
    """Return the day from which on things are told, None where the text names none up to today."""
    found = _first(_SINCE, text.casefold(), today, ahead=False)
    return found if found is not None and found <= today else None


def _first(table: tuple[tuple[str, Reader], ...], text: str, today: date, *, ahead: bool) -> date | None:
    for pattern, reader in table:
        for found in re.finditer(pattern, text):
            try:
                day = reader(found, today, ahead)
            except (ValueError, OverflowError):
                continue
            if day is not None:
                return day
    return None


def number_of(word: str) -> int:
    """Return what a number says, in digits or in words."""
    return _WORDS.get(word) or int(word)


def _month_of(found: re.Match[str]) -> int:
    named = found.groupdict()
    return int(named["m"]) if named.get("m") else _MONTHS.index(found["month"][:3]) + 1


def _exact(found: re.Match[str], today: date, ahead: bool) -> date:
    month, day, year = _month_of(found), int(found["d"]), found.groupdict().get("y")
    return date(int(year), month, day) if year else _near(today, ahead, lambda y: date(y, month, day))


def _month_end(found: re.Match[str], today: date, ahead: bool) -> date:
    month, year = _month_of(found), found.groupdict().get("y")
    return _end(int(year), month) if year else _near(today, ahead, lambda y: _end(y, month))


def _quarter(found: re.Match[str], today: date, ahead: bool) -> date:
    month, year = 3 * int(found["q"] or found["q2"]), found["y"] or found["y2"]
    if not ahead:
        return date(int(year), month - 2, 1) if year else _near(today, ahead, lambda y: date(y, month - 2, 1))
    return _end(int(year), month) if year else _near(today, ahead, lambda y: _end(y, month))


def _near(today: date, ahead: bool, make: Callable[[int], date]) -> date:
    """Return the next such day, or the last one."""
    day = make(today.year)
    if ahead and day < today:
        return make(today.year + 1)
    return make(today.year - 1) if not ahead and day > today else day


def _end(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _start(year: int, month: int) -> date:
    return _end(year, month - 1) + timedelta(days=1)


def _weekday(found: re.Match[str], today: date, ahead: bool) -> date:
    word = found["weekday"]
    index = _DAYS_EN.index(word[:3]) if word[:3] in _DAYS_EN else _DAYS_KO.index(word[0])
    monday = today - timedelta(days=today.weekday())
    if found.groupdict().get("next"):
        return monday + timedelta(days=7 + index)
    if found.groupdict().get("last"):
        return monday + timedelta(days=index - 7)
    return today + timedelta(days=(index - today.weekday()) % 7) if ahead else (
        today - timedelta(days=(today.weekday() - index) % 7)
    )  # fmt: skip


def _end_of(unit: str, add: int = 0) -> Reader:
    def read(_: re.Match[str], today: date, __: bool) -> date:
        if unit == "week":
            return today + timedelta(days=6 - today.weekday() + 7 * add)
        if unit == "month":
            return _end(today.year, today.month + add)
        if unit == "quarter":
            return _end(today.year, (today.month + 2) // 3 * 3 + 3 * add)
        return date(today.year + add, 12, 31)

    return read


def _start_of(unit: str, back: int = 0) -> Reader:
    def read(_: re.Match[str], today: date, __: bool) -> date:
        if unit == "week":
            return today - timedelta(days=today.weekday() + 7 * back)
        if unit == "month":
            return _start(today.year, today.month - back)
        if unit == "quarter":
            return _start(today.year, (today.month + 2) // 3 * 3 - 2 - 3 * back)
        return date(today.year - back, 1, 1)

    return read


def _days(count: int) -> Reader:
    return lambda _, today, __: today + timedelta(days=count)


def _in(unit: str) -> Reader:
    """Read "in two weeks"."""

    def read(found: re.Match[str], today: date, _: bool) -> date:
        count = number_of(found["n"])
        if unit == "month":
            last = _end(today.year, today.month + count)
            return last.replace(day=min(last.day, today.day))
        return today + timedelta(days=count * (7 if unit == "week" else 1))

    return read


def _past(unit: str) -> Reader:
    """Read "the last two weeks": that many days, today included."""
    size = {"day": 1, "week": 7, "month": 30}[unit]
    return lambda found, today, _: today - timedelta(days=number_of(found["n"]) * size - 1)


def _ago(unit: str) -> Reader:
    size = {"day": 1, "week": 7, "month": 30}[unit]
    return lambda found, today, _: today - timedelta(days=number_of(found["n"]) * size)


def _until() -> Iterator[tuple[str, Reader]]:
    yield from ((pattern, _exact) for pattern in _EXACT)
    yield rf"\b(?P<next>next )?{_WEEKDAY}\b", _weekday
    yield r"(?P<next>다음\s*주\s*)?(?P<weekday>[월화수목금토일]요일)", _weekday
    yield from ((pattern, _month_end) for pattern in _MONTH_END)
    yield _QUARTER, _quarter
    for name, unit, ko in (("week", "week", "주"), ("month", "month", "달"), ("quarter", "quarter", "분기")):
        yield rf"\bnext {name}\b|다음\s*{ko}(?!\d)", _end_of(unit, 1)
        yield rf"\b(?:end of|by|before|until|within|this)(?: the| this)? {name}\b|이번\s*{ko}", _end_of(unit)
    yield r"\bnext year\b|내년", _end_of("year", 1)
    yield r"\b(?:this|the|of) year\b|year[- ]end|연말|올해|연내", _end_of("year")
    yield r"월말|이달\s*말|\bend of month\b|\beom\b", _end_of("month")
    yield r"주말까지|\beow\b", _end_of("week")
    yield r"분기\s*말|\beoq\b", _end_of("quarter")
    for unit, words in _UNITS:
        yield rf"\b(?:in|within)\s+(?:the next\s+)?{_N}\s+(?:more\s+)?(?:{words})\b", _in(unit)
        yield rf"{_N}\s*(?:{words})\s*(?:안|이내|내|후|뒤)", _in(unit)
    yield r"\btomorrow\b|내일", _days(1)
    yield r"\btoday\b|오늘", _days(0)


def _since() -> Iterator[tuple[str, Reader]]:
    yield from ((pattern, _exact) for pattern in _EXACT)
    for unit, words in _UNITS:
        yield rf"\b(?:last|past|previous)\s+{_N}\s+(?:{words})\b", _past(unit)
        yield rf"(?:지난|최근)\s*{_N}\s*(?:{words})", _past(unit)
        yield rf"\b{_N}\s+(?:{words})\s+ago\b", _ago(unit)
    yield r"\byesterday\b|어제", _days(-1)
    yield rf"\b(?P<last>last )?{_WEEKDAY}\b", _weekday
    yield r"(?P<last>지난\s*주\s*)?(?P<weekday>[월화수목금토일]요일)", _weekday
    for name, unit, ko in (("week", "week", "주"), ("month", "month", "달"), ("quarter", "quarter", "분기")):
        yield rf"\b(?:last|previous) {name}\b|지난\s*{ko}|저번\s*{ko}", _start_of(unit, 1)
        yield rf"\bthis {name}\b|이번\s*{ko}", _start_of(unit)
    yield r"\bpast week\b", _days(-6)
    yield r"전월", _start_of("month", 1)
    yield r"금주", _start_of("week")
    yield _QUARTER, _quarter
    yield r"\bthis year\b|올해", _start_of("year")
    yield r"\btoday\b|오늘", _days(0)


_UNTIL = tuple(_until())
_SINCE = tuple(_since())
