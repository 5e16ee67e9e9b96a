"""The example project, for faults of whole commands, and a Claude on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.asked import on_loopback
from tests.llm.fake_api import FakeApi
from tests.projects import shop_copy


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The example project before anything was run in it."""
    return shop_copy(tmp_path / "fresh")


@pytest.fixture(scope="module")
def claude() -> Iterator[FakeApi]:
    """The Claude that this process asks."""
    yield from on_loopback()
