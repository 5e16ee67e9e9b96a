"""Outside text stays text in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from maestro_cli.documents.escape import Markdown, md_code, md_text
from maestro_cli.model.text import one_line
from tests.documents.payloads import MARKDOWN_PAYLOADS

GFM = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TRICKY = st.text(st.sampled_from("ab1 \n\t\\`*_~[](){}<>!|#@&;:/.+-=^$%'\"가é"), max_size=30)


def shown(markdown: str) -> str:
    """Return the text of one paragraph; fail when it holds anything but text."""
    tokens = GFM.parse(markdown)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], markdown
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text"}, markdown
    return "".join(child.content for child in children).replace("\u200b", "")


@pytest.mark.parametrize("payload", MARKDOWN_PAYLOADS)
def test_payloads_are_shown_as_given(payload: str) -> None:
    assert shown(md_text(payload)) == one_line(payload)


@given(TRICKY)
@example("#######")
@example("a\\")
@example("<")
def test_every_text_is_shown_as_given(text: str) -> None:
    assert shown(md_text(text)) == one_line(text)


@given(TRICKY, TRICKY)
def test_a_table_keeps_its_cells(first: str, second: str) -> None:
    tokens = GFM.parse(f"| a | b |\n| - | - |\n| {md_text(first)} | {md_text(second)} |\n")
    cells = [tokens[n + 1] for n, token in enumerate(tokens) if token.type == "td_open"]
    texts = ["".join(c.content for c in cell.children or []).replace("\u200b", "") for cell in cells]
    assert texts == [one_line(first), one_line(second)]


@given(TRICKY)
def test_code_is_one_span_or_text(text: str) -> None:
    (inline,) = [t for t in GFM.parse(f"x {md_code(text)} x") if t.type == "inline"]
    assert {child.type for child in inline.children or []} <= {"text", "code_inline"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("US-1", "US-1"),
        ("Pay by card (2 of 3), 50% off & more", "Pay by card (2 of 3), 50% off & more"),
        ("x -> y < z", "x -> y < z"),
        ("snake_case", "snake_case"),
        ("-5 points", "-5 points"),
        ("@team #12", "@&#8203;team #&#8203;12"),
        ("결제 기능", "결제 기능"),
    ],
)
def test_plain_text_stays_readable_in_the_source(text: str, written: str) -> None:
    assert md_text(text) == written


def test_no_mention_is_left_even_after_rendering() -> None:
    rendered = GFM.render(md_text("ask @team about #12, mail a@b.example"))
    assert "@team" not in rendered
    assert "#12" not in rendered
    assert "a@b" not in rendered


def test_markdown_is_not_escaped_twice() -> None:
    assert md_text(md_text("*a*")) == md_text("*a*")
    assert md_text(Markdown("*a*")) == "*a*"
