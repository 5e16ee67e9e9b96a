"""No command leaves a secret anywhere but where people put it: not on screen, in documents, state or logs."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from maestro_cli.cli.app import app
from maestro_cli.errors import ExitCode
from maestro_cli.store.project_store import open_store
from tests.cli.commands import COMMANDS
from tests.cli.runner import Done, as_of, maestro
from tests.faults.canaries import SECRETS, leaks, planted, unpacked
from tests.llm import faults
from tests.llm.fake_api import FakeApi, serving

OURS = ("backlog", "docs", ".git", "maestro.yaml", "given")
"""What people wrote themselves."""

SPOKEN = (
    ("ask", f"who is blocked? our key is {SECRETS['request']}", "--session", "talk"),
    ("ask", f"set SEC-3 to review, {SECRETS['request']}"),
    ("approvals", "show", "{}"),
    ("approvals", "reject", "{}", "--reason", f"no {SECRETS['reason']}"),
    ("ask", "set SEC-1 to review"),
    ("approvals", "approve", "{}"),
    ("approvals", "undo", "{}"),
    ("ask", "set SEC-1 to done"),
    ("runs", "cancel", "{run}"),
    ("plan", "--goal", f"less {SECRETS['goal']}"),
    ("runs", "show", "{run}"),
    ("memory", "remember", f"we use {SECRETS['fact']}"),
    ("memory", "show", "talk"),
    ("memory", "forget", "talk"),
    ("items", "show", "SEC-1"),
    ("items", "set", "SEC-3", "status=review", "--dry-run"),
    ("items", "set", "SEC-2", f"points={SECRETS['option']}"),
    ("plan", f"--{SECRETS['option']}"),
    ("knowledge", "search", "how is the wallet opened?"),
    ("report", "weekly", "--llm", "claude"),
)
"""Beside the usual commands: those that take words of people, and those that need something to be there."""

BREAKING = (
    "import maestro_cli.skills.blockers as b, maestro_cli.cli.blockers as c\n"
    f"def fails(*_): raise RuntimeError('{SECRETS['exception']}')\n"
    "b.identify_blockers = fails\n"
)


@pytest.fixture(scope="module")
def api() -> Iterator[FakeApi]:
    yield from serving(FakeApi())


class Used:
    """A project on which every command was run, with all that they said and left."""

    def __init__(self, folder: Path, api: FakeApi) -> None:
        self.root, self.home = planted(folder / "shop"), folder / "home"
        (self.root / "given").mkdir()
        (self.root / "given" / "more.csv").write_text("id,title\nNEW-1,Imported\n")
        self.home.mkdir()
        (folder / "tmp").mkdir()
        self.folder = folder
        self.env = {
            "HOME": str(self.home),
            "TMPDIR": str(folder / "tmp"),
            "GITHUB_TOKEN": SECRETS["environment"],
            "ANTHROPIC_API_KEY": SECRETS["key"],
            "ANTHROPIC_BASE_URL": api.url,
        }
        self.said: dict[str, Done] = {}

    def run(self, *words: str, setup: str = "") -> Done:
        words = words if setup else (*words, "--debug")
        done = maestro(*as_of(*words), cwd=self.root, env=self.env, setup=setup, code=None)
        self.said[" ".join(words)] = done
        return done

    def filled(self, words: tuple[str, ...]) -> list[str]:
        """Put the newest approval into the gap {}, and the newest run into {run}."""
        with open_store(self.root) or pytest.fail("no store") as store:
            approvals, runs = store.approvals.list(), store.runs.list()[0]
        known = {"{}": approvals[-1].id if approvals else "", "{run}": runs[0].id if runs else ""}
        return [known.get(word, word) for word in words]

    def left(self) -> Iterator[Path]:
        for path in sorted(self.folder.rglob("*")):
            inside = path.is_relative_to(self.root)
            if path.is_file() and not (inside and path.relative_to(self.root).parts[0] in OURS):
                yield path


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory, api: FakeApi) -> Used:
    used = Used(tmp_path_factory.mktemp("secrets"), api)
    echo = faults.status(401, "authentication_error", f"x-api-key: {SECRETS['key']} is wrong")
    api.script = [echo] * 400
    for command in COMMANDS:
        words = [word.replace("more.csv", "given/more.csv") for word in command.arguments]
        used.run(*words, "--allow-parse-errors" if words[:2] == ["trace", "check"] else "--seed=0")
    for spoken in SPOKEN:
        used.run(*used.filled(spoken))
    assert used.run("blockers", "--seed=1", setup=BREAKING).code == ExitCode.BUG
    assert any(used.home.rglob("crash-*.log"))
    wrong = {words for words, done in used.said.items() if done.code not in (ExitCode.DONE, ExitCode.WAITING)}
    assert len(wrong) < 12, wrong
    return used


def test_every_command_was_run(used: Used) -> None:
    registered: set[tuple[str, ...]] = {(str(command.name),) for command in app.registered_commands}
    for group in (each.typer_instance for each in app.registered_groups):
        assert group is not None
        registered |= {(str(group.info.name), str(command.name)) for command in group.registered_commands}
    ran = {tuple(words.split()[:2]) for words in used.said} | {(words.split()[0],) for words in used.said}
    assert {name for name in registered if name not in ran and name[-1][0] != "["} == set()


# @req MR-11.6
def test_no_secret_is_shown(used: Used) -> None:
    shown = {
        words: (done.code, leaks(done.out) + leaks(done.err))
        for words, done in used.said.items()
        if leaks(done.out) or leaks(done.err)
    }
    assert shown == {}


# @req MR-11.6
def test_no_secret_is_kept(used: Used) -> None:
    kept: dict[str, set[str]] = {}
    for path in used.left():
        for data in unpacked(path):
            if found := leaks(data):
                kept.setdefault(str(path.relative_to(used.folder)), set()).update(found)
    assert kept == {}


def test_what_is_kept_is_for_its_owner_alone(used: Used) -> None:
    state = [used.root / ".maestro", *(used.root / ".maestro").rglob("*"), *used.home.rglob("*.log")]
    assert len(state) > 5
    open_to_others = [str(path) for path in state if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert open_to_others == []
