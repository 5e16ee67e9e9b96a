"""What `maestro doctor` asks of the store. Looking changes nothing and makes nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from maestro_cli.errors import MaestroError
from maestro_cli.store.blobs import Blobs
from maestro_cli.store.database import Database, open_to_read
from maestro_cli.store.folder import FOLDER, state_folder
from maestro_cli.store.guard import guarded
from maestro_cli.store.locks import lock_owner, run_is_locked
from maestro_cli.store.manifest import manifest_path
from maestro_cli.store.schemas import PROJECT_FILE, SCHEMAS

_WAL_RESET_FIXED = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """One thing that was looked at; `fix` says what to do when it is not ok."""

    name: str
    status: Literal["ok", "warning", "error"]
    detail: str
    fix: str | None = None


def check_store(root: Path) -> list[StoreCheck]:
    """Look at the store of the project at `root`: its folder, its files page by page, its results."""
    return [_folder(root), *(_file(root, name) for name in SCHEMAS), _lock(root), _sqlite()]


def _folder(root: Path) -> StoreCheck:
    try:
        folder = state_folder(root)
        with guarded(folder):
            if not folder.exists():
                return StoreCheck("state folder", "ok", f"no {FOLDER} yet; it is made when needed")
            mode = folder.stat().st_mode & 0o777
    except MaestroError as error:
        return _failed("state folder", error)
    if mode & 0o077:
        return StoreCheck(
            "state folder", "warning", f"{FOLDER} is open to others (mode {mode:o})", f"chmod 700 {folder}"
        )
    return StoreCheck("state folder", "ok", str(folder))


def _file(root: Path, name: str) -> StoreCheck:
    path = root / FOLDER / name
    try:
        with guarded(path):
            absent = not path.exists() and not manifest_path(path).exists()
        if absent:
            return StoreCheck(name, "ok", "none yet; it is made when needed")
        with open_to_read(path, SCHEMAS[name]) as database:
            return _content(database, name)
    except MaestroError as error:
        return _failed(name, error)


def _content(database: Database, name: str) -> StoreCheck:
    found = [str(line) for (line,) in database.rows("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        return StoreCheck(name, "error", "; ".join(found).replace("\n", " "), "Restore a backup.")
    if name == PROJECT_FILE:
        blobs = Blobs(database)
        for (digest,) in database.rows("SELECT digest FROM blobs ORDER BY digest"):
            blobs.get(digest)
    megabytes = database.path.stat().st_size / 1e6
    return StoreCheck(name, "ok", f"{megabytes:.1f} MB, schema {SCHEMAS[name].version}, every page read")


def _lock(root: Path) -> StoreCheck:
    path = root / FOLDER / "run.lock"
    if run_is_locked(root):
        return StoreCheck("run lock", "ok", f"held by {lock_owner(path)}")
    return StoreCheck("run lock", "ok", "free")


def _sqlite() -> StoreCheck:
    detail = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _WAL_RESET_FIXED:
        detail += " (before 3.51.3 two writers at the same instant could damage a file; runs take turns)"
    return StoreCheck("sqlite", "ok", detail)


def _failed(name: str, error: MaestroError) -> StoreCheck:
    return StoreCheck(name, "error", error.message, error.diagnostics[0].fix)
