"""Lines of text cut to a width in terminal columns, wide characters and emoji counted as they show."""

from __future__ import annotations

from collections.abc import Iterator

_TYPOGRAPHY = str.maketrans(
    {
        "–": "-", "—": "-", "…": "...", "•": "*", "·": "-", "→": "->", "←": "<-", "≤": "<=", "≥": ">=",
        "×": "x", "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " ", "✓": "+", "✗": "x",
    }
)  # fmt: skip


def ascii_typography(text: str) -> str:
    """Return `text` with dashes, quotes, arrows and the like as ASCII; letters stay."""
    return text.translate(_TYPOGRAPHY)


def width_of(text: str) -> int:
    """Return the columns that one line of safe text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill `text` with spaces to `width` columns, set flush right if `right`."""
    fill = " " * max(0, width - width_of(text))
    return fill + text if right else text + fill


def wrap(text: str, width: int) -> list[str]:
    """Break one line of text between words, and inside a word only where it is wider than `width`.

    Nothing is lost; at least one line comes back.
    """
    if width_of(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if line and width_of(line) + 1 + width_of(piece) > width:
            lines.append(line)
            line = piece
        else:
            line = f"{line} {piece}" if line else piece
    return [*lines, line]


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in text.split():
        if width_of(word) <= width:
            yield word
            continue
        from rich.cells import chop_cells

        yield from chop_cells(word, max(2, width))
