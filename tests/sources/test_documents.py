"""What is written down: which files count as what, and when git says they changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from maestro_cli.sources.documents import is_record
from maestro_cli.sources.git_log import last_changes, read_messages
from maestro_cli.sources.repository import open_repository
from tests.sources.git_sandbox import DAY, NOON, commit, make


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("docs/adr/0001-x.md", True),
        ("adr/x.markdown", True),
        ("docs/decisions/team/x.md", True),
        ("docs/adr/README.md", False),
        ("docs/adr/template.md", False),
        ("docs/adr/notes.txt", False),
        ("docs/adrs-of-others.md", False),
        ("docs/x.md", False),
        ("my/docs/adr/x.md", False),
    ],
)
def test_decision_records_are_told_by_their_folder(path: str, expected: bool) -> None:
    assert is_record(path) is expected


def test_messages_are_whole_and_the_newest_first(tmp_path: Path) -> None:
    root = make(tmp_path)
    first = commit(root, "One\n\nBody of one.\n\nUS-1")
    second = commit(root, "Two 둘", when=NOON + DAY)
    repository = open_repository(root)
    assert list(read_messages(root, repository, 10)) == [
        (second, "Two 둘", ""),
        (first, "One", "Body of one.\n\nUS-1\n"),
    ]
    assert [sha for sha, _, _ in read_messages(root, repository, 1)] == [second]


def test_days_of_changes_come_from_the_newest_commit(tmp_path: Path) -> None:
    root = make(tmp_path / "repo")
    (root / "docs").mkdir()
    commit(root, "One", {"docs/a.md": "1", "docs/한글 b.md": "1", ":(top)x.md": "1", "c.md": "1"})
    commit(root, "Two", {"docs/a.md": "2"}, when=NOON + 3 * DAY)
    (root / "docs/new.md").write_text("not committed")
    paths = ["docs/a.md", "docs/한글 b.md", ":(top)x.md", "docs/new.md", "--output=evil"]
    assert last_changes(root, open_repository(root), paths) == {
        "docs/a.md": date(2026, 1, 5),
        "docs/한글 b.md": date(2026, 1, 2),
        ":(top)x.md": date(2026, 1, 2),
    }
    assert not list(root.glob("*evil*"))
    assert last_changes(root, open_repository(root), []) == {}
    assert last_changes(tmp_path, open_repository(tmp_path), ["docs/a.md"]) == {}


def test_a_project_below_the_top_of_its_repository_sees_its_own_paths(tmp_path: Path) -> None:
    root = make(tmp_path)
    (root / "sub/docs").mkdir(parents=True)
    commit(root, "One", {"sub/docs/a.md": "1"})
    found = last_changes(root / "sub", open_repository(root / "sub"), ["docs/a.md"])
    assert found == {"docs/a.md": date(2026, 1, 2)}


def test_a_shallow_clone_knows_no_days(tmp_path: Path) -> None:
    origin = make(tmp_path / "origin")
    commit(origin, "One", {"a.md": "1"})
    commit(origin, "Two", {"b.md": "1"})
    clone = make(tmp_path / "clone")
    from tests.sources.git_sandbox import git

    git(clone, "fetch", "--quiet", "--depth=1", origin.as_uri(), "main")
    git(clone, "reset", "--quiet", "--hard", "FETCH_HEAD")
    assert last_changes(clone, open_repository(clone), ["a.md"]) == {}
