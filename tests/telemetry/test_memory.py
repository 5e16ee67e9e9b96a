"""The memory of a process is its own, whoever started it."""

from __future__ import annotations

import subprocess
import sys

from maestro_cli.telemetry.memory import peak_kib

SHOWN = "from maestro_cli.telemetry.memory import peak_kib; print(peak_kib())"
HELD = 200 * 2**20


def test_what_is_held_is_counted() -> None:
    held = bytearray(HELD)
    held[::4096] = b"x" * len(held[::4096])
    assert (peak_kib() or 0) > HELD // 1024


def test_what_the_process_had_that_started_this_one_is_not() -> None:
    held = bytearray(HELD)
    held[::4096] = b"x" * len(held[::4096])
    done = subprocess.run([sys.executable, "-c", SHOWN], capture_output=True, text=True, check=True)
    assert 1024 < int(done.stdout) < HELD // 1024
    assert len(held) == HELD
