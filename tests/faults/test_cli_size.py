"""A hundred thousand items through whole commands, in bounded memory (L10, L20)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runner import environment

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30,) * 2)
sys.argv[0] = "maestro"
from maestro_cli.cli.app import run
try:
    run()
finally:
    from maestro_cli.telemetry.memory import peak_kib
    print(peak_kib() // 1024, file=sys.stderr)
"""
COUNT = 100_000


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chain of dependencies, a fan of links to one requirement, and a circle of ten thousand."""
    root = tmp_path_factory.mktemp("large")
    (root / "backlog").mkdir()
    (root / "maestro.yaml").write_text("project: {id: large, language: en}\n")
    head = "id,kind,title,status,depends_on,satisfies\nR-0,requirement,All of it,ready,,\n"
    for start in range(0, COUNT, 20_000):
        rows = "".join(f"T-{n},epic,Item {n},ready,{_needed(n)},R-0\n" for n in range(start, start + 20_000))
        (root / f"backlog/{start:06}.csv").write_text(
            (head if not start else head[: head.index("R-0")]) + rows
        )
    return root


def _needed(number: int) -> str:
    """Return what an item waits for: the one before it, and the last one for the first of the circle."""
    if number == COUNT - 10_000:
        return f"T-{COUNT - 1}"
    return f"T-{number - 1}" if number else ""


# @req MR-13.3
@pytest.mark.parametrize(
    "line",
    [
        "trace check --fail-on never --format json",
        "items list --limit 10 --format json",
        "next --format json",
    ],
)
def test_in_a_gibibyte(project: Path, line: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *line.split(), "--as-of", "2026-11-18"],
        cwd=project,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    data = json.loads(done.stdout)["data"]
    if line.startswith("trace"):
        codes = {v["code"] for result in data["results"] for v in result["violations"]}
        assert "T4-CYCLE" in codes
        assert data["coverage"]["counts"]["covered"] == 1
    mebibytes = int(done.stderr.splitlines()[-1])
    assert mebibytes < (900 if line.startswith("next") else 600), "next answers with every item"
