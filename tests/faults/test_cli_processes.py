"""Several whole commands at once on one project (L6)."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.runner import as_of, maestro, process
from tests.cli.test_every_command import files

PLAN = (*as_of("plan", "--sprints", "2", "--format", "json"), "--output")


# @req MR-10.5
def test_two_plans_and_a_sync_at_once_end_with_the_same_artefacts(fresh: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(fresh, alone)
    maestro(*PLAN, "plan.json", cwd=alone)
    started = [
        process(*PLAN, "one.json", cwd=fresh),
        process(*PLAN, "two.json", cwd=fresh),
        process("sync", "--quiet", cwd=fresh),
    ]
    assert [each.wait(60) for each in started] == [0, 0, 0]
    expected = (alone / "plan.json").read_bytes()
    assert (fresh / "one.json").read_bytes() == (fresh / "two.json").read_bytes() == expected
    assert files(fresh / "plans") == files(alone / "plans")
    runs = maestro("runs", "list", "--format", "json", cwd=fresh).data["runs"]
    assert [run["status"] for run in runs] == ["completed", "completed"]
    assert len({run["id"] for run in runs}) == 2


def test_projects_started_in_one_folder_at_once(tmp_path: Path) -> None:
    started = [process(*as_of("init", "--example", "shop"), "--quiet", cwd=tmp_path) for _ in range(4)]
    assert {each.wait(60) for each in started} <= {0, 2}
    whole = maestro(*as_of("init", "other", "--example", "shop"), "--format", "json", cwd=tmp_path).data[
        "files"
    ]
    for name in whole:
        assert (tmp_path / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    maestro(*as_of("plan"), cwd=tmp_path)
