"""Blocks as Markdown."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from maestro_cli.documents.markdown import bar_markdown, blocks_to_markdown
from maestro_cli.model.blocks import Bar, Bars, Block, Bullets, Column, Heading, Paragraph, Table
from tests.documents.payloads import MARKDOWN_PAYLOADS
from tests.ui.payloads import CONTROL_PAYLOADS, controls_in

GFM = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def all_blocks(text: str) -> tuple[Block, ...]:
    return (
        Heading(text, 1),
        Paragraph(text),
        Bullets((text, "second")),
        Table((Column("Id"), Column("n", numeric=True)), ((text, "1"), ("id", text)), caption=text),
        Bars((Bar(text, 1, 2, text),)),
    )


def structure(markdown: str) -> list[str]:
    tokens = GFM.parse(markdown)
    inline = [child.type for token in tokens for child in token.children or [] if child.type != "text"]
    return [token.type for token in tokens] + inline


@pytest.mark.parametrize("payload", MARKDOWN_PAYLOADS)
def test_payloads_change_no_structure(payload: str) -> None:
    payload = payload.replace("\n", " ")
    assert structure(blocks_to_markdown(all_blocks(payload))) == structure(
        blocks_to_markdown(all_blocks("plain"))
    )


@pytest.mark.parametrize("payload", CONTROL_PAYLOADS)
def test_no_control_reaches_the_document(payload: str) -> None:
    assert controls_in(blocks_to_markdown(all_blocks(payload))) == set()


def test_blocks_read_well_as_source() -> None:
    blocks = (
        Heading("Load", 2),
        Bars((Bar("S-1", 5, 10, "5/10"), Bar("S-2", 20, 20, "20/20"))),
        Paragraph("first line\nsecond line"),
        Bullets(("one", "two")),
        Table((Column("제목"), Column("pt", numeric=True)), (("결제", "5"), ("Pay", "13")), caption="Items"),
    )
    assert blocks_to_markdown(blocks) == (
        "## Load\n\n"
        "|     |                        |       |\n"
        "| --- | ---------------------- | ----- |\n"
        "| S-1 | `█████░░░░░`           | 5/10  |\n"
        "| S-2 | `████████████████████` | 20/20 |\n\n"
        "first line\\\nsecond line\n\n"
        "- one\n- two\n\n"
        "**Items**\n\n"
        "| 제목 |  pt |\n"
        "| ---- | --: |\n"
        "| 결제 |   5 |\n"
        "| Pay  |  13 |\n"
    )


def test_several_paragraphs_stay_apart() -> None:
    assert blocks_to_markdown([Paragraph("a\n\nb")]) == "a\n\nb\n"


def test_bars_on_one_scale() -> None:
    assert bar_markdown(5, 10, 20, width=8) == "`██░░`"
    assert bar_markdown(10, 10, width=4) == "`████`"
    assert bar_markdown(0, 0) == ""
