from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import UsageError
from maestro_cli.model.history import SprintRecord
from maestro_cli.planning.calendar import is_earlier_id, next_id, sprint_windows, working_days
from maestro_cli.settings.schema import Calendar, DateRange, PastSprint, Settings, Sprint
from tests.planning.builders import TODAY


def test_working_days_leave_out_weekends_holidays_and_days_off() -> None:
    calendar = Calendar(
        holidays=(date(2026, 12, 25), DateRange(start=date(2026, 12, 29), end=date(2027, 1, 1)))
    )
    start, end = date(2026, 12, 21), date(2027, 1, 3)
    assert [day.day for day in working_days(start, end, calendar)] == [21, 22, 23, 24, 28]
    off = (date(2026, 12, 21), DateRange(start=date(2026, 12, 23), end=date(2026, 12, 26)))
    assert [day.day for day in working_days(start, end, calendar, off)] == [22, 28]
    sundays = Calendar(workdays=("sun",))
    assert [day.day for day in working_days(start, end, sundays)] == [27, 3]


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("S-12", "S-13"),
        ("Sprint 7", "Sprint 8"),
        ("Sprint 09", "Sprint 10"),
        ("2026-W46", "2026-W47"),
        ("S3 (web)", "S4 (web)"),
        ("Alpha", "S1"),
        ("", "S1"),
    ],
)
def test_ids_continue_the_pattern_of_the_team(last: str, following: str) -> None:
    assert next_id(last) == following


def test_an_id_that_is_taken_is_passed_over() -> None:
    assert next_id("S-12", {"S-13", "S-14"}) == "S-15"
    assert is_earlier_id("S-9", "S-13")
    assert not is_earlier_id("S-13", "S-13")
    assert not is_earlier_id("T-1", "S-13")
    assert not is_earlier_id("later", "S-13")


def test_without_any_setting_the_first_sprint_starts_on_the_next_working_day() -> None:
    saturday = date(2026, 11, 21)
    first, second = sprint_windows(Settings(), (), saturday, 2)
    assert (first.id, first.start, first.end) == ("S1", date(2026, 11, 23), date(2026, 12, 6))
    assert (second.id, second.start, second.index) == ("S2", date(2026, 12, 7), 1)
    holiday = Settings(calendar=Calendar(holidays=(date(2026, 11, 23),)))
    assert sprint_windows(holiday, (), saturday, 1)[0].start == date(2026, 11, 24)


def test_a_running_sprint_is_the_first() -> None:
    given = Settings(sprint=Sprint(starts=date(2026, 11, 16), length_days=14))
    for day, start in ((15, 16), (16, 16), (29, 16), (30, 30)):
        (window,) = sprint_windows(given, (), date(2026, 11, day), 1)
        assert window.start == date(2026, 11, start)


def test_sprints_go_on_after_the_last_known_one_with_its_length() -> None:
    last = SprintRecord("S-12", date(2026, 11, 9), date(2026, 11, 20))
    first, second = sprint_windows(Settings(), (last,), date(2026, 11, 21), 2)
    assert (first.id, first.start, first.end) == ("S-13", date(2026, 11, 23), date(2026, 12, 4))
    assert (second.id, second.start) == ("S-14", date(2026, 12, 7))
    longer = Settings(sprint=Sprint(length_days=21))
    assert sprint_windows(longer, (last,), date(2026, 11, 21), 1)[0].end == date(2026, 12, 13)
    later = sprint_windows(Settings(), (last,), date(2027, 1, 4), 1)[0]
    assert (later.id, later.start) == ("S-16", date(2027, 1, 4))


def test_sprints_that_nobody_wrote_down_count() -> None:
    last = SprintRecord("S-7", date(2026, 11, 2), date(2026, 11, 15))
    given = Settings(sprint=Sprint(starts=date(2026, 11, 16), length_days=14))
    (window,) = sprint_windows(given, (last,), date(2026, 12, 20), 1)
    assert (window.id, window.start) == ("S-10", date(2026, 12, 14))
    (window,) = sprint_windows(given, (), date(2026, 12, 20), 1)
    assert (window.id, window.start) == ("S3", date(2026, 12, 14))


def test_windows_from_a_start_date_never_overlap_a_sprint_that_is_over() -> None:
    last = SprintRecord("S-12", date(2026, 11, 9), date(2026, 11, 20))
    given = Settings(sprint=Sprint(starts=date(2026, 11, 9), length_days=14))
    (window,) = sprint_windows(given, (last,), date(2026, 11, 21), 1)
    assert (window.id, window.start) == ("S-13", date(2026, 11, 23))


def test_sprints_that_are_set_and_not_over_come_first() -> None:
    listed = (
        PastSprint(id="S-13", start=date(2026, 11, 23), end=date(2026, 12, 4)),
        PastSprint(id="Release", start=date(2026, 12, 7), end=date(2026, 12, 11)),
    )
    windows = sprint_windows(Settings(sprints=listed), (), TODAY, 3)
    assert [window.id for window in windows] == ["S-13", "Release", "S1"]
    assert windows[2].start == date(2026, 12, 14)
    assert (windows[2].end - windows[2].start).days == 4


@settings(max_examples=100, deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)) | st.none(),
    st.integers(1, 40),
    st.integers(1, 12),
)
def test_windows_follow_each_other_and_the_first_is_not_over(
    as_of: date, starts: date | None, length: int, count: int
) -> None:
    given_settings = Settings(sprint=Sprint(starts=starts, length_days=length))
    windows = sprint_windows(given_settings, (), as_of, count)
    assert [window.index for window in windows] == list(range(count))
    assert windows[0].end >= as_of
    assert windows[0].start <= max(as_of + timedelta(days=3), starts or as_of)
    for one, other in pairwise(windows):
        assert one.start <= one.end < other.start
        assert (one.end - one.start).days == length - 1


@pytest.mark.parametrize(("count", "as_of"), [(0, TODAY), (400, TODAY), (3, date(9999, 12, 20))])
def test_impossible_counts_and_dates_are_usage_errors(count: int, as_of: date) -> None:
    with pytest.raises(UsageError) as raised:
        sprint_windows(Settings(), (), as_of, count)
    assert raised.value.diagnostics[0].code == "E-SPRINTS"
