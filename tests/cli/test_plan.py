"""`maestro plan` as a whole command: its data hold together, and its options do what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import as_of, maestro


def plan(root: Path, *arguments: str) -> dict[str, Any]:
    return maestro(*as_of("plan", *arguments, "--format", "json"), cwd=root).data


@pytest.mark.parametrize("count", [1, 3])
def test_the_figures_of_a_plan_hold_together(project: Path, count: int) -> None:
    data = plan(project, "--sprints", str(count))
    assert set(data["sprints"][0]) >= {"id", "index", "start", "end", "capacity", "load", "items"}
    assert [sprint["index"] for sprint in data["sprints"]] == list(range(count))
    included = {entry["id"]: entry for entry in data["included"]}
    assert set(data["included"][0]) >= {"id", "sprint_index", "points", "value", "reason"}
    assert set(data["excluded"][0]) >= {"id", "reason_code", "reason"}
    assert not included.keys() & {entry["id"] for entry in data["excluded"]}
    for sprint in data["sprints"]:
        load = sum(included[name]["points"] for name in sprint["items"])
        assert load == pytest.approx(sprint["load"])
        assert load <= sprint["capacity"] + 1e-9
        assert all(included[name]["sprint_index"] == sprint["index"] for name in sprint["items"])
    gained = sum(entry["value"] * (count - entry["sprint_index"]) for entry in data["included"])
    assert gained == pytest.approx(data["objective"])
    assert data["proven_optimal"] is True
    assert data["bound"] == pytest.approx(data["objective"])
    assert data["authority"] == "suggest"
    assert (project / "plans" / "plan-2026-11-18.md").exists()


def test_more_capacity_is_never_worth_less(project: Path) -> None:
    worth = [plan(project, "--capacity", str(points))["objective"] for points in (11, 20, 40)]
    assert worth == sorted(worth)
    assert plan(project, "--capacity", "20")["sprints"][0]["capacity"] == 20


def test_the_number_of_sprints_may_stand_alone(project: Path) -> None:
    assert plan(project, "2") == plan(project, "--sprints", "2")


# @req MR-3.4
def test_without_any_velocity_it_asks_and_invents_nothing(tmp_path: Path) -> None:
    maestro("init", cwd=tmp_path)
    done = maestro("plan", "--format", "json", cwd=tmp_path, code=2)
    assert done.envelope["status"] == "error"
    assert "points_per_sprint" in done.envelope["diagnostics"][0]["fix"]
    assert not (tmp_path / "plans").exists()


# @req MR-3.6
def test_a_plan_that_cannot_be_says_why(project: Path) -> None:
    done = maestro(*as_of("plan", "--capacity", "10"), "--format", "json", cwd=project, code=2)
    assert done.codes == ["E-PLAN-INFEASIBLE"]
    assert "US-110" in done.envelope["diagnostics"][0]["message"]


def test_one_file_in_pieces_makes_the_plan_partial(project: Path) -> None:
    (project / "backlog" / "bad.yaml").write_text("items:\n  - {id: A, title: [}\n")
    done = maestro(*as_of("plan"), "--format", "json", cwd=project)
    assert done.envelope["status"] == "partial"
    assert {"severity": "error", "path": "backlog/bad.yaml", "line": 2}.items() <= done.envelope[
        "diagnostics"
    ][0].items()


def test_an_edited_document_is_kept(project: Path) -> None:
    document = project / "plans" / "plan-2026-11-18.md"
    document.write_text("mine\n")
    maestro(*as_of("plan"), cwd=project)
    assert document.read_text() == "mine\n"
    assert (project / "plans" / "plan-2026-11-18-2.md").read_text().startswith("# ")


def test_every_remedy_is_what_a_what_if_does(project: Path) -> None:
    data = plan(project)
    told = [(entry["id"], remedy) for entry in data["excluded"] for remedy in entry["remedies"]]
    assert {remedy["what_if"][0].partition("=")[0] for _, remedy in told} >= {"capacity", "drop", "finish"}
    for name, remedy in told[:6]:
        changed = plan(project, "--no-explain", "--what-if", ",".join(remedy["what_if"]))["what_if"]
        assert changed["changes"] == remedy["what_if"]
        assert name in changed["added"]
        assert changed["plan"]["objective"] == remedy["objective"]


# @req MR-3.7
def test_a_what_if_is_the_plan_of_the_edited_project(project: Path) -> None:
    found = plan(project, "--what-if", "finish=US-110", "--what-if", "capacity=30")["what_if"]["plan"]
    maestro("items", "set", "US-110", "status=done", cwd=project)
    fresh = plan(project, "--capacity", "30")
    for name in ("objective", "bound", "sprints", "included", "utilization"):
        assert found[name] == fresh[name]


def test_two_numbers_of_sprints_are_refused(project: Path) -> None:
    done = maestro(*as_of("plan", "3", "--sprints", "2", "--format", "json"), cwd=project, code=2)
    assert done.codes == ["E-USAGE"]


def test_all_that_is_wrong_with_a_what_if_is_said_at_once(project: Path) -> None:
    wrong = ("--what-if", "capacity=much,drop=NOPE", "--what-if", "ready=US-110")
    done = maestro(*as_of("plan", *wrong, "--format", "json"), cwd=project, code=2)
    assert done.codes == ["E-WHAT-IF"] * 3
    assert all(problem["fix"] for problem in done.envelope["diagnostics"])


def test_keep_holds_on_to_the_last_plan(project: Path) -> None:
    before = plan(project, "--capacity", "17")
    planned = {entry["id"] for entry in before["included"]}
    item = ("items", "add", "NEW-9", "title=Newly found", "value=14", "points=2")
    maestro(*item, cwd=project)
    held = plan(project, "--capacity", "17", "--keep", "1")
    assert planned == {entry["id"] for entry in held["included"]}
    assert held["stability"]["moved"] == held["stability"]["left"] == []
    free = plan(project, "--capacity", "17")
    assert "NEW-9" in {entry["id"] for entry in free["included"]}
    assert held["bound"] == free["objective"]
    assert held["stability"]["cost"] == pytest.approx(free["objective"] - held["objective"])
    assert free["stability"] is None


def test_alternatives_are_nearly_as_good_and_not_the_same(project: Path) -> None:
    data = plan(project, "--alternatives", "3")
    assert data["alternatives"]
    for other in data["alternatives"]:
        assert other["objective"] <= data["objective"]
        assert other["added"]
        assert other["removed"]


def test_a_plan_that_cannot_be_made_tells_what_could_not_be_read_too(tmp_path: Path) -> None:
    (tmp_path / "backlog").mkdir()
    (tmp_path / "maestro.yaml").write_text("project: {id: x}\n")
    (tmp_path / "backlog" / "a.yaml").write_text("- {id: US-1, title: A, points: many}\n- foo: [bar\n")
    done = maestro("plan", "--format", "json", cwd=tmp_path, code=2)
    assert done.codes == ["E-NO-CAPACITY", "P-BAD-VALUE", "P-YAML"]
    assert all(each["fix"] for each in done.envelope["diagnostics"])
