"""Stores that are damaged or crafted, and calls that fail, through whole commands (L2, L7, S15, S19)."""

from __future__ import annotations

import csv
import io
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.runner import as_of, maestro
from tests.cli.test_every_command import files
from tests.faults.test_store_hostile import HOSTILE, Blob
from tests.projects import shop_copy

FAIL = "import maestro_cli.workflows.plan as plan; plan.solve_preferring = lambda *_, **__: 1 / 0"
NTH = """\
import errno, os, pathlib
left = [{nth}]
where = pathlib.Path("calls").absolute()

def failing(function):
    def call(*arguments, **keywords):
        left[0] -= 1
        if left[0] == 0:
            raise OSError(errno.{code}, os.strerror(errno.{code}))
        return function(*arguments, **keywords)
    return call

exit = os._exit
os._exit = lambda code: (where.write_text(str(left[0])), exit(code))
for name in ("replace", "fsync", "open", "mkdir", "chmod"):
    setattr(os, name, failing(getattr(os, name)))
"""


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a run that ended half way."""
    root = shop_copy(tmp_path_factory.mktemp("failed") / "shop")
    maestro(*as_of("plan"), cwd=root, code=3, setup=FAIL)
    return root


# @req MR-11.3
@pytest.mark.parametrize("table", ["checkpoints", "writes"])
@pytest.mark.parametrize("make", HOSTILE)
def test_a_crafted_checkpoint_is_not_run_on_resume(
    failed: Path, tmp_path: Path, make: object, table: str
) -> None:
    assert callable(make)
    root, marker = Path(shutil.copytree(failed, tmp_path / "shop")), tmp_path / "marker"
    blob: Blob = make(f"touch {marker}")
    column = "checkpoint" if table == "checkpoints" else "value"
    with sqlite3.connect(root / ".maestro" / "checkpoints.db") as connection:
        changed = connection.execute(f"UPDATE {table} SET type = ?, {column} = ?", blob).rowcount
    connection.close()
    done = maestro("runs", "resume", "plan", "--format", "json", cwd=root, code=None)
    assert not marker.exists()
    if changed and table == "checkpoints":
        assert done.code == 5
        assert done.codes == ["E-STORE-DAMAGED"]
    else:
        assert done.code in (0, 5)


# @req MR-10.8
def test_any_damage_is_told_as_such_by_every_command(failed: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    commands = (
        "runs list",
        "runs show plan",
        "items list",
        "sync",
        "plan",
        "runs resume plan",
        "trace check",
    )
    codes = set()
    for number in range(28):
        root = Path(shutil.copytree(failed, tmp_path / str(number)))
        path = (
            root / ".maestro" / chance.choice(("maestro.db", "checkpoints.db", "maestro.db.json", "run.lock"))
        )
        data = bytearray(path.read_bytes())
        match number % 4:
            case 0:
                data = data[: chance.randrange(len(data) + 1)]
            case 1:
                start = chance.randrange(max(1, len(data) // 4096)) * 4096
                data[start : start + 4096] = bytes(4096)
            case _:
                for _ in range(20):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(data))
        line = commands[number % len(commands)]
        done = maestro(*as_of(*line.split()), "--format", "json", cwd=root, code=None)
        assert done.code in (0, 1, 2, 5), (path.name, line, done.err)
        assert done.envelope["status"] in {"success", "partial", "error"}
        codes.add(done.code)
        maestro("doctor", cwd=root, code=None)
    assert 5 in codes


# @req MR-10.8
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("plan --no-explain", "ENOSPC"),  # explaining calls nothing that could fail, see below
        ("items set US-110 points=5", "ENOSPC"),
        ("backup b.zip", "EACCES"),
    ],
)
def test_whichever_call_fails_it_is_told_and_nothing_is_half_done(
    failed: Path, tmp_path: Path, line: str, code: str
) -> None:
    call = (*as_of(*line.split()), "--format", "json")
    fine = Path(shutil.copytree(failed, tmp_path / "fine"))
    before = files(fine / "backlog")
    total = _calls(fine, *call)
    whole = (before, files(fine / "backlog"))
    assert total > 2
    refused = 0
    for nth in range(1, total + 1):
        root = Path(shutil.copytree(failed, tmp_path / str(nth)))
        done = maestro(*call, cwd=root, code=None, setup=NTH.format(nth=nth, code=code))
        assert done.code in (0, 2, 5), (nth, done.err)
        if done.code:
            refused += 1
            assert done.envelope["diagnostics"][0]["fix"], nth
        assert files(root / "backlog") in whole
        assert not [path for folder in ("backlog", "plans") for path in (root / folder).rglob("*.tmp")]
        maestro("runs", "list", cwd=root)
        shutil.rmtree(root)
    assert refused > 3, "some calls one can do without, such as those that look for git"


# @req MR-10.8
def test_explaining_a_plan_calls_nothing_more_that_could_fail(failed: Path, tmp_path: Path) -> None:
    plans = (as_of("plan"), as_of("plan", "--no-explain"))
    roots = (Path(shutil.copytree(failed, tmp_path / str(number))) for number in range(2))
    explained, bare = (_calls(root, *call) for root, call in zip(roots, plans, strict=True))
    assert explained == bare > 0


def _calls(root: Path, *arguments: str) -> int:
    """Return how many calls that could fail a command makes."""
    maestro(*arguments, cwd=root, setup=NTH.format(nth=0, code="EIO"))
    return -int((root / "calls").read_text())


FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", "'=1", "=cmd|' /C calc'!A0")


def test_no_formula_leaves_in_csv_and_all_of_it_comes_back(tmp_path: Path) -> None:
    (tmp_path / "backlog").mkdir()
    (tmp_path / "maestro.yaml").write_text("project: {id: x}\n")
    for number, text in enumerate(FORMULAS):
        maestro("items", "add", "--", f"S-{number}", text, f"assignee={text}", "points=2", cwd=tmp_path)
    before = maestro("items", "list", "--format", "json", cwd=tmp_path).data["items"]
    made = maestro("items", "export", cwd=tmp_path).out.decode()
    for row in csv.DictReader(io.StringIO(made)):
        assert not row["title"].lstrip().startswith(("=", "+", "-", "@", "＝"))
        assert not row["assignee"].lstrip().startswith(("=", "+", "-", "@", "＝"))
    shutil.rmtree(tmp_path / "backlog")
    (tmp_path / "backlog").mkdir()
    (tmp_path / "backlog" / "all.csv").write_text(made)
    after = maestro("items", "list", "--format", "json", cwd=tmp_path).data["items"]
    assert [(i["title"], i["assignee"], i["points"]) for i in after] == [
        (i["title"], i["assignee"], i["points"]) for i in before
    ]
