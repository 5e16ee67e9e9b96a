"""Paths that lead elsewhere, and things that are no files (reliability test S10)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from maestro_cli.errors import InputError
from maestro_cli.settings.schema import Settings, Source
from maestro_cli.sources.finding import Found, find_files
from maestro_cli.sources.loading import load_backlog
from maestro_cli.sources.reading import read_bytes
from tests.sources.item_files import project

SECRET = "- {id: SECRET, title: secret}\n"
ITEM = "- {id: A, title: a}\n"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and pipes as POSIX has them")


def codes(root: Path, path: str = "backlog") -> list[tuple[str, str | None]]:
    backlog = load_backlog(root, Settings(sources=(Source(type="files", path=path),)))
    assert "SECRET" not in backlog
    return [(problem.code, problem.path) for problem in backlog.diagnostics]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project(tmp_path, {"outside/secret.yaml": SECRET})
    return project(tmp_path / "root", {"backlog/a.yaml": ITEM, "more/b.yaml": "- {id: B, title: b}"})


@pytest.mark.parametrize(
    "path", ["../outside", "backlog/../../outside", "a\0b", "..\\outside", "x" * 300, "backlog/../..", "~"]
)
def test_paths_that_leave_the_project_or_are_none(root: Path, path: str) -> None:
    assert codes(root, path)[0][0] in ("P-PATH", "P-SOURCE")


def test_an_absolute_path(root: Path) -> None:
    assert codes(root, str(root.parent / "outside")) == [("P-PATH", None)]


# @req MR-11.2
def test_links_are_followed_to_files_of_the_project_only(root: Path) -> None:
    backlog = root / "backlog"
    (backlog / "in.yaml").symlink_to("../more/b.yaml")
    (backlog / "out.yaml").symlink_to(root.parent / "outside/secret.yaml")
    (backlog / "gone.yaml").symlink_to("nowhere.yaml")
    (backlog / "loop.yaml").symlink_to("loop.yaml")
    (backlog / "folder").symlink_to("../more")
    (backlog / "away").symlink_to(root.parent / "outside")
    (backlog / "up").symlink_to("..")
    (backlog / "text").symlink_to("../more/b.yaml")
    found = load_backlog(root, Settings())
    assert [item.id for item in found] == ["A", "B"]
    assert [(d.path, d.code, d.severity.value) for d in found.diagnostics] == [
        ("backlog/away", "P-SYMLINK", "error"),
        ("backlog/folder", "P-SYMLINK", "warning"),
        ("backlog/gone.yaml", "P-SYMLINK", "error"),
        ("backlog/loop.yaml", "P-SYMLINK", "error"),
        ("backlog/out.yaml", "P-SYMLINK", "error"),
        ("backlog/up", "P-SYMLINK", "warning"),
    ]


def test_a_source_that_is_a_link_out(root: Path) -> None:
    (root / "away").symlink_to(root.parent / "outside")
    assert codes(root, "away") == [("P-PATH", None)]
    assert codes(root, "away/secret.yaml") == [("P-PATH", None)]


def test_pipes_sockets_and_folders_named_as_files(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    os.mkfifo(root / "backlog/pipe.md")
    (root / "backlog/folder.md").mkdir()
    monkeypatch.chdir(root / "backlog")  # the address of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.csv")
    assert codes(root) == [("P-UNREADABLE", "backlog/pipe.md"), ("P-UNREADABLE", "backlog/s.csv")]
    assert codes(root, "backlog/pipe.md") == [("P-UNREADABLE", "backlog/pipe.md")]
    assert codes(root, "/dev/zero") == [("P-PATH", None)]


@pytest.mark.parametrize("swap", ["link", "pipe", "larger", "gone", "folder"])
def test_a_file_swapped_after_it_was_found(root: Path, swap: str) -> None:
    path = root / "backlog/a.yaml"
    found, _ = find_files(root, "backlog")
    path.unlink()
    if swap == "link":
        path.symlink_to(root.parent / "outside/secret.yaml")
    elif swap == "pipe":
        os.mkfifo(path)
    elif swap == "folder":
        path.mkdir()
    elif swap == "larger":
        path.write_bytes(b"#" * 5000)
    with pytest.raises(InputError):
        read_bytes(found[0], 1000)


def test_a_file_that_grew_within_the_limit_is_read_whole(root: Path) -> None:
    path = root / "backlog/a.yaml"
    path.write_bytes(b"#" * 3000)
    assert len(read_bytes(Found("a", str(path), 10, 0), 5000)) == 3000


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_a_name_that_is_no_text(root: Path) -> None:
    (root / "backlog" / os.fsdecode(b"\xff.md")).write_text("---\nid: X\ntitle: x\n---\n")
    assert codes(root) == [("P-PATH", "backlog/\\udcff.md")]
    folder = root / "backlog" / os.fsdecode(b"\xfe")
    folder.mkdir()
    (folder / "plain.md").write_text("---\nid: Y\ntitle: y\n---\n")
    assert codes(root) == [("P-PATH", "backlog/\\udcfe/plain.md"), ("P-PATH", "backlog/\\udcff.md")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_and_folders_without_rights(root: Path) -> None:
    project(root, {"backlog/closed/a.md": "x"})
    (root / "backlog/a.yaml").chmod(0)
    (root / "backlog/closed").chmod(0)
    try:
        assert codes(root) == [("P-UNREADABLE", "backlog/closed/"), ("P-UNREADABLE", "backlog/a.yaml")]
    finally:
        (root / "backlog/closed").chmod(0o700)
