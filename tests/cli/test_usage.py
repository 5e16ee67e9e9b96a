"""Wrong usage and failures: exit code 2, one explanation on stderr, the envelope where it was asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runner import as_of, environment, maestro

WRONG = {
    "plan --sprints many": "plan",
    "plan --sprints 0": "plan",
    "plan --seed -1": "plan",
    "plan --as-of soon": "plan",
    "plan --as-of 0001-01-01": "plan",
    "report --since 3000-01-01": "report",
    "plan --bogus": "plan",
    "plan --format xml": "plan",
    "report yearly": "report",
    "report --since tomorrow": "report",
    "trace check --fail-on x": "trace",
    "trace explain": "trace",
    "items nope": "items",
    "items list --limit 0": "items",
    "runs show": "runs",
    "plam": "maestro",
    "--bogus": "maestro",
}


# @req MR-8.1
@pytest.mark.parametrize("line", WRONG)
@pytest.mark.parametrize("asked", [("--format", "json"), ("--format=json",), ()])
def test_wrong_usage(tmp_path: Path, line: str, asked: tuple[str, ...]) -> None:
    words = line.split()
    done = maestro(*asked, *words, cwd=tmp_path, code=2) if "xml" in line else None
    done = done or maestro(*words, *asked, cwd=tmp_path, code=2)
    assert b"Usage: " in done.err
    assert b"Error: " in done.err
    if asked:
        envelope = done.envelope
        assert (envelope["kind"], envelope["status"], envelope["data"]) == (WRONG[line], "error", {})
        assert done.codes == ["E-USAGE"]
    else:
        assert done.out == b""


# @req MR-8.4
def test_a_slip_is_recognised(tmp_path: Path) -> None:
    assert b"Did you mean 'plan'?" in maestro("plam", cwd=tmp_path, code=2).err


FAILING = {
    "plan": ("plan", "E-NO-PROJECT"),
    "items show X": ("items", "E-NO-PROJECT"),
    "trace check": ("trace", "E-NO-PROJECT"),
    "runs list": ("runs", "E-NO-PROJECT"),
    "trace explain T99": ("trace-explain", "E-RULE"),
    "init --language de": ("init", "E-USAGE"),
}


# @req MR-7.1
@pytest.mark.parametrize("line", FAILING)
def test_a_failure_speaks_the_envelope_of_its_command(tmp_path: Path, line: str) -> None:
    kind, code = FAILING[line]
    done = maestro(*line.split(), "--format", "json", "--exit-zero", cwd=tmp_path, code=2)
    assert (done.envelope["kind"], done.envelope["status"], done.codes) == (kind, "error", [code])
    assert done.err.startswith(b"error: ")
    assert b"\n  fix: " in done.err
    text = maestro(*line.split(), cwd=tmp_path, code=2)
    assert (text.out, text.err) == (b"", done.err)


def test_a_failure_goes_where_the_answer_would_have_gone(tmp_path: Path) -> None:
    done = maestro("plan", "--format", "json", "--output", "answer.json", cwd=tmp_path, code=2)
    assert done.out == b""
    assert json.loads((tmp_path / "answer.json").read_bytes())["status"] == "error"


@pytest.mark.parametrize("target", ["/dev/full", "folder", "file/below"])
@pytest.mark.parametrize("line", ["items list", "items show NOPE", "plan"])
def test_a_target_that_cannot_be_written_is_told_once(fresh: Path, line: str, target: str) -> None:
    (fresh / "folder").mkdir()
    (fresh / "file").touch()
    arguments = (*as_of(*line.split()), "--format", "json", "--quiet", "--output", target)
    done = maestro(*arguments, cwd=fresh, code=2)
    assert done.out == b""
    assert done.err.count(b"[E-OUTPUT]") == 1


# @req MR-8.4
def test_several_problems_are_told_at_once(fresh: Path) -> None:
    (fresh / "maestro.yaml").write_text("sprnt: 1\nsprint: {length_days: x}\n")
    done = maestro("plan", "--format", "json", cwd=fresh, code=2)
    assert done.codes == ["P-UNKNOWN-KEY", "P-BAD-VALUE"]
    assert [diagnostic["line"] for diagnostic in done.envelope["diagnostics"]] == [1, 2]


def test_help_and_version_need_no_project(tmp_path: Path) -> None:
    assert maestro("--version", cwd=tmp_path).out.startswith(b"maestro ")
    assert b"--dry-run" in maestro("plan", "--help", cwd=tmp_path).out
    assert b"velocity" in maestro("--help", cwd=tmp_path).out
    for group in ("items", "trace", "runs", "config", "claude"):
        assert b"Usage: " in maestro(group, "--help", cwd=tmp_path).out


# @req MR-8.1
def test_a_bug_of_ours_ends_with_3_and_a_log_to_paste(fresh: Path, tmp_path: Path) -> None:
    setup = "import maestro_cli.wiring as w; w.open_workspace = lambda call: 1 / 0"
    env = {"HOME": str(tmp_path)}
    done = maestro("items", "list", cwd=fresh, code=3, setup=setup, env=env)
    assert done.out == b""
    assert done.err.startswith(b"error: Maestro has a bug (ZeroDivisionError). Please report it with /")
    log = Path(done.err.decode().rsplit(" ", 1)[1].strip()).read_text()
    assert "command: items list" in log
    assert "ZeroDivisionError: division by zero" in log


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
@pytest.mark.parametrize("line", ["plan --capacity 9", "report weekly", "report standup", "risks", "next"])
def test_the_first_and_the_last_day(used: Path, line: str, day: str) -> None:
    maestro(*line.split(), "--dry-run", "--as-of", day, cwd=used)


def test_the_longest_period(used: Path) -> None:
    maestro("report", "--dry-run", "--since", "1900-01-01", "--as-of", "2999-12-31", cwd=used)


@pytest.mark.parametrize(
    "line",
    ["--help", "trace --help", "trace check --help", "estimate --help", "estimate US-1", "plna", "--version"],
)
def test_a_process_that_declares_what_it_is_asked_for_says_the_same(tmp_path: Path, line: str) -> None:
    """The other tests run in forks of a process in which every command is complete."""
    start = f"import sys; sys.argv = {['maestro', *line.split()]}"
    code = f"{start}; from maestro_cli.__main__ import main; main()"
    alone = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, check=False
    )
    forked = maestro(*line.split(), cwd=tmp_path, code=None)
    out, err = (text.replace(b"python -m tests.cli.maestro", b"maestro") for text in (forked.out, forked.err))
    assert (alone.returncode, alone.stdout, alone.stderr) == (forked.code, out, err)
