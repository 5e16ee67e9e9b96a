"""Cuts documents into pieces: by headings and paragraphs, each with the line on which it begins.

A piece is always a run of lines as they stand in the file, so the place of every sentence can be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

AIM = 700
"""Characters from which a piece takes no further paragraph."""

LONGEST = 1200
"""Characters of a piece; a longer paragraph is cut where sentences end."""

LONGEST_CODE = 6000
"""Characters of a block of code, which is kept whole up to here."""

DEEPEST = 6
LONGEST_LINE = 1000
"""Characters of a line that can be a heading or begin a block of code."""

LONGEST_TITLE = 200

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{[^{}]*\})?[ \t]*$")
"""A heading, without the closing signs and the attributes that some readers know."""

_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SENTENCE_END = re.compile(r"(?<=[.!?。!?])[\"')\]]*\s+|\n")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: its first line, the headings above it from the top, and what it says."""

    line: int
    title: str
    text: str


def cut_markdown(text: str) -> list[Piece]:
    """Return the pieces of a Markdown text, its front matter first, without comments, which nobody sees."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    shown = _COMMENT.sub(_blank, _FRONT.sub(_blank, text))
    pieces = list(_pieces(_blocks(shown.split("\n"), markdown=True)))
    if front and front[1].strip():
        pieces[:0] = _joined([_Block(2, front[1].rstrip())], "")
    return pieces


def cut_text(text: str, title: str = "") -> list[Piece]:
    """Return the pieces of a plain text, cut between paragraphs; `title` stands above each."""
    return list(_pieces(_blocks(text.replace("\r\n", "\n").split("\n"), markdown=False), title))


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, a block of code or a heading of `level`."""

    line: int
    text: str
    level: int = 0
    code: bool = False


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _blocks(lines: list[str], *, markdown: bool) -> Iterator[_Block]:
    start, number = 0, 0
    while number < len(lines):
        line = lines[number]
        structured = markdown and len(line) <= LONGEST_LINE
        fence = _FENCE.match(line) if structured else None
        heading = _HEADING.match(line) if structured else None
        under = _UNDERLINE.match(line) if structured and number == start + 1 else None
        if not (fence or heading or under or not line.strip()):
            number += 1
            continue
        if under and lines[start].strip():
            yield _Block(start + 1, lines[start].strip(), 1 if under[1][0] == "=" else 2)
        else:
            yield from _paragraph(lines, start, number)
        if heading:
            yield _Block(number + 1, heading[2].strip(), len(heading[1]))
        end = _end_of_code(lines, number, fence[1]) if fence else number + 1
        if fence:
            yield _Block(number + 1, "\n".join(lines[number:end]), code=True)
        start = number = end
    yield from _paragraph(lines, start, len(lines))


def _paragraph(lines: list[str], start: int, end: int) -> Iterator[_Block]:
    if any(line.strip() for line in lines[start:end]):
        yield _Block(start + 1, "\n".join(lines[start:end]))


def _end_of_code(lines: list[str], start: int, fence: str) -> int:
    for number in range(start + 1, len(lines)):
        line = lines[number].strip()
        if line.startswith(fence) and not line.strip(fence[0]):
            return number + 1
    return len(lines)


def _pieces(blocks: Iterator[_Block], title: str = "") -> Iterator[Piece]:
    """Join paragraphs below one heading up to `AIM`; a heading with nothing below it is a piece itself."""
    trail: list[str] = [""] * DEEPEST
    held: list[_Block] = []
    alone: _Block | None = None
    for block in blocks:
        if block.level:
            yield from _joined(held or ([alone] if alone else []), _trail(trail, title))
            held, alone = [], block
            trail[block.level - 1 :] = [block.text, *[""] * (DEEPEST - block.level)]
            continue
        if held and (len(block.text) + sum(len(one.text) for one in held) > AIM):
            yield from _joined(held, _trail(trail, title))
            held = []
        held.append(block)
    yield from _joined(held or ([alone] if alone else []), _trail(trail, title))


def _trail(trail: list[str], title: str) -> str:
    return " › ".join(part[:LONGEST_TITLE] for part in (title, *trail) if part)


def _joined(blocks: list[_Block], title: str) -> Iterator[Piece]:
    if not blocks:
        return
    text, line = blocks[0].text, blocks[0].line
    for block in blocks[1:]:
        text += "\n" * (block.line - line - text.count("\n")) + block.text
    longest = LONGEST_CODE if any(block.code for block in blocks) else LONGEST
    if len(text) <= longest:
        yield Piece(line, title, text)
        return
    for start, end in _spans(text, LONGEST):
        yield Piece(line + text.count("\n", 0, start), title, text[start:end].strip())


def _spans(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Cut where sentences or lines end; the last sentence of a piece begins the next one as well."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)] + [len(text)]
    start, before, last = 0, 0, 0
    for end in ends:
        while end - start > longest:
            if last > start:
                yield start, last
                start = before if before > start and end - before <= longest else last
            else:
                yield start, start + longest
                start += longest
            before = last = max(last, start)
        before, last = last, end
    if last > start:
        yield start, last
