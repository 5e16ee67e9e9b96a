"""Memory and measures in the store: averages, each run once, forgetting, and nothing of another project."""

from __future__ import annotations

from pathlib import Path

import pytest

from maestro_cli.model.memory import Schedule, Turn, Way
from maestro_cli.model.telemetry import Measure, Outcome
from maestro_cli.store import measures
from maestro_cli.store.project_store import Store, open_store

WAY = Way("risks", "simple", "single", Schedule.PARALLEL, ("risk_quality",), ("detect_risks",))
CANARY = "canary-7f3a"


def measure(run_id: str, step: str = "", seconds: float = 1.0) -> Measure:
    return Measure(run_id, "plan", step, "planner", Outcome.COMPLETED, "2026-11-21T08:00:00.000Z", seconds)


def test_the_average_keeps_nine_tenths_and_begins_with_the_first_run(store: Store) -> None:
    assert store.experiences.record("a", WAY, 10.0, success=True)
    assert store.experiences.record("b", WAY, 20.0, success=False)
    (found,) = store.experiences.list()
    assert (found.runs, round(found.success, 9), round(found.seconds, 9)) == (2, 0.9, 11.0)


def test_a_run_counts_once_however_often_it_ends(store: Store) -> None:
    assert store.experiences.record("a", WAY, 1.0, success=False)
    assert not store.experiences.record("a", WAY, 9.0, success=True)
    (found,) = store.experiences.list("risks", "simple")
    assert (found.runs, found.success, found.seconds) == (1, 0.0, 1.0)
    assert store.experiences.forget("risks", "simple") == 1
    assert not store.experiences.record("a", WAY, 9.0, success=True), "what was forgotten stays so"
    assert store.experiences.list() == ()


def test_turns_are_numbered_and_a_later_ending_takes_the_place(store: Store) -> None:
    for run in ("a", "b"):
        store.conversations.put("daily", Turn(run, "who?", ("risks",), (), "2026-11-21"))
    store.conversations.put("other", Turn("c", "what?", (), (), "2026-11-22"))
    store.conversations.put("daily", Turn("a", "who?", ("risks",), (), "2026-11-21", headline="3 risks"))
    assert [(turn.number, turn.headline) for turn in store.conversations.turns("daily")] == [
        (1, "3 risks"),
        (2, ""),
    ]
    assert store.conversations.sessions() == [("daily", 2, "2026-11-21"), ("other", 1, "2026-11-22")]
    assert store.conversations.forget("daily") == 2
    assert [name for name, _, _ in store.conversations.sessions()] == ["other"]


def test_facts_keep_source_and_date_and_a_number_is_not_given_again(store: Store) -> None:
    first = store.facts.add("no deploys on Fridays", "ann", "2026-11-21")
    assert store.facts.add("no deploys on Fridays", "bob", "2026-11-22") == first
    assert store.facts.forget(first.number) == 1
    assert store.facts.forget(first.number) == 0
    assert store.facts.add("ten people", "bob", "2026-11-22").number == first.number + 1


def test_what_is_forgotten_is_gone_from_the_file(tmp_path: Path) -> None:
    with open_store(tmp_path) or pytest.fail("no store") as store:
        fact = store.facts.add(CANARY, "ann", "2026-11-21")
        store.conversations.put(CANARY, Turn("a", CANARY, (), (), "2026-11-21"))
        store.facts.forget(fact.number)
        store.conversations.forget(CANARY)
    for path in (tmp_path / ".maestro").iterdir():
        assert CANARY.encode() not in path.read_bytes(), path.name


def test_two_projects_never_mix(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with open_store(tmp_path / "a") or pytest.fail("no store") as store:
        store.facts.add(CANARY, "ann", "2026-11-21")
        store.conversations.put("daily", Turn("r", CANARY, ("risks",), (), "2026-11-21"))
        store.experiences.record("r", WAY, 1.0, success=True)
    with open_store(tmp_path / "b") or pytest.fail("no store") as store:
        found = (*store.facts.list(), *store.experiences.list(), *store.conversations.turns("daily"))
        assert found == ()
        assert store.conversations.sessions() == []
    for path in (tmp_path / "b" / ".maestro").iterdir():
        assert CANARY.encode() not in path.read_bytes(), path.name


def test_measures_by_run_and_the_oldest_go_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "MOST", 5)
    for number in range(4):
        store.measures.add(measure(f"run-{number}", "gather"))
        store.measures.add(measure(f"run-{number}", seconds=number))
    assert len(store.measures.all()) == 5
    newest = store.measures.newest()
    assert [one.run_id for one in store.measures.of_last(1)] == ["run-3", "run-3"]
    store.measures.add(measure("run-3", seconds=0.5))
    assert store.measures.of_run("run-3", newest) == (measure("run-3", seconds=0.5),)
    assert store.measures.driven_seconds("run-3") == 3.5
