"""What a text says, as terms: stems of its words, and runs of four characters.

Nothing here knows a language. A word is cut where an identifier is (`getOrderID2` is get, order, id
and 2); its stem is its first five letters, in Korean, Chinese and Japanese its pairs of syllables. Runs of
four characters see what stems miss: typing errors, compounds, endings and particles.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from maestro_cli.model.texts import Text

STEM = 5
"""Letters of a word that count."""

GRAM = 4
ID_TIMES = 4
"""How often the words of an id count: in a list of files, the id is the title."""

TITLE_TIMES = 2
SHORTEST = 2
"""Characters of a part that can be a stem; single letters say too little."""

SHORTEST_IN_ID = 3

_WORD = re.compile(r"[^\W_]+")
_SYLLABIC = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
_ID = re.compile(r"[A-Za-z0-9]+(?:[-._/#][A-Za-z0-9]+)+")
_CUT = re.compile(r"U+(?=Ul)|U?l+|U+|D+|S+")


def words(text: str) -> list[str]:
    """Return the words of a text as they stand, in compatibility composition (NFKC)."""
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def parts(word: str) -> list[str]:
    """Cut a word where an identifier is: at a capital letter, at digits, and where the script changes."""
    if word.isascii() and (word.islower() or word.isdigit()):
        return [word]
    shape = "".join(map(_class, word))
    return [word[found.start() : found.end()] for found in _CUT.finditer(shape)]


def stems(part: str) -> list[str]:
    """Return the stem of a part, or its pairs of syllables; nothing for a single letter."""
    plain = part.casefold()
    if _SYLLABIC.search(plain):
        return [plain[at : at + 2] for at in range(max(1, len(plain) - 1))]
    if len(plain) < SHORTEST:
        return []
    return [plain if plain.isdigit() else plain[:STEM]]


def grams(part: str) -> list[str]:
    """Return the runs of four characters of a part, its beginning and end marked by `_`."""
    marked = f"_{part.casefold()}_"
    return [marked[at : at + GRAM] for at in range(max(1, len(marked) - GRAM + 1))]


@lru_cache(maxsize=1 << 15)
def word_stems(word: str) -> tuple[str, ...]:
    """Return the stems of a word, those of all its parts."""
    return tuple(stem for part in parts(word) for stem in stems(part))


@lru_cache(maxsize=1 << 15)
def word_grams(word: str) -> tuple[str, ...]:
    """Return the runs of four characters of a word, those of all its parts."""
    return tuple(gram for part in parts(word) for gram in grams(part))


def ids_in(text: str) -> list[str]:
    """Return what looks like an id or a version in a text, without case: `us-12`, `docs/adr-3`, `v1.2`."""
    return [word.casefold() for word in _ID.findall(text) if any(char.isdigit() for char in word)]


def index_terms(text: str) -> list[str]:
    """Return the terms by which a text is found: the stems of its words, then the ids in it whole."""
    return [stem for word in words(text) for stem in word_stems(word)] + ids_in(text)


def stems_of_id(item_id: str) -> list[str]:
    """Return the stems of the words in an id; numbers and short prefixes say nothing."""
    named = (part for word in words(item_id) for part in parts(word) if not part.isdigit())
    return [stem for part in named if len(part) >= SHORTEST_IN_ID for stem in stems(part)]


def same_text(text: Text) -> str:
    """Return what is the same for texts that say the same, whatever their ids."""
    return " ".join(word.casefold() for part in (text.title, text.body) for word in words(part))


def _class(char: str) -> str:
    if _SYLLABIC.match(char):
        return "S"
    if char.isdigit():
        return "D"
    return "U" if char.isupper() else "l"
