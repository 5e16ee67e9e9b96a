"""Puts a database of the store aside, with all that belongs to it, so that nothing is lost."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from maestro_cli.store.folder import state_folder
from maestro_cli.store.guard import guarded
from maestro_cli.store.schemas import SCHEMAS

_PARTS = ("", "-wal", "-shm", "-journal", ".json")


def move_aside(root: Path, *names: str) -> Path | None:
    """Move these databases of the project at `root`, or all, into a new folder and return it.

    Returns None when there is nothing to move. Either all parts are moved or none. Raises StoreError.
    """
    folder = state_folder(root)
    parts = [folder / f"{name}{part}" for name in names or SCHEMAS for part in _PARTS]
    with guarded(folder):
        present = [path for path in parts if path.exists() or path.is_symlink()]
        if not present:
            return None
        target = _new_folder(folder)
        move_all([(path, target / path.name) for path in present])
    return target


def move_all(moves: list[tuple[Path, Path]]) -> None:
    """Rename each pair, or take back those already done and raise OSError."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            os.replace(source, target)  # noqa: PTH105 - one call to patch where faults are injected
            done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            with contextlib.suppress(OSError):
                os.replace(target, source)  # noqa: PTH105 - see above
        raise


def _new_folder(folder: Path) -> Path:
    number = 1
    while True:
        target = folder / f"aside-{number}"
        try:
            target.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
        else:
            return target
