"""Brings the index up to date with what is written: only what changed is read and cut again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from maestro_cli.errors import Diagnostic, InputError
from maestro_cli.knowledge.chunking import Piece, cut_markdown, cut_text
from maestro_cli.knowledge.embedding import embed, features
from maestro_cli.model.passages import Document, Original, Passage, PassageIndex, PassageKind, VectorIndex

CUTTING = "2"
"""Version of how documents are cut and their terms are made; another one makes all of them changed."""

MOST_VECTORS = 20_000
"""Passages that have a vector, decisions and documents first; others are found by keyword only."""

AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the index, as numbers of documents, and the problems of reading them."""

    added: int
    changed: int
    removed: int
    unchanged: int
    problems: tuple[Diagnostic, ...] = ()


def refresh(index: PassageIndex, originals: Iterable[Original]) -> Changes:
    """Bring `index` up to date; where nothing changed, nothing is written.

    A document that cannot be read is a problem and is not in the index.
    """
    known = index.documents()
    changed: list[tuple[Document, Sequence[Passage]]] = []
    moved: list[Document] = []
    problems: list[Diagnostic] = []
    kept: set[str] = set()
    for one in originals:
        before = known.get(one.id)
        try:
            now, text = _look(one, before)
        except InputError as error:
            problems += error.diagnostics
            continue
        kept.add(one.id)
        if before is None or before.digest != now.digest:
            assert text is not None  # noqa: S101 - only an unchanged document is not read
            changed.append((now, _passages(one, text)))
        elif before != now:
            moved.append(now)
    removed = sorted(known.keys() - kept)
    if changed or moved or removed:
        index.update(changed, moved, removed)
    added = sum(document.id not in known for document, _ in changed)
    unchanged = len(kept) - len(changed)
    return Changes(added, len(changed) - added, len(removed), unchanged, tuple(problems))


def fill(vectors: VectorIndex, index: PassageIndex) -> bool:
    """Bring `vectors` up to date with the passages of `index`; tell whether anything was written."""
    wanted = index.ids()[:MOST_VECTORS]
    have = set(vectors.ids())
    missing = [name for name in wanted if name not in have]
    gone = sorted(have.difference(wanted))
    if gone:
        vectors.update([], [], gone)
    for start in range(0, len(missing), AT_A_TIME):
        found = index.get(missing[start : start + AT_A_TIME])
        vectors.update(list(found), [embed(features(one.title, one.text)) for one in found.values()], [])
    return bool(gone or missing)


def _look(one: Original, before: Document | None) -> tuple[Document, str | None]:
    """Return the document as it is now, and its text where that had to be read."""
    now = Document(one.id, one.kind, one.path, one.line, one.quick, before.digest if before else "")
    if before is not None and one.quick and before.quick == one.quick and before.digest.startswith(_VERSION):
        return now, None
    text = one.read()
    said = hashlib.sha256(f"{one.kind}\0{one.title}\0{text}".encode("utf-8", "replace")).hexdigest()
    return replace(now, digest=_VERSION + said[:32]), text


_VERSION = f"{CUTTING}:"


def _passages(one: Original, text: str) -> list[Passage]:
    pieces = cut_markdown(text) if one.markdown else cut_text(text)
    if not pieces and one.kind in (PassageKind.ITEM, PassageKind.COMMIT):
        pieces = [Piece(1, "", one.title)]
    times: Counter[tuple[str, str]] = Counter()
    found = []
    for piece in pieces:
        title = " › ".join(part for part in (one.title, piece.title) if part)
        times[title, piece.text] += 1
        said = f"{one.id}\0{title}\0{piece.text}\0{times[title, piece.text]}"
        name = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
        line = piece.line if one.id.startswith("file:") else 0
        found.append(Passage(name, one.id, one.kind, one.path, line, _plain(title), _plain(piece.text)))
    return found


def _plain(text: str) -> str:
    """Return a text that can be written as UTF-8: YAML can spell half a character."""
    return text.encode("utf-8", "replace").decode()
