"""Plants faults in whole projects and counts what `maestro trace check` says, as it is typed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.damage import DAMAGE, HARMLESS, damage
from benchmarks.faults import FAULTS, TOGETHER, Found
from benchmarks.measure import maestro
from benchmarks.sample import RUN, Sample, sample

AS_OF = "2026-03-02"
WHEN = 1_772_366_400
"""The day before AS_OF, in seconds: all commits are of that day."""

CHECK = maestro("trace", "check", "--format", "json", "--as-of", AS_OF)
PER_FILE = 10_000


def probe(*, quick: bool) -> str:
    """Return the table: each code planted alone and as many as can be at once; the same for damaged files."""
    lines = [
        "| Items | Planted | Planted faults | Found | Missed | Not planted, yet told | Exit codes |",
        "| ---: | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for count in (1_000,) if quick else (1_000, 20_000):
        for row in _rows(count):
            lines.append(f"| {' | '.join(row)} |")
            sys.stderr.write(lines[-1] + "\n")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Tried:
    """What was planted and what was told, the exit code and the one that is due."""

    planted: Counter[Any]
    told: Counter[Any]
    code: int
    due: int


def _rows(count: int) -> Iterator[list[str]]:
    alone = [tried(count, [code]) for code in FAULTS]
    yield _row(count, f"each of {len(FAULTS)} codes alone", alone)
    for codes, where in zip(TOGETHER, ("", ", a file broken"), strict=True):
        yield _row(count, f"{len(codes)} of them at once{where}", [tried(count, codes)])
    files = [damaged(count, [code]) for code in DAMAGE]
    yield _row(count, f"each of {len(DAMAGE)} damaged files alone", files)
    yield _row(count, f"all {len(DAMAGE)} at once", [damaged(count, list(DAMAGE))])


def _row(count: int, what: str, tried: list[Tried]) -> list[str]:
    planted = sum((one.planted for one in tried), Counter[Any]())
    missed = sum((one.planted - one.told).total() for one in tried)
    more = sum((one.told - one.planted).total() for one in tried)
    right = sum(1 for one in tried if one.code == one.due)
    numbers = (planted.total(), planted.total() - missed, missed, more)
    return [f"{count:,}", what, *(f"{number:,}" for number in numbers), f"{right} of {len(tried)} as due"]


def tried(count: int, codes: list[str]) -> Tried:
    """Plant faults and check."""
    made = sample(count)
    planted: Found = [finding for code in codes for finding in FAULTS[code](made)]
    told, _, exit_code = _told(made, *(["--allow-parse-errors"] if made.broken else []))
    due = int(any(severity in ("error", "critical") for severity in _severities(made, codes)))
    return Tried(Counter(planted), told, exit_code, due)


def damaged(count: int, codes: list[str]) -> Tried:
    """Damage files, and check what is told of them, and that nothing is once they are let pass."""
    made = sample(count)
    planted: Found = [problem for code in codes for problem in damage(made, code)]
    found, problems, exit_code = _told(made)
    let_pass, _, _ = _told(made, "--allow-parse-errors")
    return Tried(
        Counter(planted), found + problems + let_pass, exit_code, 0 if HARMLESS.issuperset(codes) else 2
    )


def _told(made: Sample, *options: str) -> tuple[Counter[Any], Counter[Any], int]:
    """Return what a check finds, what it says of files, and how it ends."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(made, root)
        done = subprocess.run([*CHECK, *options], cwd=root, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1, 2):
        raise RuntimeError(f"exit {done.returncode}\n{done.stderr[-2000:]}")
    answer = json.loads(done.stdout)
    violations = [v for result in answer["data"].get("results", ()) for v in result["violations"]]
    found = Counter((v["code"], _named(v)) for v in violations)
    problems = Counter((one["code"], one["path"]) for one in answer["diagnostics"] if one["path"])
    return found, problems, done.returncode


def _named(violation: dict[str, Any]) -> str:
    """Return what a finding is about; a commit by the item that its message names."""
    if violation["entity"] != "commit":
        return str(violation["entity_id"])
    return str(violation["message"]).partition(" names ")[2].partition(",")[0]


def _severities(made: Sample, codes: list[str]) -> list[str]:
    from maestro_cli.settings.schema import Settings
    from maestro_cli.traceability.rules import WAIVERS, rules_of

    rules = (WAIVERS, *rules_of(Settings.model_validate(made.settings)))
    known = {code.id: code.severity.value for rule in rules for code in rule.about.codes}
    return [known[code] for code in codes]


def write(made: Sample, root: Path) -> None:
    """Write the sample as a project: items, git history, decisions and statements."""
    for folder in ("backlog", "tests", "reports"):
        (root / folder).mkdir()
    (root / "maestro.yaml").write_text(json.dumps(made.settings), encoding="utf-8")
    lines = [f"- {json.dumps(item)}\n" for item in made.items.values()]
    for number in range(0, len(lines), PER_FILE):
        text = "".join(lines[number : number + PER_FILE])
        (root / "backlog" / f"items-{number:06}.yaml").write_text(text, encoding="utf-8")
    for path, data in made.broken.items():
        (root / path).write_bytes(data)
    _test(made, root)
    _commit(made, root)
    _record(made, root)


def _test(made: Sample, root: Path) -> None:
    """Write the code of the tests, which name what they verify, and the results of those that were run."""
    names = {target: f"test_{target.lower().replace('-', '_')}" for target in made.tests}
    outcomes = {"passed": "", "failed": "<failure/>", "skipped": "<skipped/>"}
    code = "".join(f"def {name}():\n    # @req {target}\n    ...\n" for target, name in names.items())
    cases = "".join(
        f'<testcase classname="tests.test_all" name="{names[target]}">{outcomes[outcome]}</testcase>\n'
        for target, outcome in made.tests.items()
        if outcome in outcomes
    )
    results = f"<testsuites><testsuite>\n{cases}</testsuite></testsuites>\n"
    (root / "tests" / "test_all.py").write_text(code, encoding="utf-8")
    (root / "reports" / "all.xml").write_text(results, encoding="utf-8")


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
