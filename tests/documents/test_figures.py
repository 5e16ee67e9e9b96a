"""Figures in words: number, unit, language, and what counts as a number in a text."""

from __future__ import annotations

from typing import Any

import pytest

from maestro_cli.documents.figures import NUMBER, said, shown


@pytest.mark.parametrize(
    ("value", "unit", "english", "korean"),
    [
        (1, "items", "1 item", "1건"),
        (0, "items", "0 items", "0건"),
        (1234.5, "points", "1,234.5 points", "1,234.5포인트"),
        (0.852, "share", "85.2%", "85.2%"),
        (None, "points", "not known", "알 수 없음"),
        ("2026-11-20", "date", "20 Nov 2026", "2026년 11월 20일"),
        (7, "", "7", "7"),
    ],
)
def test_a_figure_reads_as_its_language_writes_it(value: Any, unit: str, english: str, korean: str) -> None:
    figure = {"name": "any", "value": value, "unit": unit}
    assert (shown(figure, "en"), shown(figure, "ko")) == (english, korean)


@pytest.mark.parametrize(("value", "text"), [(3, "+3 points"), (-1, "-1 point"), (0, "0 points")])
def test_a_change_has_its_sign(value: float, text: str) -> None:
    assert shown({"name": "done.points.change", "value": value, "unit": "points"}, "en") == text


def test_numbers_are_told_from_digits_in_words() -> None:
    assert NUMBER.findall("US-3 P85 v2 did 1,234.5 of +7 (총5건), -2 and .5") == [
        "1,234.5",
        "+7",
        "5",
        "-2",
        "5",
    ]


def test_a_name_without_a_letter_is_quoted() -> None:
    assert (said("9"), said("user 7"), said("민아")) == ("“9”", "user 7", "민아")
