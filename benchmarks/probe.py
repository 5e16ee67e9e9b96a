"""Plants faults in whole projects and counts what `maestro trace check` says, as it is typed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.faults import FAULTS, RUN, SETTINGS, Found, Sample, sample
from benchmarks.measure import maestro

AS_OF = "2026-03-02"
WHEN = 1_772_366_400
"""The day before AS_OF, in seconds: all commits are of that day."""

CHECK = maestro("trace", "check", "--format", "json", "--as-of", AS_OF)
PER_FILE = 10_000


def probe(*, quick: bool) -> str:
    """Return the table: each rule's codes planted alone and then all of them at once."""
    lines = [
        "| Items | Planted | Planted faults | Found | Missed | Not planted, yet told | Exit codes |",
        "| ---: | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for count in (1_000,) if quick else (1_000, 20_000):
        for row in _rows(count):
            lines.append(f"| {' | '.join(row)} |")
            sys.stderr.write(lines[-1] + "\n")
    return "\n".join(lines) + "\n"


def _rows(count: int) -> Iterator[list[str]]:
    alone = [_tried(count, [code]) for code in FAULTS]
    yield _row(count, f"each of {len(FAULTS)} codes alone", alone)
    yield _row(count, "all at once", [_tried(count, list(FAULTS))])


def _row(count: int, what: str, tried: list[tuple[Counter[Any], Counter[Any], int, int]]) -> list[str]:
    planted = sum((one[0] for one in tried), Counter[Any]())
    missed = sum((one[0] - one[1]).total() for one in tried)
    more = sum((one[1] - one[0]).total() for one in tried)
    right = sum(1 for one in tried if one[2] == one[3])
    numbers = (planted.total(), planted.total() - missed, missed, more)
    return [f"{count:,}", what, *(f"{number:,}" for number in numbers), f"{right} of {len(tried)} as due"]


def _tried(count: int, codes: list[str]) -> tuple[Counter[Any], Counter[Any], int, int]:
    """Return what was planted and what was told, the exit code and the one that is due."""
    made = sample(count)
    planted: Found = [finding for code in codes for finding in FAULTS[code](made)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(made, root)
        done = subprocess.run(CHECK, cwd=root, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{codes}: exit {done.returncode}\n{done.stderr[-2000:]}")
    violations = [v for result in json.loads(done.stdout)["data"]["results"] for v in result["violations"]]
    told = Counter((v["code"], _named(v)) for v in violations)
    due = int(any(severity in ("error", "critical") for severity in _severities(codes)))
    return Counter(planted), told, done.returncode, due


def _named(violation: dict[str, Any]) -> str:
    """Return what a finding is about; a commit by the item that its message names."""
    if violation["entity"] != "commit":
        return str(violation["entity_id"])
    return str(violation["message"]).partition(" names ")[2].partition(",")[0]


def _severities(codes: list[str]) -> list[str]:
    from maestro_cli.traceability.rules import RULES, WAIVERS

    known = {code.id: code.severity.value for rule in (WAIVERS, *RULES) for code in rule.about.codes}
    return [known[code] for code in codes]


def write(made: Sample, root: Path) -> None:
    """Write the sample as a project: items, git history, decisions and statements."""
    (root / "backlog").mkdir()
    (root / "maestro.yaml").write_text(json.dumps(SETTINGS), encoding="utf-8")
    lines = [f"- {json.dumps(item)}\n" for item in made.items.values()]
    for number in range(0, len(lines), PER_FILE):
        text = "".join(lines[number : number + PER_FILE])
        (root / "backlog" / f"items-{number:06}.yaml").write_text(text, encoding="utf-8")
    _commit(made, root)
    _record(made, root)


def _commit(made: Sample, root: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    commits = "".join(
        f"commit refs/heads/main\ncommitter Kim <kim@example.org> {WHEN} +0000\ndata {len(text)}\n{text}\n"
        for text in made.commits
    )
    subprocess.run(["git", "-C", str(root), "fast-import", "--quiet"], input=commits.encode(), check=True)


def _record(made: Sample, root: Path) -> None:
    """Record decisions and statements, and change some decisions behind the record's back."""
    from maestro_cli.store.project_store import open_store

    with open_store(root) as store:  # type: ignore[union-attr]
        store.runs.create("report", RUN, {"report": "weekly"})
        for decision in made.decisions.values():
            store.decisions.append(decision)
        store.statements.extend(made.statements.values())
    with sqlite3.connect(root / ".maestro" / "maestro.db") as database:
        for name in made.changed:
            database.execute(
                "UPDATE decisions SET data = json_set(data, '$.rationale', 'another') WHERE id = ?", (name,)
            )
    database.close()
