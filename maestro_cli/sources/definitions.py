"""Which test a line of code belongs to: the definition that follows it, or the one around it.

Told by how lines begin, in the way of many languages at once: a name is wanted to show a test and to find
its result, and where none is found the line stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_LONGEST = 500
"""Longer lines define nothing that a person reads."""

_KEYWORD = re.compile(
    r"(?:(?:export|default|pub|public|private|protected|internal|static|final|async|abstract|override|unsafe"
    r"|inline|suspend|virtual|open|sealed|data|local|create|or|replace|CREATE|OR|REPLACE)(?:\([\w ]*\))?\s+)*"
    r"(?P<word>def|func|fun|function|fn|sub|proc|procedure|FUNCTION|PROCEDURE|class|struct|module|mod|object"
    r"|interface|trait|impl)\b\s*\*?\s*(?:\([^()]*\)\s*)?(?:`(?P<quoted>[^`]+)`|(?P<name>[A-Za-z_$][\w$.!?]*))"
)
_SUITES = frozenset({"class", "struct", "module", "mod", "object", "interface", "trait", "impl"})
_CALL = re.compile(
    r"(?:RSpec\.)?(?P<word>it|test|specify|scenario|describe|context|suite|@test)(?:\.\w+)*"
    r"(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\)(?=\s*\())?\s*\(?\s*"
    r"(?:\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|`(?P<back>[^`]+)`)"
)
_SUBJECT = re.compile(r"(?:RSpec\.)?(?:describe|context|feature)\s+(?P<name>[A-Z][\w:]*)(?=\s*(?:,|do\b|$))")
_GROUPS = frozenset({"describe", "context", "suite"})
_MACRO = re.compile(
    r"(?:[A-Z]+_)*TEST(?:_[A-Z]+)*\s*\(\s*(?:\"(?P<text>[^\"]+)\"|(?P<first>\w+)(?:\s*,\s*(?P<second>\w+))?)"
)
_FEATURE = re.compile(r"(?P<word>Scenario(?: Outline)?|Example|Feature):\s*(?P<name>\S.*)")
_METHOD = re.compile(
    r"(?:[\w<>\[\],.?&*:~]+\s+)+[*&]?(?P<name>[A-Za-z_~]\w*)\s*\([^;{}=]*\)?(?:[^;=]*|[^;={}]*\{.*\})"
)
_ATTRIBUTES = re.compile(r"(?:@[\w.]+(?:\([^()]*\))?\s+|#?\[[^\[\]]*\]\s*)+")
"""What may stand before a definition on its line: `@Test`, `[Fact]`, `#[test]`."""
_SHELL = re.compile(r"(?P<name>[\w-]+)\s*\(\)\s*\{.*")
_NO_NAMES = frozenset(
    {"if", "for", "while", "switch", "catch", "return", "new", "else", "throw", "do", "using", "lock"}
    | {"when", "match", "await"}
)
"""Words that neither name a definition nor begin one."""
_STATEMENTS = _NO_NAMES.union(
    ("assert", "not", "and", "or", "in", "is", "with", "from", "import", "del", "elif", "elsif", "unless"),
    ("until", "except", "raise", "yield", "lambda", "case", "goto", "go", "defer", "delete", "typeof"),
    ("expect", "puts", "print", "echo", "require", "include", "use", "co_await"),
)
"""Words that begin a statement; many languages let a method be called like those of another."""
_BESIDES = re.compile(r"\s*(?:$|#|//|/\*|\*|--|%|;|@|\[|<!--|\"\"\"|''')")
"""Lines that may stand between a tag and what it is about: blank, comments, decorators, attributes."""

_OPENING = ("@", "[", "#")
"""How decorators and attributes begin."""
_OPEN, _CLOSE = re.compile(r"[(\[{]"), re.compile(r"[)\]}]")
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")
_NEAR = 60
"""Lines that a definition may be away from what speaks of it."""


class Definition(NamedTuple):
    """A line that defines something: a test or function, or what holds some (`is_suite`)."""

    line: int
    indent: int
    name: str
    is_suite: bool


def defines(line: str, number: int) -> Definition | None:
    """Return what a line of code defines, or None."""
    if len(line) > _LONGEST:
        return None
    core = line.strip()
    if core[:1] in _OPENING and not _CALL.match(core):
        core = _ATTRIBUTES.sub("", core, count=1)
    name, is_suite = _named(core)
    return Definition(number, len(line) - len(line.lstrip()), name, is_suite) if name else None


class Outline:
    """The definitions of a file, asked in order of lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Find them in the `lines` of a file."""
        self._lines = lines
        found = (defines(line, number) for number, line in enumerate(lines, 1))
        self._found = [definition for definition in found if definition]
        self._by_line = {definition.line: definition for definition in self._found}
        self._passed = 0
        self._around: list[Definition] = []

    def of(self, first: int, last: int, *, inside: bool) -> tuple[Definition, ...]:
        """Return the definition that a note is about, after those around it; none for the whole file.

        A note is about the definition on its own first line, else about the one that follows it, with
        nothing but blank lines, comments and decorators between, else about the one that it stands in; a
        note `inside` (a docstring) only about that. Notes are asked for in order.
        """
        own = None if inside else self._by_line.get(first) or self._following(last)
        line = self._lines[first - 1]
        end, indent = (own.line, own.indent) if own else (first, len(line) - len(line.lstrip()))
        self._enter(end)
        around = tuple(definition for definition in self._around if definition.indent < indent)
        return (*around, own) if own else around

    def _enter(self, end: int) -> None:
        """Go on to the definitions that are open right before line `end`."""
        while self._passed < len(self._found) and self._found[self._passed].line < end:
            definition = self._found[self._passed]
            while self._around and self._around[-1].indent >= definition.indent:
                self._around.pop()
            self._around.append(definition)
            self._passed += 1

    def _following(self, line: int) -> Definition | None:
        """Return the definition after a line, with nothing between but `_BESIDES`, brackets closed."""
        depth = 0
        for number in range(line + 1, min(line + _NEAR, len(self._lines)) + 1):
            text = self._lines[number - 1][:_LONGEST]
            if depth <= 0 and number in self._by_line:
                return self._by_line[number]
            if depth <= 0 and not _BESIDES.match(text):
                return None
            if depth > 0 or text.lstrip()[:1] in _OPENING:
                code = _STRING.sub("", text)
                depth += len(_OPEN.findall(code)) - len(_CLOSE.findall(code))
        return None


def _named(core: str) -> tuple[str, bool]:
    found = _CALL.match(core)
    if found:
        return found["double"] or found["single"] or found["back"], found["word"] in _GROUPS
    found = _SUBJECT.match(core)
    if found:
        return found["name"], True
    found = _KEYWORD.match(core)
    if found:
        return found["quoted"] or found["name"], found["word"] in _SUITES
    found = _MACRO.match(core)
    if found:
        return found["text"] or found["second"] or found["first"], False
    found = _FEATURE.match(core)
    if found:
        return found["name"], found["word"] == "Feature"
    found = _SHELL.fullmatch(core) or _METHOD.fullmatch(core)
    if found and found["name"] not in _NO_NAMES and not _is_statement(core):
        return found["name"], False
    return "", False


def _is_statement(core: str) -> bool:
    return not _STATEMENTS.isdisjoint(core.removeprefix("async ").split(None, 1)[:1])
