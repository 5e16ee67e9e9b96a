"""Dates and numbers by language."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.documents.locale import format_date, format_number, format_share, format_span


def test_dates() -> None:
    day = date(2026, 11, 21)
    assert format_date(day, "en") == "21 Nov 2026"
    assert format_date(day, "ko") == "2026년 11월 21일"


@pytest.mark.parametrize(
    ("start", "end", "english", "korean"),
    [
        (date(2026, 11, 9), date(2026, 11, 20), "9–20 Nov 2026", "2026년 11월 9일~20일"),
        (date(2026, 11, 23), date(2026, 12, 4), "23 Nov – 4 Dec 2026", "2026년 11월 23일~12월 4일"),
        (date(2026, 12, 28), date(2027, 1, 8), "28 Dec 2026 – 8 Jan 2027", "2026년 12월 28일~2027년 1월 8일"),
    ],
)
def test_spans_say_once_what_both_days_share(start: date, end: date, english: str, korean: str) -> None:
    assert format_span(start, end, "en") == english
    assert format_span(start, end, "ko") == korean


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.0, "5"), (0.5, "0.5"), (1234.5, "1,234.5"), (100.0, "100"), (-0.01, "0"), (0, "0"), (2.25, "2.2")],
)
def test_numbers_have_no_trailing_zeros(value: float, text: str) -> None:
    assert format_number(value) == text


@given(st.floats(-1e9, 1e9))
def test_numbers_read_back(value: float) -> None:
    assert float(format_number(value).replace(",", "")) == pytest.approx(value, abs=0.051)


def test_share() -> None:
    assert format_share(23, 25) == "92%"
    assert format_share(1, 0) == ""
