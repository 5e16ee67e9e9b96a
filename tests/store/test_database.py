from __future__ import annotations

import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from maestro_cli.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreNewerError,
)
from maestro_cli.model.runs import RunStatus
from maestro_cli.store import database
from maestro_cli.store.database import Database, Schema, open_database
from maestro_cli.store.guard import guarded
from maestro_cli.store.manifest import is_untouched, read_manifest
from maestro_cli.store.project_store import Store, open_store
from tests.store.children import finish, start, unprivileged


def opened(root: Path) -> Store:
    found = open_store(root)
    assert found is not None
    return found


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# @req MR-11.6
def test_a_store_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with opened(tmp_path) as store:
            store.runs.create("plan", "p", {})
            folder = tmp_path / ".maestro"
            files = sorted(folder.iterdir())
            assert {path.name for path in files} >= {"maestro.db", "maestro.db-wal", "maestro.db.json"}
            assert {mode(path) for path in files} == {0o600}
            assert mode(folder) == 0o700
    finally:
        os.umask(before)
    assert (folder / ".gitignore").read_text() == "*\n"


def test_a_store_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    opened(tmp_path).close()
    folder = tmp_path / ".maestro"
    folder.chmod(0o755)
    (folder / "maestro.db").chmod(0o644)
    opened(tmp_path).close()
    assert (mode(folder), mode(folder / "maestro.db")) == (0o700, 0o600)


def test_looking_for_a_store_makes_none(tmp_path: Path) -> None:
    assert open_store(tmp_path, create=False) is None
    assert list(tmp_path.iterdir()) == []


def test_durability_settings(tmp_path: Path) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "busy_timeout")
    code = f"s = open_store(root); [say(str(s.database.row('PRAGMA ' + name)[0])) for name in {names}]"
    assert finish(start(tmp_path, code)).split() == ["wal", "2", "1", "1", "0", "30000"]


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    def half() -> None:
        with store.database.transaction():
            store.runs.create("plan", "p", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert store.runs.get("p") is None
    with store.database.transaction():
        store.runs.create("plan", "p", {})
        store.runs.set_status("p", RunStatus.FAILED, "x")
    run = store.runs.get("p")
    assert run is not None
    assert (run.status, run.message) == (RunStatus.FAILED, "x")


def test_threads_share_a_store(store: Store) -> None:
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(20):
                store.steps.finish("p", f"{number}-{step}", {"n": [number, step]})
        except BaseException as error:  # noqa: BLE001 - shown below
            errors.append(error)

    store.runs.create("plan", "p", {})
    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(store.steps.all("p")) == 120


# @req MR-10.7
def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    opened(tmp_path).close()
    path = tmp_path / ".maestro" / "maestro.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreNewerError, match="newer version"):
        open_store(tmp_path)
    assert path.read_bytes() == before


def test_a_store_that_another_process_is_making_for_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "TIMEOUT", 0.1)
    (tmp_path / ".maestro").mkdir()
    with FileLock(tmp_path / ".maestro" / "open.lock"), pytest.raises(StoreLockedError, match="time limit"):
        open_store(tmp_path)
    opened(tmp_path).close()


def test_threads_make_one_store_at_once(tmp_path: Path) -> None:
    found: list[str] = []

    def work() -> None:
        with opened(tmp_path) as store:
            found.append(store.runs.create("plan", "p", {}).id)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["p", "p.2", "p.3", "p.4", "p.5", "p.6"]


def test_a_store_locked_for_too_long_says_so(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maestro_cli.store.database.TIMEOUT", 0.1)
    with (
        opened(tmp_path) as other,
        store.database.transaction(),
        pytest.raises(StoreLockedError, match="locked"),
    ):
        other.runs.create("plan", "p", {})


@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_symbolic_link_is_refused(tmp_path: Path, what: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    project = tmp_path / "project"
    project.mkdir()
    if what == "folder":
        (project / ".maestro").symlink_to(elsewhere)
    else:
        (project / ".maestro").mkdir()
        (project / ".maestro" / "maestro.db").symlink_to(elsewhere / "x")
    with pytest.raises(StoreError, match="symbolic link"):
        open_store(project)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("where", [".maestro", ".maestro/maestro.db"])
def test_something_else_in_the_way(tmp_path: Path, where: str) -> None:
    path = tmp_path / where
    if where == ".maestro":
        path.write_text("a file")
    else:
        path.mkdir(parents=True)
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)
    assert caught.value.diagnostics[0].fix


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (sqlite3.OperationalError("database is locked"), StoreLockedError),
        (sqlite3.DatabaseError("database disk image is malformed"), StoreDamagedError),
        (sqlite3.DatabaseError("file is not a database"), StoreDamagedError),
        (sqlite3.OperationalError("Could not decode to UTF-8 column 'id'"), StoreDamagedError),
        (sqlite3.OperationalError("no such table: runs"), StoreDamagedError),
        (sqlite3.OperationalError("database or disk is full"), StoreFullError),
        (sqlite3.OperationalError("disk I/O error"), StoreFullError),
        (sqlite3.OperationalError("attempt to write a readonly database"), StoreFullError),
        (sqlite3.OperationalError("unable to open database file"), StoreFullError),
        (sqlite3.ProgrammingError("Cannot operate on a closed database."), StoreError),
        (PermissionError(13, "Permission denied"), StoreFullError),
        (OSError(28, "No space left on device"), StoreFullError),
        (NotADirectoryError(20, "Not a directory"), StoreDamagedError),
        (TimeoutError("lock"), StoreLockedError),
        (MemoryError(), StoreError),
        (OverflowError("too large"), StoreError),
    ],
)
def test_every_error_becomes_one_of_ours(error: Exception, kind: type[StoreError]) -> None:
    with pytest.raises(StoreError) as caught, guarded(Path("x.db")):
        raise error
    assert type(caught.value) is kind
    assert caught.value.exit_code == 5
    assert caught.value.diagnostics[0].fix


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.runs.list()


def test_what_sqlite_cannot_keep_is_an_error_of_ours(store: Store) -> None:
    with pytest.raises(StoreError, match="cannot be kept"):
        store.runs.create("plan", "\ud800", {})
    with pytest.raises(StoreError, match="cannot be kept"):
        store.blobs.put({"title": "\ud800"})
    with pytest.raises(StoreError, match="cannot be kept"):
        store.database.row("SELECT ?", (2**70,))


def test_a_read_only_store_is_read_and_not_written(shared_folder: Path) -> None:
    with opened(shared_folder) as store:
        store.runs.create("plan", "p", {"n": 1})
    folder = shared_folder / ".maestro"
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    with unprivileged():
        with opened(shared_folder) as store:
            run = store.runs.get("p")
            assert run is not None
            assert run.params == {"n": 1}
            with pytest.raises(StoreFullError, match="cannot be read or written"):
                store.runs.create("plan", "q", {})
        with open_store(shared_folder, create=False) or pytest.fail("not found") as again:
            assert len(again.runs.list()[0]) == 1


def test_a_store_that_cannot_be_made(shared_folder: Path) -> None:
    (shared_folder / ".maestro").mkdir()
    (shared_folder / ".maestro").chmod(0o555)
    with unprivileged(), pytest.raises(StoreFullError):
        open_store(shared_folder)


def test_an_untouched_file_is_not_read_again_and_a_touched_one_is(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.runs.create("plan", "p", {})
    path = tmp_path / ".maestro" / "maestro.db"
    early = path.stat().st_mtime_ns - 10**9
    os.utime(path, ns=(early, early))
    opened(tmp_path).close()
    manifest = read_manifest(path)
    assert manifest is not None
    assert is_untouched(path, manifest)
    os.utime(path, ns=(early, early + 1))
    assert not is_untouched(path, manifest)


def test_a_file_changed_within_a_tick_of_its_stamp_is_read_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.runs.create("plan", "p", {})
    path = tmp_path / ".maestro" / "maestro.db"
    manifest = read_manifest(path)
    assert manifest is not None
    moment = (tmp_path / ".maestro" / "maestro.db.json").stat().st_mtime_ns
    os.utime(path, ns=(moment, moment))
    stamped = type(manifest)(manifest.identity, manifest.schema, path.stat().st_size, moment)
    assert not is_untouched(path, stamped)


def test_migrations_run_once_each_and_whole(tmp_path: Path) -> None:
    def one(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE a (x)")

    def two(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE b (x)")
        connection.execute("CREATE TABLE a (x)")

    def two_mended(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE b (x)")

    path = tmp_path / "x.db"

    def open_with(*migrations: object) -> Database:
        found = open_database(path, Schema(len(migrations), lambda: migrations))  # type: ignore[arg-type, return-value]
        assert found is not None
        return found

    open_with(one).close()
    with pytest.raises(StoreError, match="already exists"):
        open_with(one, two)
    with open_with(one) as database:
        assert database.rows("SELECT name FROM sqlite_schema") == [("a",)]
    with open_with(one, two_mended) as database:
        assert database.row("PRAGMA user_version") == (2,)
        assert database.rows("SELECT name FROM sqlite_schema ORDER BY 1") == [("a",), ("b",)]
    with pytest.raises(StoreNewerError):
        open_with(one)
