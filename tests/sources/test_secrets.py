"""Secrets in items: read without them, told with their lines, and left in the file as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from maestro_cli.documents.items import item_data
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Place, content_hash
from maestro_cli.settings.schema import Settings
from maestro_cli.sources.loading import load_backlog
from maestro_cli.sources.parsing import Parsed, parse
from maestro_cli.sources.payload import pack, rows, unpack
from maestro_cli.sources.writeback import change_item
from maestro_cli.traceability.since import changed_items

TOKEN = "ghp_" + "A1b2C3d4E5f6G7h8J9k0L1m2"
OTHER = "glpat-" + "n1B2v3C4x5Z6a7S8d9F0"

FILES = {
    "a.yaml": (f"- id: A-1\n  title: Use {TOKEN}\n  labels: [x, {OTHER}]\n", {2, 3}),
    "b.md": (f"---\nid: B-1\ntitle: two\n---\nFirst line.\n{TOKEN} opens it.\n", {5}),
    "c.csv": (f"id,title,blocked_reason\nC-1,three,needs {TOKEN}\n", {2}),
}


@pytest.mark.parametrize("name", FILES)
def test_items_are_read_without_secrets_and_each_is_told(name: str) -> None:
    text, lines = FILES[name]
    found = parse(text.encode(), name, "files", {})
    assert TOKEN not in repr(found)
    assert OTHER not in repr(found)
    assert "[redacted access token]" in repr(found.items)
    told = [one for one in found.diagnostics if one.code == "P-SECRET"]
    assert {one.line for one in told} == lines
    assert len(told) == len(found.diagnostics)


def test_what_is_wrong_with_a_file_is_told_without_its_secrets() -> None:
    text = f"- {{id: A-1, title: one, status: {TOKEN}, points: {TOKEN}, {TOKEN}: 1}}\n- {{title: {TOKEN}}}\n"
    found = parse(text.encode(), "a.yaml", "files", {})
    assert len(found.diagnostics) == 4
    assert TOKEN not in repr(found)


@pytest.mark.parametrize("name", FILES)
def test_an_edit_leaves_them_in_the_file_and_can_write_them(tmp_path: Path, name: str) -> None:
    (tmp_path / "backlog").mkdir()
    path = tmp_path / "backlog" / name
    path.write_text(FILES[name][0])
    settings = Settings()
    for title in ("another title", f"another title with {OTHER}"):
        (item,) = load_backlog(tmp_path, settings)
        change_item(tmp_path, settings, item, {"title": title})
        assert title in path.read_text()
    left = path.read_text()
    assert left.count(OTHER) == 1 + (name == "a.yaml")
    assert (TOKEN in left) is (name != "a.yaml"), "the title that held it is another one now"


def one_item(title: str, label: str = "x", *, with_secrets: bool = False) -> Item:
    text = f"- {{id: A-1, title: '{title}', labels: [{label}]}}\n"
    (item,) = parse(text.encode(), "a.yaml", "files", {}, with_secrets=with_secrets).items
    return item


def test_a_change_of_a_secret_is_a_change_of_what_was_reviewed() -> None:
    before, after = one_item(f"Use {TOKEN}"), one_item(f"Use {TOKEN[:-1]}x")
    assert before.title == after.title == "Use [redacted access token]"
    assert content_hash(before) == content_hash(Item("A-1", f"Use {TOKEN}", Place("", 0)))
    assert content_hash(before) == content_hash(one_item(f"Use {TOKEN}", with_secrets=True))
    assert content_hash(before) != content_hash(after)
    assert changed_items(Backlog([before]), Backlog([after])) == {"A-1"}


def test_a_change_of_a_secret_elsewhere_is_a_change_and_asks_for_no_review() -> None:
    before, after = one_item("t", OTHER), one_item("t", OTHER[:-1] + "x")
    assert before.labels == after.labels
    assert content_hash(before) == content_hash(after) == content_hash(one_item("t"))
    assert changed_items(Backlog([before]), Backlog([after])) == {"A-1"}


def test_the_index_keeps_the_digests_and_answers_do_not_show_them() -> None:
    items = one_item(f"Use {TOKEN}", OTHER), one_item(f"Use {TOKEN[:-1]}x", OTHER)
    packed = [pack(Parsed((item,)), "a.yaml") for item in items]
    assert [unpack(data, "a.yaml", "files").items for data in packed] == [(item,) for item in items]
    assert rows(packed[0]) != rows(packed[1])
    data = item_data(items[0])
    assert data["hash"] == content_hash(items[0])
    assert "digests" not in data
