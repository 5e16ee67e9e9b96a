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


def dense_rows(count: int) -> list[dict[str, str]]:
    """Return `count` items of the same kinds without faults, with five links each but for the very first."""
    requirements, epics, stories = count // 10, count // 20, count * 35 // 100
    made = [
        _linked(f"REQ-{n}", "requirement", f"REQ-{n // 2}" if n else "", _before("REQ", n, 4), "")
        for n in range(requirements)
    ]
    made += [
        _linked(f"EPIC-{n}", "epic", "", _before("REQ", requirements - n % 7, 5), "") for n in range(epics)
    ]
    for n in range(stories):
        satisfied = f"REQ-{n % requirements}, REQ-{(n * 7 + 1) % requirements}"
        depends_on = _before("US", n, 2, step=13)
        made.append(_linked(f"US-{n}", "story", f"EPIC-{n % epics}", satisfied, depends_on))
    made += [
        _linked(f"TASK-{n}", "task", f"US-{n % stories}", "", _before("TASK", n, 4, step=17))
        for n in range(count - requirements - epics - stories)
    ]
    return made


def count_links(count: int) -> int:
    """Return how many links `dense_rows(count)` have."""
    named = (row[name] for row in dense_rows(count) for name in ("parent", "satisfies", "depends_on"))
    return sum(text.count(",") + 1 for text in named if text)


def _linked(item_id: str, kind: str, parent: str, satisfies: str, depends_on: str) -> dict[str, str]:
    links = {"parent": parent, "satisfies": satisfies, "depends_on": depends_on}
    return {"id": item_id, "kind": kind, "title": f"The {kind} {item_id} of the system", **links}


def _before(prefix: str, number: int, most: int, step: int = 1) -> str:
    """Return up to `most` ids before this one, so that no circle comes about."""
    return ", ".join(f"{prefix}-{number - step * k}" for k in range(1, most + 1) if number >= step * k)


def write_dense(root: Path, count: int, files: int = 1) -> None:
    """Write a project of `count` items with five links each in `files` YAML files."""
    _write_yaml(root, dense_rows(count), files)


def write_yaml(root: Path, count: int, files: int = 1) -> None:
    """Write a project of `count` items in `files` YAML files."""
    _write_yaml(root, rows(count), files)


def _write_yaml(root: Path, made: list[dict[str, str]], files: int) -> None:
    _start(root)
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
