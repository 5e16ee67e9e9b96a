"""One run at a time per project. The lock is the operating system's: it ends with its owner."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.errors import StoreLockedError
from maestro_cli.model.text import safe_text
from maestro_cli.settings.clock import now
from maestro_cli.store.folder import FOLDER, state_folder, touch_private
from maestro_cli.store.guard import guarded

if TYPE_CHECKING:
    from filelock import BaseFileLock

LIMIT = 600.0
"""Seconds to wait for another run to end."""

_SAY_AFTER = 0.5


@contextmanager
def run_lock(
    root: Path, run_id: str, on_wait: Callable[[str], None] | None = None, *, limit: float = LIMIT
) -> Iterator[None]:
    """Hold the run lock of the project at `root` while the block runs.

    Waits up to `limit` seconds for another run to end; after half a second `on_wait` is told
    once which one. A run that was killed holds nothing any more.

    Raises:
        StoreLockedError: The other run did not end in time.
        StoreFullError: The lock file cannot be written.
    """
    from filelock import FileLock

    path = state_folder(root, create=True) / "run.lock"
    lock = FileLock(path, mode=0o600)
    with guarded(path):
        touch_private(path)
        _acquire(lock, path, on_wait, limit)
        path.write_text(f"{run_id}\n{os.getpid()}\n{now()}\n", encoding="utf-8")
    try:
        yield
    finally:
        lock.release()


def run_is_locked(root: Path) -> bool:
    """Tell whether a run holds the lock right now, without making anything."""
    from filelock import FileLock, Timeout

    path = root / FOLDER / "run.lock"
    try:
        if not path.is_file() or not os.access(path, os.W_OK):
            return False
        with FileLock(path, mode=0o600, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def lock_owner(path: Path) -> str:
    """Return who wrote the lock file last, as `run ID (pid N, since TIME)`; it may be long gone."""
    try:
        run_id, pid, since = path.read_text(encoding="utf-8")[:400].splitlines()[:3]
        return f"run {safe_text(run_id)} (pid {int(pid)}, since {safe_text(since)})"
    except (OSError, ValueError):
        return "another run"


def _acquire(lock: BaseFileLock, path: Path, on_wait: Callable[[str], None] | None, limit: float) -> None:
    from filelock import Timeout

    start = time.monotonic()
    try:
        lock.acquire(timeout=min(_SAY_AFTER, limit))
    except Timeout:
        if on_wait is not None:
            on_wait(f"waiting for {lock_owner(path)}")
        try:
            lock.acquire(timeout=max(0.0, limit - (time.monotonic() - start)), poll_interval=0.1)
        except Timeout as error:
            raise StoreLockedError(
                f"{lock_owner(path)} has held the project for more than {limit:g} s",
                path=str(path),
                fix="Wait for it to end, or end that process; its run can be resumed.",
            ) from error
