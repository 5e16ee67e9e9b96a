"""The repository and its commits, on real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import InputError
from maestro_cli.model.history import Commit, Lines
from maestro_cli.sources.git_log import count_lines, read_commits
from maestro_cli.sources.repository import open_repository
from tests.sources.git_sandbox import ANN, DAY, NOON, commit, git, import_messages, make

SECOND = date(2026, 1, 2)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


def commits(root: Path, *ids: str, since: date | None = None, until: date | None = None) -> list[Commit]:
    return list(read_commits(root, open_repository(root), since=since, until=until, item_ids=ids))


def lines(root: Path) -> list[tuple[str, int, int]]:
    """Subject, added and removed lines of each commit."""
    found = commits(root)
    counted = dict(count_lines(root, open_repository(root), [c.sha for c in found]))
    assert list(counted) == [c.sha for c in found]
    return [(c.subject, counted[c.sha].insertions, counted[c.sha].deletions) for c in found]


def test_an_ordinary_repository(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    sha = commit(root, "US-1 start", {"a": "1\n2\n"})
    found = open_repository(root)
    assert (found.present, found.head, found.branch) == (True, sha, "main")
    assert (found.shallow, found.bare, found.partial, found.note) == (False, False, False, "")
    (only,) = commits(root, "US-1")
    assert only == Commit(
        sha=sha,
        author="Ann",
        email="ann@example.com",
        when=datetime(2026, 1, 2, 12, tzinfo=UTC),
        subject="US-1 start",
        item_ids=("US-1",),
    )
    assert lines(root) == [("US-1 start", 2, 0)]


def test_no_repository(tmp_path: Path) -> None:
    found = open_repository(tmp_path)
    assert not found.present
    assert "git init" in found.note
    assert commits(tmp_path) == []


def test_no_directory(tmp_path: Path) -> None:
    found = open_repository(tmp_path / "missing")
    assert not found.present
    assert "missing" in found.note
    assert commits(tmp_path / "missing") == []


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path / "p")
    commit(root, "one")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = open_repository(root)
    assert not found.present
    assert "Install git" in found.note
    assert commits(root) == []


def test_unborn(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    found = open_repository(root)
    assert (found.present, found.head, found.branch) == (True, None, "main")
    assert "no commit yet" in found.note
    assert commits(root) == []


def test_detached(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    first = commit(root, "one")
    commit(root, "two")
    git(root, "checkout", "--quiet", "--detach", first)
    found = open_repository(root)
    assert (found.head, found.branch) == (first, None)
    assert "detached" in found.note
    assert [c.subject for c in commits(root)] == ["one"]


def test_bare(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    commit(root, "one", {"a": "1\n"})
    git(tmp_path, "clone", "--quiet", "--bare", str(root), "bare.git")
    found = open_repository(tmp_path / "bare.git")
    assert (found.present, found.bare, found.branch) == (True, True, "main")
    assert lines(tmp_path / "bare.git") == [("one", 1, 0)]


# @req MR-1.7
def test_shallow_does_not_count_the_whole_tree_as_new(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    commit(root, "one", {"a": "1\n" * 50})
    commit(root, "two", {"a": "1\n" * 51})
    commit(root, "three", {"a": "1\n" * 52})
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{root}", "shallow")
    found = open_repository(tmp_path / "shallow")
    assert found.shallow
    assert "--unshallow" in found.note
    assert lines(tmp_path / "shallow") == [("three", 1, 0), ("two", 0, 0)]


def test_partial_clone_has_commits_without_lines(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    commit(root, "one", {"a": "1\n"})
    commit(root, "two", {"a": "2\n"})
    git(root, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{root}", "partial")
    found = open_repository(tmp_path / "partial")
    assert found.partial
    assert "partial" in found.note
    there = commits(tmp_path / "partial")
    assert [c.subject for c in there] == ["two", "one"]
    assert list(count_lines(tmp_path / "partial", found, [c.sha for c in there])) == []


def test_worktree_submodule_and_subdirectory(tmp_path: Path) -> None:
    inner = make(tmp_path / "inner")
    commit(inner, "inside")
    root = make(tmp_path / "p")
    commit(root, "outside")
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
    commit(root, "with submodule")
    git(root, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "tree"))
    (root / "deep" / "er").mkdir(parents=True)
    assert [c.subject for c in commits(root / "sub")] == ["inside"]
    git(root, "config", "diff.relative", "true")
    assert lines(root / "deep" / "er") == [("with submodule", 4, 0), ("outside", 0, 0)]
    assert [c.subject for c in commits(root / "deep" / "er")] == ["with submodule", "outside"]
    assert open_repository(tmp_path / "tree").branch == "side"
    assert [c.subject for c in commits(tmp_path / "tree")] == ["with submodule", "outside"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("config", "[core\n"),
        ("HEAD", "\x00garbage"),
        ("HEAD", "1" * 40 + "\n"),
        ("config", "[core]\nbare = maybe\n"),
    ],
)
def test_broken_repository(tmp_path: Path, path: str, content: str) -> None:
    root = make(tmp_path / "p")
    commit(root, "one")
    (root / ".git" / path).write_text(content)
    found = open_repository(root)
    assert not found.present
    assert "Run git" in found.note
    assert "git init" not in found.note
    assert commits(root) == []


def test_gitfile_to_nowhere(tmp_path: Path) -> None:
    root = tmp_path / "p"
    root.mkdir()
    (root / ".git").write_text("gitdir: ../nowhere\n")
    assert "Run git status" in open_repository(root).note


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="needs root to give a directory away")
def test_dubious_ownership(tmp_path: Path) -> None:
    root = make(tmp_path / "it's")
    commit(root, "one")
    for path in (root, root / ".git"):
        os.chown(path, 65534, 65534)
    found = open_repository(root)
    assert not found.present
    assert f"safe.directory '{tmp_path}/it'\"'\"'s'" in found.note
    assert commits(root) == []


# @req MR-1.7
def test_damaged_history_is_an_error_and_not_a_short_history(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    lost = commit(root, "one")
    commit(root, "two")
    (root / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(InputError) as caught:
        commits(root)
    assert caught.value.diagnostics[0].code == "P-GIT"
    assert "parents of commit" in caught.value.message


def test_rename_binary_mode_and_deletion(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    commit(root, "one", {"a": "1\n2\n3\n4\n5\n", "b": b"\x00\x01", "c": "1\n"})
    (root / "a").rename(root / "renamed")
    (root / "c").unlink()
    (root / "b").write_bytes(b"\x00\x02")
    commit(root, "two")
    assert lines(root) == [("two", 0, 1), ("one", 6, 0)]


def test_merge_counts_nothing_and_names_its_branch(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    commit(root, "one", {"a": "1\n"})
    git(root, "checkout", "--quiet", "-b", "feature/US-12-login")
    commit(root, "work", {"b": "1\n"}, when=NOON + 10)
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-ff", "--no-edit", "feature/US-12-login", when=NOON + 20)
    git(root, "config", "log.diffMerges", "first-parent")
    newest, *others = commits(root, "US-1", "US-12")
    assert (newest.is_merge, newest.item_ids) == (True, ("US-12",))
    assert [counts for _, *counts in lines(root)] == [[0, 0], [1, 0], [1, 0]]
    assert [c.is_merge for c in others] == [False, False]


@pytest.mark.parametrize(
    ("name", "email", "bot"),
    [
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", True),
        ("Renovate", "x@example.com", True),
        ("github-actions", "actions@example.com", True),
        ("release-bot", "r@example.com", True),
        ("CI", "deploy-bot@example.com", True),
        ("Release Bot", "r@example.com", True),
        ("Ann Talbot", "talbot@example.com", False),
        ("Bot Ann", "ann@robot.example", False),
        ("Renovatella", "r@example.com", False),
    ],
)
def test_bots(tmp_path: Path, name: str, email: str, bot: bool) -> None:
    root = make(tmp_path / "p")
    commit(root, "one", who=(name, email))
    assert [c.is_bot for c in commits(root)] == [bot]


def test_mailmap_unites_the_names_of_a_person(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    mailmap = "Ann <ann@example.com> <old@example.com>\n"
    commit(root, "one", {".mailmap": mailmap}, who=("annie", "old@example.com"))
    assert [(c.author, c.email) for c in commits(root)] == [ANN]


def test_period_is_inclusive_in_utc(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    midnight = NOON - DAY // 2
    for number, second in enumerate([midnight - 1, midnight, midnight + DAY - 1, midnight + DAY]):
        commit(root, f"c{number}", when=second)
    assert [c.subject for c in commits(root, since=SECOND, until=SECOND)] == ["c2", "c1"]
    assert [c.subject for c in commits(root, since=SECOND)] == ["c3", "c2", "c1"]
    assert [c.subject for c in commits(root, until=SECOND - timedelta(days=1))] == ["c0"]
    assert [c.subject for c in commits(root, since=date.min, until=date.max)] == ["c3", "c2", "c1", "c0"]
    assert commits(root, until=date.min) == []
    assert commits(root, since=date.max) == []


def test_only_the_commits_that_are_asked_for_are_counted(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    first, second, _ = (commit(root, name, {name: "1\n" * len(name)}) for name in ("a", "bb", "ccc"))
    repository = open_repository(root)
    assert list(count_lines(root, repository, [first, second])) == [(first, Lines(1)), (second, Lines(2))]
    assert list(count_lines(root, repository, [])) == []


def test_a_commit_that_cannot_be_compared_is_an_error(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    sha = commit(root, "one", {"a": "1\n"})
    blob = git(root, "rev-parse", "HEAD:a")
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(InputError) as caught:
        list(count_lines(root, open_repository(root), [sha]))
    assert caught.value.diagnostics[0].code == "P-GIT"
    assert [c.sha for c in commits(root)] == [sha]


def test_ids_in_subject_body_and_trailers_in_order(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    commit(root, "fix(US-2): x\n\nAs US-9 says, US-2.\n\nRefs: US-1, REQ-3\nCloses: #7")
    (only,) = commits(root, "US-1", "US-2", "REQ-3", "7")
    assert only.item_ids == ("US-2", "US-9", "US-1", "REQ-3", "7")


def test_environment_of_a_hook_does_not_mislead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make(tmp_path / "other")
    commit(other, "other")
    root = make(tmp_path / "p")
    commit(root, "mine")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert [c.subject for c in commits(root)] == ["mine"]


def test_closing_early_leaves_no_process(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    import_messages(root, [b"message %d\n\n" % n + b"x" * 2000 for n in range(300)])
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text() if children.exists() else ""
    stream = read_commits(root, open_repository(root))
    assert next(iter(stream)).subject == "message 299"
    running = children.read_text() if children.exists() else "unknown"
    assert running != before
    stream.close()  # type: ignore[attr-defined]
    assert (children.read_text() if children.exists() else "") == before


@settings(deadline=None, max_examples=20)
@given(st.lists(st.binary(max_size=200).map(lambda b: b.replace(b"\0", b"")), min_size=1, max_size=20))
def test_no_message_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, messages: list[bytes]
) -> None:
    root = make(tmp_path_factory.mktemp("messages"))
    import_messages(root, messages)
    found = commits(root, "US-1")
    assert [c.sha for c in found] == git(root, "rev-list", "HEAD").split()
    assert [counts for _, *counts in lines(root)] == [[1, 0]] * len(messages)
    shutil.rmtree(root)


def _numstat(root: Path) -> list[tuple[str, int, int]]:
    """What `git show --numstat` says of each commit, a rename as one file, of merges nothing."""
    found = []
    for sha in git(root, "rev-list", "HEAD").split():
        subject, *rows = git(
            root, "show", "--numstat", "-M", "--no-diff-merges", "--format=%s", sha
        ).splitlines()
        columns = [row.replace("-\t", "0\t").split("\t") for row in rows if row]
        found.append((subject, sum(int(c[0]) for c in columns), sum(int(c[1]) for c in columns)))
    return found


# @req MR-1.7
def test_counts_equal_those_of_numstat(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    for number in range(8):
        content = "".join(f"{line % (number + 1)}\n" for line in range(number * 3))
        commit(root, f"c{number}", {f"f{number % 4}": content, f"g{number}": "x\n" * number})
    (root / "g3").rename(root / "moved here")
    commit(root, "renamed", {"b": b"\x00\x01" * 99})
    git(root, "checkout", "--quiet", "-b", "side", "HEAD~2")
    commit(root, "beside", {"b2": b"\x00", "f1": "1 file changed, 9 insertions(+)\n"}, when=NOON + 10)
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-ff", "--no-edit", "--strategy-option=ours", "side", when=NOON + 20)
    git(root, "config", "log.diffMerges", "first-parent")
    assert lines(root) == _numstat(root)
    assert sum(deletions for *_, deletions in lines(root)) > 0
    assert [c.is_merge for c in commits(root)].count(True) == 1


def test_sha256_repository(tmp_path: Path) -> None:
    root = make(tmp_path / "p", "--object-format=sha256")
    sha = commit(root, "one", {"a": "1\n"})
    assert len(sha) == 64
    assert [c.sha for c in commits(root)] == [sha]


def test_a_commit_without_a_sensible_date(tmp_path: Path) -> None:
    root = make(tmp_path / "p")
    tree = git(root, "write-tree")
    author = "author A <a@example.com> 99999999999999999999 +0000"
    raw = f"tree {tree}\n{author}\ncommitter A <a@example.com> x\n\nhi\n"
    sha = git(root, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw.encode())
    subprocess.run(["git", "update-ref", "refs/heads/main", sha], cwd=root, check=True)
    assert [c.when.year for c in commits(root)] == [1970]
