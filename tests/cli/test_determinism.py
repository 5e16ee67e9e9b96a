"""Equal inputs give equal bytes: in any locale, time zone, process, folder, and the second time (L19)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.runner import as_of, maestro
from tests.projects import shop_copy

LINES = (
    "plan --sprints 3 --seed 7 --format json",
    "plan --sprints 3 --seed 7 --format text",
    "report weekly --format md",
    "report weekly --format json",
    "trace report --format md",
    "items list --format text",
    "next --format md",
    "risks --format json",
)
PLACES: dict[str, dict[str, str]] = {
    "seoul": {"TZ": "Asia/Seoul", "LANG": "ko_KR.UTF-8", "LC_ALL": "ko_KR.UTF-8"},
    "los angeles": {"TZ": "America/Los_Angeles", "LANG": "tr_TR.UTF-8"},
    "kiritimati": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    "nowhere": {"TZ": "nonsense/zone", "LANG": "xx", "HOME": ""},
}


def made(root: Path, env: Mapping[str, str] | None = None, *, hash_seed: int = 0) -> dict[str, bytes]:
    """Return the answers of all commands on a fresh copy of the project, and the documents they wrote."""
    shop_copy(root)
    answers = {
        line: maestro(*as_of(*line.split()), cwd=root, env=env, hash_seed=hash_seed).out for line in LINES
    }
    documents = [path for folder in ("plans", "reports") for path in sorted((root / folder).iterdir())]
    return answers | {path.name: path.read_bytes() for path in documents}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(tmp_path_factory.mktemp("expected") / "shop")


def differing(expected: Mapping[str, bytes], found: Mapping[str, bytes]) -> list[str]:
    return [name for name in sorted({*expected, *found}) if expected.get(name) != found.get(name)]


# @req MR-9.1
@pytest.mark.parametrize("place", PLACES)
def test_every_place(tmp_path: Path, expected: dict[str, bytes], place: str) -> None:
    assert differing(expected, made(tmp_path / place, PLACES[place])) == []


# @req MR-9.1
@pytest.mark.parametrize("hash_seed", [1, 7])
def test_every_hash_seed(tmp_path: Path, expected: dict[str, bytes], hash_seed: int) -> None:
    assert differing(expected, made(tmp_path / "shop", hash_seed=hash_seed)) == []


# @req MR-9.1
def test_the_second_time_in_one_project(tmp_path: Path, expected: dict[str, bytes]) -> None:
    made(tmp_path / "shop")
    lines = [line for line in LINES if "trace" not in line]  # which counts the statements of earlier runs
    again = {line: maestro(*as_of(*line.split()), cwd=tmp_path / "shop").out for line in lines}
    assert differing({line: expected[line] for line in lines}, again) == []


def test_another_seed_or_day_is_another_run(project: Path) -> None:
    def run_id(*arguments: str) -> str:
        return str(maestro("plan", "--format", "json", *arguments, cwd=project).envelope["run"]["id"])

    first = run_id("--as-of", "2026-11-18")
    assert first == run_id("--as-of", "2026-11-18", "--progress", "none")
    assert len({first, run_id("--as-of", "2026-11-18", "--seed", "1"), run_id("--as-of", "2026-11-19")}) == 3
