"""Text from outside: what of it may reach a terminal, a document or a spreadsheet.

`safe_text` is the one boundary for all of it: item titles, commit subjects, file names, replies.
Rich, Markdown and JSON pass control sequences through, so nobody after this point looks again.
"""

from __future__ import annotations

import re
import unicodedata

MAX_MARKS = 6
"""Combining marks kept on one character: more than any living script needs, too few to paint over lines."""

_PLAIN = re.compile(
    r"[\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e"
    r"\u2190-\u2193\u2500-\u25a9\u3000-\u3029\u3041-\u3096\u30a1-\u30ff\u3131-\u3163\u4e00-\u9fff\uac00-\ud7a3]*"
)
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\uffff\ud800-\udfff"
    r"\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SEPARATORS = re.compile("[\u2028\u2029]")
_JOINER, _STYLE_VARIANTS, _KEYCAP = "\u200d", "\ufe0e\ufe0f", "\u20e3"
_FORMULA = re.compile(r"'*(?:[\t\r]|\s*[=+\-@＝＋－＠])")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def safe_text(text: str) -> str:
    """Return `text` without anything that steers a terminal or hides what is read.

    Newline and tab stay. Dropped are C0 and C1 controls, DEL, bidirectional controls, zero-width,
    tag and other invisible characters, lone surrogates, and combining marks beyond `MAX_MARKS` in a
    row; joiners and variation selectors stay only inside an emoji. Letters of every script stay as
    they are, neither composed nor decomposed. `safe_text(safe_text(x)) == safe_text(x)`.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _SEPARATORS.sub("\n", _HIDDEN.sub("", text))
    kept: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MAX_MARKS:
            marks = MAX_MARKS
        elif char == _JOINER or char in _STYLE_VARIANTS:
            if _inside_emoji(char, kept, text[index + 1 : index + 2]):
                kept.append(char)
            else:
                marks = max(0, marks - 1)
        else:
            kept.append(char)
    return "".join(kept)


def one_line(text: str) -> str:
    """Return `safe_text(text)` on one line: every run of white space becomes one space."""
    return " ".join(safe_text(text).split())


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 cycle`, `2 cycles`; `many` where the plural takes more than an s."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def text_width(text: str) -> int:
    """Return how many columns one line of safe text takes: wide characters two, marks none."""
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def csv_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: such text gets an apostrophe in front.

    Numbers, negative ones too, stay numbers. `csv_plain` takes the apostrophe off again.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def csv_plain(cell: str) -> str:
    """Undo `csv_cell`: `csv_plain(csv_cell(text)) == text` for every text."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _char_width(char: str) -> int:
    if char == _JOINER or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _inside_emoji(char: str, before: list[str], after: str) -> bool:
    """Say whether a joiner or variation selector has an emoji before it, a joiner also behind it."""
    previous = before[-1] if before else ""
    if char != _JOINER:
        return _pictorial(previous) or (previous in tuple("0123456789#*") and after == _KEYCAP)
    joins = _pictorial(previous) or previous == "\ufe0f" or "\U0001f3fb" <= previous <= "\U0001f3ff"
    return joins and _pictorial(after)


def _pictorial(char: str) -> bool:
    return bool(char) and char > "\u00a8" and unicodedata.category(char) in ("So", "Sm")
