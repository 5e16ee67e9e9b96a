"""The example project, for faults of whole commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import shop_copy


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The example project before anything was run in it."""
    return shop_copy(tmp_path / "fresh")
