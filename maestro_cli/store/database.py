"""One SQLite file, opened so that damage, a full disk and other processes are noticed.

WAL with synchronous=FULL: what was committed survives a kill and a power cut. Every write of
every file goes through `Database.transaction`, and every error leaves as a StoreError.

A file that its last user closed cleanly and nobody touched since is opened as it is; any other
one is read page by page first (quick_check, about 0.6 ms per MB).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from maestro_cli.errors import StoreError, StoreFullError, StoreNewerError
from maestro_cli.store.folder import touch_private
from maestro_cli.store.guard import damaged, guarded
from maestro_cli.store.manifest import (
    Manifest,
    has_log,
    is_untouched,
    manifest_path,
    read_manifest,
    stamped,
    write_manifest,
)

TIMEOUT = 30.0
"""Seconds to wait for another process before giving up."""

_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)

Row = tuple[Any, ...]
Migration = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class Schema:
    """The migrations of a file, in order; the version of the schema is how many there are.

    `load` imports them, and is called only for a file that is behind.
    """

    version: int
    load: Callable[[], Sequence[Migration]]


class Database:
    """An open SQLite file, for a few threads of one process."""

    def __init__(self, path: Path, connection: sqlite3.Connection, manifest: Manifest | None) -> None:
        """Take over an open connection; use `open_database` instead.

        `manifest` is what the file should be; None for one that is only read.
        """
        self.path = path
        self.connection = connection
        self._manifest = manifest
        self._lock = threading.RLock()

    @property
    def writable(self) -> bool:
        """Whether it was opened to be written to."""
        return self._manifest is not None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing. A transaction inside another one is part of it.

        The only way anything is written. Raises StoreError.
        """
        with self._lock, guarded(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self.connection.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hand out the connection for reading. Raises StoreError."""
        with self._lock, guarded(self.path):
            yield self.connection

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query. Raises StoreError."""
        with self.reading() as connection:
            return connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, if any. Raises StoreError."""
        with self.reading() as connection:
            found: Row | None = connection.execute(sql, parameters).fetchone()
            return found

    def close(self) -> None:
        """Close the file and remember how it looks; closing twice does nothing."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self.connection.close()
        self._remember()

    def _remember(self) -> None:
        """Stamp the manifest; without a stamp the next start checks the file, nothing is lost."""
        with contextlib.suppress(OSError, MemoryError):
            if self._manifest is None or has_log(self.path):
                return
            now = stamped(self.path, self._manifest)
            if now != read_manifest(self.path) or not is_untouched(self.path, now):
                write_manifest(self.path, now)

    def __enter__(self) -> Self:
        """Return the open database."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()


def open_database(path: Path, schema: Schema, *, create: bool = True) -> Database | None:
    """Open a file, bring its schema up to date and check it; None when absent and not to be made.

    A file in a folder that cannot be written is opened for reading.

    Raises:
        StoreDamagedError: The file is empty though it was in use, or not what SQLite wrote.
        StoreNewerError: A newer version of Maestro wrote it.
        StoreLockedError: Another process holds it.
        StoreFullError: It cannot be read, or not be made.
    """
    with guarded(path):
        in_use = manifest_path(path).exists()  # asked first: it is written after the file
        size = _size(path)
        if size == 0 and in_use:
            raise damaged(path, "it is empty or missing, but was in use before")
        if size == 0 and not create:
            return None
        if size and not (os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)):
            return open_to_read(path, schema)
        return _open_to_write(path, schema)


def _size(path: Path) -> int:
    if path.is_symlink():
        raise StoreError(f"{path} is a symbolic link", path=str(path), fix="Replace it by a real file.")
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _open_to_write(path: Path, schema: Schema) -> Database:
    touch_private(path)
    manifest = read_manifest(path)
    untouched = manifest is not None and is_untouched(path, manifest)
    connection = _connect(str(path))
    try:
        version = _verify(path, connection, schema, manifest, full=not untouched)
        if version < schema.version:
            _migrate(path, connection, schema)
        connection.execute("PRAGMA journal_mode=WAL")
        current = Manifest(_number(connection, "application_id"), schema.version)
        if manifest is None or (manifest.identity, manifest.schema) != (current.identity, current.schema):
            write_manifest(path, current)
        return Database(path, connection, current)
    except BaseException:
        connection.close()
        raise


def open_to_read(path: Path, schema: Schema) -> Database:
    """Open an existing file for reading only, and check all of it.

    WAL needs a second file beside the database, which a folder that cannot be written refuses;
    without a log to be read, `immutable` does without. Raises StoreError as `open_database` does.
    """
    with guarded(path):
        return _open_to_read(path, schema)


def _open_to_read(path: Path, schema: Schema) -> Database:
    if _size(path) == 0:
        raise damaged(path, "it is empty or missing, but was in use before")
    immutable = "" if has_log(path) else "&immutable=1"
    connection = _connect(f"{path.absolute().as_uri()}?mode=ro{immutable}", uri=True)
    try:
        version = _verify(path, connection, schema, read_manifest(path), full=True)
        if version < schema.version:
            raise _outdated(path)  # noqa: TRY301 - the connection is closed below
        return Database(path, connection, None)
    except BaseException:
        connection.close()
        raise


def _outdated(path: Path) -> StoreFullError:
    return StoreFullError(
        f"{path} was written by an older version of Maestro and cannot be updated: it is read-only",
        path=str(path),
        fix="Make the folder writable once, or use the version that wrote it.",
    )


def _connect(target: str, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        target, timeout=TIMEOUT, isolation_level=None, check_same_thread=False, uri=uri
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _verify(
    path: Path, connection: sqlite3.Connection, schema: Schema, manifest: Manifest | None, *, full: bool
) -> int:
    """Check that the file is what its manifest says, and whole; return the version of its schema."""
    version = _number(connection, "user_version")
    if version > schema.version:
        raise StoreNewerError(
            f"{path} was written by a newer version of Maestro"
            f" (schema {version}, this version knows {schema.version})",
            path=str(path),
            fix="Update Maestro: `pip install -U maestro-cli`.",
        )
    if manifest is not None and version < manifest.schema:
        raise damaged(path, "its newest part is missing (was the -wal file beside it removed?)")
    if manifest is not None and _number(connection, "application_id") != manifest.identity:
        raise damaged(path, "it or the -wal file beside it belongs to another project")
    if full:
        found = connection.execute("PRAGMA quick_check(3)").fetchall()
        if found != [("ok",)]:
            raise damaged(path, "; ".join(str(line) for (line,) in found).replace("\n", " "))
    return version


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _migrate(path: Path, connection: sqlite3.Connection, schema: Schema) -> None:
    """Run the migrations that are missing, while every other process that would waits."""
    from filelock import FileLock

    with FileLock(path.with_name("open.lock"), timeout=TIMEOUT, mode=0o600):
        connection.execute("PRAGMA journal_mode=WAL")
        migrations = schema.load()
        for version in range(_number(connection, "user_version") + 1, schema.version + 1):
            _apply(connection, version, migrations[version - 1])
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _apply(connection: sqlite3.Connection, version: int, migration: Migration) -> None:
    connection.execute("BEGIN EXCLUSIVE")
    try:
        if version == 1:
            connection.execute(f"PRAGMA application_id={_identity()}")
        migration(connection)
        connection.execute(f"PRAGMA user_version={version}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.rollback()
        raise


def _identity() -> int:
    """Return a number that tells this file from all others; 0 is what a foreign file has."""
    return int.from_bytes(os.urandom(4)) >> 1 or 1
