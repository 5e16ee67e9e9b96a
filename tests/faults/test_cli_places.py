"""Folders that cannot be written, homes that are not there, outputs that end early (L5)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import READING, WRITING, Command
from tests.cli.runner import as_of, environment, maestro
from tests.projects import shop_copy

NO_RIGHTS = (
    "import ctypes; header = (ctypes.c_uint32 * 2)(0x20080522, 0)\n"
    "assert ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)()) == 0"
)
"""Gives up what lets root write everywhere (man 2 capset); an ordinary user has nothing to give up."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="capset and /dev/full are of Linux")


@pytest.fixture(scope="module", params=["no store", "a store"])
def sealed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project that nobody can write into, with and without a store."""
    root = shop_copy(tmp_path_factory.mktemp("sealed") / "shop")
    (root / "more.csv").write_text("id,title\nNEW-1,x\n")
    if request.param == "a store":
        maestro(*as_of("plan"), cwd=root)
        maestro("backup", "kept.zip", cwd=root)
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    modes = {path: path.stat().st_mode for path in (*folders, *root.rglob("*"))}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    yield root
    for path, mode in modes.items():
        path.chmod(mode)


@pytest.mark.parametrize("command", READING, ids=str)
def test_what_reads_still_reads(sealed: Path, command: Command) -> None:
    if "plan" in command.arguments and not (sealed / ".maestro").exists():
        return
    done = maestro(*as_of(*command.arguments), "--format", "json", cwd=sealed, setup=NO_RIGHTS)
    assert done.envelope["status"] == "success"


@pytest.mark.parametrize("command", WRITING, ids=str)
def test_what_writes_is_refused_with_a_way_out(sealed: Path, tmp_path: Path, command: Command) -> None:
    env = {"TMPDIR": str(tmp_path)}
    line = str(command)
    stored = (sealed / ".maestro").exists()
    if line in {"demo", "trust", "claude uninstall"} or (line == "sync" and stored):
        expected = {0}
    elif line == "runs prune --keep 0":
        expected = {5 if stored else 0}
    else:
        expected = {2, 5}
    call = (*as_of(*command.arguments), "--format", "json")
    done = maestro(*call, cwd=sealed, setup=NO_RIGHTS, env=env, code=None)
    assert done.code in expected
    if done.code:
        assert done.envelope["status"] == "error"
        assert done.envelope["diagnostics"][0]["fix"]
    if command.run and command.arguments[0] != "runs":
        assert (
            maestro(*call, "--dry-run", cwd=sealed, setup=NO_RIGHTS, env=env).envelope["status"] == "success"
        )


def test_documents_folder_that_cannot_be_written_fails_the_run_which_goes_on_later(fresh: Path) -> None:
    (fresh / "plans").mkdir(mode=0o555)
    done = maestro(*as_of("plan"), "--format", "json", cwd=fresh, setup=NO_RIGHTS, code=2)
    assert done.codes == ["E-WRITE"]
    (fresh / "plans").chmod(0o755)
    (run,) = maestro("runs", "list", "--format", "json", cwd=fresh).data["runs"]
    assert run["status"] == "failed"
    maestro("runs", "resume", run["id"], cwd=fresh)
    assert (fresh / "plans" / "plan-2026-11-18.md").read_text().startswith("# ")


@pytest.mark.parametrize("thing", ["file", "link"])
def test_something_else_where_documents_go(fresh: Path, tmp_path: Path, thing: str) -> None:
    if thing == "file":
        (fresh / "plans").write_text("mine")
    else:
        (fresh / "plans").symlink_to(tmp_path)
    maestro(*as_of("plan"), cwd=fresh, code=2)
    assert not [path for path in tmp_path.iterdir() if path != fresh]
    assert thing == "link" or (fresh / "plans").read_text() == "mine"


@pytest.mark.parametrize("env", [{"HOME": ""}, {"HOME": "/proc/nothing", "TERM": "dumb"}, {"PATH": ""}])
def test_homes_and_terminals_that_are_not_there(fresh: Path, env: dict[str, str]) -> None:
    drop = "import os; os.environ.pop('HOME') if not os.environ['HOME'] else None"
    for line in ("doctor", "config path", "plan", "report", "items list", "claude status"):
        maestro(*as_of(*line.split()), cwd=fresh, env=env, setup=drop)


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    script = f"maestro() {{ '{sys.executable}' -m maestro_cli \"$@\"; }}; set -o pipefail; {command}"
    return subprocess.run(
        ["bash", "-c", script], cwd=cwd, env=environment(), capture_output=True, check=False
    )


def test_outputs_that_are_closed_full_or_left_early(fresh: Path) -> None:
    early = shell("maestro items export --format json | head -1", fresh)
    assert (early.returncode, early.stdout, early.stderr) == (0, b"{\n", b"")
    for target in (">&-", "> /dev/full"):
        done = shell(f"maestro items list --format json {target}", fresh)
        assert done.returncode == 2
        assert done.stderr.count(b"error: cannot write to standard output") == 1
        assert b"Traceback" not in done.stderr
    for target in ("2>&-", "2> /dev/full"):
        done = shell(f"maestro plan --as-of 2026-11-18 --format json {target}", fresh)
        assert done.returncode == 0
        assert done.stdout.startswith(b"{")
        wrong = shell(f"maestro plan --bogus {target}", fresh)
        assert wrong.returncode == 2
    assert shell("maestro --bogus --format json >&-", fresh).returncode == 2
    for line in ("--help", "--version", "--bogus --format json"):
        assert shell(f"maestro {line} > /dev/full", fresh).returncode == 2
        assert b"Traceback" not in shell(f"maestro {line} 2> /dev/full >&-", fresh).stdout
    assert [path.name for path in (fresh / "plans").iterdir()] == ["plan-2026-11-18.md"]
