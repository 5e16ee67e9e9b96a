"""The composition root: settings become objects here, and only here is anything chosen."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from maestro_cli.errors import Diagnostic, InputError, Severity
from maestro_cli.settings import clock

if TYPE_CHECKING:
    from maestro_cli.knowledge.library import Indexes, Library, Writings
    from maestro_cli.llm.budget import Ledger
    from maestro_cli.llm.choice import Choice
    from maestro_cli.llm.interface import Listener
    from maestro_cli.llm.narrator import Narrator
    from maestro_cli.model.backlog import Backlog
    from maestro_cli.model.decisions import Decision, Statement
    from maestro_cli.model.history import Commit, Lines, Repository
    from maestro_cli.model.verification import Verifications
    from maestro_cli.settings.language import Language
    from maestro_cli.settings.loading import Loaded
    from maestro_cli.settings.schema import Settings
    from maestro_cli.skills.inputs import Inputs
    from maestro_cli.store.project_store import Store


@dataclass(frozen=True)
class Workspace:
    """A project as one command sees it: everything is read when it is first asked for."""

    root: Path
    loaded: Loaded
    as_of: date
    seed: int
    dry_run: bool = False

    @property
    def settings(self) -> Settings:
        """The settings in effect."""
        return self.loaded.settings

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is worth a word about settings and sources."""
        return (*self.loaded.diagnostics, *self.backlog().diagnostics)

    @cached_property
    def language(self) -> Language:
        """Language of the documents: `en` or `ko`."""
        from maestro_cli.settings.language import resolve_language

        return resolve_language(self.settings)

    @cached_property
    def settings_digest(self) -> str:
        """Digest of the settings in effect."""
        from maestro_cli.model.plain import digest

        return digest(self.settings.model_dump(mode="json"))

    def backlog(self) -> Backlog:
        """Read all items, unchanged files from the index where a store exists."""
        return self._backlog

    @cached_property
    def _backlog(self) -> Backlog:
        from maestro_cli.sources.loading import load_backlog

        with self.store_if_any() as store:
            index = store.index if store and not self.dry_run else None
            return load_backlog(self.root, self.settings, index)

    def verifications(self) -> Verifications:
        """Read the tests that verify items; nothing where the settings name none."""
        from maestro_cli.model.verification import Verifications

        wanted = self.settings.trace.tests
        if not (wanted.tags or wanted.results):
            return Verifications()
        from maestro_cli.sources.verifications import read_verifications

        return read_verifications(self.root, self.settings, [item.id for item in self.backlog()])

    def repository(self) -> Repository:
        """Look at the git repository."""
        return self._repository

    @cached_property
    def _repository(self) -> Repository:
        from maestro_cli.sources.repository import open_repository

        return open_repository(self.root)

    def commits(self, since: date | None, until: date | None) -> Iterator[Commit]:
        """Read commits, newest first; nothing where there is no repository."""
        from maestro_cli.sources.git_log import read_commits

        ids = [item.id for item in self.backlog()]
        return read_commits(self.root, self.repository(), since=since, until=until, item_ids=ids)

    def line_counts(self, shas: Iterable[str]) -> Iterator[tuple[str, Lines]]:
        """Count the lines of these commits; nothing in a partial clone."""
        from maestro_cli.sources.git_log import count_lines

        return count_lines(self.root, self.repository(), shas)

    def last_changes(self, paths: Collection[str]) -> dict[str, date]:
        """Return the day of the newest commit that changed each of these files, where that is known."""
        from maestro_cli.sources.git_log import last_changes

        return last_changes(self.root, self.repository(), paths)

    def inputs(self) -> Inputs:
        """Return what skills are handed.

        Raises InputError with every problem when no item could be read at all because of them.
        """
        from maestro_cli.skills.inputs import Inputs

        backlog = self.backlog()
        if not len(backlog) and backlog.unreadable:
            raise InputError("no item could be read", diagnostics=backlog.unreadable)
        return Inputs(
            settings=self.settings,
            backlog=backlog,
            as_of=self.as_of,
            seed=self.seed,
            language=self.language,
            repository=self.repository(),
            commits=self.commits,
            line_counts=self.line_counts,
            verifications=self.verifications,
            last_changes=self.last_changes,
            knowledge=self.knowledge,
        )

    @property
    def knowledge(self) -> Library:
        """What is written down, to be searched; its index is kept where there is a store."""
        return self.library(create=False)

    def library(self, *, create: bool) -> Library:
        """Return what is written down; with `create`, a store is made to keep its index."""
        from maestro_cli.knowledge.library import Library

        return Library(self._created if create else self._indexes, self._writings)

    def _writings(self) -> Writings:
        from maestro_cli.sources.documents import originals

        found, problems = originals(self.root, self.settings, self.backlog(), self.repository())
        if self.settings.knowledge.embedding != "hashing":
            problems.append(_no_embedding(self.settings.knowledge.embedding))
        return found, problems

    @contextmanager
    def _created(self) -> Iterator[Indexes]:
        """Open the indexes in the store, made where there is none; of a dry run in a copy of it."""
        with self.store() as store, self._indexes_of(store) as indexes:
            yield indexes

    @contextmanager
    def _indexes(self) -> Iterator[Indexes]:
        """Open the indexes in the store if it can be written to; else make them in memory."""
        with self.store_if_any() as store:
            kept = store if store and store.database.writable and not self.dry_run else None
            with self._indexes_of(kept) as indexes:
                yield indexes

    @contextmanager
    def _indexes_of(self, store: Store | None) -> Iterator[Indexes]:
        from maestro_cli.knowledge import embedding
        from maestro_cli.knowledge.library import Indexes
        from maestro_cli.knowledge.memory import VectorsInMemory
        from maestro_cli.store.passages import passages_in_memory
        from maestro_cli.store.vectors import knowledge_lock, open_vectors

        if store is None:
            with passages_in_memory() as passages:
                yield Indexes(passages, lambda: nullcontext(VectorsInMemory()), kept=False)
        elif self.dry_run:
            yield Indexes(store.passages, lambda: nullcontext(VectorsInMemory()), kept=True)
        else:
            with knowledge_lock(self.root):
                yield Indexes(
                    store.passages,
                    lambda: open_vectors(self.root, embedding.NAME, embedding.SIZE),
                    kept=True,
                )

    def engine(self, spending: Ledger | None = None) -> Choice:
        """Return the engine that the settings ask for.

        Raises ProviderError when Claude is asked for without a key, SettingsError for an address that no key
        may be sent to.
        """
        from maestro_cli.llm.choice import choose

        return choose(self.settings.llm, os.environ, spending)

    def narrator(
        self,
        spending: Ledger,
        fell_back: Callable[[str], None],
        listen: Listener,
        refused: Callable[[str], None],
    ) -> Narrator:
        """Return who puts facts into words."""
        from maestro_cli.llm.offline import OfflineNarrator

        choice = self.engine(spending)
        if choice.engine is None:
            return OfflineNarrator()
        from maestro_cli.agents.prompts import headline_prompt
        from maestro_cli.llm.engine_narrator import EngineNarrator

        return EngineNarrator(
            choice.engine,
            headline_prompt,
            OfflineNarrator(),
            forced=not choice.may_fall_back,
            deadline=self.settings.llm.timeout,
            tell=fell_back,
            listen=listen,
            refused=refused,
        )

    def decisions(self) -> tuple[Decision, ...]:
        """Return the recorded decisions of agents, oldest first."""
        with self.store_if_any() as store:
            return tuple(store.decisions.list()) if store else ()

    def statements(self) -> tuple[Statement, ...]:
        """Return the statements of the newest document of each kind, oldest first."""
        with self.store_if_any() as store:
            return store.statements.current() if store else ()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the project's store, making it where there is none; for a dry run a copy of it."""
        from maestro_cli.store.project_store import open_store
        from maestro_cli.store.rehearsal import rehearsal

        with rehearsal(self.root) if self.dry_run else nullcontext(self.root) as root:
            store = open_store(root)
            assert store is not None  # noqa: S101 - None is for create=False only
            with store:
                yield store

    @contextmanager
    def store_if_any(self) -> Iterator[Store | None]:
        """Open the store if the project has one: a check leaves no trace."""
        from maestro_cli.store.project_store import open_store

        store = open_store(self.root, create=False)
        if store is None:
            yield None
            return
        with store:
            yield store


def _no_embedding(name: str) -> Diagnostic:
    return Diagnostic(
        Severity.WARNING,
        "K-EMBEDDING",
        f"there is no embedding {name!r}: hashing is used",
        "maestro.yaml",
        fix="Leave `knowledge.embedding` out, or set it to hashing.",
    )


class Wish(Protocol):
    """What a command says about the project that it wants."""

    @property
    def project(self) -> Path | None:
        """The project's folder; None for the nearest one."""

    @property
    def as_of(self) -> date | None:
        """What today is; None for the clock's."""

    @property
    def seed(self) -> int:
        """Seed of everything random."""

    @property
    def llm(self) -> str | None:
        """Engine; None for the one in the settings."""

    @property
    def dry_run(self) -> bool:
        """Whether nothing may be changed."""


def open_workspace(call: Wish) -> Workspace:
    """Find the project that `call` is about and load its settings.

    Raises SettingsError when there is none or its settings are wrong.
    """
    from maestro_cli.settings.discovery import find_project
    from maestro_cli.settings.loading import load_settings

    root = find_project(call.project)
    overrides = {} if call.llm is None else {"llm.provider": call.llm}
    return Workspace(
        root=root,
        loaded=load_settings(root, overrides),
        as_of=call.as_of or clock.today(),
        seed=call.seed,
        dry_run=call.dry_run,
    )
