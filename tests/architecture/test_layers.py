"""Rooms import downwards only: the contract in pyproject.toml holds, and would notice."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.code import PACKAGE, ROOT, modules

LINT = "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command as lint; lint()"


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_rooms_import_downwards_only() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    analyzed = re.search(r"Analyzed (\d+) files", done.stdout)
    assert analyzed is not None
    assert int(analyzed[1]) >= len(modules())


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("model", "from maestro_cli.sources import loading"),
        ("errors.py", "import maestro_cli.files"),
        ("planning", "import maestro_cli.traceability"),
        ("sources", "def f() -> None:\n    import maestro_cli.store"),
        ("skills", "import maestro_cli.workflows"),
        ("ui", "import maestro_cli.cli"),
    ],
)
def test_an_import_upwards_or_sideways_is_noticed(copy: Path, room: str, text: str) -> None:
    place = copy / PACKAGE / room
    target = place if place.suffix else place / "planted.py"
    with target.open("a") as stream:
        stream.write(f"\n{text}\n")
    done = lint(copy)
    assert done.returncode == 1
    name = f"{PACKAGE}.{room.removesuffix('.py')}" + ("" if place.suffix else ".planted")
    assert f"{name} -> " in done.stdout


def test_a_room_outside_the_contract_is_noticed(copy: Path) -> None:
    (copy / PACKAGE / "attic.py").touch()
    done = lint(copy)
    assert done.returncode == 1
    assert "attic" in done.stdout
