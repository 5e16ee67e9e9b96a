"""Half a million links: a first check, a second one, and one with rules of the project's own."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import generate
from benchmarks.measure import RUNS, apart, cost, maestro, python
from benchmarks.reading import PARSE, TRACE
from benchmarks.table import Row, table

SIZES = (5_000, 20_000, 100_100)
"""Numbers of items, with five links each but for the first ones."""

JUDGED = 20_000
"""From this size on the check is held to twice the time of parsing; the start weighs on smaller ones."""

_OFTEN = 9
"""Runs of what is short: an error of the start counts for each item of the smallest size."""

_RULES: list[dict[str, object]] = [
    {"kind": "story", "must_have": {"parent": {"kind": "epic"}}},
    {"kind": "story", "must_have": {"satisfies": {"min": 1, "kind": "requirement"}}},
    {"kind": "requirement", "must_have": {"satisfied_by": {"min": 1}}},
    {"kind": "epic", "must_have": {"children": {"min": 1, "kind": "story", "children": True}}},
    {"kind": "task", "must_have": {"parent": {"parent": {"satisfies": {"kind": "requirement"}}}}},
    {"must_have": {"title": {"matches": r"^(\w+\s?)+$|-", "max": 80}}},
    {"must_have": {"description": {"lacks": ["TBD", "perhaps"]}}},
    {"where": {"status": "in_progress"}, "must_have": {"assignee": True}},
    {"kind": "bug", "must_have": {"labels": "sev-*"}},
    {"must_have": {"none": [{"due": {"before": "created"}}]}},
]


def links(*, quick: bool) -> str:
    """Measure and return the table."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(Path(folder), SIZES[:2] if quick else SIZES):
            sys.stderr.write("  ".join(row.cells()) + "\n")
            rows.append(row)
    return table(rows)


def _rows(root: Path, sizes: tuple[int, ...]) -> Iterator[Row]:
    apart(generate.write_yaml, root / "one", 1)
    start = cost(TRACE, cwd=root / "one", runs=_OFTEN).cpu
    before: tuple[str, float] | None = None
    for size in sizes:
        project = root / str(size)
        files = max(1, size // 100)
        apart(generate.write_dense, project, size, files)
        first = cost(TRACE, cwd=project, runs=RUNS if size >= JUDGED else _OFTEN)
        floor = cost(python(PARSE["YAML"]), cwd=project, runs=1)
        limit = 2 if size >= JUDGED else None
        what = f"{size:,} items with {generate.count_links(size):,} links"
        yield Row(f"`trace check`, {what}", first.cpu, "s", "parse the YAML", floor.cpu, limit, first.peak)
        per_item = (first.cpu - start) / size * 1e6
        if before:
            yield Row(f"an item of {size:,}, beyond the start", per_item, "µs", *before, 1.15)
        before = (f"an item of {size:,}", per_item)
    yield Row(f"memory of {what}", first.peak, "MiB", limit=600)
    yield from _again(project, what, first.cpu, files)


def _again(project: Path, what: str, first: float, files: int) -> Iterator[Row]:
    """Check once more with an index, unchanged and with one file changed, and with declared rules."""
    cost(maestro("sync"), cwd=project, runs=1)
    second = cost(TRACE, cwd=project)
    yield Row(f"second `trace check` after a `sync`, {what}", second.cpu, "s", "the first", first, 1)
    changed = project / "backlog" / "items-00000.yaml"
    changed.write_text(changed.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    third = cost(TRACE, cwd=project)
    yield Row(f"the same with 1 of {files:,} files changed", third.cpu, "s", "nothing changed", second.cpu)
    rules = [{"id": f"X{n}", "name": f"Rule {n}", **rule} for n, rule in enumerate(_RULES)]
    (project / "maestro.yaml").write_text(json.dumps({"trace": {"rules": rules}}), encoding="utf-8")
    own = cost(TRACE, cwd=project, ok=(0, 1))
    yield Row(f"the same with {len(rules)} declared rules", own.cpu, "s", "none declared", third.cpu)
