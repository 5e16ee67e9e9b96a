"""A backup is one zip file: a consistent copy of each database, and what each should be.

A database in use is more than its file; SQLite's own backup call copies it whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from maestro_cli import __version__
from maestro_cli.errors import StoreDamagedError, StoreError, StoreFullError, StoreNewerError, UsageError
from maestro_cli.settings.clock import now
from maestro_cli.store.aside import move_all, move_aside
from maestro_cli.store.folder import state_folder
from maestro_cli.store.guard import guarded
from maestro_cli.store.locks import run_lock
from maestro_cli.store.schemas import SCHEMAS, open_file

_MANIFEST = "manifest.json"
_FORMAT = 1
_MANIFEST_LIMIT = 64 * 1024
SIZE_LIMIT = 8 * 1024**3
"""Bytes that one database of a backup may have."""

PATIENCE = 5.0
"""Seconds to wait for a run to end before a restore is refused."""

_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One database of a backup: its bytes, their digest, and the version of its tables."""

    size: int
    sha256: str
    schema: int


def backup(root: Path, target: Path, *, overwrite: bool = False, dry_run: bool = False) -> Path:
    """Write a backup of the store of the project at `root` to the file `target` and return it.

    Other processes may go on reading and writing. A dry run reads all and writes nothing.

    Raises:
        UsageError: There is no store, or `target` exists and may not be overwritten.
        StoreError: The store cannot be read, or the backup not be written.
    """
    with guarded(target):
        if target.exists() and not overwrite:
            raise UsageError(f"{target} exists", path=str(target), fix="Choose another name, or use --force.")
    with guarded(target), tempfile.TemporaryDirectory(prefix="maestro-backup-") as work:
        parts = {name: part for name in SCHEMAS if (part := copy_database(root, name, Path(work) / name))}
        if not parts:
            raise UsageError(f"{root} has no store yet", fix="Run a command that makes one, such as plan.")
        if dry_run:
            return target
        with _replacing(target) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, _manifest(parts))
            for name in parts:
                archive.write(Path(work) / name, name)
    return target


def restore(root: Path, archive: Path, *, dry_run: bool = False) -> Path | None:
    """Put a backup in the place of the store of the project at `root`; a dry run only checks it.

    Everything in the backup is checked before anything changes. Returns the folder into which the
    store that was there has been moved; None when there was none.

    Raises:
        UsageError: `archive` is not a backup of Maestro.
        StoreDamagedError: The backup is not what was written.
        StoreNewerError: A newer version of Maestro wrote it.
        StoreError: The store is in use, or cannot be written.
    """
    if dry_run:
        with guarded(archive), tempfile.TemporaryDirectory(prefix="maestro-restore-") as checked:
            _unpack(archive, Path(checked))
        return None
    folder = state_folder(root, create=True)
    with (
        run_lock(root, "restore", limit=PATIENCE),
        guarded(archive),
        tempfile.TemporaryDirectory(prefix="restore-", dir=folder) as work,
    ):
        names = _unpack(archive, Path(work))
        aside = move_aside(root)
        try:
            move_all([(Path(work) / name, folder / name) for name in names])
        except BaseException:
            if aside is not None:
                move_all([(path, folder / path.name) for path in sorted(aside.iterdir())])
            raise
    for name in names:
        opened = open_file(root, name)
        if opened is not None:
            opened.close()
    return aside


def copy_database(root: Path, name: str, target: Path) -> Part | None:
    """Copy one database of the project at `root`, as it is at one moment; None when there is none."""
    database = open_file(root, name, create=False)
    if database is None:
        return None
    with database, database.reading() as source, contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        schema = int(copy.execute("PRAGMA user_version").fetchone()[0])
    with target.open("rb") as stream:
        return Part(target.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest(), schema)


def _manifest(parts: dict[str, Part]) -> str:
    files = {name: asdict(part) for name, part in parts.items()}
    return json.dumps({"format": _FORMAT, "maestro": __version__, "created": now(), "files": files}, indent=2)


@contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    """Write a private file beside `target` and put it in its place once it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, target)  # noqa: PTH105 - one call to patch where faults are injected
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _unpack(archive: Path, work: Path) -> list[str]:
    """Check the backup and unpack its databases into `work`; return their names."""
    try:
        with zipfile.ZipFile(archive) as source:
            parts = _parts(source, archive)
            for name, part in parts.items():
                _extract(source, name, part, work / name)
                _check(work / name, part)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise UsageError(f"{archive} is not a backup of Maestro: {error}", path=str(archive)) from error
    return list(parts)


def _parts(source: zipfile.ZipFile, archive: Path) -> dict[str, Part]:
    """Read the manifest and check it against the names and sizes in the archive."""
    names = [info.filename for info in source.infolist()]
    if any(info.compress_type not in _PACKINGS for info in source.infolist()):
        raise UsageError(f"{archive} is not a backup of Maestro: packed in another way", path=str(archive))
    if _MANIFEST not in names or len(names) != len(set(names)) or not set(names) <= {_MANIFEST, *SCHEMAS}:
        raise UsageError(f"{archive} is not a backup of Maestro: unexpected files in it", path=str(archive))
    if source.getinfo(_MANIFEST).file_size > _MANIFEST_LIMIT:
        raise UsageError(f"{archive} is not a backup of Maestro: its manifest is too long", path=str(archive))
    with source.open(_MANIFEST) as stream:
        found = json.loads(stream.read(_MANIFEST_LIMIT))
    try:
        if int(found["format"]) > _FORMAT:
            raise StoreNewerError(f"{archive} was written by a newer version of Maestro", path=str(archive))
        parts = {
            name: Part(int(part["size"]), str(part["sha256"]), int(part["schema"]))
            for name, part in found["files"].items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"the manifest in {archive} cannot be read", path=str(archive)) from error
    if not parts or set(parts) != set(names) - {_MANIFEST}:
        raise UsageError(f"the manifest in {archive} names other files than are in it", path=str(archive))
    return parts


def _extract(source: zipfile.ZipFile, name: str, part: Part, target: Path) -> None:
    """Unpack one file, never more than its stated size, and compare its hash."""
    if not 0 < part.size <= SIZE_LIMIT or source.getinfo(name).file_size != part.size:
        raise _broken(name)
    if shutil.disk_usage(target.parent).free < part.size:
        raise StoreFullError(f"{name} needs {part.size} bytes of free space", path=str(target.parent))
    left, found = part.size, hashlib.sha256()
    with source.open(name) as stream, target.open("xb") as copy:
        target.chmod(0o600)
        while data := stream.read(min(_CHUNK, left + 1)):
            left -= len(data)
            if left < 0:
                raise _broken(name)
            found.update(data)
            copy.write(data)
        os.fsync(copy.fileno())
    if left or found.hexdigest() != part.sha256:
        raise _broken(name)


def _check(path: Path, part: Part) -> None:
    with guarded(path), contextlib.closing(sqlite3.connect(path)) as connection:
        whole = connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
        schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if not whole or schema != part.schema or schema < 1:
        raise _broken(path.name)
    if schema > SCHEMAS[path.name].version:
        raise StoreNewerError(
            f"the backup of {path.name} was written by a newer version of Maestro",
            fix="Update Maestro: `pip install -U maestro-cli`.",
        )


def _broken(name: str) -> StoreError:
    return StoreDamagedError(f"{name} in the backup is not what was written", fix="Use another backup.")
