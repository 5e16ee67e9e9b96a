"""`maestro runs`: list, show, resume, cancel and prune."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import as_of, maestro

FAIL = "import maestro_cli.workflows.plan as plan; plan.solve_preferring = lambda *_, **__: 1 / 0"


def runs(root: Path, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = maestro("runs", *arguments, "--format", "json", cwd=root).data["runs"]
    return found


@pytest.fixture
def broken(fresh: Path) -> tuple[Path, str]:
    """A project with one run that failed half way, asked for as JSON into a file."""
    maestro(*as_of("plan", "--format", "json", "--output", "plan.json"), cwd=fresh, code=3, setup=FAIL)
    (run,) = runs(fresh, "list")
    assert (run["workflow"], run["status"], run["step"]) == ("plan", "failed", "optimise")
    return fresh, run["id"]


def test_no_run_no_store(fresh: Path) -> None:
    assert maestro("runs", "list", "--format", "json", cwd=fresh).data == {"runs": [], "next_cursor": None}
    for command in ("show", "resume", "cancel"):
        done = maestro("runs", command, "plan", "--format", "json", "--dry-run", cwd=fresh, code=2)
        assert done.codes == ["E-NO-RUN"]
    assert not (fresh / ".maestro").exists()


def test_pages_newest_first(project: Path) -> None:
    maestro(*as_of("report"), cwd=project)
    maestro(*as_of("trace", "report"), cwd=project)
    whole = runs(project, "list")
    assert [run["workflow"] for run in whole] == ["trace", "report", "plan"]
    assert all(set(run) >= {"id", "workflow", "status", "step", "started", "updated"} for run in whole)
    first = maestro("runs", "list", "--limit", "2", "--format", "json", cwd=project).data
    rest = maestro("runs", "list", "--cursor", first["next_cursor"], "--format", "json", cwd=project).data
    assert [*first["runs"], *rest["runs"]] == whole


# @req MR-10.1
def test_a_failed_run_goes_on_and_delivers_as_it_was_asked_for(broken: tuple[Path, str]) -> None:
    root, run_id = broken
    done = maestro("runs", "resume", run_id, "--progress", "jsonl", cwd=root)
    events = [json.loads(line) for line in done.err.splitlines() if line.startswith(b"{")]
    started = [event["step_id"] for event in events if event["event"] == "step_started"]
    assert started[0] == "optimise"
    assert "gather" not in started
    assert done.out == b""
    resumed = json.loads((root / "plan.json").read_bytes())
    maestro(*as_of("plan", "--format", "json", "--output", "straight.json"), cwd=root)
    assert json.loads((root / "straight.json").read_bytes()) == resumed
    assert {run["status"] for run in runs(root, "list")} == {"completed"}


def test_a_dry_resume_leaves_the_run_as_it_was(broken: tuple[Path, str]) -> None:
    root, run_id = broken
    maestro("runs", "resume", run_id, "--format", "json", "--output", "/dev/null", "--dry-run", cwd=root)
    assert runs(root, "list")[0]["status"] == "failed"
    assert not (root / "plans").exists()


def test_a_cancelled_run_is_not_resumed(broken: tuple[Path, str]) -> None:
    root, run_id = broken
    assert runs(root, "cancel", run_id, "--dry-run")[0]["status"] == "failed"
    assert runs(root, "cancel", run_id)[0]["status"] == "cancelled"
    done = maestro("runs", "resume", run_id, "--format", "json", cwd=root, code=2)
    assert done.codes == ["E-CANCELLED"]
    assert maestro("runs", "cancel", run_id, "--format", "json", cwd=root, code=2).codes == ["E-USAGE"]


def test_steps_are_shown(broken: tuple[Path, str]) -> None:
    root, run_id = broken
    (run,) = runs(root, "show", run_id)
    steps = {step["id"]: step["finished"] for step in run["steps"]}
    assert steps["gather"]
    assert not steps["optimise"]


def test_finished_runs_are_forgotten(project: Path) -> None:
    (run,) = runs(project, "list")
    assert maestro("runs", "prune", "--keep", "0", "--format", "json", cwd=project).data["pruned"] == [
        run["id"]
    ]
    assert runs(project, "list") == []
