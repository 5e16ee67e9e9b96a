"""Items written back: only what changed, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from maestro_cli.errors import UsageError
from maestro_cli.files import safe_name
from maestro_cli.model.items import Item, Priority, Status
from maestro_cli.settings.schema import Settings, Source
from maestro_cli.sources.edits import edit_file
from maestro_cli.sources.fields import READERS
from maestro_cli.sources.loading import load_backlog
from maestro_cli.sources.values import raw_fields, raw_value
from maestro_cli.sources.writeback import (
    FileEdit,
    add_item,
    apply_edit,
    change_item,
    merge_status,
    set_fields,
)
from maestro_cli.sources.yaml_write import block, value
from tests.sources.item_files import project, read
from tests.sources.item_strategies import items

YAML = """\
# top
items:
  - id: A-1   # the first
    title: 'One'
    status: todo  # soon
    labels: [a, b] # l
    depends_on:
    - B-1 # why
    - B-2
    # note
    points:   # none yet
    x: {y: [1, 2]}
  - {id: A-2, title: Two, status: done}
  - title: Three
    id: A-3
    description: |
      line one

      line two

  # trailing comment
  - id: A-4
    title: "Four\""""


def edited(text: str, changes: Mapping[str, object | None], item: str = "A-1", name: str = "a.yaml") -> str:
    raws = {field: raw_value(new) for field, new in changes.items()}
    return edit_file(text.encode(), name, {}, {item: raws}).decode()


# @req MR-1.4
@pytest.mark.parametrize(
    ("item", "changes", "old", "new"),
    [
        ("A-1", {"status": Status.DONE}, "todo  # soon", "done  # soon"),
        ("A-1", {"status": Status.READY}, "todo", "todo"),
        ("A-1", {"title": "it's"}, "'One'", "'it''s'"),
        ("A-4", {"title": 'a "b"'}, '"Four"', '"a \\"b\\""'),
        ("A-1", {"labels": ("x", "y, z")}, "[a, b] # l", '[x, "y, z"] # l'),
        ("A-1", {"points": 3.0}, "points:   # none", "points: 3   # none"),
        ("A-1", {"depends_on": ("B-1",)}, "    - B-2\n", ""),
        ("A-1", {"depends_on": ("B-2",)}, "    - B-1 # why\n", ""),
        ("A-1", {"depends_on": ("B-1", "B-3")}, "- B-2", "- B-3"),
        ("A-1", {"depends_on": ("B-1", "B-2", "B-3")}, "- B-2\n", "- B-2\n    - B-3\n"),
        ("A-1", {"depends_on": ("C-1",)}, "- B-1 # why\n    - B-2\n", "- C-1\n"),
        ("A-1", {"depends_on": None}, "    depends_on:\n    - B-1 # why\n    - B-2\n", ""),
        ("A-1", {"assignee": "bob: x"}, "[1, 2]}\n", '[1, 2]}\n    assignee: "bob: x"\n'),
        ("A-1", {"status": None}, "    status: todo  # soon\n", ""),
        ("A-2", {"points": 2.0, "labels": ("a,b",)}, "done}", 'done, points: 2, labels: ["a,b"]}'),
        ("A-2", {"status": None}, "status: done", "status: null"),
        (
            "A-3",
            {"description": "new\n\n  text"},
            "|\n      line one\n\n      line two",
            "|-\n      new\n\n        text",
        ),
        ("A-3", {"description": "new"}, "|\n      line one\n\n      line two", "new"),
        ("A-3", {"priority": Priority.HIGH}, "line two\n", "line two\n    priority: high\n"),
        ("A-3", {"description": None}, "    description: |\n      line one\n\n      line two\n", ""),
        ("A-4", {"sprint": "012"}, '"Four"', '"Four"\n    sprint: "012"'),
    ],
)
def test_yaml_changes_by_the_byte(item: str, changes: dict[str, object], old: str, new: str) -> None:
    assert YAML.count(old) == 1
    assert edited(YAML, changes, item) == YAML.replace(old, new)
    assert edited(YAML.replace("\n", "\r\n"), changes, item) == YAML.replace(old, new).replace("\n", "\r\n")


def test_a_link_with_another_hash_keeps_the_comment_behind_it() -> None:
    text = "- id: A-1\n  satisfies:\n  - R-1@00000000  # why\n  - R-1\n  - R-2 # too\n  title: T\n"
    mended = text.replace("00000000", "1a2b3c4d").replace("  - R-1\n", "")
    assert edited(text, {"satisfies": ["R-1@1a2b3c4d", "R-2"]}) == mended


def test_all_fields_of_an_item_can_be_set_and_removed() -> None:
    bare = "- id: A-1 # c\n  title: T\n# end\n"
    fields = {
        "estimate": {"low": "1", "likely": "2", "high": "3"},
        "waive": [{"rule": "T1", "reason": "a; b", "until": "2026-01-02"}],
        "satisfies": ["R-1@0a1b2c3d"],
        "points": "0.5",
    }
    full = edited(bare, fields)
    assert {name: raw_fields(read(full).items[0])[name] for name in fields} == fields
    assert edited(full, dict.fromkeys(fields)) == bare


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_encoding_stays(encoding: str) -> None:
    text = "- id: A-1\r\n  title: 가\r\n  status: todo"
    after = edit_file(text.encode(encoding), "a.yaml", {}, {"A-1": {"status": "done"}})
    assert after == text.replace("todo", "done").encode(encoding)


MARKDOWN = "---\nid: A-1\ntitle: T # c\nmine: {a: 1}\n---\n\n\n# Body\n---\nid: x\n\n\n"


# @req MR-1.4
@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"status": "done"}, "{a: 1}\n", "{a: 1}\nstatus: done\n"),
        ({"title": "U"}, "T # c", "U # c"),
        ({"description": "one\n\ntwo"}, "# Body\n---\nid: x", "one\n\ntwo"),
        ({"description": None}, "# Body\n---\nid: x", ""),
    ],
)
def test_markdown_changes_by_the_byte(changes: dict[str, object], old: str, new: str) -> None:
    assert edited(MARKDOWN, changes, name="a.md") == MARKDOWN.replace(old, new)
    assert edited(MARKDOWN.replace("\n", "\r\n"), changes, name="a.md") == MARKDOWN.replace(old, new).replace(
        "\n", "\r\n"
    )


@pytest.mark.parametrize("end", ["---", "---\n"])
def test_a_body_where_there_was_none(end: str) -> None:
    text = f"---\nid: A-1\ntitle: T\n{end}"
    assert edited(text, {"description": "d"}, name="a.md") == "---\nid: A-1\ntitle: T\n---\nd\n"


CSV = 'id,title,status,labels,"x"\r\n1,"a\nb",todo,,"1"\r\n"A-1",b,,p;q,\r\n3,c\r\n'


# @req MR-1.4
@pytest.mark.parametrize(
    ("item", "changes", "old", "new"),
    [
        ("1", {"status": "done"}, "todo", "done"),
        ("1", {"title": "t"}, '"a\nb"', '"t"'),
        ("A-1", {"title": "=1,2", "labels": ["x;y"]}, "b,,p;q", '"\'=1,2",,x\\;y'),
        ("A-1", {"labels": None}, "p;q", ""),
        ("3", {"labels": ["a"]}, "3,c", "3,c,,a"),
    ],
)
def test_csv_changes_by_the_byte(item: str, changes: dict[str, object], old: str, new: str) -> None:
    assert edited(CSV, changes, item, "a.csv") == CSV.replace(old, new)


def test_a_mapped_column_is_written(tmp_path: Path) -> None:
    project(tmp_path, {"j.csv": "Key;Summary;State\nA;a;Open\n"})
    source = Source(type="csv", path="j.csv", columns={"id": "Key", "title": "Summary", "status": "State"})
    settings = Settings(sources=(source,))
    item = load_backlog(tmp_path, settings).items[0]
    apply_edit(tmp_path, set_fields(tmp_path, settings, item, {"status": "in progress"}))
    assert (tmp_path / "j.csv").read_text() == "Key;Summary;State\nA;a;in_progress\n"


@pytest.mark.parametrize(
    ("text", "name", "changes"),
    [
        (
            "- {id: A-1, title: T, labels: &l [a]}\n- {id: B, title: T, labels: *l}\n",
            "a.yaml",
            {"labels": ["b"]},
        ),
        ("id,title\nA-1,T\n", "a.csv", {"points": "3"}),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(text: str, name: str, changes: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        edited(text, changes, name=name)


def test_an_alias_is_replaced_where_it_stands() -> None:
    text = "- {id: B, title: T, labels: &l [a]}\n- {id: A-1, title: T, labels: *l}\n"
    assert edited(text, {"labels": ["b"]}) == text.replace("*l", "[b]")


def test_a_value_that_was_bad_is_written_even_if_it_is_the_default() -> None:
    assert (
        edited("- {id: A-1, title: T, status: donee}", {"status": "ready"})
        == "- {id: A-1, title: T, status: ready}"
    )


def in_layout(raws: dict[str, Any], layout: str, newline: str) -> tuple[str, dict[str, str]]:
    """Write an item as somebody might have, and return the text of each field by its name."""
    if layout == "flow":
        parts = {name: f"{name}: {value(raw, name, flow=True)}" for name, raw in raws.items()}
        return "- {" + ", ".join(parts.values()) + "}", parts
    indent = 0 if layout == "markdown" else 2
    parts = {name: f"{name}: {block(raw, name, indent, newline)}" for name, raw in raws.items()}
    parts = {name: part if "|-" in part else f"{part} # kept" for name, part in parts.items()}
    if layout == "markdown":
        return newline.join(["---", *parts.values(), "mine:  1", "---", "", "body"]), parts
    return "- " + f"{newline}  ".join([*parts.values(), "mine:  1"]), parts


# @req MR-1.4
@hypothesis(max_examples=80, deadline=None)
@given(
    item=items,
    other=items,
    field=st.sampled_from(sorted(READERS.keys() - {"id", "completed", "description"})),
    newline=st.sampled_from(["\n", "\r\n"]),
    layout=st.sampled_from(["block", "flow", "markdown"]),
    end=st.booleans(),
)
def test_a_change_touches_the_text_of_no_other_field(
    item: Item, other: Item, field: str, newline: str, layout: str, end: bool
) -> None:
    raws = raw_fields(replace(item, id="A-1", completed=None, description=""))
    text, parts = in_layout(raws, layout, newline)
    text += newline if end else ""
    name = "a.md" if layout == "markdown" else "a.yaml"
    new = raw_fields(other).get(field)
    after = edited(text, {field: new}, name=name)
    assert raw_fields(read(after, name).items[0]).get(field) == new
    assert all(part in after for key, part in parts.items() if key != field)
    assert ("mine:  1" in after) == ("mine:  1" in text)
    if raws.get(field) == new:
        assert after == text


def test_edits_are_applied_once_and_never_over_another_change(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.md": MARKDOWN})
    item = load_backlog(tmp_path, Settings()).items[0]
    edit = set_fields(tmp_path, Settings(), item, {"status": "doing", "points": 5})
    assert (tmp_path / "backlog/a.md").read_text() == MARKDOWN
    apply_edit(tmp_path, edit)
    assert load_backlog(tmp_path, Settings()).items[0].status is Status.IN_PROGRESS
    with pytest.raises(UsageError, match="changed in the meantime"):
        apply_edit(tmp_path, edit)


def test_edits_of_one_file_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    names = [f"A-{number}" for number in range(8)]
    text = "".join(f"- {{id: {name}, title: t, points: 1}}\n" for name in names)
    project(tmp_path, {"backlog/a.yaml": text})
    found = load_backlog(tmp_path, Settings()).items
    begun = Barrier(len(names))

    def change(item: Item) -> None:
        begun.wait()
        change_item(tmp_path, Settings(), item, {"points": 7})

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(change, found))
    assert [item.points for item in load_backlog(tmp_path, Settings()).items] == [7] * len(names)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stauts": "done"}, "did you mean status"),
        ({"status": "dnoe", "points": -1}, "points: '-1' is not a number"),
        ({"title": None}, "cannot be without 'title'"),
        ({"title": "a\0"}, "cannot carry"),
        ({"labels": ["\ud800"]}, "cannot carry"),
        ({"points": True}, "is not a number"),
    ],
)
def test_values_that_a_field_cannot_take(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    project(tmp_path, {"backlog/a.md": MARKDOWN})
    item = load_backlog(tmp_path, Settings()).items[0]
    with pytest.raises(UsageError, match=said):
        set_fields(tmp_path, Settings(), item, changes)


def test_a_new_item_is_a_new_file(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/WEB-1.md": "mine"})
    fields = {"id": "WEB/1", "title": "a: b", "description": "text\n\nmore", "labels": ("x",), "points": 3}
    edit = add_item(tmp_path, Settings(), fields)
    assert edit.path == "backlog/WEB-1-2.md"
    apply_edit(tmp_path, edit)
    item = load_backlog(tmp_path, Settings()).items[0]
    assert (item.id, item.title, item.description, item.points) == ("WEB/1", "a: b", "text\n\nmore", 3)
    with pytest.raises(UsageError, match=r"WEB-1-2\.md:2"):
        add_item(tmp_path, Settings(), fields)
    with pytest.raises(UsageError, match="exists already"):
        apply_edit(tmp_path, edit)
    with pytest.raises(UsageError, match="without 'title'"):
        add_item(tmp_path, Settings(), {"id": "X"})


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (["work"], "work"),
        (["work/a.yaml"], "work"),
        (["docs/**/*.md", "work"], "docs"),
        (["docs/*.yaml", "work"], "work"),
        (["docs/*.yaml"], "backlog"),
        (["docs/[x].md"], "docs/[x].md"),
    ],
)
def test_a_new_item_stands_where_a_source_reads_it(tmp_path: Path, paths: list[str], folder: str) -> None:
    project(tmp_path, {"work/a.yaml": "[]", "docs/[x].md/b.yaml": "[]"})
    given = Settings(sources=tuple(Source(type="files", path=path) for path in paths))
    assert add_item(tmp_path, given, {"id": "A", "title": "a"}).path == f"{folder}/A.md"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("US-1", "US-1"),
        ("a/b#c", "a-b-c"),
        ("CON", "_CON"),
        ("nul.x", "_nul.x"),
        ("a" * 300, "a" * 100),
        ("a..", "a"),
        ("../x", "x"),
        ("###", "item"),
    ],
)
def test_names_that_every_system_takes(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_a_name_never_leaves_its_folder(text: str) -> None:
    name = safe_name(text)
    assert name
    assert name == Path(name).name
    assert not name.startswith(".")
    assert "\\" not in name


def test_a_merge_takes_no_progress_back() -> None:
    assert merge_status(Status.READY, Status.DONE) is Status.DONE
    assert merge_status(Status.REVIEW, Status.IN_PROGRESS) is Status.REVIEW
    assert merge_status(Status.IN_PROGRESS, Status.BLOCKED) is Status.BLOCKED
    assert merge_status(Status.DONE, Status.CANCELLED) is Status.DONE
    assert merge_status(Status.CANCELLED, Status.DONE) is Status.CANCELLED


# @req MR-11.2
def test_an_edit_never_leaves_the_project(tmp_path: Path) -> None:
    root = project(tmp_path / "p", {"maestro.yaml": ""})
    (tmp_path / "outside").mkdir()
    (root / "link").symlink_to(tmp_path / "outside")
    for path in ("../x.md", "/tmp/x.md", "link/x.md"):
        with pytest.raises(UsageError):
            apply_edit(root, FileEdit(path, b"", b"x", is_new=True))
    assert list((tmp_path / "outside").iterdir()) == []
