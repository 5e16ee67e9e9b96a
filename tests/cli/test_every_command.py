"""What holds for every command: the envelope, the streams, `--output`, `--quiet` and `--dry-run`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from maestro_cli.cli.app import app
from tests.cli.commands import COMMANDS, READING, WRITING, Command
from tests.cli.runner import Done, as_of, maestro

KEYS = "time run_id event step_id agent status progress message tokens usd"
STATUSES = {"pending", "in_progress", "completed", "failed", "skipped", "waiting"}
RUNS = [command for command in WRITING if command.run]


def files(root: Path) -> dict[str, bytes]:
    """Return every file below `root` but those of git; with the store."""
    paths = sorted(path for path in root.rglob("*") if ".git" not in path.relative_to(root).parts)
    return {str(path.relative_to(root)): path.read_bytes() if path.is_file() else b"" for path in paths}


def beside_the_store(root: Path) -> dict[str, bytes]:
    indexes = (".maestro/maestro.db", ".maestro/chroma")
    return {name: data for name, data in files(root).items() if not name.startswith(indexes)}


def checked(done: Done, command: Command) -> None:
    envelope = done.envelope
    assert (envelope["schemaVersion"], envelope["kind"]) == (1, command.kind)
    assert envelope["status"] == "success"
    assert command.keys <= set(envelope["data"])
    if command.run:
        assert set(envelope["run"]) == {"id", "workflow", "engine", "seed", "as_of", "tokens", "usd"}


def test_no_command_is_missing() -> None:
    registered: set[tuple[str | None, ...]] = {(command.name,) for command in app.registered_commands}
    for group in (each.typer_instance for each in app.registered_groups):
        assert group is not None
        registered |= {(group.info.name, command.name) for command in group.registered_commands}
    missing = {name for name in registered if not any(c.arguments[: len(name)] == name for c in COMMANDS)}
    missing -= {("estimate", "[ID…]")}  # which is `estimate` itself
    waiting = {("approvals", name) for name in ("show", "approve", "reject", "undo")}
    remembered = {("memory", "show"), ("memory", "forget")}
    assert missing == {("runs", "cancel"), *waiting, *remembered}, "which need something that is there"


# @req MR-8.2
@pytest.mark.parametrize("command", READING, ids=str)
def test_a_command_that_reads(used: Path, tmp_path: Path, command: Command) -> None:
    before = beside_the_store(used)
    done = maestro(*as_of(*command.arguments), "--format", "json", cwd=used)
    checked(done, command)
    assert not done.err, "nothing to say beside the answer"
    if command.arguments[0] != "doctor":  # which says what the streams of this process can show
        assert maestro(*as_of(*command.arguments), "--format", "json", cwd=used).out == done.out
    output = tmp_path / "answer.json"
    quiet = maestro(*as_of(*command.arguments), "--format", "json", "--output", output, cwd=used)
    assert (quiet.out, json.loads(output.read_bytes())) == (b"", done.envelope)
    text = maestro(*as_of(*command.arguments), cwd=used)
    assert text.out.endswith(b"\n")
    assert b"\x1b" not in text.out
    assert beside_the_store(used) == before, "the indexes may be brought up to date, no more"


# @req MR-8.2
def test_commands_that_read_leave_no_trace(fresh: Path) -> None:
    before = files(fresh)
    for command in READING:
        maestro(*as_of(*command.arguments), cwd=fresh, code=2 if "plan" in command.arguments else 0)
    assert files(fresh) == before


# @req MR-8.2
@pytest.mark.parametrize("command", WRITING, ids=str)
def test_a_command_that_writes(project: Path, tmp_path: Path, command: Command) -> None:
    before = files(project)
    call = (*as_of(*command.arguments), "--format", "json")
    env = {"TMPDIR": str(tmp_path / "temporary"), "HOME": str(tmp_path / "home")}
    for folder in env.values():
        Path(folder).mkdir()
    rehearsed = maestro(*call, "--dry-run", cwd=project, env=env)
    assert command.keys <= set(rehearsed.data)
    assert files(project) == before, "a dry run writes nothing"
    assert not [path for folder in env.values() for path in Path(folder).rglob("*")]
    done = maestro(*call, "--quiet", cwd=project, env=env)
    checked(done, command)
    assert done.err == b""


# @req MR-8.3
@pytest.mark.parametrize("command", RUNS, ids=str)
def test_a_run_shows_progress_beside_its_answer(project: Path, command: Command) -> None:
    done = maestro(*as_of(*command.arguments), "--format", "md", "--progress", "plain", cwd=project)
    assert done.out.startswith(b"# ")
    assert not re.search(rb"(?m)^(\[\w+\] |Wrote )", done.out)
    assert b" completed in " in done.err
    told = maestro(*as_of(*command.arguments), "--quiet", "--progress", "jsonl", cwd=project).err
    events = [json.loads(line) for line in told.splitlines()]
    assert {" ".join(event) for event in events} == {KEYS}
    assert {event["status"] for event in events} <= STATUSES
    assert (events[0]["event"], events[1]["event"]) == ("run_started", "todo_updated")
    assert events[-1]["event"] == "run_completed"
    silent = maestro(*as_of(*command.arguments), "--progress", "none", cwd=project).err
    assert not re.search(rb"(?m)^\[\w+\] ", silent)


def test_checkpoints_are_counted_from_one(fresh: Path) -> None:
    err = maestro(*as_of("plan"), "--progress", "plain", cwd=fresh).err.decode()
    numbers = [int(line.rsplit(" ", 1)[1]) for line in err.splitlines() if "checkpoint saved" in line]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "1 cycle\n" in err
