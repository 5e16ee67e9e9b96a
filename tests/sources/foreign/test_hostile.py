"""Whatever a file holds, reading ends, and what is wrong is told with its file."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.items import Item, Kind, Place, Reference
from maestro_cli.sources.exporting import export_foreign
from maestro_cli.sources.finding import Found
from maestro_cli.sources.foreign.reading import parse_all
from maestro_cli.sources.foreign.selection import Foreign

ITEMS = [
    Item("A", "a", Place("a", 1), Kind.REQUIREMENT, description="x\ny"),
    Item("B", "b", Place("a", 2), satisfies=(Reference("A"),), parent="A", depends_on=("A",)),
]
DAY = date(2026, 1, 2)
STRICTDOC = {
    "DOCUMENTS": [{"NODES": [{"_NODE_TYPE": "REQUIREMENT", "UID": "A", "RELATIONS": [{}], "NODES": []}]}]
}
SAMPLES: dict[str, dict[str, bytes]] = {
    "doorstop": {
        ".doorstop.yml": b"settings:\n  prefix: REQ\n  sep: ''\nattributes:\n  reviewed: [a]\n",
        "REQ1.yml": b"active: true\nlinks:\n- REQ2: abc\nreferences:\n- {path: a, type: file}\n"
        b"a: [1, {b: c}]\ntext: |\n  x\n",
        "REQ2.yml": b"header: |\n  x\nlevel: 1.0\n",
    },
    "strictdoc": {
        "a.sdoc": b"[DOCUMENT]\nTITLE: x\n\n[REQUIREMENT]\nUID: A\nSTATEMENT: >>>\nx\n<<<\nRELATIONS:\n"
        b"- TYPE: Parent\n  VALUE: B\n",
        "b.json": json.dumps(STRICTDOC).encode(),
    },
    "needs": {"needs.json": export_foreign(ITEMS, "needs", DAY).encode()},
    "lobster": {"a.lobster": export_foreign(ITEMS, "lobster", DAY).encode()},
    "openfasttrace": {
        "a.md": b"# T\n`req~a~1`\n\nx\n\nCovers:\n* feat~b~2\n\nNeeds: dsn\nTags: x\n\n"
        b"arch --> dsn : req~a~1\n",
        "a.c": b"// [impl~x~1->req~a~1>>utest]\n",
    },
    "reqif": {"a.reqif": export_foreign(ITEMS, "reqif", DAY).encode()},
}
PIECES = st.sampled_from(
    [
        b"",
        b"\n",
        b"[",
        b"]",
        b"{",
        b"}",
        b'"',
        b"'",
        b":",
        b",",
        b"- ",
        b"null",
        b"1e999",
        b"\xff",
        b"\0",
        b"<",
        b">",
        b"&x;",
        b"*a",
        b"&a ",
        b"~",
    ]
)


@st.composite
def spoiled(draw: st.DrawFn, data: bytes) -> bytes:
    """Put pieces in place of parts of `data`."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        data = data[:start] + draw(PIECES) + data[end:]
    return data


# @req MR-1.8
@pytest.mark.parametrize("kind", SAMPLES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_spoiled_files_are_read_to_the_end(kind: str, data: st.DataObject) -> None:
    files = {name: data.draw(spoiled(content)) for name, content in SAMPLES[kind].items()}
    found = [Found(name, name, len(content), 0) for name, content in files.items()]
    parts = parse_all(found, list(files.values()), "x", Foreign(kind))
    assert len(parts) == len(files)
    assert all(problem.path for part in parts for problem in part.diagnostics)
    assert all(item.source == "x" and item.place.line > 0 for part in parts for item in part.items)
