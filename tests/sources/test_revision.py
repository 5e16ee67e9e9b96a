"""The project as it was, read from git without asking anything of the repository."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest

from maestro_cli.errors import ExitCode, InputError, UsageError
from maestro_cli.settings.schema import Settings
from maestro_cli.sources import revision
from maestro_cli.sources.repository import folder_in_repository
from maestro_cli.sources.revision import (
    backlog_at,
    branch_point,
    changed_files,
    commits_after,
    find_commit,
)
from maestro_cli.sources.revision_settings import settings_at
from tests.sources.git_sandbox import commit, git, make

ITEM = "items:\n  - {id: US-%d, title: One}\n"
SETTINGS = Settings()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make(tmp_path)
    (tmp_path / "backlog").mkdir()
    commit(tmp_path, "one", {"backlog/a.yaml": ITEM % 1, "note.txt": "x", "backlog/ü b.yaml": ITEM % 5})
    commit(tmp_path, "two", {"backlog/a.yaml": ITEM % 2})
    return tmp_path


def ids(root: Path, revision: str) -> list[str]:
    return [one.id for one in backlog_at(root, SETTINGS, find_commit(root, revision))]


def test_the_items_of_a_revision(root: Path) -> None:
    (root / "backlog" / "a.yaml").write_text(ITEM % 3)
    git(root, "tag", "v1", "HEAD~1")
    assert ids(root, "HEAD") == ["US-2", "US-5"]
    assert ids(root, "HEAD~1") == ids(root, "v1") == ["US-1", "US-5"]
    assert commits_after(root, find_commit(root, "v1")) == {git(root, "rev-parse", "HEAD")}


def test_where_a_branch_left_another(root: Path) -> None:
    first, second = (find_commit(root, revision) for revision in ("HEAD~1", "HEAD"))
    assert [branch_point(root, commit) for commit in (first, second)] == [first, second]
    git(root, "checkout", "-q", "-b", "other", first)
    commit(root, "three", {"backlog/a.yaml": ITEM % 3})
    assert branch_point(root, second) == first
    git(root, "checkout", "-q", "--orphan", "alone")
    commit(root, "four", {"backlog/a.yaml": ITEM % 4})
    assert branch_point(root, second) is None


@pytest.mark.parametrize("error", [subprocess.TimeoutExpired("git", 30), OSError("no process")])
def test_a_git_that_does_not_answer_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    sha = find_commit(root, "HEAD")

    def fails(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(revision, "ask", fails)
    for asks in (branch_point, commits_after, find_commit):
        with pytest.raises(UsageError) as caught:
            asks(root, sha)
        assert caught.value.diagnostics[0].code == "E-GIT"


def test_a_project_below_the_top_of_its_repository(root: Path) -> None:
    inner = root / "docs"
    (inner / "backlog").mkdir(parents=True)
    commit(root, "three", {"docs/backlog/a.yaml": ITEM % 7})
    assert ids(inner, "HEAD") == ["US-7"]
    assert ids(inner, "HEAD~1") == []
    assert (folder_in_repository(inner), folder_in_repository(root)) == ("docs/", "")


def test_only_what_the_sources_name_is_read(root: Path) -> None:
    commit(root, "three", {"other.yaml": ITEM % 8})
    settings = Settings.model_validate({"sources": [{"type": "files", "path": "other.yaml"}]})
    assert [one.id for one in backlog_at(root, settings, find_commit(root, "HEAD"))] == ["US-8"]
    everything = Settings.model_validate({"sources": [{"type": "files", "path": "."}]})
    found = backlog_at(root, everything, find_commit(root, "HEAD"))
    assert {"US-2", "US-5", "US-8"} == {one.id for one in found}


def test_files_that_differ_from_a_revision(root: Path) -> None:
    paths = {"note.txt", "backlog/a.yaml", "backlog/ü b.yaml", "new.txt", "gone.txt", "../out"}
    commit(root, "three", {"gone.txt": "x", ".gitattributes": "* filter=none text\n"})
    (root / "gone.txt").unlink()
    (root / "new.txt").touch()
    (root / "note.txt").write_text("y")
    differ = changed_files(root, find_commit(root, "HEAD"), paths)
    assert differ == {"note.txt", "new.txt", "gone.txt", "../out"}
    assert changed_files(root, find_commit(root, "HEAD~2"), paths) == differ | {"backlog/a.yaml"}


def test_links_and_large_files_are_not_followed(root: Path) -> None:
    (root / "backlog" / "link.yaml").symlink_to("/etc/passwd")
    small = Settings.model_validate(
        {"sources": [{"type": "files", "path": "backlog", "max_file_mib": 0.001}]}
    )
    commit(root, "three", {"backlog/big.yaml": ITEM % 9 + "#" * 2000})
    assert [one.id for one in backlog_at(root, small, find_commit(root, "HEAD"))] == ["US-2", "US-5"]


def test_a_tree_that_leads_out_writes_nothing_outside(root: Path) -> None:
    """No git makes such a tree, but a server can send one."""
    blob = git(root, "rev-parse", "HEAD:backlog/a.yaml")

    def tree(mode: str, name: str, sha: str) -> str:
        entry = f"{mode} {name}\0".encode() + bytes.fromhex(sha)
        return git(root, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=entry)

    inner = tree("40000", "..", tree("40000", "..", tree("100644", "evil.yaml", blob)))
    commit_sha = git(root, "commit-tree", "-m", "evil", tree("40000", "backlog", inner))
    before = set(Path(tempfile.gettempdir()).iterdir())
    assert list(backlog_at(root, SETTINGS, find_commit(root, commit_sha))) == []
    assert not [path for path in set(Path(tempfile.gettempdir()).iterdir()) - before if "evil" in path.name]


@pytest.mark.parametrize(
    "revision",
    [
        "nowhere",
        "",
        " ",
        "-h",
        "--help",
        "--output=x",
        "HEAD:backlog",
        "HEAD\n",
        "HEAD..HEAD~1",
        "\x1b[31m",
        "a\0b",
    ],
)
def test_what_is_no_commit_is_refused(root: Path, revision: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_commit(root, revision)
    assert caught.value.exit_code is ExitCode.USAGE
    assert caught.value.diagnostics[0].code == "E-REVISION"
    assert not (root / "x").exists()


def test_without_repository_or_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="no git repository") as caught:
        find_commit(tmp_path, "HEAD")
    assert caught.value.diagnostics[0].code == "E-GIT"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git was not found"):
        find_commit(tmp_path, "HEAD")
    assert folder_in_repository(tmp_path) == ""


def test_a_missing_blob_is_told(root: Path) -> None:
    blob = git(root, "rev-parse", "HEAD:backlog/a.yaml")
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(InputError, match="could not read"):
        ids(root, "HEAD")


def test_the_settings_of_a_revision_say_where_its_items_stood_and_not_what_is_demanded(root: Path) -> None:
    text = "sources: [{type: files, path: other}]\ntrace: {levels: [story], tests: {tags: [t.py]}}\n"
    sha = commit(root, "three", {"maestro.yaml": text})
    today = Settings.model_validate({"trace": {"levels": ["task"]}, "sprints": [], "outputs": {"plans": "p"}})
    then = settings_at(root, today, sha)
    assert [source.path for source in then.sources] == ["other"]
    assert (then.trace.tests.tags, then.trace.levels, then.outputs.plans) == (("t.py",), ("task",), "p")
    assert settings_at(root, today, find_commit(root, "HEAD~1")) == today
    broken = commit(root, "four", {"maestro.yaml": "sources: {type: [\n"})
    assert settings_at(root, today, broken) == today
