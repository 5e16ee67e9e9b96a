"""sphinx-needs and LOBSTER."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from maestro_cli.model.items import Kind, Place, Status, content_hash
from maestro_cli.sources.foreign.settling import hash_of
from tests.sources.foreign.sources import item, links, load, problems


def needs_json(needs: dict[str, Any], **more: Any) -> str:
    return json.dumps(
        {"current_version": "1", "project": "x", "versions": {"1": {"needs": needs, **more}}}, indent=1
    )


NEEDS: dict[str, Any] = {
    "REQ_1": {"id": "REQ_1", "type": "req", "title": "Log in", "content": "People", "docname": "a/b"},
    "SPEC_1": {
        "id": "SPEC_1",
        "type": "spec",
        "title": "How",
        "status": "in progress",
        "tags": ["web"],
        "links": ["REQ_1", "REQ_1.part"],
        "implements": ["REQ_9"],
        "depends_on": ["REQ_1"],
        "links_back": ["TEST_1"],
    },
    "TEST_1": {"id": "TEST_1", "type": "test", "title": "Try", "links": ["SPEC_1"]},
}
SCHEMA = {
    "properties": {
        "implements": {"field_type": "links"},
        "links_back": {"field_type": "backlinks"},
        "depends_on": {"field_type": "links"},
    }
}


def test_needs_with_all_kinds_of_links(tmp_path: Path) -> None:
    text = needs_json(NEEDS, needs_schema=SCHEMA)
    backlog = load(tmp_path, "needs", {"needs.json": text})
    assert problems(backlog) == []
    assert [each.kind for each in backlog] == [Kind.REQUIREMENT, Kind.REQUIREMENT, Kind.TASK]
    assert links(backlog) == {"SPEC_1": ["REQ_1", "REQ_9"], "TEST_1": ["SPEC_1"]}
    spec = item(backlog, "SPEC_1")
    assert (spec.depends_on, spec.status, spec.labels) == (("REQ_1",), Status.IN_PROGRESS, ("spec", "web"))
    assert '"SPEC_1": {' in text.split("\n")[spec.place.line - 1]


def test_needs_stand_where_their_document_says(tmp_path: Path) -> None:
    needs = {
        "A": {"id": "A", "title": "a", "docname": "a/b", "doctype": ".rst", "lineno": 7},
        "B": {"id": "B", "title": "b", "docname": "../../etc/x", "lineno": 7},
    }
    backlog = load(
        tmp_path, "needs", {"n.json": needs_json(needs)}, root="docs", links={"links": "depends_on"}
    )
    assert item(backlog, "A").place == Place("docs/a/b.rst", 7)
    assert item(backlog, "B").place.path == "reqs/n.json"


def test_needs_that_are_none(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.json": "[]",
        "b.json": '{"current_version": "2", "versions": {"1": {"needs": {"A": {"title": "a"}, "A": 3}}}}',
        "c.json": '{"versions": {"1": {"needs": []}}}',
        "d.json": needs_json({"X": 3}),
        "e.json": "[" * 100_000,
        "f.json": '{"a": ' + "1" * 10_000 + "}",
        "g.json": needs_json({"\ud800": {"title": "\ud800\0"}}),
    }
    backlog = load(tmp_path, "needs", files)
    assert [each.title for each in backlog] == ["a", "\ufffd\ufffd"]
    assert problems(backlog) == [
        ("P-JSON", "reqs/a.json", 1),
        ("P-JSON", "reqs/b.json", 1),
        ("P-JSON", "reqs/b.json", 1),
        ("P-JSON", "reqs/c.json", 1),
        ("P-JSON", "reqs/c.json", 1),
        ("P-JSON", "reqs/d.json", 7),
        ("P-JSON", "reqs/e.json", 1),
        ("P-JSON", "reqs/f.json", None),
    ]


def lobster(schema: str, *data: dict[str, Any], version: int = 3) -> str:
    return json.dumps(
        {"data": data, "generator": "x", "schema": f"lobster-{schema}-trace", "version": version}, indent=1
    )


def test_lobster_items_versions_and_justifications(tmp_path: Path) -> None:
    file = {"kind": "file", "file": "src/login.py", "line": 12, "column": None}
    backlog = load(
        tmp_path,
        "lobster",
        {
            "r.lobster": lobster(
                "req",
                {"tag": "req a.login@2", "name": "Login", "text": "People", "location": {"kind": "void"}},
                {"tag": "req a.b c", "name": "Odd", "location": file, "just_down": ["later", "never"]},
                version=4,
            ),
            "i.lobster": lobster(
                "imp",
                {"tag": "py x.f", "name": "f", "location": file, "refs": ["req a.login@2", "req a.gone"]},
                {
                    "tag": "py x.g",
                    "name": "g",
                    "location": file,
                    "refs": ["req a.login@1"],
                    "just_up": ["so"],
                },
            ),
            "a.lobster": lobster("act", {"tag": "t x", "name": "x", "status": "fail", "refs": ["req a.b c"]}),
        },
    )
    assert problems(backlog) == []
    login = item(backlog, "req/a.login")
    assert links(backlog) == {
        "py/x.f": [f"req/a.login@{content_hash(login)}", "req/a.gone"],
        "py/x.g": [f"req/a.login@{hash_of('1')}"],
        "t/x": ["req/a.b#.20c"],
    }
    assert (login.kind, login.place.path) == (Kind.REQUIREMENT, "reqs/r.lobster")
    assert item(backlog, "py/x.f").place == Place("src/login.py", 12)
    assert [(w.rule, w.reason) for w in item(backlog, "req/a.b#.20c").waive] == [
        ("T1", "LOBSTER just_down: later; never")
    ]
    assert item(backlog, "t/x").status is Status.IN_PROGRESS


def test_lobster_files_that_are_none(tmp_path: Path) -> None:
    files = {
        "a.lobster": lobster("req", version=9),
        "b.lobster": lobster("report"),
        "c.lobster": "{}",
        "d.lobster": lobster("imp", {"name": "no tag"}, {"tag": "py x"}, {"tag": "py x"}),
    }
    backlog = load(tmp_path, "lobster", files)
    assert [each.id for each in backlog] == ["py/x"]
    assert problems(backlog) == [
        ("P-JSON", "reqs/a.lobster", 1),
        ("P-JSON", "reqs/b.lobster", 1),
        ("P-JSON", "reqs/c.lobster", 1),
        ("P-JSON", "reqs/d.lobster", 1),
        ("P-DUPLICATE-ID", "reqs/d.lobster", 10),
    ]
