"""What a workflow knows of the project it runs on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

from maestro_cli.llm.budget import Ledger
from maestro_cli.llm.interface import Listener
from maestro_cli.llm.narrator import Narrator
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.history import Commit, Lines, Repository
from maestro_cli.model.verification import Verifications
from maestro_cli.settings.schema import Settings
from maestro_cli.skills.inputs import Searcher


class Project(Protocol):
    """A project's settings, items and history, read when they are asked for."""

    @property
    def root(self) -> Path:
        """The project's folder."""

    @property
    def settings(self) -> Settings:
        """The settings in effect."""

    @property
    def language(self) -> str:
        """Language of the documents: `en` or `ko`."""

    @property
    def settings_digest(self) -> str:
        """Digest of the settings in effect."""

    def narrator(
        self,
        spending: Ledger,
        fell_back: Callable[[str], None],
        listen: Listener,
        refused: Callable[[str], None],
    ) -> Narrator:
        """Return who phrases, by the settings; what it spends goes to `spending`.

        `listen` follows its calls of a model; `refused` is told of what a model wanted and did not get.
        """

    @property
    def knowledge(self) -> Searcher:
        """What is written down, to be searched."""

    def backlog(self) -> Backlog:
        """Read all items."""

    def verifications(self) -> Verifications:
        """Read the tests that verify items."""

    def repository(self) -> Repository:
        """Look at the git repository."""

    def commits(self, since: date | None, until: date | None) -> Iterator[Commit]:
        """Read commits, newest first."""

    def line_counts(self, shas: Iterable[str]) -> Iterator[tuple[str, Lines]]:
        """Count the lines of these commits."""

    def last_changes(self, paths: Collection[str]) -> dict[str, date]:
        """Return the day of the newest commit that changed each of these files, where that is known."""
