"""Item ids in commit messages: the known ones, and those that look like them.

Linear in the text whatever the number of ids: words are looked up in sets, never matched
against an alternation of all ids.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_CHARACTERS = "A-Za-z0-9._#/-"
_ANY_WORD = re.compile(rf"[{_CHARACTERS}]+")
_WORD_WITH_DIGIT = re.compile(rf"(?<![{_CHARACTERS}])[A-Za-z._#/-]*+[0-9][{_CHARACTERS}]*+")
_SEGMENT = re.compile(r"[A-Za-z0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_LETTER = re.compile(r"[A-Za-z]")
_FAMILY = re.compile(r"[A-Za-z]{2}|[A-Za-z].*[._#/-].*[0-9]")


class Mentions:
    """Finds ids in text.

    An id stands between characters that are neither ASCII letters nor digits, so `US-1` is not in
    `US-12`, and is in `feature/US-1-login` and in `US-1을`. The longest one wins. An id without
    letters counts with a number sign only (`#12`). An unknown id counts when, with every number
    replaced, it looks like a known one: `US-99` where there is a `US-1`, but not `S3` where there is an `S1`.
    """

    __slots__ = ("_known", "_numbers", "_segments", "_shapes", "_words")

    def __init__(self, item_ids: Collection[str]) -> None:
        """Prepare for these ids."""
        self._known = {i.rstrip("._#/-"): i for i in sorted(item_ids) if _LETTER.search(i)}
        self._numbers = {i.rstrip("._#/-"): i for i in sorted(item_ids) if not _LETTER.search(i)}
        ids = [*self._known, *self._numbers]
        shapes = {_shape(i) for i in ids if _DIGITS.search(i)}
        self._shapes = frozenset(s for s in shapes if _FAMILY.match(s) or not _LETTER.search(s))
        self._segments = max((len(_SEGMENT.findall(i)) for i in ids), default=0)
        self._words = _WORD_WITH_DIGIT if all(map(_DIGITS.search, ids)) else _ANY_WORD

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids that `text` names, each once, in order of their first place."""
        if not self._segments:
            return ()
        found: dict[str, None] = {}
        known = self._known
        for place in self._words.finditer(text):
            word = place.group()
            if word in known:  # most words are one id and nothing else
                found[known[word]] = None
            elif not word.isdigit():
                found.update(dict.fromkeys(self._in_word(word, text, place.start())))
        return tuple(found)

    def _in_word(self, word: str, text: str, offset: int) -> Iterator[str]:
        spans = [segment.span() for segment in _SEGMENT.finditer(word)]
        first = 0
        while first < len(spans):
            start = spans[first][0]
            numbered = start > 0 and word[start - 1] == "#" and not word[max(0, start - 2)].isalnum()
            known = self._numbers if numbered else self._known
            for last in range(min(first + self._segments, len(spans)) - 1, first - 1, -1):
                candidate = word[start : spans[last][1]]
                if candidate in known or self._unknown(candidate, numbered, text, offset + start):
                    yield known.get(candidate, candidate)
                    first = last
                    break
            first += 1

    def _unknown(self, candidate: str, numbered: bool, text: str, start: int) -> bool:
        if _shape(candidate) not in self._shapes or numbered is bool(_LETTER.search(candidate)):
            return False
        return not (numbered and _is_pull_request(text, start, start + len(candidate)))


def _shape(item_id: str) -> str:
    return _DIGITS.sub("0", item_id)


def _is_pull_request(text: str, start: int, end: int) -> bool:
    """Tell the numbers that hosts write into merge and squash subjects from those of items."""
    before = text[max(0, start - len("pull request #")) : start].lower()
    return before.endswith("pull request #") or (before.endswith("(#") and text[end : end + 1] == ")")
