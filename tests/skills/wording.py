"""Sentences to put facts into; every gap is filled with a fact, true or false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Sentences:
    """What is said of an item, of its id alone, of its day, of two items, and of a figure.

    A sentence of `denied` says that there is no such thing; `trend` has words for rising and for falling.
    """

    item: tuple[str, ...]
    id_alone: tuple[str, ...]
    day: tuple[str, ...]
    pair: tuple[str, ...]
    figure: tuple[str, ...]
    denied: tuple[str, ...]
    trend: tuple[tuple[str, str], ...]


Wording = Mapping[str, Sentences]
"""By language."""
