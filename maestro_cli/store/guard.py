"""Turns whatever SQLite and the file system raise into one of our store errors."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maestro_cli.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreLockedError,
)

# Primary result codes, https://www.sqlite.org/rescode.html
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_FULL = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_AUTH,
    }
)
# SQLITE_IOERR_SHORT_READ and SQLITE_IOERR_DATA: the file ends too early, or a checksum is wrong.
_DAMAGED_EXTENDED = frozenset({sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR | (32 << 8)})
# Errors of Python's own making, or injected ones, carry no code.
_BY_MESSAGE = (
    (("locked", "busy"), StoreLockedError),
    (
        ("malformed", "not a database", "decode", "no such table", "no such column"),
        StoreDamagedError,
    ),
    (("full", "disk", "readonly", "read-only", "unable to open", "i/o"), StoreFullError),
)
_MISSHAPEN = frozenset({errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENOENT, errno.EEXIST})
_FIXES = {
    StoreLockedError: "Wait until the other process is done, or end it, and try again.",
    StoreDamagedError: "Run `maestro doctor`; then `maestro restore` a backup or move .maestro aside.",
    StoreFullError: "Free space, or make {path} and its folder writable, and try again.",
    StoreError: "Run `maestro doctor`.",
}


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Raise a StoreError of the fitting kind for every error of SQLite or of the file system.

    Raises:
        StoreLockedError: Another process holds the file for longer than the time limit.
        StoreDamagedError: The file is not what SQLite wrote, or its tables are not ours.
        StoreFullError: The disk is full, the file cannot be written, or reading failed.
        StoreError: Anything else, such as a value that SQLite cannot keep.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _error(_kind_of(error), path, str(error)) from error
    except TimeoutError as error:
        raise _error(StoreLockedError, path, f"no answer within the time limit ({error})") from error
    except OSError as error:
        kind = StoreDamagedError if error.errno in _MISSHAPEN else StoreFullError
        raise _error(kind, path, error.strerror or type(error).__name__) from error
    except MemoryError as error:
        raise _error(StoreError, path, "out of memory") from error
    except (UnicodeError, OverflowError) as error:
        raise _error(StoreError, path, f"a value cannot be kept: {error}") from error


def damaged(path: Path, what: str) -> StoreDamagedError:
    """Return the error for a file that is not what we wrote."""
    return StoreDamagedError(f"{path} is damaged: {what}", path=str(path), fix=_FIXES[StoreDamagedError])


def _error(kind: type[StoreError], path: Path, what: str) -> StoreError:
    states = {
        StoreLockedError: "is locked by another process",
        StoreDamagedError: "is damaged",
        StoreFullError: "cannot be read or written",
    }
    state = states.get(kind, "cannot be used")
    return kind(f"{path} {state}: {what}", path=str(path), fix=_FIXES[kind].format(path=path))


def _kind_of(error: sqlite3.Error) -> type[StoreError]:
    extended = getattr(error, "sqlite_errorcode", None)
    if extended in _DAMAGED_EXTENDED:
        return StoreDamagedError
    primary = None if extended is None else extended & 0xFF
    for codes, kind in ((_LOCKED, StoreLockedError), (_DAMAGED, StoreDamagedError), (_FULL, StoreFullError)):
        if primary in codes:
            return kind
    return _kind_by_message(str(error).lower())


def _kind_by_message(message: str) -> type[StoreError]:
    for words, kind in _BY_MESSAGE:
        if any(word in message for word in words):
            return kind
    return StoreError
