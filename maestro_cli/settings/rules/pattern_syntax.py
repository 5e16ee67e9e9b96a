"""The syntax of patterns whose search takes linear time: Python's, without what looks back or ahead.

Single characters, sets and escapes are left to `re`; only what stands around them is taken apart here.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from enum import StrEnum

MOST_CHARACTERS = 500
MOST_GROUPS_DEEP = 20

_ESCAPE = re.compile(
    r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|N\{[^}]*\}|[^0-9xuUN])", re.DOTALL
)
_SET = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_COUNT = re.compile(r"\{(\d*)(?:(,)(\d*))?\}")
_FLAGS = re.compile(r"\(\?([ims]+)\)")
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>)?")


class Anchor(StrEnum):
    """A place between two characters, and how patterns write it."""

    START = "^"
    END = "$"
    FIRST = r"\A"
    LAST = r"\Z"
    WORD_EDGE = r"\b"


@dataclass(frozen=True, slots=True)
class Atom:
    """One character that `pattern` matches."""

    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Any one of the parts."""

    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The part at least `least` times, at most `most`; None is without end."""

    part: Syntax
    least: int
    most: int | None


Syntax = Atom | Anchor | Sequence | Choice | Repeat


class PatternError(ValueError):
    """A pattern that cannot be used, in words that go on after `must …` or `is …`."""


def read_pattern(text: str) -> tuple[Syntax, re.RegexFlag]:
    """Take a pattern apart; return it with its flags. Raises PatternError that says what is wrong."""
    if len(text) > MOST_CHARACTERS:
        raise PatternError(f"is longer than {MOST_CHARACTERS} characters")
    try:
        compiled(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"is no regular expression: {error}") from None
    return _Reader(text).read()


def compiled(text: str, flags: re.RegexFlag = re.RegexFlag.NOFLAG) -> re.Pattern[str]:
    """Compile for `re` without its warnings about what other languages mean by `[[`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(text, flags)


def _not_linear(part: str) -> PatternError:
    return PatternError(f"uses {part!r}, which cannot be searched in linear time")


class _Reader:
    """Reads a pattern from left to right; `re` has found its syntax to be right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.flags = re.RegexFlag.NOFLAG

    def read(self) -> tuple[Syntax, re.RegexFlag]:
        given = _FLAGS.match(self.text)
        if given:
            self.at = given.end()
            for letter in given[1]:
                self.flags |= {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}[letter]
        return self.choice(), self.flags

    def choice(self) -> Syntax:
        parts = [self.sequence()]
        while self.next_is("|"):
            self.at += 1
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def sequence(self) -> Syntax:
        parts: list[Syntax] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self.repeats(self.part()))
        return Sequence(tuple(parts))

    def part(self) -> Syntax:
        char = self.text[self.at]
        if char == "(":
            return self.group()
        if char in "^$":
            self.at += 1
            return Anchor(char)
        if char == "\\":
            return self.escape()
        found = _SET.match(self.text, self.at) if char == "[" else None
        return self.atom(found.end() if found else self.at + 1)

    def group(self) -> Syntax:
        opening = _GROUP.match(self.text, self.at)
        assert opening is not None  # noqa: S101 - a bracket stands here
        if self.text[opening.end() :].startswith("?"):
            raise _not_linear(self.text[self.at : opening.end() + 2])
        self.at = opening.end()
        self.depth += 1
        if self.depth > MOST_GROUPS_DEEP:
            raise PatternError(f"has groups nested more than {MOST_GROUPS_DEEP} deep")
        inner = self.choice()
        self.depth -= 1
        self.at += 1
        return inner

    def escape(self) -> Syntax:
        short = self.text[self.at : self.at + 2]
        if short in (Anchor.FIRST, Anchor.LAST, Anchor.WORD_EDGE):
            self.at += 2
            return Anchor(short)
        found = _ESCAPE.match(self.text, self.at)
        if found is None or short == r"\B":
            raise _not_linear(short)
        return self.atom(found.end())

    def atom(self, end: int) -> Atom:
        text = self.text[self.at : end]
        self.at = end
        return Atom(compiled(re.escape(text) if len(text) == 1 and text != "." else text, self.flags))

    def repeats(self, part: Syntax) -> Syntax:
        """Return the part with the count that follows it; `re` allows one, and a `?` that makes it lazy."""
        least, most, end = self.count()
        if end == self.at:
            return part
        self.at = end
        if self.next_is("?"):
            self.at += 1
        elif self.next_is("+"):
            raise _not_linear(self.text[self.at - 1 : self.at + 1])
        return Repeat(part, least, most)

    def count(self) -> tuple[int, int | None, int]:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self.text[self.at : self.at + 1] in simple:
            return *simple[self.text[self.at]], self.at + 1
        found = _COUNT.match(self.text, self.at)
        if not found or found[0] == "{}":
            return 1, 1, self.at
        least = int(found[1] or 0)
        most = int(found[3]) if found[3] else None if found[2] else least
        return least, most, found.end()

    def next_is(self, char: str) -> bool:
        return self.text.startswith(char, self.at)
