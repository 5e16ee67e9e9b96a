"""The store of a project: everything that must outlive a process, in `.maestro/maestro.db`."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from maestro_cli.store.blobs import Blobs
from maestro_cli.store.database import Database
from maestro_cli.store.decisions import Decisions, Statements
from maestro_cli.store.effects import Effects
from maestro_cli.store.index import StoredIndex
from maestro_cli.store.runs import Runs
from maestro_cli.store.schemas import PROJECT_FILE, open_file
from maestro_cli.store.steps import Steps


class Store:
    """An open store. Its parts may be used from several threads; close it once."""

    def __init__(self, root: Path, database: Database) -> None:
        """Serve the store of the project at `root` from `database`."""
        self.root = root
        self.database = database
        self.index = StoredIndex(database)
        self.runs = Runs(database)
        self.blobs = Blobs(database)
        self.steps = Steps(database, self.blobs)
        self.effects = Effects(database)
        self.decisions = Decisions(database)
        self.statements = Statements(database)

    def close(self) -> None:
        """Close the store."""
        self.database.close()

    def __enter__(self) -> Self:
        """Return the open store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()


def open_store(root: Path, *, create: bool = True) -> Store | None:
    """Open the store of the project at `root`; None when there is none and `create` is off.

    Raises:
        StoreDamagedError: Its file is not what Maestro wrote.
        StoreNewerError: A newer version of Maestro wrote it.
        StoreLockedError: Another process holds it.
        StoreFullError: It can neither be read nor made.
    """
    database = open_file(root, PROJECT_FILE, create=create)
    return None if database is None else Store(root, database)
