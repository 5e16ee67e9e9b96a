"""The backlog of a project, with and without an index."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from maestro_cli.model.backlog import Backlog
from maestro_cli.settings.schema import Settings, Source
from maestro_cli.sources.incremental import SUMMARY, SourceChange
from maestro_cli.sources.loading import load_backlog, sync_sources
from tests.sources.item_files import MemoryIndex, project

MARKDOWN = "---\nid: {0}\ntitle: Item {0}\n---\nbody\n"


def settle(root: Path) -> None:
    """Make all files old enough that their time stamps can be trusted."""
    old = time.time_ns() - 60 * 10**9
    for path in root.rglob("*"):
        os.utime(path, ns=(old, old))


def found(backlog: Backlog) -> list[tuple[str, str | None, int | None]]:
    return [(problem.code, problem.path, problem.line) for problem in backlog.diagnostics]


def test_the_default_source_in_order_of_paths(tmp_path: Path) -> None:
    project(
        tmp_path,
        {
            "backlog/b/2.YAML": "- {id: B, title: b}",
            "backlog/a.md": MARKDOWN.format("A"),
            "backlog/c.csv": "id,title\nC,c\n",
            "backlog/.hidden/x.md": MARKDOWN.format("X"),
            "backlog/.x.md": MARKDOWN.format("X"),
            "backlog/notes.txt": "no",
            "other/x.md": MARKDOWN.format("X"),
        },
    )
    backlog = load_backlog(tmp_path, Settings())
    assert [(item.id, item.place.path, item.source) for item in backlog] == [
        ("A", "backlog/a.md", "backlog"),
        ("B", "backlog/b/2.YAML", "backlog"),
        ("C", "backlog/c.csv", "backlog"),
    ]
    assert found(backlog) == []


def test_no_backlog_at_all_says_so(tmp_path: Path) -> None:
    backlog = load_backlog(tmp_path, Settings())
    assert (len(backlog), found(backlog)) == (0, [("P-NO-ITEM", "backlog", None)])


def test_sources_of_the_settings(tmp_path: Path) -> None:
    project(
        tmp_path,
        {
            "backlog/jira.csv": "Key,Summary\nJ-1,j\n",
            "backlog/a.yaml": "- {id: A, title: a}",
            "one.md": MARKDOWN.format("M"),
        },
    )
    sources = (
        Source(type="files"),
        Source(type="csv", path="backlog/jira.csv", columns={"id": "Key", "title": "Summary"}, name="jira"),
        Source(type="files", path="one.md"),
        Source(type="git"),
        Source(type="jria"),
        Source(type="files", path="nowhere"),
        Source(type="csv"),
        Source(type="files", path="../.."),
        Source(type="files", path="/etc"),
    )
    backlog = load_backlog(tmp_path, Settings(sources=sources))
    assert [(item.id, item.source) for item in backlog] == [
        ("A", "backlog"),
        ("J-1", "jira"),
        ("M", "one.md"),
    ]
    assert [problem.code for problem in backlog.diagnostics] == [
        "P-SOURCE",
        "P-SOURCE",
        "P-SOURCE",
        "P-PATH",
        "P-PATH",
    ]
    assert "files, csv, git" in (backlog.diagnostics[0].fix or "")


def test_a_source_may_be_a_pattern(tmp_path: Path) -> None:
    names = ("a.yaml", "b.yml", "c/d.yaml", ".e.yaml", "page.md", "[a].yaml")
    project(tmp_path, {f"docs/{name}": f"- {{id: 'I{n}', title: t}}" for n, name in enumerate(names)})
    (tmp_path / "docs/f.txt.yaml").symlink_to(tmp_path.parent / "outside.yaml")

    def read(path: str) -> tuple[list[str], list[tuple[str, str | None]]]:
        backlog = load_backlog(tmp_path, Settings(sources=(Source(type="files", path=path),)))
        return [item.id for item in backlog], [(one.code, one.path) for one in backlog.diagnostics]

    assert read("docs/?.yaml") == (["I0"], [])
    assert read("docs/**/*.y*ml") == (["I5", "I0", "I1", "I2"], [("P-SYMLINK", "docs/f.txt.yaml")])
    assert read("docs/[a].yaml") == (["I5"], []), "a file of that very name goes before the pattern"
    assert read("docs/*.rst") == ([], [("P-SOURCE", "maestro.yaml")])
    assert read("../*/*.yaml") == ([], [("P-PATH", None)])


# @req MR-1.5
def test_an_id_that_stands_twice_names_both_places(tmp_path: Path) -> None:
    project(
        tmp_path, {"backlog/a.yaml": "- {id: A, title: one}", "backlog/b.yaml": "\n- {id: A, title: two}"}
    )
    backlog = load_backlog(tmp_path, Settings())
    assert [item.title for item in backlog] == ["one"]
    assert found(backlog) == [("P-DUPLICATE-ID", "backlog/b.yaml", 2)]
    assert "backlog/a.yaml:1" in backlog.diagnostics[0].message


def test_the_second_reading_takes_nothing_but_the_summary_from_the_index(tmp_path: Path) -> None:
    project(
        tmp_path, {f"backlog/{n}.md": MARKDOWN.format(n) for n in range(5)} | {"backlog/x.yaml": "- {id: 0}"}
    )
    settle(tmp_path)
    index = MemoryIndex()
    first, changes = sync_sources(tmp_path, Settings(), index)
    assert changes == [SourceChange("backlog", added=5, errors=1)]
    index.read.clear()
    second, changes = sync_sources(tmp_path, Settings(), index)
    assert changes == [SourceChange("backlog", unchanged=5, errors=1)]
    assert (index.read, second) == ([SUMMARY], first)
    known, fresh = load_backlog(tmp_path, Settings(), index), load_backlog(tmp_path, Settings())
    assert (known.items, known.diagnostics) == (fresh.items, fresh.diagnostics)
    assert known.diagnostics == tuple(first)


def test_changes_are_counted_in_items(tmp_path: Path) -> None:
    both = "- {id: A, title: a}\n- {id: B, title: b}\n"
    project(
        tmp_path,
        {"backlog/a.yaml": both, "backlog/c.md": MARKDOWN.format("C"), "backlog/d.md": MARKDOWN.format("D")},
    )
    settle(tmp_path)
    index = MemoryIndex()
    sync_sources(tmp_path, Settings(), index)
    project(
        tmp_path,
        {"backlog/a.yaml": "# moved a line\n- {id: A, title: a}\n- {id: B, title: new}\n- {id: E, title: e}"},
    )
    (tmp_path / "backlog/c.md").unlink()
    changes = sync_sources(tmp_path, Settings(), index)[1]
    assert changes == [SourceChange("backlog", added=1, changed=1, removed=1, unchanged=2)]
    backlog = load_backlog(tmp_path, Settings(), index)
    assert [(item.id, item.place.line) for item in backlog] == [("A", 2), ("B", 3), ("E", 4), ("D", 2)]


def test_an_item_that_moved_to_another_file_is_unchanged(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.md": MARKDOWN.format("A")})
    index = MemoryIndex()
    sync_sources(tmp_path, Settings(), index)
    (tmp_path / "backlog/a.md").rename(tmp_path / "backlog/b.md")
    assert sync_sources(tmp_path, Settings(), index)[1] == [SourceChange("backlog", unchanged=1)]


# @req MR-1.6
def test_an_edit_of_equal_size_within_the_clock_tick_is_seen(tmp_path: Path) -> None:
    path = project(tmp_path, {"backlog/a.md": MARKDOWN.format("A")}) / "backlog/a.md"
    stamp = path.stat()
    index = MemoryIndex()
    sync_sources(tmp_path, Settings(), index)
    path.write_text(MARKDOWN.format("B"))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert [item.id for item in load_backlog(tmp_path, Settings(), index)] == ["B"]


# @req MR-1.6
def test_a_touched_file_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project(tmp_path, {"backlog/a.md": MARKDOWN.format("A")}) / "backlog/a.md"
    settle(tmp_path)
    index = MemoryIndex()
    sync_sources(tmp_path, Settings(), index)
    os.utime(path, ns=(0, time.time_ns() - 30 * 10**9))
    monkeypatch.setattr("maestro_cli.sources.incremental.parse", None)
    assert [item.id for item in load_backlog(tmp_path, Settings(), index)] == ["A"]


def test_other_columns_read_the_file_again(tmp_path: Path) -> None:
    project(tmp_path, {"a.csv": "id,title,name\nA,a,b\n"})
    settle(tmp_path)
    index = MemoryIndex()

    def titles(columns: dict[str, str]) -> list[str]:
        source = Source(type="csv", path="a.csv", columns=columns)
        return [item.title for item in load_backlog(tmp_path, Settings(sources=(source,)), index)]

    assert [titles({}), titles({"title": "name"}), titles({})] == [["a"], ["b"], ["a"]]


def test_a_source_that_left_the_settings_is_forgotten(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.md": MARKDOWN.format("A"), "more/b.md": MARKDOWN.format("B")})
    index = MemoryIndex()
    both = Settings(sources=(Source(type="files"), Source(type="files", path="more")))
    sync_sources(tmp_path, both, index)
    _, changes = sync_sources(tmp_path, Settings(), index)
    assert changes == [SourceChange("backlog", unchanged=1), SourceChange("more", removed=1)]
    assert index.stamps("more") == {}


# @req MR-1.6
def test_a_damaged_index_costs_time_only(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.md": MARKDOWN.format("A")})
    settle(tmp_path)
    index = MemoryIndex()
    sync_sources(tmp_path, Settings(), index)
    for payload in (b"", b"{}", b"[]", b"null", b'{"items":[{"line":1}],"problems":[]}', b"\xff"):
        for source, files in list(index.files.items()):
            broken = [type(f)(f.path, f.stamp, payload) for f in files.values()]
            index.update(source, broken, [])
        assert [item.id for item in load_backlog(tmp_path, Settings(), index)] == ["A"]


def test_a_file_that_becomes_unreadable_keeps_nothing_silently(tmp_path: Path) -> None:
    path = project(tmp_path, {"backlog/a.md": MARKDOWN.format("A")}) / "backlog/a.md"
    settle(tmp_path)
    index = MemoryIndex()
    sync_sources(tmp_path, Settings(), index)
    path.write_bytes(b"---\nid: A\n\xff")
    _, changes = sync_sources(tmp_path, Settings(), index)
    assert changes == [SourceChange("backlog", removed=1, errors=1)]
    unreadable = load_backlog(tmp_path, Settings(), index).unreadable
    assert [problem.code for problem in unreadable] == ["P-ENCODING"]


def test_files_above_the_limit_are_errors(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.yaml": "- {id: A, title: a}\n" + "#" * 2000})
    small = Settings(sources=(Source(type="files", max_file_mib=0.001),))
    for index in (None, MemoryIndex()):
        backlog = load_backlog(tmp_path, small, index)
        assert found(backlog) == [("P-TOO-LARGE", "backlog/a.yaml", None)]
        assert len(backlog) == 0
