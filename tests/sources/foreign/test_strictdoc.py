"""StrictDoc's documents and its JSON."""

from __future__ import annotations

import json
from pathlib import Path

from maestro_cli.model.items import Kind, Status
from tests.sources.foreign.sources import item, links, load, problems

DOCUMENT = """\
[DOCUMENT]
TITLE: Login
UID: DOC
OPTIONS:
  VIEW_STYLE: Table
METADATA:
  AUTHOR: Ann

[GRAMMAR]
ELEMENTS:
- TAG: TEST
  FIELDS:
  - TITLE: UID
    TYPE: String
    REQUIRED: True

[TEXT]
STATEMENT: >>>
[REQUIREMENT]
UID: NOT-ONE
<<<

[[SECTION]]
TITLE: Part

[REQUIREMENT]
UID: REQ 1
STATUS: Draft
TAGS: a, b
TITLE: Log in
STATEMENT: >>>
People log in.

Twice.
<<<
COMMENT: One
COMMENT: >>>
Two
<<<
RELATIONS:
- TYPE: Parent
  VALUE: SYS-1
  ROLE: Refines
- TYPE: Child
  VALUE: TEST-1
- TYPE: File
  VALUE: src/login.py

[[/SECTION]]

[REQUIREMENT]
MID: 8f2
STATEMENT: Nobody named it

[REQUIREMENT]
STATEMENT: Nor this

[TEST]
UID: TEST-1
STATEMENT: Try

[DOCUMENT_FROM_FILE]
FILE: other.sdoc
"""


# @req MR-1.8
def test_nodes_of_a_document(tmp_path: Path) -> None:
    backlog = load(tmp_path, "strictdoc", {"a.sdoc": DOCUMENT})
    assert problems(backlog) == []
    assert [(each.id, each.title, each.place.line) for each in backlog] == [
        ("REQ#.201", "Log in", 26),
        ("8f2", "Nobody named it", 51),
        ("a/REQUIREMENT-3", "Nor this", 55),
        ("TEST-1", "Try", 58),
    ]
    login = item(backlog, "REQ#.201")
    assert (login.status, login.kind) == (Status.DRAFT, Kind.REQUIREMENT)
    assert login.labels == ("a", "b", "file:src/login.py")
    assert login.description == "People log in.\n\nTwice.\n\nCOMMENT:\nOne\n\nTwo"
    assert links(backlog) == {"REQ#.201": ["SYS-1"], "TEST-1": ["REQ#.201"]}
    assert item(backlog, "TEST-1").kind is Kind.TASK


def test_what_is_no_document_is_told_and_the_rest_read(tmp_path: Path) -> None:
    broken = (
        "[DOCUMENT]\nTITLE: x\n\n[REQUIREMENT]\nUID: A\nUID: B\nwhat is this\nSTATEMENT: >>>\nnever closed\n"
    )
    backlog = load(tmp_path, "strictdoc", {"a.sdoc": broken, "b.sdoc": "stray\n", "c.sdoc": b"\xff\xfe\x00"})
    assert [each.id for each in backlog] == ["A"]
    assert problems(backlog) == [
        ("P-SDOC", "reqs/a.sdoc", 6),
        ("P-SDOC", "reqs/a.sdoc", 7),
        ("P-SDOC", "reqs/a.sdoc", 8),
        ("P-SDOC", "reqs/b.sdoc", 1),
        ("P-SDOC", "reqs/b.sdoc", 1),
        ("P-ENCODING", "reqs/c.sdoc", 1),
    ]


def test_the_export_to_json(tmp_path: Path) -> None:
    test = {"_NODE_TYPE": "TEST", "UID": "T-1", "STATEMENT": "Try"}
    requirement = {
        "_TOC": "1.1",
        "_NODE_TYPE": "REQUIREMENT",
        "UID": "REQ-1",
        "TITLE": "Log in",
        "RELATIONS": [{"TYPE": "Parent", "VALUE": "SYS-1"}, {"TYPE": "Child", "VALUE": "T-1"}],
        "NODES": [test],
    }
    section = {"_NODE_TYPE": "SECTION", "TITLE": "Part", "NODES": [requirement, "odd"]}
    data = json.dumps({"DOCUMENTS": [{"_NODE_TYPE": "DOCUMENT", "TITLE": "x", "NODES": [section]}]}, indent=1)
    backlog = load(tmp_path, "strictdoc", {"index.json": data, "other.json": "{}", "no.json": "{"})
    lines = data.split("\n")
    assert [(each.id, lines[each.place.line - 1].strip()) for each in backlog] == [
        ("REQ-1", '"UID": "REQ-1",'),
        ("T-1", '"UID": "T-1",'),
    ]
    assert links(backlog) == {"REQ-1": ["SYS-1"], "T-1": ["REQ-1"]}
    assert problems(backlog) == [
        ("P-JSON", "reqs/index.json", None),
        ("P-JSON", "reqs/no.json", 1),
        ("P-JSON", "reqs/other.json", 1),
    ]


def test_kinds_and_statuses_of_the_settings(tmp_path: Path) -> None:
    text = "[DOCUMENT]\nTITLE: x\n\n[DESIGN]\nUID: D\nSTATUS: Odd\n\n[REQUIREMENT]\nUID: R\nSTATUS: Strange\n"
    backlog = load(
        tmp_path, "strictdoc", {"a.sdoc": text}, kinds={"DESIGN": "story"}, statuses={"Odd": "review"}
    )
    assert (item(backlog, "D").kind, item(backlog, "D").status) == (Kind.STORY, Status.REVIEW)
    assert (item(backlog, "R").status, problems(backlog)) == (
        Status.READY,
        [("P-STATUS", "reqs/a.sdoc", 8)],
    )
    assert backlog.unreadable == ()
