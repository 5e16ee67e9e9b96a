"""`maestro trace review`: suspect links listed with what changed, accepted by id or all, never in code."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from maestro_cli.cli.app import app
from maestro_cli.documents.review_words import WORDS
from tests.sources.git_sandbox import commit, make

ITEMS = """\
items:
  # requirements
  - {id: REQ-1, kind: requirement, title: Customers pay by card}   # kept
  - id: REQ-2
    kind: requirement
    title: Parcels can be tracked
  - {id: EP-1, kind: epic, title: Payment, satisfies: [REQ-1, REQ-2]}
  - {id: US-1, title: Track,   satisfies: ["REQ-2"], colour: red}
"""
STORY = "---\nid: US-2\ntitle: Pay\nsatisfies:\n  - REQ-1   # the first\nstatus: ready\n---\nText.\n"
CODE = "def test_card():  # @req REQ-1\n    pass\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make(tmp_path)
    for name, text in {
        "maestro.yaml": "project: {id: x, language: en}\ntrace: {tests: {tags: [tests]}}\n",
        "backlog/items.yaml": ITEMS,
        "backlog/us-2.md": STORY,
        "tests/test_pay.py": CODE,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    commit(tmp_path, "begin")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def review(*arguments: str, code: int = 0) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(text(*arguments, "--format", "json", code=code))
    return envelope["data"] if code == 0 else envelope


def text(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["trace", "review", *arguments])
    assert done.exit_code == code, done.output
    return done.stdout


def files(project: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted((project / "backlog").iterdir())}


def pairs(links: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(link["holder"].rpartition("::")[2], link["target"]) for link in links]


def stamp_and_change(project: Path) -> None:
    review("--stamp", "--all")
    commit(project, "stamp")
    path = project / "backlog" / "items.yaml"
    path.write_text(path.read_text().replace("Customers pay by card", "Customers pay by card or transfer"))


def test_nothing_is_suspect_without_stamps(project: Path) -> None:
    assert review()["links"] == []
    assert WORDS["en"]["none"] in text()


# @req MR-6.3
def test_stamping_changes_one_field_of_each_item(project: Path) -> None:
    before = files(project)
    planned = review("--stamp", "--all", "--dry-run")
    assert files(project) == before
    done = review("--stamp", "--all")
    assert [planned[key] for key in ("accepted", "changes")] == [done[key] for key in ("accepted", "changes")]
    assert pairs(done["accepted"]) == [
        ("EP-1", "REQ-1"),
        ("EP-1", "REQ-2"),
        ("US-1", "REQ-2"),
        ("US-2", "REQ-1"),
        ("test_card", "REQ-1"),
    ]
    hashes = {link["target"]: link["now"] for link in done["accepted"]}
    after = files(project)
    for name, old in before.items():
        plain = re.sub(r"@[0-9a-f]{8}", "", after[name])
        assert plain in (old, old.replace('["REQ-2"]', "[REQ-2]"))
    assert (project / "tests" / "test_pay.py").read_text() == CODE
    assert done["by_hand"] == [
        {"path": "tests/test_pay.py", "line": 1, "write": f"REQ-1@{hashes['REQ-1']}"},
    ]
    assert pairs(review("--stamp")["links"]) == [("test_card", "REQ-1")]


# @req MR-6.3
def test_a_changed_requirement_makes_its_links_suspect_and_shows_how(project: Path) -> None:
    stamp_and_change(project)
    links = review()["links"]
    assert pairs(links) == [("EP-1", "REQ-1"), ("US-2", "REQ-1")]
    assert {link["state"] for link in links} == {"suspect"}
    assert links[0]["change"] == ["- Customers pay by card", "+ Customers pay by card or transfer"]
    assert len(links[0]["commit"]) == 40
    assert "+ Customers pay by card or transfer" in text()
    assert "Customers pay by card or transfer" in text("--format", "md")


# @req MR-6.3
def test_links_are_accepted_by_either_end_and_can_be_taken_back(project: Path) -> None:
    stamp_and_change(project)
    before = files(project)
    done = review("US-2")
    assert pairs(done["accepted"]) == [("US-2", "REQ-1")]
    assert done["changed"] == ["backlog/us-2.md"]
    assert pairs(review()["links"]) == [("EP-1", "REQ-1")]
    assert pairs(review("REQ-1")["accepted"]) == [("EP-1", "REQ-1")]
    assert review()["links"] == []
    undo = shlex.split(done["undo"][0])[1:]
    assert CliRunner().invoke(app, undo).exit_code == 0
    assert files(project)["us-2.md"] == before["us-2.md"]


def test_what_was_reviewed_before_git_knew_it_is_said_to_be_unknown(project: Path) -> None:
    path = project / "backlog" / "items.yaml"
    path.write_text(path.read_text().replace("[REQ-1, REQ-2]", "[REQ-1@00000000, REQ-2]"))
    link = review()["links"][0]
    assert (link["change"], link["commit"]) == ([], None)
    assert WORDS["en"]["not_found"] in text()


def test_wrong_ids_are_refused_and_idle_ones_are_no_error(project: Path) -> None:
    assert review("REQ-9", code=2)["diagnostics"][0]["code"] == "E-NO-ITEM"
    assert review("REQ-1", "--all", code=2)["diagnostics"][0]["code"] == "E-USAGE"
    assert review("REQ-2")["accepted"] == []


def test_it_speaks_korean(project: Path) -> None:
    settings = project / "maestro.yaml"
    settings.write_text(settings.read_text().replace("language: en", "language: ko"))
    stamp_and_change(project)
    assert WORDS["ko"]["title"] in text()
    assert WORDS["ko"]["by_hand"] in text("--all", "--stamp")
    assert WORDS["en"].keys() == WORDS["ko"].keys()
