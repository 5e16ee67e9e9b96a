"""What a project has written down, ready to be searched: each search sees the project as it stands.

The index is brought up to date first, which takes next to nothing where nothing changed. All of it happens
under one lock between processes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from maestro_cli.errors import Diagnostic, Severity, StoreError
from maestro_cli.model.passages import (
    Found,
    Original,
    Passage,
    PassageIndex,
    PassageKind,
    Strategy,
    VectorIndex,
)

if TYPE_CHECKING:
    from maestro_cli.knowledge.indexing import Changes

MANY = 1000
"""Passages from which it is worth a word that their index is not kept."""

Writings = tuple[list[Original], list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an indexing changed, and what there is now. `vectors` None: there are none, `problems` say why."""

    changes: Changes
    passages: int
    vectors: int | None
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Indexes:
    """The two indexes of a project, open; vectors are opened by whoever needs them.

    `kept` tells that they outlive the search.
    """

    passages: PassageIndex
    vectors: Callable[[], AbstractContextManager[VectorIndex]]
    kept: bool


@dataclass(frozen=True, slots=True)
class Library:
    """Searches a project.

    `opened` opens the indexes, with the lock that guards them; `writings` reads what there is now.
    Both are asked anew for each search.
    """

    opened: Callable[[], AbstractContextManager[Indexes]]
    writings: Callable[[], Writings]

    def search(
        self,
        text: str,
        limit: int = 10,
        strategy: Strategy = Strategy.HYBRID,
        kinds: Collection[PassageKind] = (),
    ) -> Found:
        """Return what answers `text`, the best first; where there are no vectors, by keyword, and say so."""
        return self.search_each((text,), limit, strategy, kinds)[0]

    def search_each(
        self,
        texts: Sequence[str],
        limit: int = 10,
        strategy: Strategy = Strategy.HYBRID,
        kinds: Collection[PassageKind] = (),
    ) -> tuple[Found, ...]:
        """Return what answers each of the texts, all from one look at the project."""
        from maestro_cli.knowledge.search import Shelf, search

        with ExitStack() as stack:
            indexes, changes = self._refreshed(stack)
            index = indexes.passages
            wants = strategy is not Strategy.KEYWORD and index.count() > 0
            vectors, said = _vectors(stack, indexes) if wants else (None, ())
            used = strategy if vectors is not None or not wants else Strategy.KEYWORD
            hints = (_KEEP,) if not indexes.kept and index.count() > MANY else ()
            problems = (*changes.problems, *said, *hints)
            shelf = Shelf(index, vectors)
            found = (search(text, shelf, strategy=strategy, limit=limit, kinds=kinds) for text in texts)
            return tuple(Found(hits, index.count(), used, problems) for hits in found)

    def index(self) -> Indexed:
        """Bring both indexes up to date and say what changed."""
        with ExitStack() as stack:
            indexes, changes = self._refreshed(stack)
            vectors, said = _vectors(stack, indexes)
            passages = indexes.passages.count()
            count = None if vectors is None else len(vectors.ids())
            if count is not None and count < passages:
                said = (*said, _cut(count, passages))
            return Indexed(changes, passages, count, (*changes.problems, *said))

    def passages(self, kinds: Collection[PassageKind]) -> tuple[Passage, ...]:
        """Return all passages of these kinds, in order of path and line."""
        with ExitStack() as stack:
            indexes, _ = self._refreshed(stack)
            return tuple(indexes.passages.all(kinds))

    def _refreshed(self, stack: ExitStack) -> tuple[Indexes, Changes]:
        from maestro_cli.knowledge.indexing import refresh

        indexes = stack.enter_context(self.opened())
        found, problems = self.writings()
        changes = refresh(indexes.passages, found)
        return indexes, replace(changes, problems=(*problems, *changes.problems))


def _vectors(stack: ExitStack, indexes: Indexes) -> tuple[VectorIndex | None, tuple[Diagnostic, ...]]:
    from maestro_cli.knowledge.indexing import fill

    try:
        vectors = stack.enter_context(indexes.vectors())
        fill(vectors, indexes.passages)
    except StoreError as error:
        return None, tuple(_warning(one) for one in error.diagnostics)
    return vectors, ()


def _warning(problem: Diagnostic) -> Diagnostic:
    message = f"found by keyword only: {problem.message}"
    return Diagnostic(Severity.WARNING, problem.code, message, problem.path, problem.line, problem.fix)


_KEEP = Diagnostic(
    Severity.INFO,
    "K-NOT-KEPT",
    "everything was indexed for this search alone",
    fix="Run `maestro knowledge index` once to keep the index.",
)


def _cut(vectors: int, passages: int) -> Diagnostic:
    return Diagnostic(
        Severity.INFO,
        "K-VECTORS-CUT",
        f"the first {vectors} of {passages} passages can be found by meaning, all by keyword",
        fix="Narrow `knowledge.paths` in maestro.yaml to what is worth finding.",
    )
