"""Streams that are closed, full, dumb or narrow: a message or silence, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = """
import sys
from maestro_cli.errors import MaestroError
from maestro_cli.model.blocks import Column, Heading, Table
from maestro_cli.model.events import Event, EventName
from maestro_cli.ui.blocks import render_blocks
from maestro_cli.ui.errors import print_error
from maestro_cli.ui.output import write_artefact
from maestro_cli.ui.progress import progress_observer
from maestro_cli.ui.terminal import stdout_terminal

def main():
    rows = tuple((f"US-{n}", "Pay by card 결제") for n in range(5000))
    table = Table((Column("Id"), Column("Title")), rows)
    with progress_observer("auto") as observer:
        observer(Event("2026-11-21T09:00:00+00:00", "plan-1", EventName.RUN_STARTED, message="plan"))
    try:
        write_artefact(render_blocks([Heading("Plan", 1), table], stdout_terminal()))
    except MaestroError as error:
        print_error(error)
        return int(error.exit_code)
    return 0

sys.exit(main())
"""


def shell(command: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    script = f"show() {{ '{sys.executable}' -c \"$SHOW\"; }}; set -o pipefail; {command}"
    base = {key: value for key, value in os.environ.items() if key not in ("CI", "COLUMNS", "NO_COLOR")}
    return subprocess.run(
        ["bash", "-c", script],
        env=base | {"SHOW": SHOW} | environ,
        capture_output=True,
        check=False,
        timeout=60,
    )


# @req MR-8.5
def test_a_reader_that_leaves_early_is_no_error() -> None:
    done = shell("show | head -1")
    assert done.stdout == b"Plan\n"
    assert b"Traceback" not in done.stderr
    assert b"rror" not in done.stderr
    assert done.returncode == 0


# @req MR-8.5
def test_a_full_standard_output_is_an_error_with_a_way_out() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell("show > /dev/full")
    assert done.returncode == 2
    assert b"error: cannot write to standard output: No space left on device [E-OUTPUT]\n" in done.stderr
    assert b"  fix: " in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_closed_standard_output_is_an_error() -> None:
    done = shell("show >&-")
    assert done.returncode == 2
    assert b"error: cannot write to standard output" in done.stderr
    assert b"Traceback" not in done.stderr


# @req MR-8.5
@pytest.mark.parametrize("target", ["2>&-", "2> /dev/full"])
def test_a_broken_standard_error_does_not_matter(target: str) -> None:
    if "full" in target and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell(f"show {target}")
    assert done.returncode == 0
    assert done.stdout.count(b"US-") == 5000


# @req MR-8.2
@pytest.mark.parametrize(
    "environ", [{"TERM": "dumb"}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"COLUMNS": "20"}, {"LC_ALL": "C"}]
)
def test_off_a_terminal_there_is_never_an_escape(environ: dict[str, str]) -> None:
    done = shell("show", **environ)
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout + done.stderr
    assert done.stdout.count(b"US-") == 5000


def test_an_encoding_without_korean_gives_escapes_not_a_crash() -> None:
    done = shell("show", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert b"\\uacb0\\uc81c" in done.stdout
