"""`maestro trace suggest`: between files, within the project, and accepted links in the item files."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import Done, maestro

SETTINGS = "project: {id: x, language: LANGUAGE}\n"
ITEMS = """\
items:
  # requirements
  - {id: REQ-1, kind: requirement, title: Customers pay by credit card}
  - {id: REQ-2, kind: requirement, title: Parcels can be tracked}
  - {id: REQ-3, kind: requirement, title: Audit log}
  - {id: EP-1, kind: epic, title: Payment with card and invoice, satisfies: [REQ-1]}
  - {id: EP-2, kind: epic, title: Delivery of parcels}
  - {id: US-1, title: Refund a credit card payment, colour: red}  # kept
"""
STORY = """\
---
id: US-2
title: "Track a parcel"   # as customers call it
status: ready
---
The parcel's place on a map.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "backlog").mkdir()
    (tmp_path / "maestro.yaml").write_text(SETTINGS.replace("LANGUAGE", "en"))
    (tmp_path / "backlog" / "items.yaml").write_text(ITEMS)
    (tmp_path / "backlog" / "us-2.md").write_text(STORY)
    return tmp_path


def suggest(cwd: Path, *arguments: str | Path, code: int = 0) -> Done:
    return maestro("trace", "suggest", *arguments, cwd=cwd, code=code)


def data(cwd: Path, *arguments: str | Path) -> dict[str, Any]:
    return suggest(cwd, *arguments, "--format", "json").data


def pairs(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(link["source"], link["target"]) for link in found["links"]]


def git(cwd: Path, *arguments: str) -> str:
    call = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments]
    return subprocess.run(call, cwd=cwd, check=True, capture_output=True, text=True).stdout


def test_what_is_missing_is_suggested_with_its_words(project: Path) -> None:
    found = data(project, "--limit", "1")
    assert found["gaps"] == [{"field": "satisfies", "lacking": 2}, {"field": "parent", "lacking": 2}]
    assert pairs(found) == [("REQ-2", "US-2"), ("US-1", "EP-1"), ("US-2", "EP-2")]
    first = found["links"][0]
    assert set(first) == {"source", "target", "score", "why", "field", "source_title", "target_title"}
    assert {tie["word"] for tie in first["why"]} >= {"track", "parcel"}
    assert len(data(project)["links"]) > 3
    assert data(project, "--min-score", "1")["links"] == []
    for form in ("text", "md", "csv"):
        shown = suggest(project, "--format", form).out.decode()
        assert "REQ-2" in shown
        assert "parcel" in shown


def test_it_speaks_korean(project: Path) -> None:
    (project / "maestro.yaml").write_text(SETTINGS.replace("LANGUAGE", "ko"))
    assert "작업이 없는 요구사항" in suggest(project).out.decode()
    dry = suggest(project, "--accept", "US-1=EP-1", "--dry-run").out.decode()
    assert "기록할 내용입니다" in dry


def test_accepted_links_change_their_field_and_nothing_else(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "x")
    accepted = ("--accept", "REQ-2=US-2", "--accept", "US-1=EP-1", "--accept", "REQ-3=EP-1")
    dry = suggest(project, *accepted, "--dry-run").out.decode()
    assert "+   - {id: US-1" in dry
    assert "parent: EP-1" in dry
    assert git(project, "status", "--porcelain") == "", "a dry run writes nothing"
    found = data(project, *accepted)
    assert found["changed"] == ["backlog/items.yaml", "backlog/us-2.md"]
    assert {(one["item"], one["field"], one["value"]) for one in found["accepted"]} == {
        ("US-2", "satisfies", "REQ-2"),
        ("US-1", "parent", "EP-1"),
        ("EP-1", "satisfies", "REQ-3"),
    }
    changed = [
        line
        for line in git(project, "diff", "-U0").splitlines()
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert len(changed) == 5, "two lines of YAML anew, and one more in the Markdown"
    assert any("satisfies: [REQ-1, REQ-3]" in line for line in changed)
    assert any("colour: red" in line and "# kept" in line and "parent: EP-1" in line for line in changed)
    left = data(project)
    assert left["gaps"] == [{"field": "satisfies", "lacking": 0}, {"field": "parent", "lacking": 0}]
    git(project, "checkout", "-q", "--", "backlog")
    assert (project / "backlog" / "us-2.md").read_text() == STORY


def test_a_story_named_first_gets_the_requirement_too(project: Path) -> None:
    assert data(project, "--accept", "US-2=REQ-2")["accepted"][0]["item"] == "US-2"


def test_everything_wrong_with_what_is_accepted_is_told_and_nothing_written(project: Path) -> None:
    wrong = ("US-2=EP-2", "US-1", "US-9=EP-1", "REQ-1=EP-1", "EP-1=EP-1", "REQ-1=REQ-2", "US-2=EP-1")
    done = suggest(
        project, *(part for pair in wrong for part in ("--accept", pair)), "--format", "json", code=2
    )
    told = "\n".join(diagnostic["message"] for diagnostic in done.envelope["diagnostics"])
    for words in (
        "not SOURCE=TARGET",
        "no item US-9",
        "satisfies REQ-1 already",
        "stands above",
        "no link",
        "both",
    ):
        assert words in told
    assert (project / "backlog" / "us-2.md").read_text() == STORY
    assert suggest(project, "--accept", "a=b", "--sources", "x.csv", code=2)


def write(folder: Path, name: str, rows: list[tuple[str, ...]]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = folder / name
    path.write_text(text.getvalue())
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[str | Path, ...]:
    sources = write(
        tmp_path, "a.csv", [("id", "text"), ("s1", "log in with a password"), ("s2", "print an invoice")]
    )
    targets = write(
        tmp_path,
        "b.csv",
        [
            ("id", "text", "x"),
            ("t1", "class InvoicePrinter", ""),
            ("t2", "checkPassword()", ""),
            ("t3", "users", ""),
        ],
    )
    return ("--sources", sources, "--targets", targets)


def test_files_need_no_project(tmp_path: Path, files: tuple[str | Path, ...]) -> None:
    found = data(tmp_path, *files)
    assert (found["sources"], found["targets"], len(found["links"])) == (2, 3, 6)
    assert "map" not in found
    assert {link["source"]: link["target"] for link in reversed(found["links"])} == {"s1": "t2", "s2": "t1"}
    assert pairs(data(tmp_path, *files, "--limit", "1")) == [("s1", "t2"), ("s2", "t1")]
    rows = list(csv.DictReader(io.StringIO(suggest(tmp_path, *files, "--format", "csv").out.decode())))
    assert [(row["source"], row["target"]) for row in rows] == pairs(found)


def test_answers_measure(tmp_path: Path, files: tuple[str | Path, ...]) -> None:
    answers = write(tmp_path, "c.csv", [("source", "target"), ("s1", "t2"), ("s2", "t1"), ("s9", "t1")])
    done = suggest(tmp_path, *files, "--answers", answers, "--format", "json")
    assert {name: done.data[name] for name in ("map", "f1", "f2", "auc", "recall_at_5", "answers")} == {
        "map": 1, "f1": 1, "f2": 1, "auc": 1, "recall_at_5": 1, "answers": 2
    }  # fmt: skip
    assert done.codes == ["P-NO-TEXT"]
    assert "MAP" in suggest(tmp_path, *files, "--answers", answers).out.decode()


def test_all_problems_of_all_files_are_told(tmp_path: Path) -> None:
    bad = write(tmp_path, "bad.csv", [("id", "text"), ("a", "1"), ("a", "2"), ("", "3")])
    none = tmp_path / "none.csv"
    answers = write(tmp_path, "c.csv", [("from", "to"), ("a", "b")])
    call = ("--sources", bad, "--targets", none, "--answers", answers, "--format", "json")
    done = suggest(tmp_path, *call, code=2)
    told = [(d["code"], Path(d["path"]).name, d["line"]) for d in done.envelope["diagnostics"]]
    assert told == [
        ("P-DUPLICATE-ID", "bad.csv", 3),
        ("P-MISSING-FIELD", "bad.csv", 4),
        ("P-UNREADABLE", "none.csv", None),
        ("P-MISSING-FIELD", "c.csv", 1),
    ]
    assert suggest(tmp_path, "--sources", bad, code=2)
    assert suggest(tmp_path, "--answers", answers, code=2)


def test_text_from_outside_steers_nothing(tmp_path: Path) -> None:
    evil = write(
        tmp_path, "e.csv", [("id", "text"), ("=cmd()", "\x1b[31mpay [bold] order"), ("x|y", "<b>pay</b>")]
    )
    shown = suggest(tmp_path, "--sources", evil, "--targets", evil).out
    assert b"\x1b" not in shown
    assert (
        "'=cmd()" in suggest(tmp_path, "--sources", evil, "--targets", evil, "--format", "csv").out.decode()
    )
    markdown = suggest(tmp_path, "--sources", evil, "--targets", evil, "--format", "md").out.decode()
    assert "x\\|y" in markdown


def test_only_suggesting_loads_numpy(project: Path) -> None:
    code = (
        "import sys; from maestro_cli.cli.app import app\n"
        "app(['trace', sys.argv[1], '--output', 'out.txt'], standalone_mode=False)\n"
        "print('numpy' in sys.modules)"
    )
    for command, loaded in (("check", "False"), ("rules", "False"), ("suggest", "True")):
        call = [sys.executable, "-c", code, command]
        done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=project)
        assert done.stdout.strip() == loaded, done.stderr
