"""Makes projects and histories of any size, the same ones every time."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

SETTINGS = "project: {language: en}\nsprint: {points_per_sprint: 60, starts: 2026-01-05}\n"
END = 1_795_168_800
"""The last commit of every history: 20 November 2026, in seconds."""


def rows(count: int) -> list[dict[str, str]]:
    """Return `count` linked items without faults: 10 % requirements, 5 % epics, 35 % stories, 50 % tasks."""
    chance = random.Random(count)
    requirements, epics = max(1, count // 10), max(1, count // 20)
    stories = max(1, count * 35 // 100)
    tasks = count - requirements - epics - stories
    made = [
        {"id": f"REQ-{n}", "kind": "requirement", "title": f"Requirement {n} of the system"}
        for n in range(requirements)
    ]
    made += [
        {
            "id": f"EPIC-{n}",
            "kind": "epic",
            "title": f"Epic {n}",
            "satisfies": f"REQ-{n % requirements}",
        }
        for n in range(epics)
    ]
    for n in range(stories):
        made.append(
            {
                "id": f"US-{n}",
                "kind": "story",
                "title": f"As a user I want feature {n}",
                "parent": f"EPIC-{n % epics}",
                "satisfies": f"REQ-{n % requirements}",
                "points": str(chance.choice((1, 2, 3, 5, 8))),
                "priority": chance.choice(("critical", "high", "medium", "low")),
                "depends_on": f"US-{chance.randrange(n)}" if n and chance.random() < 0.3 else "",
            }
        )
    made += [
        {
            "id": f"TASK-{n}",
            "kind": "task",
            "title": f"Do part {n}",
            "parent": f"US-{n % stories}",
        }
        for n in range(tasks)
    ]
    return made


def write_yaml(root: Path, count: int, files: int = 1) -> None:
    """Write a project of `count` items in `files` YAML files."""
    _start(root)
    made = rows(count)
    for number in range(files):
        part = made[number::files]
        text = "".join(_yaml(row) for row in part)
        (root / "backlog" / f"items-{number:05}.yaml").write_text(text, encoding="utf-8")


def write_csv(root: Path, count: int, files: int = 1) -> None:
    """Write a project of `count` items in `files` CSV files."""
    _start(root)
    columns = ("id", "kind", "title", "parent", "satisfies", "points", "priority", "depends_on")
    made = rows(count)
    for number in range(files):
        lines = [",".join(columns)]
        lines += [",".join(row.get(column, "") for column in columns) for row in made[number::files]]
        text = "\n".join(lines) + "\n"
        (root / "backlog" / f"items-{number:05}.csv").write_text(text, encoding="utf-8")


def write_plan(root: Path, count: int) -> None:
    """Write a project of `count` estimated stories with dependencies and nothing else."""
    _start(root)
    chance = random.Random(count)
    lines = []
    for n in range(count):
        needs = f", depends_on: [US-{chance.randrange(n)}]" if n and chance.random() < 0.25 else ""
        lines.append(
            f"- {{id: US-{n}, title: Story {n}, points: {chance.choice((1, 2, 3, 5, 8, 13))}, "
            f"value: {chance.randrange(1, 60)}{needs}}}\n"
        )
    (root / "backlog" / "items.yaml").write_text("".join(lines), encoding="utf-8")


def write_history(root: Path, commits: int, days: int, files: int, lines: int) -> None:
    """Make a git history of `commits` commits spread evenly over the `days` before 2026-11-20.

    Each changes one line in each of `files` files of `lines` lines, of 300 in 20 folders.
    """
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    step = days * 86_400 // commits
    command = ["git", "-C", str(root), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for n in range(commits):
            process.stdin.write(_commit(n, END - (commits - 1 - n) * step, files, lines))
    if process.returncode:
        raise RuntimeError(f"git fast-import: exit {process.returncode}")
    subprocess.run(["git", "-C", str(root), "reset", "-q", "--hard", "main"], check=True)


def _commit(number: int, when: int, files: int, size: int) -> bytes:
    """Write a commit for git fast-import."""
    author, message = f"Dev{number % 9}", f"US-{number % 400}: change {number}\n"
    head = f"commit refs/heads/main\ncommitter {author} <{author.lower()}@example.org> {when} +0000\n"
    parts = [head, f"data {len(message)}\n{message}"]
    for file in sorted({number * factor % 300 for factor in (7, 11, 13, 17, 19)[:files]}):
        lines = [f"line {line} of file {file}\n" for line in range(size)]
        lines[number % size] = f"line changed by commit {number}\n"
        text = "".join(lines)
        parts.append(f"M 100644 inline src/part{file % 20}/file{file}.txt\ndata {len(text)}\n{text}\n")
    return "".join(parts).encode()


def _start(root: Path) -> None:
    (root / "backlog").mkdir(parents=True)
    (root / "maestro.yaml").write_text(SETTINGS, encoding="utf-8")


def _yaml(row: dict[str, str]) -> str:
    lines = []
    for number, (key, value) in enumerate((key, value) for key, value in row.items() if value):
        text = f"[{value}]" if key in {"satisfies", "depends_on"} else value
        lines.append(f"{'- ' if number == 0 else '  '}{key}: {text}\n")
    return "".join(lines)
