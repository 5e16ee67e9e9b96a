"""The two SQLite files of a project and the versions of their tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from maestro_cli.store.database import Database, Migration, Schema, open_database
from maestro_cli.store.folder import state_folder

PROJECT_FILE = "maestro.db"
CHECKPOINT_FILE = "checkpoints.db"


def _project() -> Sequence[Migration]:
    from maestro_cli.store.migrations import project_migrations

    return project_migrations()


def _checkpoints() -> Sequence[Migration]:
    from maestro_cli.store.migrations import checkpoint_migrations

    return checkpoint_migrations()


SCHEMAS = {PROJECT_FILE: Schema(5, _project), CHECKPOINT_FILE: Schema(1, _checkpoints)}


def open_file(root: Path, name: str, *, create: bool = True) -> Database | None:
    """Open one of the files of the project at `root`; None when absent and not to be made.

    Raises StoreError as `open_database` does.
    """
    folder = state_folder(root, create=create)
    return open_database(folder / name, SCHEMAS[name], create=create)
