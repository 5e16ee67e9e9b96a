"""Types of single settings: numbers, days, paths and addresses, each with the words for a wrong value."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field


def _no_truth(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")  # noqa: TRY004 - pydantic collects ValueError
    return value


def _iso_day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        return value
    raise ValueError("must be a date such as 2026-11-21")


def _day_off(value: object) -> object:
    try:
        return _iso_day(value)
    except ValueError as error:
        raise ValueError(f"{error}, or a range such as {{start: 2026-11-21, end: 2026-11-25}}") from error


def _inner_path(value: str) -> str:
    path = PurePosixPath(value)
    if not path.parts or path.is_absolute() or ".." in path.parts or re.search(r"[\\\0]|^\w:", value):
        raise ValueError("must be a path inside the project, with forward slashes")
    return value


def _safe_url(value: str) -> str:
    parts = urlsplit(value)
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise ValueError("must begin with https:// (http:// only for this machine)")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a user name or password")
    return value


def once(field: str) -> AfterValidator:
    """Return a validator of a tuple of models: no two may have the same `field`."""

    def check(values: tuple[object, ...]) -> tuple[object, ...]:
        seen: set[object] = set()
        for value in values:
            name = getattr(value, field)
            if name in seen:
                raise ValueError(f"has the {field} {name!r} more than once")
            seen.add(name)
        return values

    return AfterValidator(check)


Text = Annotated[str, Field(min_length=1)]
NUMBER = BeforeValidator(_no_truth)
Fraction = Annotated[float, Field(ge=0, le=1), NUMBER]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False), NUMBER]
Count = Annotated[int, Field(ge=1), NUMBER]
Days = Annotated[int, Field(ge=1, le=366), NUMBER]
Hours = Annotated[float, Field(gt=0, le=24), NUMBER]
Day = Annotated[date, BeforeValidator(_iso_day)]
DayOff = Annotated[date, BeforeValidator(_day_off)]
InnerPath = Annotated[str, AfterValidator(_inner_path)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False), NUMBER]
Url = Annotated[str, AfterValidator(_safe_url), Field(json_schema_extra={"format": "uri"})]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Level = Literal["critical", "error", "warning", "info", "off"]
