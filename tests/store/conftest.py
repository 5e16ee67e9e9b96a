from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from maestro_cli.store.project_store import Store, open_store


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
