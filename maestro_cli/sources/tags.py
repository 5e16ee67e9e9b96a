"""Tags in source and test code that name the items it verifies.

`@req REQ-1`, `@req: REQ-1, REQ-2@1a2b3c4d` or `maestro: verifies REQ-1` in a comment or docstring;
`@pytest.mark.req("REQ-1")` above a Python test. A tag in backticks or quotes is only talked about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from maestro_cli.model.items import Reference
from maestro_cli.sources.comments import Note, find_notes
from maestro_cli.sources.definitions import Definition, Outline
from maestro_cli.sources.lines import BREAK, line_starts

HINTS = (b"@req", b"maestro:", b"mark.req")
"""A file that holds none of them has no tag."""

_ID = r"[A-Za-z0-9][A-Za-z0-9._#/-]*(?:@[0-9A-Fa-f]{8,64}\b)?"
_IDS = rf"(?P<ids>{_ID}(?:[ \t]*,[ \t]*{_ID})*)"
_NO_QUOTE = r"(?<![\w@`-])(?<!(?<![\"'])[\"'])"
_TAG = re.compile(rf"{_NO_QUOTE}(?:@req\b|maestro:[ \t]*verifies\b)[ \t]*:?[ \t]*{_IDS}")
_MARK = re.compile(r"^[ \t]*(?P<tag>@pytest\.mark\.req\((?P<ids>[^()\n]*)\))", re.MULTILINE)
_QUOTED = re.compile(rf"[\"']({_ID})[\"']")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag on a 1-based line, and the definition it is about, after those around it; none for the file."""

    line: int
    references: tuple[Reference, ...]
    about: tuple[Definition, ...] = ()


def find_tags(text: str, path: str) -> list[Tag]:
    """Return the tags of a file of code, in order.

    Raises NoLanguageError where tags may be there and the language is not known, TooSlowError.
    """
    marks = _MARK.finditer(text) if path.endswith(".py") else iter(())
    candidates = sorted(
        [(found.start(), found["ids"]) for found in _TAG.finditer(text)]
        + [(found.start("tag"), found["ids"]) for found in marks]
    )
    if not candidates:
        return []
    starts = [0, *line_starts(text)]
    outline = Outline(BREAK.split(text))
    return [_tag(*written, outline, starts) for written in _written(candidates, text, path)]


def references(text: str) -> tuple[Reference, ...]:
    """Return the references of a list such as `REQ-1, REQ-2@1a2b3c4d`, each once."""
    pairs = (found.partition("@") for found in re.findall(_ID, text))
    return tuple(
        dict.fromkeys(Reference(item_id.rstrip("._#/-"), reviewed or None) for item_id, _, reviewed in pairs)
    )


def _written(candidates: list[tuple[int, str]], text: str, path: str) -> Iterator[tuple[int, str, Note]]:
    """Yield the candidates that stand in a note, with it; what follows the last one is not read."""
    notes = find_notes(text, path)
    note = next(notes, None)
    for start, ids in candidates:
        while note is not None and note.end <= start:
            note = next(notes, None)
        if note is None:
            return
        if note.start <= start:
            yield start, ids, note


def _tag(start: int, ids: str, note: Note, outline: Outline, starts: list[int]) -> Tag:
    first, last = bisect_right(starts, note.start), bisect_right(starts, max(note.start, note.end - 1))
    about = outline.of(first, last, inside=note.is_docstring)
    return Tag(bisect_right(starts, start), references(ids), about)
