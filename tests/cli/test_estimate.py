"""`maestro estimate` and `maestro estimate backtest`, as they are typed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.runner import maestro

EASY, HARD = "fix a typo on the help page", "migrate the payment database without downtime"


def project(root: Path, count: int, *, language: str = "en", unknown: int = 2) -> Path:
    """Make a project of `count` items with points, of which every other is hard, and some without."""
    root.mkdir(parents=True)
    (root / "backlog").mkdir()
    (root / "maestro.yaml").write_text(f"project:\n  id: p\n  name: P\n  language: {language}\n")
    with (root / "backlog" / "items.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "title", "description", "points"])
        for at in range(count + unknown):
            title, points = ((EASY, 1), (HARD, 8))[at % 2]
            rows.writerow([f"X-{at}", f"{title} {at}", "=1+1 | <b>x</b> `y`", points if at < count else ""])
    return root


# @req MR-4.3
def test_every_open_item_without_points_is_estimated(tmp_path: Path) -> None:
    root = project(tmp_path / "p", 60)
    data = maestro("estimate", "--format", "json", cwd=root).data
    easy, hard = data["items"]
    assert (easy["id"], easy["points"], hard["id"], hard["points"]) == ("X-60", 1, "X-61", 8)
    assert hard["low"] <= 8 <= hard["high"]
    assert (hard["method"], hard["level"], hard["current"]) == ("pool", 0.8, None)
    assert [sorted(near) for near in hard["neighbours"]] == [["id", "points", "similarity", "title"]] * 3
    assert data["learnt"]["items"] == 60
    before = (root / "backlog" / "items.csv").read_bytes()
    maestro(*hard["command"].split()[1:], cwd=root)
    assert (root / "backlog" / "items.csv").read_bytes() != before, "the command that is shown works"
    assert [one["id"] for one in maestro("estimate", "--format", "json", cwd=root).data["items"]] == ["X-60"]


# @req MR-4.3
def test_an_item_with_points_is_not_learnt_from_itself(tmp_path: Path) -> None:
    root = project(tmp_path / "p", 60)
    data = maestro("estimate", "X-3", "X-2", "X-3", "--format", "json", cwd=root).data
    assert [(one["id"], one["current"]) for one in data["items"]] == [("X-3", 8), ("X-2", 1)]
    assert data["learnt"]["items"] == 58
    assert not {"X-2", "X-3"} & {near["id"] for one in data["items"] for near in one["neighbours"]}


# @req MR-4.3
@pytest.mark.parametrize("protocol", ["frozen", "live"])
def test_the_backtest_answers_what_the_contract_says(tmp_path: Path, protocol: str) -> None:
    root = project(tmp_path / "p", 100)
    data = maestro("estimate", "backtest", "--protocol", protocol, "--format", "json", cwd=root).data
    assert (data["mae"], data["within_one_step"], data["n"]) == (0, 1, 20)
    assert data["mae_median"] == 3.5
    assert (data["protocol"], data["split"], data["sa"]) == (protocol, [0.6, 0.2, 0.2], 1)
    assert (data["train"], data["choose"]) == (60, 20)
    other = maestro("estimate", "backtest", "--split", "0.5,0.1,0.4", "--format", "json", cwd=root).data
    assert other["n"] == 40


def test_a_project_without_items_is_not_called_estimated(tmp_path: Path) -> None:
    maestro("init", cwd=tmp_path)
    data = maestro("estimate", "--format", "json", cwd=tmp_path).data
    assert [note["code"] for note in data["notes"]] == ["no_history"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_little_history_is_said_and_no_error(tmp_path: Path, count: int) -> None:
    root = project(tmp_path / "p", count)
    data = maestro("estimate", "--format", "json", cwd=root).data
    assert [note["code"] for note in data["notes"]] == ["short_history" if count else "no_history"]
    assert all(one["level"] is None for one in data["items"])
    assert (data["items"][0]["points"] is None) == (count == 0)
    data = maestro("estimate", "backtest", "--format", "json", cwd=root).data
    assert (data["n"], data["mae"], data["note"]["code"]) == (0, None, "few_items")
    for form in ("text", "md"):
        assert maestro("estimate", "--format", form, cwd=root).out
        assert maestro("estimate", "backtest", "--format", form, cwd=root).out


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("form", ["text", "md"])
def test_people_get_the_estimate_and_what_it_stands_on(tmp_path: Path, language: str, form: str) -> None:
    root = project(tmp_path / "p", 60, language=language)
    shown = maestro("estimate", "--format", form, cwd=root).out.decode()
    assert "X-61" in shown
    assert "maestro items set X-60 points=1" in shown
    assert ("80% interval" if language == "en" else "80% 구간") in shown
    shown = maestro("estimate", "backtest", "--format", form, cwd=root).out.decode()
    assert ("Mean absolute error" if language == "en" else "평균 절대 오차") in shown


def test_a_change_of_scale_is_said(tmp_path: Path) -> None:
    root = project(tmp_path / "p", 60)
    with (root / "backlog" / "items.csv").open("a", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([f"Y-{at}", f"{HARD} {at}", "", 100] for at in range(60))
    (note,) = maestro("estimate", "--format", "json", cwd=root).data["notes"]
    assert (note["code"], note["params"]["id"], note["params"]["after"]) == ("regime", "Y-0", 100)
    assert b"The points changed: since Y-0" in maestro("estimate", cwd=root).out


def test_an_unknown_item_and_a_wrong_split_are_usage_errors(tmp_path: Path) -> None:
    root = project(tmp_path / "p", 6)
    done = maestro("estimate", "X-1", "X-99", "--format", "json", cwd=root, code=2)
    assert done.codes == ["E-NO-ITEM"]
    for split in ("1,2", "a,b,c", "0.6,0,0.4", "nan,1,1", "-1,1,1", ""):
        done = maestro("estimate", "backtest", f"--split={split}", "--format", "json", cwd=root, code=2)
        assert done.codes == ["E-ESTIMATE"]


def test_backtest_is_the_command_and_can_be_an_item(tmp_path: Path) -> None:
    root = project(tmp_path / "p", 6)
    with (root / "backlog" / "items.csv").open("a", encoding="utf-8") as stream:
        stream.write("backtest,a title,,\n")
    assert (
        maestro("estimate", "backtest", "--format", "json", cwd=root).envelope["kind"] == "estimate-backtest"
    )
    data = maestro("estimate", "--format", "json", "--", "backtest", cwd=root).data
    assert [one["id"] for one in data["items"]] == ["backtest"]
    assert b"backtest" in maestro("estimate", "--help", cwd=root).out
