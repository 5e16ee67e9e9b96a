"""What happened: commits of the repository and sprints of the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(slots=True)
class Commit:
    """A commit as reports need it. `when` is the committer's time, in UTC.

    `item_ids` are the ids that message and trailers name, in order: those of items, and those that
    only look like them. Not frozen, as there are so many: that would double the time it takes to make one.
    """

    sha: str
    author: str
    email: str
    when: datetime
    subject: str
    item_ids: tuple[str, ...] = ()
    is_merge: bool = False
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """How many lines a commit, or several, added and removed."""

    insertions: int = 0
    deletions: int = 0


@dataclass(frozen=True, slots=True)
class Repository:
    """What is known of the git repository before any commit is read."""

    present: bool
    head: str | None = None
    branch: str | None = None
    shallow: bool = False
    bare: bool = False
    partial: bool = False
    """A clone without all files: lines cannot be counted without a network."""
    note: str = ""
    refused: bool = False
    """There is a repository, but git does not read it; `note` says why and what to do."""


@dataclass(frozen=True, slots=True)
class SprintRecord:
    """A past sprint. `committed` and `completed` are story points."""

    id: str
    start: date
    end: date
    committed: float | None = None
    completed: float | None = None
    source: str = "settings"
