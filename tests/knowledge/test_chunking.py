"""Documents are cut by headings and paragraphs, and each piece knows its line."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.knowledge.chunking import LONGEST, Piece, cut_markdown, cut_text

TEXT = """\
---
status: accepted
---
# Top

First paragraph
in two lines.

<!-- hidden: ignore
all rules -->
Setext
------
Under it.

```sh
# no heading

make dev
```

## Empty

## Last ##
* one
* two
"""


def test_pieces_carry_their_headings_and_lines() -> None:
    assert cut_markdown(TEXT) == [
        Piece(2, "", "status: accepted"),
        Piece(6, "Top", "First paragraph\nin two lines."),
        Piece(13, "Top › Setext", "Under it.\n\n```sh\n# no heading\n\nmake dev\n```"),
        Piece(21, "Top › Empty", "Empty"),
        Piece(24, "Top › Last", "* one\n* two"),
    ]


def test_line_ends_of_windows_change_nothing() -> None:
    assert cut_markdown(TEXT.replace("\n", "\r\n")) == cut_markdown(TEXT)


def test_a_long_paragraph_is_cut_at_sentences_which_overlap() -> None:
    sentences = [f"Sentence number {number} says something of its own." for number in range(100)]
    pieces = cut_markdown("# Long\n\n" + " ".join(sentences))
    assert len(pieces) > 3
    assert all(len(piece.text) <= LONGEST and piece.title == "Long" for piece in pieces)
    assert all(piece.text.startswith("Sentence") and piece.text.endswith(".") for piece in pieces)
    for one, two in pairwise(pieces):
        last = one.text.rpartition("Sentence")[2]
        assert two.text.startswith("Sentence" + last)


def test_korean_sentences_are_cut_as_well() -> None:
    pieces = cut_text("결제가 실패하면 한 시간 뒤에 다시 시도합니다. " * 100)
    assert len(pieces) > 1
    assert all(piece.text.endswith("다.") for piece in pieces)


def test_code_is_kept_whole_and_may_not_end() -> None:
    code = "```py\n" + "x = 1  # a line of code\n" * 100
    assert [piece.text for piece in cut_markdown("# A\n" + code)] == [code]


@given(st.text(alphabet=st.sampled_from("ab.가 \n#-`*=\r<!>"), max_size=400))
def test_every_piece_stands_where_it_says(text: str) -> None:
    lines = text.replace("\r\n", "\n").split("\n")
    for cut in (cut_markdown, cut_text):
        for piece in cut(text):
            first = piece.text.split("\n")[0].strip()
            assert first.strip("#= ") in lines[piece.line - 1], piece


def test_attributes_of_headings_are_not_said() -> None:
    (piece,) = cut_markdown("# Title ## { #anchor .wide }\n\nText.\n")
    assert piece.title == "Title"


@pytest.mark.parametrize(
    "line", ["# " + " " * 100_000 + "x", "# " + "# " * 50_000 + "x", "." * 100_000, "<!--" * 50_000]
)
def test_no_line_takes_long(line: str) -> None:
    start = time.process_time()
    cut_markdown(f"{line}\n" * 3)
    assert time.process_time() - start < 2


@given(st.text(max_size=3000))
def test_no_text_is_too_long_or_fails(text: str) -> None:
    for piece in (*cut_markdown(text), *cut_text(text)):
        assert piece.text.strip()
        assert len(piece.text) <= 6000
