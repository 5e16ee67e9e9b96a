"""Comments and docstrings of code in any language: what a tokeniser says is neither code nor a string.

Python is read by its own tokeniser, which is four times as fast as Pygments, and by Pygments where that
gives up; every other language is read by Pygments.
"""

from __future__ import annotations

import io
import time
import tokenize
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, NamedTuple

from maestro_cli.sources.lines import line_starts

if TYPE_CHECKING:
    from pygments.lexer import RegexLexer

SECONDS = 10.0
"""A file that takes longer was made to take long, or is no code."""

_PYTHON = (".py", ".pyi")
_BEFORE_STATEMENT = frozenset({tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})
_AFTER_STATEMENT = frozenset({tokenize.NEWLINE, tokenize.COMMENT, tokenize.ENDMARKER})
_SPACE = frozenset({tokenize.NL, tokenize.ENCODING})


class Note(NamedTuple):
    """A comment, a docstring or the sign of a decorator, as offsets into the text.

    A docstring speaks of what stands around it.
    """

    start: int
    end: int
    is_docstring: bool = False


class NoLanguageError(Exception):
    """Nothing is known about files with this name."""


class TooSlowError(Exception):
    """The text took more than `SECONDS`."""


def find_notes(text: str, path: str) -> Iterator[Note]:
    """Yield comments and docstrings in order, as far as the caller reads.

    A docstring of Python is any string that is a statement of its own. Raises NoLanguageError and
    TooSlowError.
    """
    read: int | None = 0
    if path.lower().endswith(_PYTHON):
        read = yield from _python(text)
    if read is not None:
        yield from (note for note in _any_language(text, path) if note.start >= read)


def _python(text: str) -> Generator[Note, None, int | None]:
    """Yield what Python's tokeniser finds; return None, or how far it came in newer or broken Python."""
    starts = [0, *line_starts(text)]
    read, before = 0, tokenize.NEWLINE
    held: Note | None = None
    try:
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
            kind = token.type
            if kind in _SPACE:
                continue
            if _is_newer(token):
                return read
            note = Note(_offset(starts, token.start), _offset(starts, token.end), kind == tokenize.STRING)
            if held is not None and kind in _AFTER_STATEMENT:
                yield held
                read, held = held.end, None
            if kind == tokenize.COMMENT or (token.string == "@" and before in _BEFORE_STATEMENT):
                yield note
                read = note.end
            if kind != tokenize.COMMENT:
                held = note if kind == tokenize.STRING and before in _BEFORE_STATEMENT else None
                before = kind
    except (tokenize.TokenError, SyntaxError, ValueError):
        return read
    return None


def _is_newer(token: tokenize.TokenInfo) -> bool:
    """Say whether the tokeniser is at its end: before Python 3.12 quotes within an f-string cut it off."""
    if token.type == tokenize.ERRORTOKEN:
        return bool(token.string.strip())
    text = token.string
    is_formatted = token.type == tokenize.STRING and "f" in text.partition(text[-1])[0].lower()
    return is_formatted and text.count("{") != text.count("}")


def _offset(starts: list[int], position: tuple[int, int]) -> int:
    line, column = position
    return starts[line - 1] + column


def _any_language(text: str, path: str) -> Iterator[Note]:
    """Yield what Pygments finds, comments that touch as one."""
    lexer = _lexer(path)
    held: Note | None = None
    for note in _tokens(lexer, text):
        if held is not None and not note.is_docstring and note.start == held.end:
            held = Note(held.start, note.end, held.is_docstring)
            continue
        if held is not None:
            yield held
        held = note
    if held is not None:
        yield held


def _tokens(lexer: RegexLexer, text: str) -> Iterator[Note]:
    from pygments.lexers.c_cpp import CFamilyLexer
    from pygments.token import Comment, String

    is_c, is_python = isinstance(lexer, CFamilyLexer), lexer.name.startswith("Python")
    directives = {Comment.Preproc, Comment.PreprocFile}
    deadline = time.monotonic() + SECONDS
    depth, before, directive = 0, ":", ""
    for start, kind, value in lexer.get_tokens_unprocessed(f"{text}\n"):
        if time.monotonic() > deadline:
            raise TooSlowError
        if kind in directives:
            directive = value
        elif kind in Comment:
            is_off = is_c and kind is Comment  # what `#if 0` takes out
            if not is_off and directive.count('"') % 2 == 0:  # else a string of a macro
                yield Note(start, start + len(value))
            directive = ""
        elif kind in String.Doc:
            if not is_python or (before == ":" and depth == 0):
                yield Note(start, start + len(value), is_docstring=is_python)
        elif value.strip():
            before, directive = value.rstrip()[-1], ""
            depth += (value in "([{") - (value in ")]}")


def _lexer(path: str) -> RegexLexer:
    from pygments.lexers import find_lexer_class_for_filename

    name = path.rpartition("/")[2]
    known = find_lexer_class_for_filename("a.sh" if name.endswith(".bats") else name)
    if known is None or known.name == "Text only":
        raise NoLanguageError
    lexer: RegexLexer = known()
    return lexer
