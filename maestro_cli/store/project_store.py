"""The store of a project: everything that must outlive a process, in `.maestro/maestro.db`."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from maestro_cli.store.approvals import Approvals
from maestro_cli.store.blobs import Blobs
from maestro_cli.store.database import Database
from maestro_cli.store.decisions import Decisions, Statements
from maestro_cli.store.effects import Effects
from maestro_cli.store.index import StoredIndex
from maestro_cli.store.measures import Measures
from maestro_cli.store.memory import Conversations, Experiences, Facts
from maestro_cli.store.passages import StoredPassages
from maestro_cli.store.runs import Runs
from maestro_cli.store.schemas import CHECKPOINT_FILE, PROJECT_FILE, open_file
from maestro_cli.store.spending import Spending
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
        self.approvals = Approvals(database)
        self.passages = StoredPassages(database)
        self.measures = Measures(database)
        self.experiences = Experiences(database)
        self.conversations = Conversations(database)
        self.facts = Facts(database)

    def spending(self, run_id: str) -> Spending:
        """Return the ledger of a run."""
        return Spending(self.database, run_id)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Forget all runs that are over but the newest `keep`, with their results and checkpoints.

        Returns the ids of the runs, oldest first. Decisions, statements, effects, measures and memory stay.
        """
        forgotten = self.runs.prune(keep)
        checkpoints = open_file(self.root, CHECKPOINT_FILE, create=False)
        if checkpoints is not None:
            with checkpoints:
                self._prune_checkpoints(checkpoints)
        return forgotten

    def _prune_checkpoints(self, checkpoints: Database) -> None:
        """Delete the checkpoints of every run that is not known, of an earlier prune as well."""
        threads = checkpoints.rows("SELECT DISTINCT thread_id FROM checkpoints ORDER BY thread_id")
        known = {run_id for (run_id,) in self.database.rows("SELECT id FROM runs")}
        unknown = [(thread,) for (thread,) in threads if thread not in known]
        with checkpoints.transaction() as connection:
            connection.executemany("DELETE FROM writes WHERE thread_id = ?", unknown)
            connection.executemany("DELETE FROM checkpoints WHERE thread_id = ?", unknown)

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
