"""What a skill is handed: the project as it stands, and what day it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.history import Commit, Repository
from maestro_cli.settings.language import Language
from maestro_cli.settings.schema import Settings


class CommitReader(Protocol):
    """Reads commits from a day until a day, both included, newest first, as they are asked for."""

    def __call__(
        self, since: date | None, until: date | None, /, *, numstat: bool = True
    ) -> Iterator[Commit]:
        """Yield the commits; without `numstat`, which takes most of the time, no line is counted."""


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
