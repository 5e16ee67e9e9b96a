"""`maestro items`: pages and filters, and changes that touch nothing else."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.runner import maestro


def items(root: Path, *arguments: str) -> dict[str, Any]:
    return maestro("items", *arguments, "--format", "json", cwd=root).data


def test_pages_together_are_the_list(used: Path) -> None:
    whole = items(used, "list")
    assert whole["total"] == len(whole["items"])
    assert whole["next_cursor"] is None
    found, cursor = [], None
    while True:
        page = items(used, "list", "--limit", "7", *(("--cursor", cursor) if cursor else ()))
        assert page["total"] == whole["total"]
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == whole["items"]


@pytest.mark.parametrize("cursor", ["x", "-1", "999999", "٣", "1.5"])
def test_a_cursor_of_no_page(used: Path, cursor: str) -> None:
    assert maestro("items", "list", "--format", "json", f"--cursor={cursor}", cwd=used, code=2).codes == [
        "E-USAGE"
    ]


def test_filters_narrow(used: Path) -> None:
    whole = items(used, "list")["items"]
    for name, value in (("kind", "story"), ("status", "done"), ("assignee", "Mina"), ("sprint", "S-8")):
        found = items(used, "list", f"--{name}", value)["items"]
        assert found == [item for item in whole if item[name] == value]
        assert 0 < len(found) < len(whole)
    both = items(used, "list", "--kind", "story", "--assignee", "Mina")["items"]
    assert both == [item for item in whole if (item["kind"], item["assignee"]) == ("story", "Mina")]


def test_an_item_is_shown_or_the_nearest_are_named(used: Path) -> None:
    (item,) = items(used, "show", "US-110")["items"]
    assert (item["id"], item["kind"], item["assignee"]) == ("US-110", "story", "Mina")
    done = maestro("items", "show", "US-1100", "--format", "json", cwd=used, code=2)
    assert done.codes == ["E-NO-ITEM"]
    assert "US-110" in done.envelope["diagnostics"][0]["fix"]


def test_an_added_item_is_a_file_of_its_own(fresh: Path) -> None:
    data = items(fresh, "add", "US-900", "Buy | now", "points=3", "labels=a;b", "parent=FEAT-1")
    assert data == {"changed": ["backlog/US-900.md"], "dry_run": False}
    (item,) = items(fresh, "show", "US-900")["items"]
    assert (item["title"], item["points"], item["labels"]) == ("Buy | now", 3, ["a", "b"])
    done = maestro("items", "add", "US-900", "Again", "--format", "json", cwd=fresh, code=2)
    assert done.codes == ["P-DUPLICATE-ID"]


PLACES = {
    "US-110": "backlog/stories/US-110.md",
    "TASK-1": "backlog/tasks.csv",
    "EPIC-1": "backlog/epics.yaml",
}


@pytest.mark.parametrize("item_id", PLACES)
def test_a_field_is_set_in_its_line_and_the_way_back_is_told(fresh: Path, item_id: str) -> None:
    path = fresh / PLACES[item_id]
    before = path.read_bytes()
    former = items(fresh, "show", item_id)["items"][0]["status"]
    text = maestro("items", "set", item_id, "status=blocked", cwd=fresh, env={"COLUMNS": "300"}).out.decode()
    assert items(fresh, "show", item_id)["items"][0]["status"] == "blocked"
    gone = set(before.splitlines()) - set(path.read_bytes().splitlines())
    assert len(gone) <= 1
    maestro(*text.partition("back with: maestro ")[2].split(), cwd=fresh)
    assert items(fresh, "show", item_id)["items"][0]["status"] == former


WRONG = {
    "set US-110": "E-USAGE",
    "set US-110 status": "E-USAGE",
    "set US-110 =done": "E-USAGE",
    "set US-110 status=dnoe": "P-BAD-VALUE",
    "set US-110 points=-1": "P-BAD-VALUE",
    "set US-110 stauts=done": "P-BAD-VALUE",
    "set NOPE status=done": "E-NO-ITEM",
    "add _bad Title": "P-BAD-VALUE",
    "add US-901 Title points=x": "P-BAD-VALUE",
    "import nothing.csv": "E-INPUT",
}


@pytest.mark.parametrize("line", WRONG)
def test_what_cannot_be_done_changes_nothing(used: Path, line: str) -> None:
    before = maestro("items", "export", cwd=used).out
    done = maestro("items", *line.split(), "--format", "json", cwd=used, code=2)
    assert done.codes == [WRONG[line]]
    assert maestro("items", "export", cwd=used).out == before


def test_the_way_back_is_safe_to_paste(fresh: Path) -> None:
    title = "It's $(touch /tmp/x); `id` | sh"
    maestro("items", "add", "US-901", title, "estimate=1;2;9", cwd=fresh)
    changes = ("title=New", "estimate=", "points=3")
    text = maestro("items", "set", "US-901", *changes, cwd=fresh, env={"COLUMNS": "300"}).out.decode()
    maestro(*shlex.split(text.partition("back with: maestro ")[2]), cwd=fresh)
    (item,) = items(fresh, "show", "US-901")["items"]
    assert (item["title"], item["estimate"]["high"], item["points"]) == (title, 9, None)


def test_no_item_takes_the_id_of_another(fresh: Path) -> None:
    done = maestro("items", "set", "US-110", "id=US-111", "--format", "json", cwd=fresh, code=2)
    assert done.codes == ["P-DUPLICATE-ID"]
    said = maestro("items", "set", "US-110", "id=US-910", cwd=fresh).out.decode()
    assert "maestro items set US-910 id=US-110" in said
    maestro("items", "set", "US-910", "id=US-910", cwd=fresh)


def test_an_import_adds_and_updates_and_a_second_one_does_nothing(project: Path) -> None:
    assert items(project, "import", "more.csv")["changed"] == [
        "backlog/NEW-1.md",
        "backlog/stories/US-110.md",
    ]
    assert items(project, "show", "US-110")["items"][0]["points"] == 13
    assert items(project, "show", "US-110")["items"][0]["status"] == "in_progress", "no status is taken back"
    assert items(project, "import", "more.csv")["changed"] == []


# @req MR-1.1
def test_an_export_reads_back_in_every_format(used: Path, tmp_path: Path) -> None:
    whole = items(used, "list")["items"]
    rows = list(csv.DictReader(io.StringIO(maestro("items", "export", cwd=used).out.decode())))
    assert [row["id"] for row in rows] == [item["id"] for item in whole]
    document = yaml.safe_load(maestro("items", "export", "--format", "yaml", cwd=used).out)
    listed = document["items"] if isinstance(document, dict) else document
    assert [item["id"] for item in listed] == [item["id"] for item in whole]
    assert json.loads(maestro("items", "export", "--format", "json", cwd=used).out)["data"]["items"] == whole
    (tmp_path / "backlog").mkdir()
    (tmp_path / "maestro.yaml").write_text("project: {id: copy}\n")
    maestro("items", "export", "--output", tmp_path / "backlog" / "all.csv", cwd=used)
    copied = items(tmp_path, "list")["items"]
    assert [content(item) for item in copied] == [content(item) for item in whole]


def content(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in ("source", "path", "line")}


def test_other_tools_take_items_and_give_them(fresh: Path, tmp_path: Path) -> None:
    for name in ("needs", "lobster", "reqif"):
        assert maestro("items", "export", "--format", name, cwd=fresh).out, name
    needs = json.loads(
        maestro("items", "export", "--format", "needs", "--kind", "requirement", cwd=fresh).out
    )
    found = items(fresh, "list", "--kind", "requirement")["items"]
    assert list(needs["versions"]["1"]["needs"]) == [item["id"] for item in found]
    assert b"'cat' is not a kind" in maestro("items", "export", "--kind", "cat", cwd=fresh, code=2).err
    folder = tmp_path / "reqs"
    folder.mkdir()
    (folder / ".doorstop.yml").write_text("settings: {prefix: SYS, sep: ''}\n")
    (folder / "SYS001.yml").write_text("header: Log in\ntext: People log in.\n")
    assert b"--from doorstop" in maestro("items", "import", folder, cwd=fresh, code=2).err
    assert items(fresh, "import", str(folder), "--from", "doorstop")["changed"] == ["backlog/SYS001.md"]
    assert items(fresh, "show", "SYS001")["items"][0]["title"] == "Log in"
