"""A call of the operating system or of SQLite that fails (L2), and a disk that is full (L4)."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import filelock  # loaded before its files are out of reach
import pytest
import sqlite_utils

from maestro_cli.errors import MaestroError, StoreError, StoreFullError
from maestro_cli.model.decisions import Authority, Decision
from maestro_cli.model.index import FileStamp, IndexedFile
from maestro_cli.model.runs import RunStatus
from maestro_cli.store.backup import backup, restore
from maestro_cli.store.checkpoints import checkpoint_saver
from maestro_cli.store.locks import run_lock
from maestro_cli.store.project_store import Store, open_store
from tests.store.children import finish, start
from tests.store.conftest import unsynced  # noqa: F401 - a fixture
from tests.store.test_checkpoints import put, thread

assert filelock
assert sqlite_utils

pytestmark = pytest.mark.usefixtures("unsynced")


class Faults:
    """Makes the n-th call of SQLite, open, replace or fsync fail, once."""

    def __init__(self, patch: pytest.MonkeyPatch, fatal: int, kind: str) -> None:
        self.calls = 0
        self._fatal = fatal
        self._of_system, self._of_sqlite = ERRORS[kind]
        for name in ("open", "replace", "fsync"):
            patch.setattr(os, name, self._counted(getattr(os, name)))
        patch.setattr(sqlite3, "connect", self._connect(sqlite3.connect))

    def count(self, error: BaseException) -> None:
        self.calls += 1
        if self.calls == self._fatal:
            raise error

    def _counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.count(self._of_system)
            return real(*arguments, **named)

        return call

    def _connect(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.count(self._of_sqlite)
            return real(*arguments, **named, factory=self._connection())

        return call

    def _connection(self) -> type[sqlite3.Connection]:
        def count() -> None:
            self.count(self._of_sqlite)

        class Cursor(sqlite3.Cursor):
            def execute(self, sql: str, parameters: Any = (), /) -> Cursor:
                count()
                return super().execute(sql, parameters)

            def executemany(self, sql: str, parameters: Iterable[Any], /) -> Cursor:
                count()
                return super().executemany(sql, parameters)

        class Connection(sqlite3.Connection):
            def cursor(self, factory: Any = Cursor) -> Any:
                return super().cursor(factory)

            def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
                count()
                return super().execute(sql, parameters)

            def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
                count()
                return super().executemany(sql, parameters)

        return Connection


ERRORS: dict[str, tuple[BaseException, BaseException]] = {
    "full": (
        OSError(errno.ENOSPC, "No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
    ),
    "broken": (OSError(errno.EIO, "Input/output error"), sqlite3.OperationalError("disk I/O error")),
    "read-only": (
        OSError(errno.EROFS, "Read-only file system"),
        sqlite3.OperationalError("attempt to write a readonly database"),
    ),
    "taken": (
        PermissionError(errno.EACCES, "Permission denied"),
        sqlite3.OperationalError("database is locked"),
    ),
    "memory": (MemoryError(), MemoryError()),
}


def scenario(root: Path) -> None:
    """Make or open a store and use every part of it once."""
    with run_lock(root, "p"), open_store(root) or pytest.fail("no store") as store:
        run = store.runs.create("plan", "p", {"n": 1})
        store.steps.begin(run.id, "gather")
        store.steps.finish(run.id, "gather", {"n": 1})
        store.index.update("files", [IndexedFile("a.md", FileStamp(1, 1, "aa", 1), b"x")], ["b.md"])
        store.effects.begin("k", "t", "aa")
        store.effects.done("k")
        store.decisions.append(Decision("d", run.id, "planner", "write", Authority.SUGGEST, "because"))
        with checkpoint_saver(root) as saver:
            saver.put_writes(put(saver, run.id, "1", x=1), [("x", 2)], "task")
            assert saver.get_tuple(thread(run.id)) is not None
        store.runs.set_status(run.id, RunStatus.COMPLETED)


def consistent(root: Path) -> int:
    """Read the whole store, and return how many runs are in it; all that is said is there."""
    with open_store(root) or pytest.fail("no store") as store:
        assert store.database.rows("PRAGMA integrity_check") == [("ok",)]
        runs, _ = store.runs.list()
        for run in runs:
            results = [step.result for step in store.steps.all(run.id)]
            assert all(store.blobs.get(result) == {"n": 1} for result in results if result)
            assert run.status is RunStatus.RUNNING or len(list(filter(None, results))) == 1
        return len(runs)


# @req MR-10.8
@pytest.mark.parametrize(("kind", "stride"), [(kind, 1 if kind == "full" else 7) for kind in ERRORS])
def test_the_nth_call_fails(tmp_path: Path, kind: str, stride: int) -> None:
    """Each turn of the loop starts a new store, so that making one fails at every call as well."""
    fatal = 1 - stride + len(kind) % stride
    while True:
        fatal += stride
        root = tmp_path / str(fatal)
        root.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, fatal, kind)
            try:
                scenario(root)
            except StoreError as error:
                assert error.diagnostics[0].fix  # noqa: PT017 - success is as good
        before = consistent(root)
        if fatal % 3 == 0:
            scenario(root)
            assert consistent(root) == before + 1
        if faults.calls < fatal:
            break
    assert fatal > 60


@pytest.mark.parametrize("action", ["backup", "restore"])
@pytest.mark.parametrize("kind", ["full", "memory"])
def test_the_nth_call_of_backup_and_restore_fails(tmp_path: Path, kind: str, action: str) -> None:
    scenario(tmp_path)
    archive = backup(tmp_path, tmp_path / "sound.zip")
    fatal = 0
    while True:
        fatal += 1
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, fatal, kind)
            with contextlib.suppress(MaestroError):
                if action == "backup":
                    backup(tmp_path, tmp_path / "b.zip", overwrite=True)
                else:
                    restore(tmp_path, archive)
        assert consistent(tmp_path) == 1
        if faults.calls < fatal:
            break
    assert fatal > 10


def fill(store: Store, limit: int = 2000) -> int:
    """Finish steps until the disk is full, and return how many were acknowledged."""
    store.runs.create("plan", "p", {})
    for number in range(limit):
        try:
            store.steps.finish("p", str(number), {"n": number, "data": os.urandom(3000).hex()})
        except StoreFullError:
            return number
    raise AssertionError("the disk was never full")


def test_a_full_database_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    with open_store(tmp_path) or pytest.fail("no store") as store:
        store.database.connection.execute("PRAGMA max_page_count=150")
        done = fill(store)
        assert done > 20
        assert len(store.steps.all("p")) == done
        with pytest.raises(StoreFullError, match="full"):
            store.blobs.put(os.urandom(10_000).hex())
    with open_store(tmp_path) or pytest.fail("no store") as store:
        for step in store.steps.all("p"):
            assert step.result
            assert store.blobs.get(step.result)["n"] == int(step.step_id)
        store.steps.finish("p", "more", {"n": -1})


LIMITED = """
import resource, signal
from maestro_cli.errors import StoreFullError
store = open_store(root)
store.runs.create("plan", "p", {})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
done = 0
try:
    while done < 2000:
        store.steps.finish("p", str(done), {"n": done, "data": os.urandom(3000).hex()})
        done += 1
except StoreFullError as error:
    say(error.message)
assert len(store.steps.all("p")) == done
store.close()
say(str(done))
"""


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    message, done = finish(start(tmp_path, LIMITED)).splitlines()
    assert "cannot be read or written" in message
    assert int(done) > 5
    with open_store(tmp_path) or pytest.fail("no store") as store:
        records = store.steps.all("p")
        assert len(records) == int(done)
        assert all(record.result and store.blobs.get(record.result) for record in records)
