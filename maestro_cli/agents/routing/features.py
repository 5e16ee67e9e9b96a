"""What a part of a request is judged by: concepts, two of them in one clause, words and pieces of words.

Pieces are runs of letters, Korean ones as they sound, so that a misspelt or inflected word is still much like
itself. How many words are known here, and how many are not, tells requests from what is none of this matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from math import sqrt

from maestro_cli.agents.routing.english import is_plain_english
from maestro_cli.agents.routing.jamo import is_hangul, sounds
from maestro_cli.agents.routing.korean import is_plain_korean
from maestro_cli.agents.routing.mention import Mention
from maestro_cli.agents.routing.reading import Sort, Token
from maestro_cli.agents.routing.stems import stem

_PIECES_KO, _PIECES_EN = range(3, 7), range(3, 6)
_MOST_KNOWN, _MOST_UNKNOWN = 3, 3


def features_of(tokens: Sequence[Token], mentions: Sequence[Mention]) -> Mapping[str, float]:
    """Return how much of each feature these words and mentions have; each kind weighs the same."""
    found: dict[str, float] = {}
    kinds = (_concepts(mentions), _pairs(mentions), _words(tokens), _pieces(tokens), _known(tokens, mentions))
    for kind in kinds:
        share = 1 / sqrt(len(kind)) if kind else 0.0
        found.update(dict.fromkeys(sorted(kind), share))
    return found


def _known(tokens: Sequence[Token], mentions: Sequence[Mention]) -> set[str]:
    """Return how many words are known here, and how many are of other matters."""
    known = min(len(mentions), _MOST_KNOWN)
    unknown = min(sum(_is_unknown(token, mentions) for token in tokens), _MOST_UNKNOWN)
    return {f"k:{known}", f"u:{unknown}", f"k:{known} {unknown}"}


def _is_unknown(token: Token, mentions: Sequence[Mention]) -> bool:
    if any(mention.start < token.end and token.start < mention.end for mention in mentions):
        return False
    match token.sort:
        case Sort.ENGLISH:
            return not is_plain_english(token.text)
        case Sort.KOREAN:
            return not is_plain_korean(token.text)
        case _:
            return False


def _concepts(mentions: Sequence[Mention]) -> set[str]:
    return {f"c:{concept}" for mention in mentions for concept in mention.concepts}


def _pairs(mentions: Sequence[Mention]) -> set[str]:
    clauses: dict[int, set[str]] = {}
    for mention in mentions:
        clauses.setdefault(mention.clause, set()).update(mention.concepts)
    return {f"p:{one} {two}" for said in clauses.values() for one, two in combinations(sorted(said), 2)}


def _words(tokens: Sequence[Token]) -> set[str]:
    return {f"w:{_word(token)}" for token in tokens}


def _word(token: Token) -> str:
    match token.sort:
        case Sort.ENGLISH:
            return stem(token.text)
        case Sort.KOREAN:
            return token.text
        case _:
            return f"<{'item' if token.sort is Sort.ITEM else 'number'}>"


def _pieces(tokens: Sequence[Token]) -> set[str]:
    words = [token.text for token in tokens if token.sort in (Sort.ENGLISH, Sort.KOREAN)]
    return {piece for word in words for piece in _pieces_of(word)}


@lru_cache(maxsize=4096)
def _pieces_of(word: str) -> tuple[str, ...]:
    return tuple(f"n:{piece}" for piece in _runs(word))


def _runs(word: str) -> Iterator[str]:
    korean = is_hangul(word[0])
    text = f"^{sounds(word)}" if korean else f"^{stem(word)}$"
    for size in _PIECES_KO if korean else _PIECES_EN:
        for start in range(len(text) - size + 1):
            yield text[start : start + size]
