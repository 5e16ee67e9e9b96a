"""Working days, and the sprints ahead.

The first sprint of a plan is the first whose end is on or after `as_of`: a sprint that is running counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from maestro_cli.errors import UsageError
from maestro_cli.model.history import SprintRecord
from maestro_cli.model.plan import Window
from maestro_cli.settings.schema import Calendar, DateRange, Settings

DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_SPRINTS = 366


def is_off(day: date, off: Iterable[date | DateRange]) -> bool:
    """Say whether a day lies in a list of days and ranges, both ends included."""
    return any(
        entry.start <= day <= entry.end if isinstance(entry, DateRange) else day == entry for entry in off
    )


def week_days(start: date, end: date, calendar: Calendar) -> list[date]:
    """Return the days of the week that the team works, holidays or not, both ends included."""
    count = (end - start).days + 1
    days = (start + n * DAY for n in range(count))
    return [day for day in days if WEEKDAYS[day.weekday()] in calendar.workdays]


def working_days(
    start: date, end: date, calendar: Calendar, days_off: Iterable[date | DateRange] = ()
) -> list[date]:
    """Return the days between two dates, both included, that are neither free for all nor in `days_off`."""
    off = (*calendar.holidays, *days_off)
    return [day for day in week_days(start, end, calendar) if not is_off(day, off)]


def sprint_windows(
    settings: Settings, past: Sequence[SprintRecord], as_of: date, count: int
) -> tuple[Window, ...]:
    """Return the next `count` sprints, the running one first.

    The first is the first whose end is on or after `as_of`. In this order: sprints of `settings.sprints`
    that are not over; then windows of `sprint.length_days` from `sprint.starts`; without that, one after
    the other from the last sprint known, each beginning on a working weekday (of the last sprint's length
    unless `length_days` is set); with no sprint known, from the next working day. A window never begins
    before a known sprint has ended. Ids continue the team's own (S-12, S-13), else S1, S2, …; windows that
    went by since the last sprint known, or since `sprint.starts`, count.

    Raises:
        UsageError: E-SPRINTS when `count` is not 1 to 366, or the dates leave the calendar.
    """
    if not 1 <= count <= MOST_SPRINTS:
        raise UsageError(
            f"Cannot plan {count} sprints.", code="E-SPRINTS", fix=f"Ask for 1 to {MOST_SPRINTS} sprints."
        )
    try:
        return tuple(islice(_windows(settings, past, as_of), count))
    except OverflowError as error:
        raise UsageError(
            f"{count} sprints of {settings.sprint.length_days} days from {as_of} leave the calendar.",
            code="E-SPRINTS",
            fix="Ask for fewer sprints, or set sprint.length_days and --as-of.",
        ) from error


def next_id(last: str, used: Collection[str] = ()) -> str:
    """Continue the team's own ids: S-12 → S-13, Sprint 09 → Sprint 10; without a number S1, S2, …."""
    match = re.fullmatch(r"(.*?)(\d{1,9})(\D*)", last, re.DOTALL)
    prefix, number, suffix = match.groups() if match else ("S", "0", "")
    following = int(number) + 1
    while (name := f"{prefix}{following:0{len(number)}}{suffix}") in used:
        following += 1
    return name


def is_earlier_id(sprint_id: str, first: str) -> bool:
    """Say whether an id follows the same pattern as `first` with a smaller number: a sprint of the past."""
    numbers = _numbered(sprint_id), _numbered(first)
    return is_of_series(sprint_id, first) and numbers[0][1] < numbers[1][1]


def is_of_series(sprint_id: str, first: str) -> bool:
    """Say whether an id follows the same pattern as `first`, with whatever number."""
    (one, own), (other, number) = _numbered(sprint_id), _numbered(first)
    return one == other and own >= 0 and number >= 0


def _numbered(sprint_id: str) -> tuple[tuple[str, str], int]:
    """Return what is around the last number of an id, and the number; −1 where there is none."""
    match = re.fullmatch(r"(.*?)(\d{1,9})(\D*)", sprint_id, re.DOTALL)
    return ((match[1], match[3]), int(match[2])) if match else ((sprint_id, ""), -1)


def _windows(settings: Settings, past: Sequence[SprintRecord], as_of: date) -> Iterator[Window]:
    index = 0
    last: SprintRecord | None = max(past, key=lambda record: (record.end, record.id), default=None)
    used = {record.id for record in past}
    for listed in sorted(settings.sprints, key=lambda sprint: (sprint.start, sprint.end, sprint.id)):
        if listed.end >= as_of and (index == 0 or last is None or listed.start > last.end):
            yield Window(listed.id, index, listed.start, listed.end)
            index += 1
            last = SprintRecord(listed.id, listed.start, listed.end)
            used.add(listed.id)
    name = last.id if last else ""
    for start, end in _tiles(settings, last, as_of):
        name = next_id(name, used)
        used.add(name)
        if end >= as_of:
            yield Window(name, index, start, end)
            index += 1


def _tiles(settings: Settings, last: SprintRecord | None, as_of: date) -> Iterator[tuple[date, date]]:
    """Give first and last day of one sprint after the other, those that are over by now included."""
    length = settings.sprint.length_days * DAY
    if settings.sprint.starts is not None:
        start = settings.sprint.starts
        if last and start <= last.end:
            start += -((start - last.end - DAY) // length) * length
        while True:
            yield start, start + length - DAY
            start += length
    if last is None:
        start = _next_day(as_of, settings.calendar, skip_holidays=True)
    else:
        if "length_days" not in settings.sprint.model_fields_set:
            length = max(last.end - last.start + DAY, DAY)
        start = _next_day(last.end + DAY, settings.calendar, skip_holidays=False)
    while True:
        end = start + length - DAY
        yield start, end
        start = _next_day(end + DAY, settings.calendar, skip_holidays=False)


def _next_day(day: date, calendar: Calendar, *, skip_holidays: bool) -> date:
    """Return the first working day on or after `day`; `day` itself when there is none within a year."""
    pick = working_days if skip_holidays else week_days
    for ahead in range(0, 366, 14):
        found = pick(day + ahead * DAY, day + (ahead + 13) * DAY, calendar)
        if found:
            return found[0]
    return day
