from __future__ import annotations

from pathlib import Path

import pytest

from maestro_cli.errors import StoreFullError
from maestro_cli.store.health import check_store
from maestro_cli.store.locks import run_lock
from maestro_cli.store.project_store import Store, open_store
from tests.store.children import heard, kill, start, unprivileged


def statuses(root: Path) -> dict[str, str]:
    return {check.name: check.status for check in check_store(root)}


ALL_WELL = dict.fromkeys(["state folder", "maestro.db", "checkpoints.db", "run lock", "sqlite"], "ok")


def listing(root: Path) -> list[tuple[str, int, int]]:
    return sorted((str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file())


def test_looking_makes_and_changes_nothing(tmp_path: Path) -> None:
    assert statuses(tmp_path) == ALL_WELL
    assert list(tmp_path.iterdir()) == []
    with open_store(tmp_path) or pytest.fail("no store") as store:
        store.runs.create("plan", "p", {})
    before = listing(tmp_path)
    assert statuses(tmp_path) == ALL_WELL
    assert listing(tmp_path) == before


def test_a_store_in_use_is_well(store: Store, tmp_path: Path) -> None:
    store.runs.create("plan", "p", {})
    with run_lock(tmp_path, "p"):
        checks = {check.name: check for check in check_store(tmp_path)}
    assert {name: check.status for name, check in checks.items()} == ALL_WELL
    assert checks["run lock"].detail.startswith("held by run p (pid ")


def test_a_store_whose_user_was_killed_is_well(tmp_path: Path) -> None:
    child = start(
        tmp_path, "s = open_store(root); s.runs.create('plan', 'p', {}); say('made'); time.sleep(60)"
    )
    heard(child)
    kill(child)
    assert (tmp_path / ".maestro" / "maestro.db-wal").stat().st_size > 0
    assert statuses(tmp_path) == ALL_WELL


def test_an_open_folder_is_a_warning(store: Store, tmp_path: Path) -> None:
    (tmp_path / ".maestro").chmod(0o755)
    check = check_store(tmp_path)[0]
    assert check.status == "warning"
    assert check.fix is not None
    assert "chmod 700" in check.fix


@pytest.mark.parametrize("content", [b"", b"text", b"SQLite format 3\0" + b"\xff" * 5000])
def test_damage_is_an_error_with_a_way_out(tmp_path: Path, content: bytes) -> None:
    (open_store(tmp_path) or pytest.fail("no store")).close()
    (tmp_path / ".maestro" / "maestro.db").write_bytes(content)
    check = {check.name: check for check in check_store(tmp_path)}["maestro.db"]
    assert check.status == "error"
    assert "maestro.db" in check.detail
    assert check.fix


def test_a_damaged_result_is_found(tmp_path: Path) -> None:
    with open_store(tmp_path) or pytest.fail("no store") as store:
        key = store.blobs.put({"n": 1})
        with store.database.transaction() as connection:
            connection.execute("UPDATE blobs SET data = '{\"n\":2}' WHERE digest = ?", (key,))
    check = {check.name: check for check in check_store(tmp_path)}["maestro.db"]
    assert check.status == "error"
    assert key[:12] in check.detail


def test_a_folder_of_somebody_else_is_an_error(shared_folder: Path) -> None:
    folder = shared_folder / ".maestro"
    with open_store(shared_folder) or pytest.fail("no store") as store:
        store.runs.create("plan", "p", {})
    folder.chmod(0)
    with unprivileged():
        found = statuses(shared_folder)
        with pytest.raises(StoreFullError):
            open_store(shared_folder)
        with pytest.raises(StoreFullError):
            open_store(shared_folder, create=False)
    assert (found["maestro.db"], found["checkpoints.db"], found["run lock"]) == ("error", "error", "ok")


def test_a_linked_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".maestro").symlink_to(tmp_path)
    assert statuses(tmp_path)["state folder"] == "error"
