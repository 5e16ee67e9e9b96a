"""What a skill is handed: the project as it stands, and what day it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.history import Commit, Repository
from maestro_cli.settings.language import Language
from maestro_cli.settings.schema import Settings

CommitReader = Callable[[date | None, date | None], Iterator[Commit]]
"""Commits from a day until a day, both included, newest first; read as they are asked for."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The project as it stands on `as_of`; `language` is en or ko.

    `commits` can be called again and again; each call reads the history anew and keeps nothing.
    """

    settings: Settings
    backlog: Backlog
    as_of: date
    seed: int
    language: Language
    repository: Repository
    commits: CommitReader
