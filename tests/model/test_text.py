"""The boundary for text from outside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.model.text import MAX_MARKS, counted, csv_cell, csv_plain, one_line, safe_text, text_width

any_text = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    "text",
    [
        "Pay by card",
        "결제를 카드로 — 스프린트 2",
        "한글",
        "naïve Ωμέγα Привет हिन्दी ไทยที่ עִבְרִית",
        "👩‍👩‍👧‍👦 family, ❤️ heart, 1️⃣ key, 👍🏽 thumb, 🏳️‍🌈 flag",
        "a\tb\nc",
        "[red]literal[/]",
    ],
)
def test_readable_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07x", "]0;titlex"),
        ("a\x9b31mb", "a31mb"),
        ("nul\x00del\x7fbell\x07", "nuldelbell"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("in\u200bvis\u2060ible\ufeff", "invisible"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("lone\ud800", "lone"),
        ("line\r\nnext\u2028last", "line\nnext\nlast"),
        ("a\u200db", "ab"),
        ("a\ufe0f", "a"),
        ("z" + "\u0310" * 40, "z" + "\u0310" * MAX_MARKS),
    ],
)
def test_what_steers_or_hides_is_dropped(text: str, safe: str) -> None:
    assert safe_text(text) == safe


@given(any_text)
def test_safe_text_is_idempotent_and_holds_no_control(text: str) -> None:
    safe = safe_text(text)
    assert safe_text(safe) == safe
    assert not [c for c in safe if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert safe.encode().decode() == safe


@given(st.text(st.sampled_from("a1❤👍\U0001f3fd\u200d\ufe0f\u20e3\u0301\u202e\u2028\n")))
def test_emoji_parts_are_idempotent(text: str) -> None:
    assert safe_text(safe_text(text)) == safe_text(text)


@given(
    st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="\u3164\uffa0\u115f\u1160"))
)
def test_letters_digits_and_punctuation_survive(text: str) -> None:
    assert safe_text(text) == text


def test_one_line_joins_lines() -> None:
    assert one_line(" a\r\n\tb\x1b  c ") == "a b c"


def test_width_counts_wide_characters_twice() -> None:
    assert text_width("abc") == 3
    assert text_width("스프린트") == 8
    assert text_width("e\u0301") == 1


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@sum", "\tx", "\rx", "＝1", " =1", "'=1"])
def test_formulas_get_an_apostrophe(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3.5", "-1e3", "plain", "'quoted'", "3-2", ""])
def test_numbers_and_plain_text_stay(text: str) -> None:
    assert csv_cell(text) == text


@given(st.text(st.sampled_from("'=+-@\t\r 1.e＝x")))
def test_csv_cells_round_trip(text: str) -> None:
    assert csv_plain(csv_cell(text)) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 pieces of evidence"), (1, "1 piece of evidence"), (2, "2 pieces of evidence")]
)
def test_a_number_with_its_noun(number: int, text: str) -> None:
    assert counted(number, "piece of evidence", "pieces of evidence") == text
    assert counted(number, "cycle") == f"{number} cycle{'' if number == 1 else 's'}"
