"""A query: its words, what each is worth, and how much of it a passage says.

The worth of a term is its inverse document frequency (Robertson and Spärck Jones 1976), so that a word which
every passage says decides nothing. Words that only ask (how, does; 어떻게, 알려줘) are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from maestro_cli.knowledge.asking import asks
from maestro_cli.model.passages import PassageIndex
from maestro_cli.model.terms import ids_in, index_terms, parts, stems, words

MOST_WORDS = 24
"""Words of a query that count: of a longer one those that say most."""

LATER = 0.5
"""How much a pair of syllables counts against the one before it in its word."""

UNKNOWN = 0.7
"""How much a term that no passage says counts against the rarest that any says: it may be misspelt."""

LONGEST = 4000
"""Characters of a query that are looked at."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query, its terms with what share of it each is, and its worth."""

    text: str
    terms: tuple[tuple[str, float], ...]
    worth: float


@dataclass(frozen=True)
class Query:
    """What is looked for."""

    words: tuple[Word, ...]

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms, each once, in order of the words."""
        return tuple(dict.fromkeys(term for word in self.words for term, _ in word.terms))

    @cached_property
    def worth(self) -> Mapping[str, float]:
        """The worth of each word."""
        return {word.text: word.worth for word in self.words}

    @property
    def total(self) -> float:
        """The worth of all words together."""
        return sum(word.worth for word in self.words)

    def said(self, text: str) -> tuple[float, tuple[str, ...]]:
        """Return the share of the query that a text says, by worth, and the words of it, best first."""
        terms = set(index_terms(text))
        found, amount = [], 0.0
        for word in self.words:
            share = sum(part for term, part in word.terms if term in terms)
            amount += word.worth * share
            if share > 0.5:
                found.append((-word.worth, word.text))
        return amount / self.total if self.total else 0.0, tuple(text for _, text in sorted(found))


def read_query(text: str, index: PassageIndex) -> Query:
    """Return the words of `text` with their worth in `index`."""
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    named: dict[str, Sequence[tuple[str, float]]] = {one: ((one, 1.0),) for one in ids_in(text)}
    for word in words(text):
        if not asks(word) and word not in named and (found := list(_terms(word))):
            named[word] = found
    frequencies = index.frequencies({term for terms in named.values() for term, _ in terms})
    rarity = _Rarity(frequencies, index.count())
    read = [_word(word, terms, rarity) for word, terms in named.items()]
    chosen = set(sorted(read, key=lambda word: -word.worth)[:MOST_WORDS])
    return Query(tuple(word for word in read if word in chosen))


def _terms(word: str) -> Iterator[tuple[str, float]]:
    """Yield the stems of a word with their weights: of pairs of syllables each half of the one before it.

    In Korean meaning comes first and endings last: 분실되면 is about 분실.
    """
    for part in parts(word):
        for number, stem in enumerate(stems(part)):
            yield stem, LATER**number


@dataclass(frozen=True, slots=True)
class _Rarity:
    frequencies: Mapping[str, int]
    passages: int

    def __call__(self, term: str) -> float:
        said = self.frequencies.get(term, 0)
        worth = math.log(1 + (self.passages - said + 0.5) / (said + 0.5))
        return worth if said else worth * UNKNOWN


def _word(word: str, terms: Sequence[tuple[str, float]], rarity: _Rarity) -> Word:
    amounts: dict[str, float] = {}
    for term, weight in terms:
        amounts[term] = amounts.get(term, 0.0) + weight * rarity(term)
    total = sum(amounts.values())
    shares = tuple((term, amount / total) for term, amount in amounts.items())
    return Word(word, shares, total / sum(weight for _, weight in terms))
