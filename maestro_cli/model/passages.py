"""Passages: what a project has written down, cut into pieces that a search can find.

A document is a file, an item or a commit; a passage is a part of it that fits on a screen. Whatever a
passage says is data: that something is approved, decided or done is never taken from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from maestro_cli.errors import Diagnostic

Vector = Sequence[float]
"""A vector of length 1, or of zeros."""


class PassageKind(StrEnum):
    """What a passage is from. A decision is a file in a folder of decision records."""

    DOCUMENT = "document"
    DECISION = "decision"
    ITEM = "item"
    COMMIT = "commit"


class Strategy(StrEnum):
    """How passages are found."""

    HYBRID = "hybrid"
    KEYWORD = "keyword"
    SEMANTIC = "semantic"


@dataclass(frozen=True, slots=True)
class Original:
    """A document as it stands now, before it is read.

    `quick` is equal when it surely has not changed, and empty when that cannot be told. `title` stands above
    all of its passages. `read` returns its text; it raises InputError.
    """

    id: str
    kind: PassageKind
    path: str
    line: int
    quick: str
    read: Callable[[], str]
    title: str = ""
    markdown: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was indexed.

    `id` is `file:PATH`, `item:ID` or `commit:SHA`; `path` is empty for a commit. `quick` is what is looked at
    first (size and time of a file), `digest` what decides whether it changed.
    """

    id: str
    kind: PassageKind
    path: str
    line: int
    quick: str
    digest: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document: the headings above it, its text, and the 1-based line on which that begins.

    `id` is the digest of the document's id and the text, so a passage that only moves keeps it.
    """

    id: str
    document: str
    kind: PassageKind
    path: str
    line: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a query.

    `id` is how documents cite it: `file:PATH:LINE`, `item:ID` or `commit:SHA`. `score` is in 0 … 1 and orders
    the hits of one query; `strategy` is what found it. `words` are those of the query that it says, and
    `share` (0 … 1) is how much of the query they are.
    """

    id: str
    path: str
    line: int | None
    score: float
    strategy: Strategy
    excerpt: str
    kind: PassageKind
    title: str
    words: tuple[str, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a search, how many passages were looked through, and what is worth a word about it."""

    hits: tuple[Hit, ...]
    passages: int
    strategy: Strategy
    problems: tuple[Diagnostic, ...] = ()


class PassageIndex(Protocol):
    """Where passages are kept and found by their words. It is a cache: losing it costs time only."""

    def documents(self) -> Mapping[str, Document]:
        """Return every document by id."""

    def update(
        self,
        changed: Iterable[tuple[Document, Sequence[Passage]]],
        moved: Iterable[Document],
        removed: Iterable[str],
    ) -> None:
        """Put in changed documents, note where moved ones are now, forget removed ones."""

    def ids(self) -> Sequence[str]:
        """Return the id of every passage, those of documents first, then items, then commits."""

    def get(self, ids: Collection[str]) -> Mapping[str, Passage]:
        """Return these passages by id, as far as they are known."""

    def all(self, kinds: Collection[PassageKind]) -> Iterable[Passage]:
        """Return the passages of these kinds in order of path and line."""

    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return how many passages say each of these terms; a term that none says is left out."""

    def count(self) -> int:
        """Return how many passages there are."""

    def match(
        self, terms: Sequence[str], limit: int, kinds: Collection[PassageKind] = ()
    ) -> Sequence[tuple[str, float]]:
        """Return the passages that say any of the terms with their BM25 (more is better), the best first."""


class VectorIndex(Protocol):
    """Where the vectors of passages are kept and found by their nearness. It is a cache as well."""

    def ids(self) -> Collection[str]:
        """Return the id of every vector."""

    def update(self, ids: Sequence[str], vectors: Sequence[Vector], removed: Collection[str]) -> None:
        """Put in vectors, one for each id, and forget removed ones."""

    def nearest(self, vector: Vector, limit: int) -> Sequence[str]:
        """Return the ids of the vectors with the greatest cosine, the greatest first."""
