"""What a skill is handed: the project as it stands, and what day it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.decisions import Decision, Statement
from maestro_cli.model.history import Commit, Lines, Repository
from maestro_cli.model.passages import Found, Passage, PassageKind, Strategy
from maestro_cli.model.verification import Verifications
from maestro_cli.settings.language import Language
from maestro_cli.settings.schema import Settings


class CommitReader(Protocol):
    """Reads commits from a day until a day, both included, newest first, as they are asked for."""

    def __call__(self, since: date | None, until: date | None, /) -> Iterator[Commit]:
        """Yield the commits."""


class LineCounter(Protocol):
    """Counts the lines that commits changed, which takes far longer than to read what they say."""

    def __call__(self, shas: Iterable[str], /) -> Iterator[tuple[str, Lines]]:
        """Yield each commit and its lines; nothing in a partial clone."""


class ChangeReader(Protocol):
    """Tells when files were last changed by a commit."""

    def __call__(self, paths: Collection[str], /) -> dict[str, date]:
        """Return the day (UTC) by path, of those paths for which it is known."""


class Searcher(Protocol):
    """Finds what is written down in documents, decision records, items and commits."""

    def search(
        self, text: str, limit: int = ..., strategy: Strategy = ..., kinds: Collection[PassageKind] = ...
    ) -> Found:
        """Return what answers `text`, the best first."""

    def search_each(
        self,
        texts: Sequence[str],
        limit: int = ...,
        strategy: Strategy = ...,
        kinds: Collection[PassageKind] = ...,
    ) -> tuple[Found, ...]:
        """Return what answers each of the texts."""

    def passages(self, kinds: Collection[PassageKind]) -> tuple[Passage, ...]:
        """Return all passages of these kinds, in order of path and line."""


def _unknown(_paths: Collection[str]) -> dict[str, date]:
    return {}


@dataclass(frozen=True, slots=True)
class Inputs:
    """The project as it stands on `as_of`; `language` is en or ko.

    `commits` can be called again and again; each call reads the history anew and keeps nothing.
    `decisions` and `statements` are what is recorded of agents, for those who judge them; `verifications`
    reads the tests that verify items.
    """

    settings: Settings
    backlog: Backlog
    as_of: date
    seed: int
    language: Language
    repository: Repository
    commits: CommitReader
    line_counts: LineCounter
    decisions: tuple[Decision, ...] = ()
    statements: tuple[Statement, ...] = ()
    verifications: Callable[[], Verifications] = Verifications
    last_changes: ChangeReader = _unknown
    knowledge: Searcher | None = None
