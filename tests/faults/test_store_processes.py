"""Several processes on one store (L6), and processes that are killed in the middle of a write."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from maestro_cli.store import database
from maestro_cli.store.project_store import open_store
from tests.store.children import finish, heard, kill, start

CREATE = """
sys.stdin.readline()
with open_store(root) as store:
    run = store.runs.create("plan", "p", {})
    store.steps.finish(run.id, "gather", {"run": run.id})
    say(run.id)
"""


def test_eight_processes_make_one_store_at_once(tmp_path: Path) -> None:
    children = [start(tmp_path, "say('ready')" + CREATE) for _ in range(8)]
    for child in children:
        assert heard(child) == "ready"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    ids = sorted(finish(child).strip() for child in children)
    assert ids == ["p", *(f"p.{n}" for n in range(2, 9))]
    with open_store(tmp_path) or pytest.fail("no store") as store:
        assert store.database.row("PRAGMA integrity_check") == ("ok",)
        for run_id in ids:
            assert store.blobs.get(store.steps.result(run_id, "gather") or "") == {"run": run_id}


def test_a_store_made_while_it_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process makes the store between two looks at its files."""
    real = database._size

    def stale(path: Path) -> int:
        size = real(path)
        monkeypatch.setattr(database, "_size", real)
        finish(start(tmp_path, "open_store(root).runs.create('plan', 'p', {})"))
        return size

    monkeypatch.setattr(database, "_size", stale)
    with open_store(tmp_path) or pytest.fail("no store") as store:
        assert store.runs.get("p") is not None


WRITE = """
store = open_store(root)
store.runs.create("plan", "p", {})
for number in range(100000):
    with store.database.transaction():
        store.steps.finish("p", f"a{number}", {"n": number})
        store.steps.finish("p", f"b{number}", {"n": -number, "data": "x" * 2000})
    say(str(number))
"""


def test_a_reader_sees_whole_transactions_while_another_process_writes(tmp_path: Path) -> None:
    child = start(tmp_path, WRITE)
    heard(child)
    with open_store(tmp_path, create=False) or pytest.fail("no store") as store:
        for _ in range(40):
            steps = store.steps.all("p")
            assert len(steps) % 2 == 0
            acknowledged = int(heard(child))
            assert len(store.steps.all("p")) >= 2 * acknowledged
    kill(child)


@pytest.mark.parametrize("lines", [1, 7, 23, 60])
def test_what_a_killed_writer_acknowledged_is_there(tmp_path: Path, lines: int) -> None:
    child = start(tmp_path, WRITE)
    for _ in range(lines):
        acknowledged = int(heard(child))
    kill(child)
    with open_store(tmp_path) or pytest.fail("no store") as store:
        assert store.database.row("PRAGMA integrity_check") == ("ok",)
        steps = store.steps.all("p")
        assert len(steps) % 2 == 0
        assert len(steps) >= 2 * (acknowledged + 1)
        assert all(step.result and store.blobs.get(step.result) for step in steps)


HALF = """
store = open_store(root)
store.runs.create("plan", "p", {})
with store.database.transaction() as connection:
    store.steps.finish("p", "half", {"n": 1})
    connection.execute("PRAGMA cache_spill=1")
    store.blobs.put(os.urandom(5_000_000).hex())
    say("half")
    time.sleep(60)
"""


def test_half_a_transaction_of_a_killed_process_is_gone(tmp_path: Path) -> None:
    child = start(tmp_path, HALF)
    assert heard(child) == "half"
    kill(child)
    with open_store(tmp_path) or pytest.fail("no store") as store:
        assert store.steps.all("p") == ()
        assert store.database.row("SELECT count(*) FROM blobs") == (0,)
        assert store.runs.get("p") is not None
        store.steps.finish("p", "half", {"n": 1})


MIGRATE = """
from maestro_cli.store import migrations
real = migrations._create_audit
def stop(tables):
    real(tables)
    say("half")
    time.sleep(60)
migrations._create_audit = stop
open_store(root)
"""


def test_a_process_killed_while_it_makes_the_store(tmp_path: Path) -> None:
    child = start(tmp_path, MIGRATE)
    assert heard(child) == "half"
    kill(child)
    with open_store(tmp_path) or pytest.fail("no store") as store:
        store.runs.create("plan", "p", {})
    connection = sqlite3.connect(tmp_path / ".maestro" / "maestro.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
