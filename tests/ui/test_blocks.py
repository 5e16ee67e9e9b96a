"""Blocks as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.model.blocks import Bar, Bars, Block, Bullets, Column, Heading, Paragraph, Table
from maestro_cli.model.text import one_line
from maestro_cli.ui.blocks import render_blocks
from maestro_cli.ui.terminal import Terminal
from maestro_cli.ui.wrapping import width_of, wrap
from tests.ui.payloads import CONTROL_PAYLOADS, MARKUP_PAYLOADS, controls_in

COLOR = Terminal(width=80, color=True, redraws=True, interactive=True)
TEXT = st.text(max_size=60)


def all_blocks(text: str) -> tuple[Block, ...]:
    return (
        Heading(text, 1),
        Heading(text, 3),
        Paragraph(text, "bad"),
        Bullets((text, "second")),
        Table((Column(text), Column("n", numeric=True)), ((text, "1"), ("id", text)), caption=text),
        Bars((Bar(text, 1, 2, text),)),
    )


@pytest.mark.parametrize("payload", CONTROL_PAYLOADS)
@pytest.mark.parametrize("terminal", [COLOR, Terminal(), Terminal(width=20, unicode=False)])
def test_no_control_reaches_the_terminal(payload: str, terminal: Terminal) -> None:
    assert controls_in(render_blocks(all_blocks(payload), terminal)) == set()


@pytest.mark.parametrize("payload", MARKUP_PAYLOADS)
def test_markup_is_text(payload: str) -> None:
    rendered = render_blocks(all_blocks(payload), COLOR)
    assert rendered.count(payload) == 10


def test_off_a_terminal_there_is_no_escape() -> None:
    assert "\x1b" not in render_blocks(all_blocks("\x1b[31mtext"))


def test_wide_characters_line_up() -> None:
    table = Table(
        (Column("제목"), Column("pt", numeric=True)),
        (("결제 기능", "5"), ("Pay 👍🏽", "13"), ("e\u0301", "8")),
    )
    lines = render_blocks([table]).splitlines()
    assert {width_of(line) for line in lines} == {13}
    assert lines[2:] == ["결제 기능   5", "Pay 👍🏽     13", "e\u0301           8"]


def test_a_long_cell_wraps_and_ids_and_figures_stay_whole() -> None:
    rows = (("PROJECT-1234", "A title " * 30, "1,234.5"),)
    columns = (Column("Id"), Column("Title"), Column("Value", numeric=True))
    rendered = render_blocks([Table(columns, rows)], Terminal(width=60))
    assert "PROJECT-1234" in rendered
    assert "1,234.5" in rendered
    assert rendered.count("title") == 30
    assert max(map(width_of, rendered.splitlines())) <= 60


def test_a_narrow_terminal_gets_records() -> None:
    table = Table(
        (Column("Id"), Column("Title"), Column("Why")), (("US-1", "Pay by card", "value 40 for 5"),)
    )
    rendered = render_blocks([table], Terminal(width=20))
    assert rendered == "Id: US-1\n  Title: Pay by card\n  Why: value 40 for\n  5\n"


@given(st.lists(st.tuples(TEXT, TEXT, st.integers(0, 10**9)), max_size=5), st.integers(20, 120))
def test_a_table_loses_no_character_and_stays_in_its_width(
    rows: list[tuple[str, str, int]], width: int
) -> None:
    table = Table(
        (Column("A"), Column("B"), Column("N", numeric=True)),
        tuple((first, second, str(number)) for first, second, number in rows),
    )
    rendered = render_blocks([table], Terminal(width=width))
    assert all(width_of(line) <= width for line in rendered.splitlines())
    for first, second, number in rows:
        for cell in (first, second, str(number)):
            assert sorted(set(one_line(cell)) - set(rendered)) == []
        assert str(number) in rendered


@given(st.text(st.sampled_from("ab 가👍é\u0301"), max_size=80), st.integers(4, 40))
def test_wrapping_keeps_all_words(text: str, width: int) -> None:
    line = one_line(text)
    wrapped = wrap(line, width)
    assert "".join(wrapped).replace(" ", "") == line.replace(" ", "")
    assert all(width_of(part) <= width for part in wrapped)


def test_bars_share_one_scale() -> None:
    bars = Bars((Bar("S1", 25, 25, "full"), Bar("Sprint 2", 5, 10, "half of less"), Bar("S3", 0.1, 25)))
    lines = render_blocks([bars], Terminal(width=50)).splitlines()
    assert lines == [
        "S1        " + "█" * 26 + "  full",
        "Sprint 2  " + "█" * 5 + "░" * 5 + " " * 16 + "  half of less",
        "S3        █" + "░" * 25,
    ]


def test_bars_without_unicode_and_without_room() -> None:
    bars = Bars((Bar("A long label of a bar", 1, 2, "1 of 2"),))
    assert render_blocks([bars], Terminal(width=20, unicode=False)).splitlines() == [
        "A long label of a",
        "bar",
        "  ####....",
        "  1 of 2",
    ]


def test_ascii_terminals_get_plain_typography() -> None:
    rendered = render_blocks([Paragraph("a – b … “c” → d"), Bullets(("x",))], Terminal(unicode=False))
    assert rendered == 'a - b ... "c" -> d\n\n* x\n'


def test_five_thousand_rows_take_no_quadratic_time() -> None:
    row = ("T-1", "error", "a message that is long enough to be wrapped " * 3, "backlog/items.yaml:12")
    table = Table(tuple(map(Column, "abcd")), (row,) * 5000)
    assert render_blocks([table]).count("T-1") == 5000
