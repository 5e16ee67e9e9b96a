from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from maestro_cli.store import database
from maestro_cli.store.project_store import Store, open_store


@pytest.fixture(autouse=True)
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: what a power cut leaves is not tested here."""
    faster = tuple(pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in database._PRAGMAS)
    assert faster != database._PRAGMAS
    monkeypatch.setattr(database, "_PRAGMAS", faster)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    assert opened is not None
    with opened:
        yield opened


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())  # below tmp_path only its owner may look
    folder.chmod(0o755)
    yield folder
    if (folder / ".maestro").exists():
        (folder / ".maestro").chmod(0o755)
    shutil.rmtree(folder)
