"""Stores as each released version wrote them, from version 1 on, are read by this one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from maestro_cli.model.decisions import Authority, chain_hash
from maestro_cli.model.index import FileStamp
from maestro_cli.model.runs import RunStatus
from maestro_cli.store.checkpoints import checkpoint_saver
from maestro_cli.store.database import Database
from maestro_cli.store.project_store import open_store
from maestro_cli.store.schemas import CHECKPOINT_FILE, PROJECT_FILE, SCHEMAS, open_file
from tests.store.test_checkpoints import thread

VERSIONS = Path(__file__).parent / "versions"


def written_by(version: int, root: Path) -> None:
    """Make both files of a store as schema `version` had them."""
    folder = root / ".maestro"
    folder.mkdir(parents=True)
    for name in (PROJECT_FILE, CHECKPOINT_FILE):
        written = VERSIONS / f"{Path(name).stem}-{min(version, SCHEMAS[name].version)}.sql"
        with sqlite3.connect(folder / name) as connection:
            connection.executescript(written.read_text(encoding="utf-8"))
        connection.close()


def tables(database: Database) -> list[tuple[str, ...]]:
    return database.rows(
        "SELECT type, name, tbl_name, replace(replace(sql, char(10), ''), ' ', '') FROM sqlite_schema"
        " WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    )


# @req MR-10.7
@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_an_older_store_keeps_all_that_is_in_it(tmp_path: Path, version: int) -> None:
    written_by(version, tmp_path)
    with open_store(tmp_path) or pytest.fail("no store") as store:
        assert [run.id for run in store.runs.list()[0]] == ["report-1", "plan-1"]
        run = store.runs.get("plan-1")
        assert run is not None
        assert (run.status, run.params) == (RunStatus.COMPLETED, {"as_of": "2026-11-21", "seed": 7})
        results = [store.blobs.get(step.result or "") for step in store.steps.all("plan-1")]
        assert results == [{"n": 1}, {"items": ["US-1"] * 200}]
        effect = store.effects.get("k")
        assert effect is not None
        assert effect.done
        first, second = store.decisions.list()
        assert (first.authority, first.evidence, first.approved_by) == (Authority.EXECUTE, ("US-1",), "ann")
        assert (first.hash, second.hash) == (chain_hash(first), chain_hash(second))
        assert second.previous_hash == first.hash
        assert store.decisions.head() == (2, second.hash)
        assert [one.id for one in store.approvals.list()] == ["A-1"] * (version > 1)
        assert store.spending("plan-1").spent().tokens == 1200 * (version > 2)
        assert [name for name, _ in store.passages.match(["books"], 5)] == ["cd" * 16] * (version > 3)
        remembered = [*store.experiences.list(), *store.conversations.turns("daily"), *store.facts.list()]
        assert len(remembered) == 3 * (version > 4)
        assert [one.seconds for one in store.measures.all()] == [0.25] * (version > 4)
        assert [statement.text for statement in store.statements.list()] == ["5 done"]
        assert store.index.stamps("files") == {"backlog/a.md": FileStamp(3, 10**18, "ab" * 32, 1)}
        assert store.index.payloads("files") == {"backlog/a.md": b"\x00\xff'"}
    with checkpoint_saver(tmp_path) as saver:
        newest, older = saver.list(thread("plan-1"))
        assert newest.checkpoint["channel_values"] == {"results": {"gather": "aa", "plan": "bb"}}
        assert older.pending_writes == [("task", "results", {"plan": "bb"})]


@pytest.mark.parametrize("name", [PROJECT_FILE, CHECKPOINT_FILE])
@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_an_older_store_ends_with_the_tables_of_a_new_one(tmp_path: Path, version: int, name: str) -> None:
    written_by(version, tmp_path / "old")
    (tmp_path / "new").mkdir()
    with open_file(tmp_path / "old", name) or pytest.fail("absent") as old:
        with open_file(tmp_path / "new", name) or pytest.fail("absent") as new:
            assert tables(old) == tables(new)
        assert old.row("PRAGMA user_version") == (SCHEMAS[name].version,)


@pytest.mark.parametrize("name", [PROJECT_FILE, CHECKPOINT_FILE])
def test_every_version_has_a_migration_and_a_store_of_its_own(name: str) -> None:
    assert len(SCHEMAS[name].load()) == SCHEMAS[name].version
    for version in range(1, SCHEMAS[name].version + 1):
        assert (VERSIONS / f"{Path(name).stem}-{version}.sql").exists()
