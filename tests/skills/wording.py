"""Sentences to put facts into, by language; every gap is filled with a fact, true or false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Sentences = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Wording:
    """What is said of an item, of its id alone, of its day, of two items, and of a figure.

    A sentence of `denied` says that there is no such thing; `trend` has words for rising and for falling.
    """

    item: Sentences
    id_alone: Sentences
    day: Sentences
    pair: Sentences
    figure: Sentences
    denied: Sentences
    trend: Mapping[str, tuple[tuple[str, str], ...]]
