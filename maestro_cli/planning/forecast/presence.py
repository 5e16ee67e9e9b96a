"""How much of the team is there in the periods to come, beside those that a forecast draws from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from maestro_cli.planning.amounts import ratio
from maestro_cli.planning.forecast.resampling import WINDOW
from maestro_cli.planning.people import UNKNOWN_TEAM, nominal_days, person_days
from maestro_cli.settings.schema import Settings

Span = tuple[date, date]
"""The first and the last day of a period."""


def presence(settings: Settings, past: Sequence[Span], ahead: Sequence[Span]) -> tuple[float, ...]:
    """Return per period ahead how much of the team is there, over the average of the last 12 in `past`.

    As `capacity` scales velocity, but free of how long a period is: person-days over those without holidays
    and days off, and a team that is not declared has holidays too. 0 where nobody is there; 1 where nobody is
    ever away, and where `past` does not tell.
    """
    away = bool(settings.calendar.holidays) or any(member.days_off for member in settings.team)
    usual = _there(settings, past[-WINDOW:]) if away else Fraction(0)
    if not usual:
        return (1.0,) * len(ahead)
    return tuple(float(_there(settings, (span,)) / usual) for span in ahead)


def _there(settings: Settings, spans: Sequence[Span]) -> Fraction:
    """Return the share of the team's days on which it is there; 0 without any."""
    pairs = [(member, *span) for member in settings.team or (UNKNOWN_TEAM,) for span in spans]
    present = sum((person_days(settings, *pair) for pair in pairs), Fraction(0))
    return ratio(present, sum((nominal_days(settings, *pair) for pair in pairs), Fraction(0)))
