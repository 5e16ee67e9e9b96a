from __future__ import annotations

import os
from pathlib import Path

import pytest

from maestro_cli.errors import StoreFullError, StoreLockedError
from maestro_cli.store.locks import lock_owner, run_is_locked, run_lock
from tests.store.children import heard, kill, start, unprivileged

HOLD = """
from maestro_cli.store.locks import run_lock
with run_lock(root, "plan-1", lambda text: say(text)):
    say("held")
    sys.stdin.readline()
say("released")
"""


def test_the_lock_names_its_owner(tmp_path: Path) -> None:
    assert not run_is_locked(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with run_lock(tmp_path, "plan-1"):
        assert run_is_locked(tmp_path)
        assert lock_owner(tmp_path / ".maestro" / "run.lock").startswith(
            f"run plan-1 (pid {os.getpid()}, since 20"
        )
    assert not run_is_locked(tmp_path)


def test_the_lock_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), run_lock(tmp_path, "r"):
        raise ZeroDivisionError
    with run_lock(tmp_path, "r", limit=0.1):
        pass


# @req MR-10.5
def test_the_next_run_gets_the_lock_of_a_killed_one(tmp_path: Path) -> None:
    owner = start(tmp_path, HOLD)
    assert heard(owner) == "held"
    with (
        pytest.raises(StoreLockedError, match=rf"run plan-1 \(pid {owner.pid}"),
        run_lock(tmp_path, "r", limit=0.1),
    ):
        pass
    kill(owner)
    with run_lock(tmp_path, "r", pytest.fail, limit=10):
        pass


def test_two_processes_queue_and_the_second_is_told_once(tmp_path: Path) -> None:
    first = start(tmp_path, HOLD)
    assert heard(first) == "held"
    second = start(tmp_path, HOLD)
    assert heard(second).startswith(f"waiting for run plan-1 (pid {first.pid}, since ")
    first.communicate("\n", timeout=30)
    assert heard(second) == "held"
    out, err = second.communicate("\n", timeout=30)
    assert (second.returncode, out) == (0, "released\n"), err


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"r\n", b"a\nb\nc\n", b"x" * 10**6, b"r\n1\n\x1b[2J\n"]
)
def test_a_malformed_lock_file_is_no_obstacle(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / ".maestro" / "run.lock"
    path.parent.mkdir()
    path.write_bytes(content)
    assert "\x1b" not in lock_owner(path)
    with run_lock(tmp_path, "r", pytest.fail):
        assert "run r (pid" in lock_owner(path)


def test_a_folder_that_cannot_be_written(shared_folder: Path) -> None:
    (shared_folder / ".maestro").mkdir()
    (shared_folder / ".maestro").chmod(0o555)
    with unprivileged(), pytest.raises(StoreFullError), run_lock(shared_folder, "r"):
        pass
