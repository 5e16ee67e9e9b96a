"""A run killed at any durable write resumes and ends with the straight run's artefact."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import shop

COMMANDS = {
    "plan": ["plan", "--sprints", "2", "--capacity", "40", "--alternatives", "1"],
    "report": ["report", "weekly"],
    "trace": ["trace", "report"],
}
REPOSITORY = Path(__file__).parents[2]


# @req MR-10.1
@pytest.mark.parametrize("workflow", sorted(COMMANDS))
def test_every_kill_point_resumes_to_the_same_artefact(tmp_path: Path, workflow: str) -> None:
    project = shop(tmp_path / "template")
    command = [
        *COMMANDS[workflow],
        "--as-of",
        "2026-11-18",
        "--format",
        "json",
        "--output",
        "out/answer.json",
    ]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill_points", str(project), *command],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    outcome = json.loads(ended.stdout)
    assert outcome["writes"] > 10
    assert outcome["wrong"] == []
