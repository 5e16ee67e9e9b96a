"""What goes out comes back: ids, kinds, titles, statuses and links."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.items import Item, Kind, Place, Reference, Waiver, content_hash
from maestro_cli.sources.exporting import ForeignFormat, export_foreign
from tests.sources.foreign.sources import load
from tests.sources.item_strategies import items

NAMES: dict[ForeignFormat, str] = {"needs": "a.json", "lobster": "a.lobster", "reqif": "a.reqif"}
PRINTABLE = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20)


@st.composite
def backlogs(draw: st.DrawFn) -> list[Item]:
    """Items that link to one another."""
    some = draw(st.lists(items, max_size=4, unique_by=lambda item: item.id))
    ids = [item.id for item in some if "#." not in item.id]
    linked = []
    for item in some:
        if "#." in item.id:
            continue
        title = " ".join(draw(PRINTABLE).split()) or "x"
        targets = draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))
        linked.append(
            replace(
                item,
                title=title,
                description="",
                satisfies=tuple(Reference(name) for name in targets),
                depends_on=tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))),
                parent=draw(st.one_of(st.none(), st.sampled_from(ids))),
            )
        )
    return linked


def essence(item: Item) -> tuple[object, ...]:
    targets = {reference.id for reference in item.satisfies}
    return item.id, item.kind, item.title, item.status, targets, set(item.depends_on), item.parent


# @req MR-1.9
@pytest.mark.parametrize("form", NAMES)
@settings(max_examples=40, deadline=None)
@given(written=backlogs())
def test_the_essence_of_items_comes_back(form: ForeignFormat, written: list[Item]) -> None:
    if form == "reqif":
        pytest.importorskip("reqif", reason="the package reqif is not installed (extra `reqif`)")
    with tempfile.TemporaryDirectory() as folder:
        text = export_foreign(written, form, date(2026, 1, 2))
        backlog = load(Path(folder), form, {NAMES[form]: text})
    assert backlog.unreadable == ()
    assert [essence(item) for item in backlog] == [essence(item) for item in written]


def test_lobster_keeps_what_a_link_was_reviewed_at(tmp_path: Path) -> None:
    place = Place("a", 1)
    requirement = Item("A", "a", place, Kind.REQUIREMENT)
    links = (Reference("A", content_hash(requirement)), Reference("B", "00000000"))
    work = [requirement, Item("B", "b", place), Item("C", "c", place, satisfies=links)]
    backlog = load(tmp_path, "lobster", {"a.lobster": export_foreign(work, "lobster", date(2026, 1, 2))})
    assert [item.satisfies for item in backlog] == [(), (), links]


def test_lobster_has_a_schema_for_work_alone() -> None:
    place = Place("a", 1)
    for kind, schema in ((Kind.STORY, "lobster-imp-trace"), (Kind.REQUIREMENT, "lobster-req-trace")):
        text = export_foreign([Item("A", "a", place, kind)], "lobster", date(2026, 1, 2))
        assert json.loads(text)["schema"] == schema


def test_lobster_makes_no_waiver_wider_or_longer_than_it_is(tmp_path: Path) -> None:
    """LOBSTER takes a justification for the whole of a direction and for ever."""
    waivers = (
        Waiver("T1", "over", date(2026, 1, 1)),
        Waiver("T1", "for now", date(2026, 1, 2)),
        Waiver("T1-SUSPECT", "one code"),
        Waiver("T2", "always"),
        Waiver("T2", ""),
    )
    written = Item("A", "a", Place("a", 1), Kind.REQUIREMENT, waive=waivers)
    text = export_foreign([written], "lobster", date(2026, 1, 2))
    entry = json.loads(text)["data"][0]
    assert (entry["just_down"], entry["just_up"]) == (["for now (until 2026-01-02)"], ["always"])
    (item,) = load(tmp_path, "lobster", {"a.lobster": text})
    assert item.waive == waivers
