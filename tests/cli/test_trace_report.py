"""`maestro trace report` says what `maestro trace check` says."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.runner import as_of, environment, maestro


def commit(root: Path, message: str, day: str, *parents: str) -> None:
    """Commit an empty change on `day`, as a merge where a second parent is named."""
    stamp = f"{day}T10:00:00Z"
    env = environment({"GIT_COMMITTER_DATE": stamp, "GIT_AUTHOR_DATE": stamp})
    git = ["git", "-c", "user.name=Eve", "-c", "user.email=e@example.org", "-C", str(root)]
    made = subprocess.run(
        [*git, "commit-tree", "HEAD^{tree}", "-p", "HEAD", *(f"-p{name}" for name in parents), "-m", message],
        check=True,
        capture_output=True,
        text=True,
        env=env,
    )
    subprocess.run([*git, "update-ref", "HEAD", made.stdout.strip()], check=True, env=env)


def test_the_same_history_is_held_against_the_backlog(fresh: Path) -> None:
    commit(fresh, "US-777 never existed", "2026-04-01")
    commit(fresh, "US-778 neither", "2026-11-16")
    commit(fresh, "Merge branch 'US-779'", "2026-11-17", "HEAD~1")
    check = maestro(*as_of("trace", "check", "--exit-zero"), "--format", "json", cwd=fresh).data
    report = maestro(*as_of("trace", "report"), "--format", "json", cwd=fresh).data
    assert report == check
    told = "".join(v["message"] for result in report["results"] for v in result["violations"])
    assert "US-778" in told
    assert "US-777" not in told, "more than 90 days ago"
    assert "US-779" not in told, "a merge says nothing of its own"


def test_what_could_not_be_read_is_no_gap_and_is_said(fresh: Path) -> None:
    (fresh / "backlog" / "bad.yaml").write_text("items:\n  - {id: A, title: [}\n")
    check = maestro(
        *as_of("trace", "check", "--exit-zero", "--allow-parse-errors"), "--format", "json", cwd=fresh
    )
    report = maestro(*as_of("trace", "report"), "--format", "json", cwd=fresh)
    assert report.envelope["status"] == check.envelope["status"] == "partial"
    assert report.data == check.data
    assert report.data["unreadable"] == 1
    assert report.data["coverage"]["counts"]["uncovered"] == 0
    text = maestro(*as_of("trace", "report"), "--format", "md", cwd=fresh).out.decode()
    assert "Only a part was checked" in text


@pytest.mark.parametrize("command", ["check", "report"])
def test_a_repository_that_git_does_not_read_is_said_once_and_fails_nothing(
    fresh: Path, command: str
) -> None:
    (fresh / ".git" / "HEAD").unlink()
    done = maestro(*as_of("trace", command, "--format", "json"), cwd=fresh, code=None)
    problems = [each for each in done.envelope["diagnostics"] if each["code"] == "P-GIT"]
    assert len(problems) == 1
    assert problems[0]["severity"] == "warning"
    assert "git status" in problems[0]["message"]
    assert done.code in {0, 1}
