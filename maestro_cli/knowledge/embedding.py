"""Texts as vectors without a model: feature hashing of stems and runs of characters.

Each feature adds ±1 times its weight to one of `SIZE` places, both chosen by a hash of it (Weinberger et al.,
ICML 2009), so the vector of a text depends on nothing but the text. Stems and runs of characters make
a half each of the square of the length: stems carry what is said, runs survive typing errors and endings.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache

from maestro_cli.model.passages import Vector
from maestro_cli.model.terms import word_grams, word_stems, words

SIZE = 384
NAME = f"hashing-{SIZE}-1"
"""What the vectors are; others are not comparable with them."""

TITLE_TIMES = 2

Features = Mapping[str, float]


def features(title: str, text: str, weight: Callable[[str], float] | None = None) -> dict[str, float]:
    """Return the features of a text, in a vector of length 1; `weight` is how much a word says, by default 1.

    A feature that is said n times counts √n times.
    """
    counts = Counter(words(text))
    for word in words(title):
        counts[word] += TITLE_TIMES
    stems: dict[str, float] = {}
    grams: dict[str, float] = {}
    for word, times in counts.items():
        amount = times * (1.0 if weight is None else weight(word) ** 2)
        for stem in word_stems(word):
            stems[f"s{stem}"] = stems.get(f"s{stem}", 0.0) + amount
        for gram in word_grams(word):
            grams[f"g{gram}"] = grams.get(f"g{gram}", 0.0) + amount
    halves = [half for half in (stems, grams) if any(half.values())]
    found: dict[str, float] = {}
    for half in halves:
        length = math.sqrt(sum(half.values()) * len(halves))
        found.update({name: math.sqrt(amount) / length for name, amount in half.items()})
    return found


def cosine(one: Features, other: Features) -> float:
    """Return the cosine of two texts by their features; both have length 1."""
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(amount * other[name] for name, amount in one.items() if name in other)


def embed(text: Features) -> Vector:
    """Return the hashed vector of a text, of length 1; all 0 for a text without words."""
    row = [0.0] * SIZE
    for name, amount in text.items():
        place, sign = _place(name)
        row[place] += sign * amount
    length = math.sqrt(math.fsum(number * number for number in row))
    return [number / length for number in row] if length else row


@lru_cache(maxsize=1 << 17)
def _place(name: str) -> tuple[int, float]:
    """Return where a feature goes and its sign."""
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest())
    return number % SIZE, 1.0 if number >> 63 else -1.0
