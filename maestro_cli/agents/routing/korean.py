"""Finds concepts in Korean words, whatever their endings and spaces, and in misspelt ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from maestro_cli.agents.routing import words_ko
from maestro_cli.agents.routing.jamo import is_hangul, letters, sounds_alike
from maestro_cli.agents.routing.mention import EXACT, Mention
from maestro_cli.agents.routing.reading import Token

PLAIN = frozenset({"plain"})
_TWO = 2
_TWO_SYLLABLES, _THREE_SYLLABLES = 5, 9
"""From how many letters on a word is compared with others, and may have two errors."""

_LONGEST = 14
"""No term has more syllables."""

_ENDINGS = "ㄴㄹㅁㅂㅆ"
"""What verbs put under their last syllable."""

_MISSPELT = 0.85


@dataclass(frozen=True, slots=True)
class _Term:
    """A term in letters; it may be spread over written words (`crosses`), or lack a vowel (`open`)."""

    letters: str
    syllables: int
    at_start: bool
    crosses: bool
    open: bool
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Terms by their first two letters, the longest first; terms to guess; and words of no meaning."""

    terms: Mapping[str, tuple[_Term, ...]]
    guesses: tuple[str, ...]
    concepts: Mapping[str, frozenset[str]]
    fillers: frozenset[str]


class _Run:
    """A row of Korean words as one text, each syllable with its letters and its place."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Join the words without their spaces."""
        self.tokens = tokens
        self.text = "".join(token.text for token in tokens)
        self.letters = [letters(char) for char in self.text]
        self.places = [(token, offset) for token in tokens for offset in range(len(token.text))]
        self.covered = [False] * len(self.text)

    def starts_word(self, index: int) -> bool:
        """Tell whether a written word begins here."""
        return self.places[index][1] == 0

    def mention(self, concepts: frozenset[str], index: int, size: int, sure: float = 1.0) -> Mention:
        """Return the mention of so many syllables."""
        (first, offset), (last, end) = self.places[index], self.places[index + size - 1]
        text = self.text[index : index + size]
        return Mention(concepts, first.start + offset, last.start + end + 1, first.clause, text, sure)


def find_korean(tokens: Sequence[Token]) -> list[Mention]:
    """Return the mentions in a row of Korean words."""
    run = _Run(tokens)
    mentions = [*_exact(run), *_conditions(tokens)]
    for start, end in _gaps(run):
        guess = _nearest(run.text[start:end])
        if guess:
            mentions.append(run.mention(guess[1], start, guess[0], _MISSPELT))
    return mentions


def is_plain_korean(word: str) -> bool:
    """Tell whether a word is an ordinary one that any request may have."""
    lexicon = _lexicon()
    return word in lexicon.fillers or lexicon.concepts.get(letters(word)) == PLAIN


def _exact(run: _Run) -> Iterator[Mention]:
    index = 0
    while index < len(run.text):
        term = _longest(run, index)
        size = term.syllables if term else 1
        if term:
            run.covered[index : index + size] = [True] * size
            if term.concepts != PLAIN:
                yield run.mention(term.concepts, index, size)
        index += size


def _longest(run: _Run, index: int) -> _Term | None:
    """Return the longest term that begins here.

    Within a written word a short term counts only if it is near another one: 위기 is none in 분위기.
    """
    starts = run.starts_word(index)
    near = any(run.covered[max(0, index - _TWO, index - run.places[index][1]) : index])
    rest = "".join(run.letters[index : index + _LONGEST])
    for term in _lexicon().terms.get(rest[:_TWO], ()):
        if not rest.startswith(term.letters) or not _fits(run, index, term):
            continue
        one_word = run.places[index + term.syllables - 1][0] is run.places[index][0]
        within = not term.at_start and one_word and (near or term.syllables > _TWO)
        if (starts or within) and (one_word or term.crosses):
            return term
    return None


def _fits(run: _Run, index: int, term: _Term) -> bool:
    """Tell whether a term has the syllables that are written, with no more than an ending on the last one.

    언젠 is no part of 언제나, and 감사 none of 감상; 막혔다 and 막힌 are forms of 막히다.
    """
    written = "".join(run.letters[index : index + term.syllables])
    rest = written[len(term.letters) :]
    return written.startswith(term.letters) and (term.open or not rest or rest in _ENDINGS)


def _conditions(tokens: Sequence[Token]) -> Iterator[Mention]:
    """Find conditions (…면), but for those that only ask for advice (뭐 하면 돼?)."""
    for index, token in enumerate(tokens):
        then = tokens[index + 1].text if index + 1 < len(tokens) else ""
        supposes = token.text.endswith("면") and token.text not in words_ko.NO_CONDITIONS
        if supposes and not then.startswith(words_ko.ADVICE):
            yield Mention(frozenset({"what_if"}), token.start, token.end, token.clause, token.text)


@cache
def _lexicon() -> _Lexicon:
    concepts: dict[str, set[str]] = {}
    written_as: dict[str, str] = {}
    fillers: set[str] = set()
    for concept, terms in words_ko.WORDS.items():
        for written in terms.split(", "):
            if concept in PLAIN and len(written) == 1:
                fillers.add(written)
                continue
            term = letters(written.removeprefix("^").replace(" ", ""))
            concepts.setdefault(term, set()).add(concept)
            written_as[term] = written
    ordered: dict[str, list[_Term]] = {}
    for name in sorted(concepts, key=lambda each: (-len(each), each)):
        ordered.setdefault(name[:_TWO], []).append(_term(written_as[name], frozenset(concepts[name])))
    guesses = [
        name
        for name, named in sorted(concepts.items())
        if len(name) >= _TWO_SYLLABLES and not named & EXACT - PLAIN
    ]
    by_name = {name: frozenset(named) for name, named in concepts.items()}
    return _Lexicon(
        {first: tuple(each) for first, each in ordered.items()}, tuple(guesses), by_name, frozenset(fillers)
    )


def _term(written: str, concepts: frozenset[str]) -> _Term:
    bare = written.removeprefix("^").replace(" ", "")
    spaced = " " in written
    at_start = written.startswith("^") or len(bare) == 1 or spaced
    is_open = bare[-1] < "가"
    return _Term(letters(bare), len(bare), at_start, spaced or len(bare) > _TWO, is_open, concepts)


def _gaps(run: _Run) -> Iterator[tuple[int, int]]:
    """Return the stretches that no term covers, none over a space."""
    start: int | None = None
    for index in range(len(run.text) + 1):
        ended = index == len(run.text) or run.covered[index]
        if start is not None and (ended or run.starts_word(index)):
            yield start, index
            start = None
        if not ended and start is None:
            start = index


@lru_cache(maxsize=2048)
def _nearest(text: str) -> tuple[int, frozenset[str]] | None:
    """Return how many syllables of a misspelt stretch are a term, and what it names."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    best: tuple[float, int, str] | None = None
    for size in range(_TWO, min(len(text), 7) + 1):
        if not all(map(is_hangul, text[:size])):
            break
        word = letters(text[:size])
        most = 1 if len(word) < _THREE_SYLLABLES else 2
        found = process.extractOne(word, _lexicon().guesses, scorer=OSA.distance, score_cutoff=most)
        if found is not None and (size > _TWO or sounds_alike(word, found[0])):
            rated = (found[1] / len(word), -size, found[0])
            best = min(best, rated) if best else rated
    if best is None or _lexicon().concepts[best[2]] == PLAIN:
        return None
    return -best[1], _lexicon().concepts[best[2]]
