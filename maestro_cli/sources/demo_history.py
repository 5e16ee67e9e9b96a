"""A git history for the example project, so that its reports have something to report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class DemoCommit:
    """A commit to make: on which day, by whom, with what message."""

    day: date
    author: str
    message: str


def read_history(text: str) -> list[DemoCommit]:
    """Read the commits that ship with an example, oldest first."""
    rows = yaml.safe_load(text)
    commits = [DemoCommit(date.fromisoformat(row["day"]), row["author"], row["message"]) for row in rows]
    return sorted(commits, key=lambda commit: commit.day)


def make_repository(root: Path, commits: Iterable[DemoCommit]) -> None:
    """Make `root` a repository whose first commit holds the project and each later one a line of notes."""
    from git import Actor, Repo

    ordered = list(commits)
    with Repo.init(root, initial_branch="main") as repository:
        notes = root / "CHANGES.txt"
        notes.write_text("", encoding="utf-8")
        for number, commit in enumerate(ordered):
            with notes.open("a", encoding="utf-8") as stream:
                stream.write(commit.message.partition("\n")[0] + "\n")
            repository.index.add([str(path) for path in _files(root)] if number == 0 else [str(notes)])
            who = Actor(commit.author, f"{commit.author.lower().replace('[bot]', '-bot')}@example.org")
            when = datetime.combine(commit.day, time(9), UTC) + timedelta(minutes=number)
            repository.index.commit(
                commit.message, author=who, committer=who, author_date=when, commit_date=when, skip_hooks=True
            )


def _files(root: Path) -> list[Path]:
    hidden = {root / ".git", root / ".maestro"}
    return sorted(
        path for path in root.rglob("*") if path.is_file() and not hidden.intersection(path.parents)
    )
