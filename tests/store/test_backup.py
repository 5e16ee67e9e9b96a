from __future__ import annotations

import json
import os
import stat
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from maestro_cli.errors import (
    MaestroError,
    StoreDamagedError,
    StoreLockedError,
    StoreNewerError,
    UsageError,
)
from maestro_cli.store.aside import move_aside
from maestro_cli.store.backup import backup, restore
from maestro_cli.store.database import Schema, open_database
from maestro_cli.store.locks import run_lock
from maestro_cli.store.project_store import Store, open_store
from maestro_cli.store.schemas import CHECKPOINT_FILE, SCHEMAS, open_file

if TYPE_CHECKING:
    from maestro_cli.store.database import Database


def run_ids(root: Path) -> list[str]:
    with open_store(root) or pytest.fail("no store") as store:
        return [run.id for run in store.runs.list()[0]]


def checkpoints(root: Path) -> Database:
    found = open_file(root, CHECKPOINT_FILE)
    assert found is not None
    return found


@pytest.fixture
def archive(store: Store, tmp_path: Path) -> Path:
    """Back up a store in use, with one run and one checkpoint, most of it still in the log."""
    store.runs.create("plan", "p", {})
    with checkpoints(tmp_path) as database:
        with database.transaction() as connection:
            connection.execute("INSERT INTO checkpoints (thread_id, checkpoint_id) VALUES ('p', '1')")
        return backup(tmp_path, tmp_path / "out" / "b.zip")


def rewritten(archive: Path, name: str, data: bytes, *, add: bool = False) -> Path:
    """Return a copy of the archive in which one member has other content."""
    target = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as changed:
        for member in source.namelist():
            if member != name:
                changed.writestr(member, source.read(member))
        changed.writestr(name, data)
        if add:
            changed.writestr(name, data)
    return target


def test_a_backup_is_private_whole_and_not_overwritten(archive: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with zipfile.ZipFile(archive) as source:
        assert source.namelist() == ["manifest.json", "maestro.db", "checkpoints.db"]
        assert json.loads(source.read("manifest.json"))["format"] == 1
    with pytest.raises(UsageError, match="exists"):
        backup(tmp_path, archive)
    backup(tmp_path, archive, overwrite=True)
    assert [path.name for path in archive.parent.iterdir()] == ["b.zip"]


# @req MR-10.6
def test_restoring_brings_back_and_puts_aside(store: Store, archive: Path, tmp_path: Path) -> None:
    store.runs.create("plan", "later", {})
    store.close()
    aside = restore(tmp_path, archive)
    assert run_ids(tmp_path) == ["p"]
    with checkpoints(tmp_path) as database:
        assert database.rows("SELECT thread_id FROM checkpoints") == [("p",)]
    assert aside is not None
    assert {path.name for path in aside.iterdir()} >= {"maestro.db", "maestro.db.json", "checkpoints.db"}
    leftover = [path.name for path in (tmp_path / ".maestro").iterdir() if path.name.startswith("restore-")]
    assert leftover == []
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / ".maestro").glob("*.db")}
    assert modes == {0o600}


def test_restoring_into_an_empty_project(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert restore(other, archive) is None
    assert run_ids(other) == ["p"]


def test_restoring_over_a_damaged_store(store: Store, archive: Path, tmp_path: Path) -> None:
    store.close()
    (tmp_path / ".maestro" / "maestro.db").write_bytes(b"")
    restore(tmp_path, archive)
    assert run_ids(tmp_path) == ["p"]


def test_no_store_no_backup(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no store yet"):
        backup(tmp_path, tmp_path / "b.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_running_run_forbids_restoring(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maestro_cli.store.backup.PATIENCE", 0.1)
    with run_lock(tmp_path, "busy"), pytest.raises(StoreLockedError, match="run busy"):
        restore(tmp_path, archive)


def manifest(**part: object) -> bytes:
    files = {"maestro.db": {"size": 10, "sha256": "0" * 64, "schema": 1} | part}
    return json.dumps({"format": 1, "files": files}).encode()


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("../evil", b"x", UsageError),
        ("/etc/evil", b"x", UsageError),
        ("maestro.db/../x", b"x", UsageError),
        ("extra.txt", b"x", UsageError),
        ("manifest.json", b"", UsageError),
        ("manifest.json", b"[" * 60_000, UsageError),
        ("manifest.json", b"[]", UsageError),
        ("manifest.json", b"{}", UsageError),
        ("manifest.json", b"\xff", UsageError),
        ("manifest.json", b" " * 70_000, UsageError),
        ("manifest.json", b'{"format": 2, "files": {}}', StoreNewerError),
        ("manifest.json", b'{"format": 1, "files": {}}', UsageError),
        ("manifest.json", b'{"format": 1, "files": {"maestro.db": 1}}', UsageError),
        ("manifest.json", manifest(), UsageError),
        ("manifest.json", manifest(size=-1), UsageError),
        ("maestro.db", b"SQLite format 3\0" * 99, StoreDamagedError),
        ("maestro.db", b"", StoreDamagedError),
        ("maestro.db", b"\0" * 10**7, StoreDamagedError),
    ],
)
def test_what_is_not_a_backup_changes_nothing(
    store: Store, archive: Path, tmp_path: Path, name: str, data: bytes, error: type[MaestroError]
) -> None:
    store.runs.create("plan", "later", {})
    with pytest.raises(error):
        restore(tmp_path, rewritten(archive, name, data))
    assert run_ids(tmp_path) == ["later", "p"]
    assert not list(tmp_path.glob("**/evil"))


def test_a_changed_database_in_a_backup_is_found(store: Store, archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as source:
        data = source.read("maestro.db")
    with pytest.raises(StoreDamagedError, match="not what was written"):
        restore(tmp_path, rewritten(archive, "maestro.db", data.replace(b"running", b"waiting")))
    restore(tmp_path, rewritten(archive, "maestro.db", data))


@pytest.mark.parametrize("data", [b"", b"PK", b"text", b"PK\x05\x06" + b"\0" * 18])
def test_no_zip_is_no_backup(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="not a backup"):
        restore(tmp_path, path)
    with pytest.raises(MaestroError):
        restore(tmp_path, tmp_path / "missing.zip")


# @req MR-10.6
def test_flipped_bits_in_a_backup_are_found(store: Store, archive: Path, tmp_path: Path) -> None:
    data = bytearray(archive.read_bytes())
    for place in range(60, len(data) - 200, len(data) // 23):
        changed = bytearray(data)
        changed[place] ^= 0x10
        path = tmp_path / "flipped.zip"
        path.write_bytes(changed)
        try:
            restore(tmp_path / "other", path)
        except MaestroError:
            continue
        assert run_ids(tmp_path / "other") == ["p"]  # a flipped date or attribute harms nothing
    assert run_ids(tmp_path) == ["p"]


def test_a_backup_of_a_newer_schema_is_refused(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SCHEMAS, "maestro.db", Schema(0, tuple))
    with pytest.raises(StoreNewerError, match="newer version"):
        restore(tmp_path, archive)


def test_a_failed_move_is_taken_back(
    store: Store, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    real, calls = os.replace, [0]

    def failing(source: str | Path, target: str | Path) -> None:
        calls[0] += 1
        if calls[0] == fatal:
            raise OSError(28, "No space left on device")
        real(source, target)

    for fatal in range(1, 9):  # noqa: B007 - read by failing()
        calls[0] = 0
        monkeypatch.setattr(os, "replace", failing)
        try:
            restore(tmp_path, archive)
        except MaestroError:
            pass
        finally:
            monkeypatch.setattr(os, "replace", real)
        assert run_ids(tmp_path) == ["p"]


def test_moving_aside_takes_all_parts(store: Store, tmp_path: Path) -> None:
    store.runs.create("plan", "p", {})
    folder = tmp_path / ".maestro"
    aside = move_aside(tmp_path, "maestro.db")
    store.close()
    assert aside is not None
    assert {path.name for path in aside.iterdir()} >= {"maestro.db", "maestro.db-wal", "maestro.db.json"}
    assert run_ids(tmp_path) == []
    again = move_aside(tmp_path)
    assert again == folder / "aside-2"
    assert move_aside(tmp_path) is None
    moved = open_database(aside / "maestro.db", SCHEMAS["maestro.db"])
    assert moved is not None
    moved.close()
