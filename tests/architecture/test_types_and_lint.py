"""Types, lint and formatting are part of the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.code import ROOT


@pytest.mark.parametrize(
    "command",
    [
        ("mypy", "--cache-dir", "{cache}"),
        ("ruff", "check", "--cache-dir", "{cache}", "."),
        ("ruff", "format", "--check", "--cache-dir", "{cache}", "."),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_code_is_clean(command: tuple[str, ...], tmp_path: Path) -> None:
    arguments = [part.format(cache=tmp_path) for part in command]
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
