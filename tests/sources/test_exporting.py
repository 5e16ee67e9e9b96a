"""Items written out, and read again."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.items import Item, Place
from maestro_cli.sources.exporting import Format, export_items
from maestro_cli.sources.parsing import Parsed
from maestro_cli.sources.payload import pack, unpack
from tests.sources.item_files import codes, read
from tests.sources.item_strategies import items

SUFFIX: dict[Format, str] = {"csv": "csv", "yaml": "yaml", "json": "yaml"}
many = st.lists(items, max_size=3, unique_by=lambda item: item.id)


def placed(found: tuple[Item, ...]) -> list[Item]:
    return [replace(item, place=Place("a", 1), source="files") for item in found]


# @req MR-1.1
@pytest.mark.parametrize("form", ["csv", "yaml", "json"])
@settings(max_examples=50, deadline=None)
@given(written=many)
def test_what_is_exported_reads_back_as_the_same_items(form: Format, written: list[Item]) -> None:
    parsed = read(export_items(written, form), f"a.{SUFFIX[form]}")
    assert codes(parsed) == []
    assert placed(parsed.items) == written


@settings(max_examples=30, deadline=None)
@given(written=many)
def test_what_is_packed_for_the_index_unpacks_to_the_same(written: list[Item]) -> None:
    assert placed(unpack(pack(Parsed(tuple(written)), "a"), "a", "files").items) == written


def test_json_has_numbers_and_csv_no_formulas() -> None:
    item = Item(
        "A", "=cmd()", Place("a", 1), points=3, value=0.5, labels=("＝x", "y"), assignee="-7", sprint="@s"
    )
    data = json.loads(export_items([item], "json"))["items"][0]
    assert (data["points"], data["value"], data["labels"]) == (3, 0.5, ["＝x", "y"])
    row = next(csv.DictReader(io.StringIO(export_items([item], "csv"))))
    assert (row["title"], row["assignee"], row["labels"], row["sprint"]) == ("'=cmd()", "-7", "'＝x;y", "'@s")


def test_nothing_to_export() -> None:
    for form in ("csv", "yaml", "json"):
        parsed = read(export_items([], form), f"a.{SUFFIX[form]}")
        assert (parsed.items, codes(parsed)) == ((), [])
