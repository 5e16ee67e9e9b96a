"""ReqIF, as documents and as archives."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from maestro_cli.model.items import Item, Kind, Place, Reference, Status
from maestro_cli.sources.exporting import export_foreign
from tests.sources.foreign.sources import item, links, load, problems

ITEMS = [
    Item("REQ-1", 'A "<title>" & more', Place("a", 1), Kind.REQUIREMENT, description="One\n\tTwo & <three>"),
    Item("US-1", "Work", Place("a", 2), status=Status.DONE, satisfies=(Reference("REQ-1"),), parent="EP-1"),
    Item("EP-1", "Epic", Place("a", 3), Kind.EPIC, depends_on=("US-1",), points=3, labels=("a", "b")),
]
BOMB = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>\n<x>&c;</x>'


def text() -> str:
    return export_foreign(ITEMS, "reqif", date(2026, 1, 2))


def zipped(**members: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return data.getvalue()


def test_without_the_package_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "reqif.parser", None)
    backlog = load(tmp_path, "reqif", {"a.reqif": text()})
    assert problems(backlog) == [("P-MISSING-PACKAGE", "reqs/a.reqif", None)]
    assert "maestro-cli[reqif]" in str(backlog.diagnostics[0].fix)
    assert backlog.unreadable


class TestWithThePackage:
    """All that needs `reqif`."""

    @pytest.fixture(autouse=True)
    def package(self) -> None:
        pytest.importorskip("reqif", reason="the package reqif is not installed (extra `reqif`)")

    def test_objects_and_relations_with_their_lines(self, tmp_path: Path) -> None:
        backlog = load(tmp_path, "reqif", {"a.reqif": text(), "b.reqifz": zipped(x__png=b"no")})
        assert problems(backlog) == [("P-REQIF", "reqs/b.reqifz", None)]
        assert [(each.id, each.title, each.kind, each.status) for each in backlog] == [
            (each.id, each.title, each.kind, each.status) for each in ITEMS
        ]
        assert item(backlog, "REQ-1").description == ITEMS[0].description
        assert links(backlog) == {"US-1": ["REQ-1"]}
        epic = item(backlog, "EP-1")
        assert (item(backlog, "US-1").parent, epic.depends_on, epic.labels) == ("EP-1", ("US-1",), ("a", "b"))
        assert "<SPEC-OBJECT " in text().split("\n")[epic.place.line - 1]

    def test_relations_to_parents_are_links_and_none_is_lost(self, tmp_path: Path) -> None:
        both = [
            ITEMS[0],
            replace(ITEMS[0], id="REQ-2"),
            Item("REQ-3", "x", Place("a", 1), satisfies=(Reference("REQ-1"), Reference("REQ-2"))),
        ]
        exported = export_foreign(both, "reqif", date(2026, 1, 2))
        renamed = exported.replace('LONG-NAME="satisfies"', 'LONG-NAME="Parent"')
        assert links(load(tmp_path, "reqif", {"a.reqif": renamed})) == {"REQ-3": ["REQ-1", "REQ-2"]}
        turned = exported.replace('LONG-NAME="satisfies"', 'LONG-NAME="Child"')
        assert links(load(tmp_path, "reqif", {"a.reqif": turned})) == {"REQ-1": ["REQ-3"], "REQ-2": ["REQ-3"]}

    def test_an_archive(self, tmp_path: Path) -> None:
        backlog = load(tmp_path, "reqif", {"a.reqifz": zipped(a__reqif=text(), b__png=b"x" * 10)})
        assert (len(backlog), problems(backlog)) == (3, [])

    def test_what_may_do_harm_is_not_read(self, tmp_path: Path) -> None:
        backlog = load(
            tmp_path,
            "reqif",
            {
                "a.reqif": BOMB,
                "b.reqif": "<x>" * 10_000,
                "c.reqif": "<x>",
                "d.reqifz": zipped(a__reqif=" " * 10_000_000),
                "e.reqifz": b"PK no",
                "f.reqifz": zipped(**{f"x{number}": "" for number in range(1001)}),
                "g.reqif": b"<x>\n\xff",
                "h.reqif": "<x/>",
            },
        )
        assert [code for code, _, _ in problems(backlog)] == [
            "P-REQIF",
            "P-REQIF",
            "P-REQIF",
            "P-TOO-LARGE",
            "P-REQIF",
            "P-REQIF",
            "P-ENCODING",
            *[code for code, path, _ in problems(backlog) if path == "reqs/h.reqif"],
        ]
        assert problems(backlog)[0] == ("P-REQIF", "reqs/a.reqif", 2)
        assert len(backlog) == 0
