"""Sources of other tools as parts of a project: settings, index, revisions, import."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.settings.schema import Settings, Source
from maestro_cli.sources.importing import plan_import, read_foreign, tool_of
from maestro_cli.sources.incremental import SourceChange
from maestro_cli.sources.loading import load_backlog, sync_sources
from maestro_cli.sources.snapshot import restore, take
from tests.sources.foreign.sources import load, problems, settings
from tests.sources.item_files import MemoryIndex, project

CONFIG = "settings:\n  prefix: REQ\n  sep: ''\n"
DOORSTOP: dict[str, str | bytes] = {
    ".doorstop.yml": CONFIG,
    "REQ001.yml": "text: One\n",
    "REQ002.yml": "text: Two\nlinks:\n- REQ001: old\n",
}


def settle(root: Path) -> None:
    old = time.time_ns() - 60 * 10**9
    for path in root.rglob("*"):
        os.utime(path, ns=(old, old))


def test_an_index_answers_as_a_fresh_reading_does(tmp_path: Path) -> None:
    first = load(tmp_path, "doorstop", DOORSTOP)
    settle(tmp_path)
    index, wanted = MemoryIndex(), settings("doorstop")
    assert sync_sources(tmp_path, wanted, index)[1] == [SourceChange("reqs", added=2)]
    assert sync_sources(tmp_path, wanted, index)[1] == [SourceChange("reqs", unchanged=2)]
    assert load_backlog(tmp_path, wanted, index).items == first.items
    project(tmp_path, {"reqs/REQ001.yml": "text: Changed\n"})
    assert sync_sources(tmp_path, wanted, index)[1] == [SourceChange("reqs", changed=1, unchanged=1)]
    assert load_backlog(tmp_path, wanted, index).items == load_backlog(tmp_path, wanted).items


def test_a_change_of_the_document_reaches_items_of_unchanged_files(tmp_path: Path) -> None:
    load(tmp_path, "doorstop", DOORSTOP)
    settle(tmp_path)
    index, wanted = MemoryIndex(), settings("doorstop")
    sync_sources(tmp_path, wanted, index)
    project(tmp_path, {"reqs/.doorstop.yml": CONFIG.replace("REQ", "TST")})
    changed = load_backlog(tmp_path, wanted, index)
    assert {item.kind.value for item in changed} == {"task"}
    (tmp_path / "reqs/REQ002.yml").unlink()
    assert sync_sources(tmp_path, wanted, index)[1][0].removed == 1
    other = settings("doorstop", kinds={"TST": "bug"})
    assert {item.kind.value for item in load_backlog(tmp_path, other, index)} == {"bug"}


def test_an_unreadable_file_is_an_error_with_and_without_an_index(tmp_path: Path) -> None:
    load(tmp_path, "doorstop", {**DOORSTOP, "REQ003.yml": "text: " + "x" * 2_000_000})
    wanted = settings("doorstop", max_file_mib=1)
    for index in (None, MemoryIndex()):
        backlog = load_backlog(tmp_path, wanted, index)
        assert problems(backlog) == [("P-TOO-LARGE", "reqs/REQ003.yml", None)]
        assert backlog.unreadable


def test_places_in_other_files_survive_the_index_and_a_run(tmp_path: Path) -> None:
    text = (
        '{"schema": "lobster-imp-trace", "version": 3, "generator": "x", "data": [{"tag": "py f", '
        '"name": "f", "location": {"kind": "file", "file": "src/f.py", "line": 4}}]}'
    )
    first = load(tmp_path, "lobster", {"a.lobster": text})
    index = MemoryIndex()
    load_backlog(tmp_path, settings("lobster"), index)
    settle(tmp_path)
    for backlog in (load_backlog(tmp_path, settings("lobster"), index), restore(take(first))):
        assert [(item.place.path, item.place.line) for item in backlog] == [("src/f.py", 4)]


def test_links_out_of_the_project_are_not_followed(tmp_path: Path) -> None:
    outside = project(tmp_path / "out", {"REQ009.yml": "text: x\n"})
    inside = tmp_path / "in"
    load(inside, "doorstop", DOORSTOP)
    (inside / "reqs/REQ009.yml").symlink_to(outside / "REQ009.yml")
    assert problems(load_backlog(inside, settings("doorstop"))) == [("P-SYMLINK", "reqs/REQ009.yml", None)]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"path": ""}, "has no `path`"),
        ({"kindz": {}}, "no key 'kindz', did you mean kinds?"),
        ({"kinds": {"REQ": "cat"}}, "`kinds` names no word of ours: 'cat'"),
        ({"statuses": ["x"]}, "`statuses` is no mapping"),
        ({"links": {"x": "y"}}, "`links` names no word of ours"),
        ({"paths": "x"}, "`paths` is no list"),
        ({"root": 3}, "`root` is no text"),
    ],
)
def test_wrong_keys_are_errors(tmp_path: Path, keys: dict[str, Any], said: str) -> None:
    backlog = load(tmp_path, "doorstop", DOORSTOP, **keys)
    assert [said in problem.message for problem in backlog.unreadable] == [True]


def test_a_source_of_many_folders(tmp_path: Path) -> None:
    project(tmp_path, {"a/x.md": "req~a~1\n", "b/x.c": "// [impl->req~a~1]", "b/y.txt": "req~b~1"})
    wanted = Settings(
        sources=(Source.model_validate({"type": "openfasttrace", "paths": ["a", "b", "a/x.md"]}),)
    )
    backlog = load_backlog(tmp_path, wanted)
    assert ([item.id for item in backlog], problems(backlog)) == (["req/a", "impl/a/x.c"], [])


def test_json_in_a_folder_may_be_anybodys(tmp_path: Path) -> None:
    files = {"package.json": "{}", "needs.json": "{}", "a.sdoc": "[DOCUMENT]\nTITLE: x\n", "x.lobster": "{}"}
    project(tmp_path, {f"reqs/{name}": text for name, text in files.items()})
    found = {
        kind: problems(load_backlog(tmp_path, settings(kind))) for kind in ("needs", "strictdoc", "lobster")
    }
    assert found == {
        "needs": [("P-JSON", "reqs/needs.json", 1)],
        "strictdoc": [],
        "lobster": [("P-JSON", "reqs/x.lobster", 1)],
    }


def imported(root: Path, path: Path, tool: str) -> Backlog:
    incoming, found = read_foreign(path, tool)
    plan = plan_import(root, Settings(), Backlog(()), incoming)
    assert (found, plan.diagnostics) == ((), ())
    for edit in plan.edits:
        project(root, {edit.path: edit.after})
    return load_backlog(root, Settings())


def test_items_of_a_folder_are_brought_in(tmp_path: Path) -> None:
    project(tmp_path, {f"reqs/{name}": text for name, text in DOORSTOP.items()})
    backlog = imported(tmp_path, tmp_path / "reqs", "doorstop")
    assert [(item.id, item.title, [each.id for each in item.satisfies]) for item in backlog] == [
        ("REQ001", "One", []),
        ("REQ002", "Two", ["REQ001"]),
    ]
    with pytest.raises(UsageError, match="no tool"):
        read_foreign(tmp_path, "word")


def test_whose_a_file_is(tmp_path: Path) -> None:
    project(
        tmp_path,
        {
            "a.json": '{"versions": {}, "current_version": "1"}',
            "b.json": '{"schema": "lobster-req-trace"}',
            "c.json": '{"DOCUMENTS": [{"_NODE_TYPE": "DOCUMENT"}]}',
            "d.json": "[]",
        },
    )
    names = ("a.json", "b.json", "c.json", "d.json", "e.sdoc", "f.REQIFZ", "g.md", "missing.json")
    assert [tool_of(tmp_path / name) for name in names] == [
        "needs",
        "lobster",
        "strictdoc",
        None,
        "strictdoc",
        "reqif",
        None,
        None,
    ]


def test_projects_without_such_sources_load_none_of_it(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.yaml": "- {id: A, title: a}", "backlog/b.csv": "id,title\nB,b"})
    code = (
        "import sys; from pathlib import Path; from maestro_cli.settings.schema import Settings\n"
        "from maestro_cli.sources.loading import load_backlog\n"
        "assert len(load_backlog(Path(sys.argv[1]), Settings())) == 2\n"
        "ours = ('sources.foreign.', 'tracker_columns')\n"
        "print([n for n in sorted(sys.modules) if any(o in n for o in ours) or n == 'reqif'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['maestro_cli.sources.foreign.registry']"
