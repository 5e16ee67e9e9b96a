"""`maestro forecast` and `maestro forecast backtest`, as they are typed."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from maestro_cli.documents.forecast_words import EN, KO
from tests.cli.runner import maestro

GOLDEN = Path(__file__).parent.parent / "golden"
TODAY = "2026-11-18"


def project(root: Path, language: str = "en", weeks: int = 40) -> Path:
    """A team that has counted items for some weeks, with an epic, a requirement and a milestone ahead."""
    numbers = random.Random(7)
    lines = ["id,kind,title,status,created,completed,points,parent,satisfies,labels,depends_on"]
    for week in range(weeks):
        day = date(2026, 11, 9) - timedelta(weeks=week)
        lines += [
            f"D-{week}-{number},story,Done,done,2025-01-06,{day},,,,,"
            for number in range(numbers.choice([0, 1, 2, 3, 3, 4, 5, 8]))
        ]
    lines += [
        "REQ-4,requirement,A guest can pay,ready,2025-01-06,,,,,,",
        "EPIC-1,epic,Checkout | *now*,ready,2025-01-06,,,,,,",
    ]
    lines += [f"O-{n},story,Open,ready,2026-10-0{n},,,EPIC-1,REQ-4,milestone:beta," for n in range(1, 8)]
    lines += [f"P-{n},story,Open,ready,2026-10-0{n},,,EPIC-1,,,O-{n}" for n in range(1, 8)]
    lines += ["X-1,story,Idea,draft,2025-01-06,,,EPIC-1,,,"]
    (root / "maestro.yaml").write_text(f"project: {{id: guest, name: Guest, language: {language}}}\n")
    (root / "backlog").mkdir()
    (root / "backlog" / "items.csv").write_text("\n".join(lines) + "\n")
    return root


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("words", "name"), [("", "forecast"), ("backtest --horizons 1,4", "backtest")])
@pytest.mark.parametrize("form", ["text", "md"])
def test_golden_files(tmp_path: Path, language: str, words: str, name: str, form: str) -> None:
    """Run with MAESTRO_GOLDEN=1 to write the files anew, then read the difference."""
    call = ("forecast", *words.split(), "--as-of", TODAY, "--format", form)
    made = maestro(*call, cwd=project(tmp_path, language)).out.decode()
    path = GOLDEN / f"{name}.{language}.{'txt' if form == 'text' else 'md'}"
    if os.environ.get("MAESTRO_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_both_languages_say_the_same() -> None:
    assert EN.keys() == KO.keys()


def test_items_can_be_listed_or_repeated(tmp_path: Path) -> None:
    root = project(tmp_path)
    call = ("forecast", "--as-of", TODAY, "--format", "json")
    listed = maestro(*call, "--items", "O-1, O-2,P-1", cwd=root)
    repeated = maestro(*call, "--items", "O-1,O-2", "--items", "P-1", cwd=root)
    assert listed.out == repeated.out
    assert listed.data["work"]["items"] == ["O-1", "O-2", "P-1"]
    assert listed.data["targets"] == []
    beta = maestro(*call, "--items", "milestone:beta", "--until", "2026-12-24", cwd=root).data
    assert {target["id"] for target in beta["targets"]} == {"milestone:beta", "REQ-4"}
    assert beta["by"] == "2026-12-24"
    assert 0 < beta["probability"] <= 1


def test_the_seed_changes_little(tmp_path: Path) -> None:
    root = project(tmp_path)
    call = ("forecast", "--as-of", TODAY, "--format", "json")
    chances = [maestro(*call, "--seed", seed, cwd=root).data["probability"] for seed in ("1", "2")]
    assert chances[0] != chances[1]
    assert abs(chances[0] - chances[1]) < 0.1


def test_a_short_history_gives_a_range(tmp_path: Path) -> None:
    done = maestro("forecast", "--as-of", TODAY, cwd=project(tmp_path, weeks=4))
    assert b"Only" in done.out
    assert b"P85" not in done.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--items O-99", "there is no item O-99"),
        ("--until 2026-11-01", "before"),
        ("--growth fast", "--growth fast"),
        ("--growth -1", "--growth -1"),
        ("--split 0.5", "--split 0.5"),
        ("--split nan", "--split nan"),
        ("backtest --horizons 0", "--horizons 0"),
        ("backtest --horizons 1,x", "--horizons 1,x"),
        ("backtest --horizons ,", "--horizons ,"),
        ("backtest --horizons 500", "--horizons 500"),
        ("--unit week backtest", "--unit belongs after backtest"),
        ("--unit month", "month"),
        ("bactest", "Did you mean 'backtest'"),
    ],
)
def test_wrong_usage_is_explained(tmp_path: Path, words: str, told: str) -> None:
    root = project(tmp_path)
    done = maestro("forecast", *words.split(), "--format", "json", cwd=root, code=2)
    assert told in " ".join(done.err.decode().split()) + done.out.decode()
    if "belongs" not in told and "bactest" not in words:
        assert done.envelope["kind"].startswith("forecast")
        assert done.envelope["status"] == "error"
