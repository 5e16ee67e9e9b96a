"""A copy of the store that is thrown away: what a dry run writes to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maestro_cli.store.backup import copy_database
from maestro_cli.store.folder import state_folder
from maestro_cli.store.schemas import SCHEMAS


@contextmanager
def rehearsal(root: Path) -> Iterator[Path]:
    """Give a folder with a copy of the store of the project at `root`, if it has one.

    Raises StoreError when that store cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="maestro-dry-run-") as name:
        folder = Path(name)
        state = state_folder(folder, create=True)
        for database in SCHEMAS:
            copy_database(root, database, state / database)
        yield folder
