"""The CI files that users copy: their shell lines, run as a runner runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

TEMPLATES = Path(__file__).parents[2] / "templates" / "ci"

STUB = """#!/bin/sh
echo "$*" >> calls
while [ $# -gt 0 ]; do
  if [ "$1" = --output ]; then out=$2; fi
  shift
done
[ "$CODE" = 2 ] || echo "# Traceability $CODE" > "${out:-/dev/stdout}"
exit "$CODE"
"""

GOOD = "- {id: R-1, kind: requirement, title: A}\n- {id: US-1, title: B, kind: epic, satisfies: [R-1]}\n"
BAD = GOOD + "- {id: US-2, title: C, kind: epic, satisfies: [R-1], depends_on: [US-9]}\n"


@dataclass(frozen=True)
class Ended:
    code: int
    log: str
    summary: str


def github() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((TEMPLATES / "github-maestro.yml").read_text())
    return loaded


def gitlab() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((TEMPLATES / "gitlab-maestro.yml").read_text())["traceability"]
    return loaded


def run_github(project: Path, **env: str) -> Ended:
    (step,) = [s for s in github()["jobs"]["trace"]["steps"] if s.get("shell") == "bash"]
    summary = project / "summary"
    summary.write_text("before\n")
    flags = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return run(project, flags, summary, GITHUB_STEP_SUMMARY=str(summary), **env)


def run_gitlab(project: Path, **env: str) -> Ended:
    return run(project, ["-eo", "pipefail", "-c", "\n".join(gitlab()["script"])], project / "trace.md", **env)


def run(project: Path, flags: list[str], summary: Path, **env: str) -> Ended:
    path = f"{project / 'bin'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", *flags],
        cwd=project,
        env=os.environ | {"PATH": path, "CI": "true", "PYTHONUTF8": "1"} | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Ended(done.returncode, done.stdout + done.stderr, summary.read_text())


RUNNERS = [run_github, run_gitlab]


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "maestro").write_text(STUB)
    (tmp_path / "bin" / "maestro").chmod(0o755)
    return tmp_path


# @req MR-7.5
@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_exit_code_is_that_of_the_check(stub: Path, runner: Any, code: int) -> None:
    assert runner(stub, CODE=str(code)).code == code


def test_github_is_told_in_its_own_format(stub: Path) -> None:
    run_github(stub, CODE="1")
    assert (stub / "calls").read_text() == "trace check --format github\n"


def test_gitlab_shows_the_findings_in_the_log_and_as_code_quality(stub: Path) -> None:
    assert "# Traceability 1" in run_gitlab(stub, CODE="1").log
    assert (stub / "code-quality.json").exists()
    assert gitlab()["artifacts"]["reports"] == {"codequality": "code-quality.json"}


def test_gitlab_says_that_there_is_no_answer(stub: Path) -> None:
    ended = run_gitlab(stub, CODE="2")
    assert "could not check traceability (exit 2)" in ended.summary
    assert not (stub / "code-quality.json").exists()


# @req MR-7.5
@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize(("items", "code"), [(GOOD, 0), (BAD, 1)])
def test_with_maestro_itself(tmp_path: Path, runner: Any, items: str, code: int) -> None:
    (tmp_path / "bin").mkdir()
    maestro = tmp_path / "bin" / "maestro"
    maestro.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m maestro_cli "$@"\n')
    maestro.chmod(0o755)
    (tmp_path / "maestro.yaml").write_text("project: {id: ci, name: CI, language: en}\n")
    (tmp_path / "backlog").mkdir()
    (tmp_path / "backlog" / "items.yaml").write_text(items)
    ended = runner(tmp_path)
    assert ended.code == code, ended.log
    assert ("US-9" in ended.summary) is bool(code)


def test_github_job_has_no_more_rights_than_it_needs() -> None:
    workflow = github()
    assert workflow["permissions"] == {"contents": "read"}
    checkout, python, _, _ = workflow["jobs"]["trace"]["steps"]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]) for step in (checkout, python))
    assert not [step for step in workflow["jobs"]["trace"]["steps"] if "${{" in step.get("run", "")]
