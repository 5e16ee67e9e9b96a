"""The wheel holds everything that the commands need, and runs on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from maestro_cli import __version__
from tests.architecture.code import PACKAGE, ROOT, SKIPPED


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


def shipped(folder: str) -> set[str]:
    """Return every file below `folder`, relative to the repository."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if not SKIPPED & {*path.parts}}


def test_the_wheel_holds_code_templates_and_commands(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assets = {f"{PACKAGE}/_assets/{name}" for folder in ("templates", "commands") for name in shipped(folder)}
    assert assets
    assert f"{PACKAGE}/py.typed" in names
    assert names == shipped(PACKAGE) | assets


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    info = f"{PACKAGE}-{__version__}.dist-info"
    metadata = archive.read(f"{info}/METADATA").decode()
    assert f"Version: {__version__}" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "maestro = maestro_cli.__main__:main" in archive.read(f"{info}/entry_points.txt").decode()


def test_the_unpacked_wheel_runs_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    environ = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path)}
    for argv in (("init", "shop", "--example", "shop"), ("items", "list", "--project", "shop")):
        done = subprocess.run(
            [sys.executable, "-m", PACKAGE, *argv],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    code = "import maestro_cli; print(maestro_cli.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(str(tmp_path))
