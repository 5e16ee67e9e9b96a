"""A few bytes beside a database that say what it should be.

SQLite takes an empty file for a new database and replays a log that belongs to another one; the
manifest tells such damage from a fresh start. It also remembers how the file looked when it was
closed cleanly, so that an untouched file is not checked page by page at every start.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

# A file that changes within one tick of the clock may keep its time; trust a stamp only when
# it was taken later than that (the "racy git" problem).
_TICK_NS = 20_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a database should be: its identity, its schema, and its size and time when closed.

    `size` is -1 while nobody has closed it. `mtime_ns` is in nanoseconds.
    """

    identity: int
    schema: int
    size: int = -1
    mtime_ns: int = -1


def manifest_path(database: Path) -> Path:
    """Return where the manifest of `database` is kept."""
    return database.with_name(f"{database.name}.json")


def read_manifest(database: Path) -> Manifest | None:
    """Return the manifest of `database`; None when there is none or it is not readable as one."""
    try:
        found = json.loads(manifest_path(database).read_bytes())
        return Manifest(*(int(found[name]) for name in ("identity", "schema", "size", "mtime_ns")))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write_manifest(database: Path, manifest: Manifest) -> None:
    """Replace the manifest of `database` whole. Raises OSError."""
    path = manifest_path(database)
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(json.dumps(asdict(manifest)).encode())
        os.replace(temporary, path)  # noqa: PTH105 - one call to patch where faults are injected
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def stamped(database: Path, manifest: Manifest) -> Manifest:
    """Return the manifest with the size and time that the file has now."""
    state = database.stat()
    return Manifest(manifest.identity, manifest.schema, state.st_size, state.st_mtime_ns)


def is_untouched(database: Path, manifest: Manifest) -> bool:
    """Tell whether the file is as its last clean close left it."""
    try:
        if stamped(database, manifest) != manifest or has_log(database):
            return False
        return manifest_path(database).stat().st_mtime_ns > manifest.mtime_ns + _TICK_NS
    except OSError:
        return False


def has_log(database: Path) -> bool:
    """Tell whether a write-ahead log with content lies beside the file."""
    try:
        return database.with_name(f"{database.name}-wal").stat().st_size > 0
    except OSError:
        return False
