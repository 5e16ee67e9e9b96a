"""Damaged files through whole commands: never a bug of ours, and nothing overwritten (L9, S10)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.cli.runner import Done, as_of, maestro

EXPECTED = (0, 1, 2)
FILES = (
    "maestro.yaml",
    "backlog/epics.yaml",
    "backlog/tasks.csv",
    "backlog/stories/US-110.md",
    ".git/HEAD",
    ".git/config",
)
NASTY = (
    b"",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"- ",
    b": ",
    b'"',
    b"[",
    b"{",
    b"&a *a",
    b"!!python/name:os",
    b"\t",
)


def damaged(root: Path, name: str, data: bytes, line: str) -> Done:
    """Run a command with one file replaced; say that it was left alone, and put it back."""
    path = root / name
    before = path.read_bytes()
    path.write_bytes(data)
    try:
        done = maestro(*as_of(*line.split()), "--format", "json", cwd=root, code=None)
        assert done.code in EXPECTED, (name, data, done.err)
        assert done.envelope["status"] in {"success", "partial", "error"}
        assert path.read_bytes() == data
        return done
    finally:
        path.write_bytes(before)


def test_settings_cut_at_any_byte(fresh: Path) -> None:
    whole = (fresh / "maestro.yaml").read_bytes()
    for end in range(0, len(whole), 29):
        done = damaged(fresh, "maestro.yaml", whole[:end], "trace check")
        if done.code == 2:
            assert all(
                each["line"] for each in done.envelope["diagnostics"] if each["path"] == "maestro.yaml"
            )


@pytest.mark.parametrize("name", FILES)
def test_changed_bytes(fresh: Path, name: str) -> None:
    chance = random.Random(name)
    whole = (fresh / name).read_bytes()
    commands = ("trace check", "items list", "doctor", "plan --dry-run", "report --dry-run")
    for number in range(15):
        start = chance.randrange(len(whole))
        end = start + chance.choice((0, 0, 1, 3, 40))
        damaged(
            fresh, name, whole[:start] + chance.choice(NASTY) + whole[end:], commands[number % len(commands)]
        )


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith(".git")])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        b"\xef\xbb\xbf",
        b"\xff\xfeA\0",
        random.Random(0).randbytes(64),
        b"a: " * 999,
        b"[" * 5000,
    ],
)
def test_something_else_in_a_file(fresh: Path, name: str, data: bytes) -> None:
    damaged(fresh, name, data, "trace check")


def test_settings_in_another_dress_are_the_same_settings(fresh: Path) -> None:
    path = fresh / "maestro.yaml"
    expected = maestro(*as_of("plan"), "--format", "json", cwd=fresh).data
    for data in (b"\xef\xbb\xbf" + path.read_bytes(), path.read_bytes().replace(b"\n", b"\r\n")):
        path.write_bytes(data)
        assert maestro(*as_of("plan"), "--format", "json", cwd=fresh).data == expected


LEADING_OUT = ("../out", "/tmp/out", "a/../../out", "a\\out", "reports/../../../out", "link/out", "nul\\0")


# @req MR-11.2
@pytest.mark.parametrize("folder", LEADING_OUT)
def test_documents_never_leave_the_project(fresh: Path, tmp_path: Path, folder: str) -> None:
    (fresh / "link").symlink_to(tmp_path)
    settings = (fresh / "maestro.yaml").read_text()
    (fresh / "maestro.yaml").write_text(f'{settings}\noutputs: {{plans: "{folder}"}}\n')
    before = set(tmp_path.iterdir())
    maestro(*as_of("plan"), "--format", "json", cwd=fresh, code=2)
    assert set(tmp_path.iterdir()) == before
    assert not Path("/tmp/out").exists()


@pytest.mark.parametrize(
    "payload", ["../x", "/etc/passwd", "%", "' OR 1=1 --", "a;b", "*", "x" * 5000, "plan-", "--"]
)
def test_ids_of_runs_are_only_text(fresh: Path, payload: str) -> None:
    maestro(*as_of("plan"), cwd=fresh)
    for command in ("show", "cancel", "resume"):
        done = maestro("runs", command, "--format", "json", "--", payload, cwd=fresh, code=None)
        assert done.code == 2 or payload == "plan-"
    assert maestro("runs", "list", "--format", "json", cwd=fresh).data["runs"][0]["status"] == "completed"
