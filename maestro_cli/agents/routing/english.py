"""Finds concepts in English words: phrases, words run together, and misspelt ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from maestro_cli.agents.routing import words_en
from maestro_cli.agents.routing.mention import EXACT, Mention
from maestro_cli.agents.routing.reading import Token
from maestro_cli.agents.routing.stems import phrase_stems, stem

_SHORT, _MIDDLE, _LONG = 5, 6, 9
"""From how many letters on a word may have an error of one kind more."""

_NEARBY = 8
"""How many words at the same distance are looked at."""

_RUN_TOGETHER = range(8, 41)
"""How many letters words that were run together have."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Phrases by their first stem, the longest first, the stem of each word, and words to guess."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]
    words: Mapping[str, str]
    stems: frozenset[str]
    guesses: tuple[str, ...]
    plain: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it is written, what it is taken for, and how sure that is."""

    written: str
    stem: str
    sure: float
    token: Token


def find_english(run: Sequence[Token]) -> list[Mention]:
    """Return the mentions in a row of English words."""
    words = [word for token in run for word in _words(token) if word.written not in words_en.SKIPPED]
    mentions: list[Mention] = []
    index = 0
    while index < len(words):
        size, concepts = _longest(words, index)
        if size:
            mentions.append(_mention(words[index : index + size], concepts))
        index += size or 1
    return mentions


def is_plain_english(word: str) -> bool:
    """Tell whether a word is an ordinary one that any request may have."""
    return word in _lexicon().plain


def _mention(words: Sequence[_Word], concepts: frozenset[str]) -> Mention:
    first, last = words[0].token, words[-1].token
    text = " ".join(word.written for word in words)
    return Mention(concepts, first.start, last.end, first.clause, text, min(word.sure for word in words))


def _longest(words: Sequence[_Word], index: int) -> tuple[int, frozenset[str]]:
    for phrase, concepts in _lexicon().phrases.get(words[index].stem, ()):
        if tuple(word.stem for word in words[index : index + len(phrase)]) == phrase:
            return len(phrase), concepts
    return 0, frozenset()


@cache
def _lexicon() -> _Lexicon:
    concepts: dict[tuple[str, ...], set[str]] = {}
    words: dict[str, str] = {}
    guesses: set[str] = set()
    plain = frozenset(words_en.PLAIN.split()) | words_en.SKIPPED
    for concept, terms in words_en.WORDS.items():
        for term in terms.split(", "):
            concepts.setdefault(phrase_stems(term), set()).add(concept)
            parts = [word for word in term.replace("'", " ").split() if len(word) > 1]
            words.update({word: stem(word) for word in parts})
            guesses.update(() if concept in EXACT else parts)
    phrases: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for phrase, names in concepts.items():
        phrases.setdefault(phrase[0], []).append((phrase, frozenset(names)))
    ordered = {
        first: tuple(sorted(each, key=lambda one: (-len(one[0]), one[0]))) for first, each in phrases.items()
    }
    long = tuple(sorted(word for word in guesses - plain if len(word) >= _SHORT - 1))
    return _Lexicon(ordered, words, frozenset(words.values()), long, plain)


def _words(token: Token) -> list[_Word]:
    """Return what a token says: one word, or several that were run together."""
    word, lexicon = token.text.replace("’", "'").partition("'")[0], _lexicon()
    root = stem(word)
    if word in lexicon.words:
        return [_Word(word, lexicon.words[word], 1.0, token)]
    if word in lexicon.plain or root in lexicon.stems or len(word) < _SHORT - 1:
        return [_Word(word, root, 1.0, token)]
    parts = _split(word)
    if parts:
        return [_Word(part, lexicon.words.get(part, stem(part)), 1.0, token) for part in parts]
    found, sure = _nearest(word) or (root, 1.0)
    return [_Word(word, found, sure, token)]


@lru_cache(maxsize=2048)
def _nearest(word: str) -> tuple[str, float] | None:
    """Return the stem of the word that is meant, and how sure that is.

    A wrong letter makes another word of a short one, so those may only lack one, have one too many, or two
    that changed places; two errors take a long word.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = 1 if len(word) < _LONG else 2
    lexicon = _lexicon()
    near = process.extract(word, lexicon.guesses, scorer=OSA.distance, score_cutoff=most, limit=_NEARBY)
    for guess, errors, _ in near:
        if _plausible(word, guess):
            return lexicon.words[guess], 0.9 if errors <= 1 else 0.8
    return None


def _plausible(word: str, guess: str) -> bool:
    if word[0] not in guess[:2]:
        return False
    if len(word) < _SHORT and len(word) > len(guess):
        return False
    return len(word) >= _MIDDLE or len(word) != len(guess) or sorted(word) == sorted(guess)


def _split(word: str) -> list[str]:
    """Cut words that were run together; nothing where not all of it is known."""
    if len(word) not in _RUN_TOGETHER:
        return []
    lexicon = _lexicon()
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 14), end - 1):
            before, part = best[start], word[start:end]
            if before is None or not (part in lexicon.words or part in lexicon.plain):
                continue
            known = best[end]
            if known is None or len(before) + 1 < len(known):
                best[end] = [*before, part]
    parts = best[-1] or []
    return parts if len(parts) > 1 and max(map(len, parts)) >= _SHORT - 1 else []
