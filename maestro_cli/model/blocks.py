"""Blocks: what a person reads, independent of terminal, Markdown or HTML.

All text in them may come from outside: it is plain text, and whoever renders it escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 to 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str
    tone: str = "normal"
    """normal, good, warning or bad."""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each entry is plain text."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. Numbers are set flush right."""

    title: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain text cells, each row as long as `columns`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart: `part` of `whole`, with a label before and a text after it."""

    label: str
    part: float
    whole: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart; all bars share one scale."""

    bars: tuple[Bar, ...]


Block = Heading | Paragraph | Bullets | Table | Bars
