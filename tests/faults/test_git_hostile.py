"""S17 and S18: a hostile repository, message, path or environment runs and writes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from maestro_cli.errors import InputError
from maestro_cli.model.history import Commit, Lines
from maestro_cli.settings.schema import Settings
from maestro_cli.sources.git_log import count_lines, read_commits
from maestro_cli.sources.repository import folder_in_repository, open_repository
from maestro_cli.sources.revision import backlog_at, changed_files, commits_after, find_commit
from tests.sources.git_sandbox import commit, environment, git, import_messages, make

SIGNED = (
    "tree {tree}\nauthor A <a@example.com> 1767355200 +0000\ncommitter A <a@example.com> 1767355200 +0000\n"
)
SIGNATURE = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nsigned\n"
EVERYTHING = Settings.model_validate({"sources": [{"type": "files", "path": "."}]})


class Trap:
    """A repository with a program that leaves a marker when it is started."""

    def __init__(self, folder: Path) -> None:
        self.marker = folder / "MARKER"
        self.program = folder / "evil"
        self.program.write_text(f"#!/bin/sh\necho x >> '{self.marker}'\ncat \"$@\" 2>/dev/null\nexit 0\n")
        self.program.chmod(0o755)
        self.root = make(folder / "repo")
        commit(self.root, "US-1 one", {"a": "1\n", ".gitattributes": "* diff=evil filter=evil\n"})
        commit(self.root, "two", {"a": "2\n"})

    def config(self, key: str, value: str) -> None:
        git(self.root, "config", key, value)

    def fires(self, *command: str) -> bool:
        """Run git as a user would, in a terminal's environment, and tell whether the trap went off."""
        env = environment() | {"GIT_PAGER_IN_USE": "1"}
        subprocess.run(["git", *command], cwd=self.root, env=env, capture_output=True, check=False)
        fired = self.marker.exists()
        self.marker.unlink(missing_ok=True)
        return fired

    def read(self) -> list[str]:
        open_repository(self.root)
        folder_in_repository(self.root)
        head = find_commit(self.root, "HEAD")
        commits_after(self.root, head)
        changed_files(self.root, head, {"a"})
        backlog_at(self.root, EVERYTHING, head)
        return [found.subject for found, _ in _read(self.root)]


def _read(root: Path) -> list[tuple[Commit, Lines]]:
    """Read every commit and its lines."""
    repository = open_repository(root)
    found = list(read_commits(root, repository, item_ids=("US-1",)))
    counted = dict(count_lines(root, repository, [each.sha for each in found]))
    return [(each, counted[each.sha]) for each in found]


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trap:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return Trap(tmp_path)


def _textconv(trap: Trap) -> None:
    trap.config("diff.evil.textconv", str(trap.program))


def _driver(trap: Trap) -> None:
    trap.config("diff.evil.command", str(trap.program))


def _external(trap: Trap) -> None:
    trap.config("diff.external", str(trap.program))


def _fsmonitor(trap: Trap) -> None:
    trap.config("core.fsmonitor", str(trap.program))


def _included(trap: Trap) -> None:
    extra = trap.root.parent / "extra"
    extra.write_text(f"[diff]\n\texternal = {trap.program}\n")
    trap.config("include.path", str(extra))


def _signature(trap: Trap) -> None:
    raw = SIGNED.format(tree=git(trap.root, "write-tree")) + SIGNATURE
    sha = git(trap.root, "hash-object", "-t", "commit", "-w", "--stdin", stdin=raw.encode())
    git(trap.root, "update-ref", "refs/heads/main", sha)
    trap.config("gpg.program", str(trap.program))
    trap.config("log.showSignature", "true")


def _filters(trap: Trap) -> None:
    for name in ("clean", "smudge"):
        trap.config(f"filter.evil.{name}", str(trap.program))
    (trap.root / "a").write_text("3\n")


def _lazy_fetch(trap: Trap) -> None:
    trap.config("protocol.ext.allow", "always")
    trap.config("remote.origin.url", f"ext::{trap.program} x")
    trap.config("remote.origin.promisor", "true")
    trap.config("core.repositoryFormatVersion", "1")
    trap.config("extensions.partialClone", "origin")
    blob = git(trap.root, "rev-parse", "HEAD:a")
    (trap.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


def _upload_pack(trap: Trap) -> None:
    _lazy_fetch(trap)
    trap.config("protocol.file.allow", "always")
    trap.config("remote.origin.url", str(make(trap.root.parent / "other")))
    trap.config("remote.origin.uploadpack", str(trap.program))


TRAPS: list[tuple[Callable[[Trap], None], tuple[str, ...]]] = [
    (_textconv, ("log", "-p")),
    (_driver, ("log", "-p", "--ext-diff")),
    (_external, ("diff", "HEAD~1", "HEAD")),
    (_included, ("diff", "HEAD~1", "HEAD")),
    (_fsmonitor, ("status",)),
    (_signature, ("log",)),
    (_filters, ("diff",)),
    (_lazy_fetch, ("log", "--numstat")),
    (_upload_pack, ("log", "--numstat")),
]


PROGRAMS = (
    "core.pager",
    "pager.log",
    "pager.rev-parse",
    "core.editor",
    "sequence.editor",
    "core.sshCommand",
    "core.gitProxy",
    "core.askPass",
    "core.alternateRefsCommand",
    "credential.helper",
    "gpg.program",
    "gpg.ssh.program",
    "gpg.x509.program",
    "diff.external",
    "interactive.diffFilter",
    "merge.tool",
    "difftool.x.cmd",
    "browser.x.cmd",
    "man.x.cmd",
    "trailer.x.command",
    "trailer.x.cmd",
    "uploadpack.packObjectsHook",
    "receive.procReceiveRefs",
    "submodule.x.update",
    "alias.log",
    "alias.rev-parse",
    "alias.symbolic-ref",
    "mailmap.file",
    "diff.orderFile",
    "core.attributesFile",
    "core.excludesFile",
)


# @req MR-11.3
@pytest.mark.parametrize(("arm", "control"), TRAPS, ids=[a.__name__ for a, _ in TRAPS])
def test_a_program_named_in_the_repository_is_not_run(
    trap: Trap, arm: Callable[[Trap], None], control: tuple[str, ...]
) -> None:
    arm(trap)
    assert trap.fires(*control), "the trap does not work, so it proves nothing"
    try:
        assert trap.read()
    except InputError:
        assert arm in {_lazy_fetch, _upload_pack}
    assert not trap.marker.exists()


def test_all_settings_that_name_programs_at_once(trap: Trap) -> None:
    _textconv(trap)
    _signature(trap)
    for key in PROGRAMS:
        prefix = "!" if key.startswith(("alias", "submodule")) else ""
        trap.config(key, prefix + str(trap.program))
    hooks = trap.root / ".git" / "evil-hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        (hooks / name).symlink_to(trap.program)
    trap.config("core.hooksPath", str(hooks))
    trap.config("core.fsmonitor", "true")
    assert trap.read() == ["signed"]
    assert not trap.marker.exists()


def test_alternates_and_a_git_directory_elsewhere(trap: Trap) -> None:
    (trap.root / ".git" / "objects" / "info" / "alternates").write_text("/etc\n../../../nowhere\n")
    (trap.root / "sub").mkdir()
    (trap.root / "sub" / ".git").write_text("gitdir: ../.git\n")
    _textconv(trap)
    assert trap.read() == ["two", "US-1 one"]
    assert [found.subject for found, _ in _read(trap.root / "sub")] == ["two", "US-1 one"]
    assert not trap.marker.exists()


@pytest.mark.parametrize(
    "variable", ["GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_ASKPASS", "PAGER"]
)
def test_environment_starts_nothing(trap: Trap, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, str(trap.program))
    assert trap.read() == ["two", "US-1 one"]
    assert not trap.marker.exists()


def test_trace_variables_write_nothing(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TRACE", str(trap.marker))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'diff.external={trap.program}'")
    assert trap.read() == ["two", "US-1 one"]
    assert not trap.marker.exists()


def test_a_git_in_the_repository_is_not_the_git_we_run(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    (trap.root / "git").symlink_to(trap.program)
    monkeypatch.chdir(trap.root)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    assert trap.read() == ["two", "US-1 one"]
    assert not trap.marker.exists()


@pytest.mark.parametrize(
    "name", ["--output=f", "-c", "--upload-pack=touch f", "ext::sh -c touch% f", "-- ", "a\nb"]
)
def test_names_that_look_like_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = make(tmp_path / name)
    commit(root, name, {name: "x\n"})
    branch = name.replace(" ", "").replace(":", "").replace("\n", "").strip("-") or "x"
    git(root, "update-ref", f"refs/heads/-{branch}", "HEAD")
    git(root, "symbolic-ref", "HEAD", f"refs/heads/-{branch}")
    monkeypatch.chdir(tmp_path)
    assert open_repository(Path(name)).branch == f"-{branch}"
    assert [lines for _, lines in _read(Path(name))] == [Lines(1)]
    assert not [p for p in tmp_path.rglob("f") if ".git" not in p.parts]


def test_separators_and_fake_counts_in_messages_are_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = make(tmp_path / "p")
    messages = [
        b"US-1\x1e\x1f\x01 subject \x1b[31mred\x1b]0;t\x07\n",
        b"subject\n\n 99 files changed, 99 insertions(+), 99 deletions(-)\n\n9\t9\tfake\n",
        b"\n\n\n",
        b"subject\r\nnot a second\rline\n\xff\xfe bad utf-8\n",
        b"--output=f\n\n-c core.pager=evil\n" + b"US-1 " * 50_000,
        b"\xe2\x80\xaereversed\xf3\xa0\x81\x81",
    ]
    import_messages(root, messages)
    assert [lines for _, lines in _read(root)] == [Lines(1)] * len(messages)
    found = [each for each, _ in _read(root)]
    assert [c.item_ids for c in reversed(found)] == [("US-1",), (), (), (), ("US-1",), ()]
    assert found[-1].subject.startswith("US-1\x1e\x1f\x01 subject \x1b[31mred")


COMMANDS = [
    "doctor",
    "sync",
    "items list",
    "trace check",
    "trace check --changed-since HEAD",
    "report weekly",
    "report standup",
    "plan --capacity 9",
]


# @req MR-11.3
def test_no_command_starts_a_program_of_the_repository(trap: Trap, tmp_path: Path) -> None:
    (trap.root / "maestro.yaml").write_text("project: {id: x, name: X, language: en}\n")
    (trap.root / "backlog").mkdir()
    (trap.root / "backlog" / "items.yaml").write_text("- {id: US-1, title: One, points: 2}\n")
    for arm in (_textconv, _external, _fsmonitor, _included, _filters, _signature):
        arm(trap)
    trap.marker.unlink(missing_ok=True)
    for command in COMMANDS:
        done = subprocess.run(
            [sys.executable, "-m", "maestro_cli", *command.split(), "--format", "json"],
            cwd=trap.root,
            env=os.environ | {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in {0, 1}, done.stderr
        assert not trap.marker.exists(), command
