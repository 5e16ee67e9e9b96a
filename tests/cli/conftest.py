"""Example projects for whole commands, with a run, a backup and a file to import in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.runner import as_of, maestro
from tests.projects import shop_copy


@pytest.fixture(scope="session")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which a plan was run: only for commands that change nothing."""
    root = shop_copy(tmp_path_factory.mktemp("used") / "shop")
    (root / "more.csv").write_text(
        "id,title,points\nNEW-1,Imported,3\nUS-110,Pay with the mobile wallet,13\n"
    )
    maestro(*as_of("plan"), cwd=root)
    maestro("backup", "kept.zip", cwd=root)
    return root


@pytest.fixture
def project(used: Path, tmp_path: Path) -> Path:
    """A copy of `used` to change."""
    return Path(shutil.copytree(used, tmp_path / "shop"))


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The example project before anything was run in it."""
    return shop_copy(tmp_path / "fresh")
