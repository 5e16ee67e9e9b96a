"""A Messages API on loopback for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.llm.fake_api import FakeApi, serving


@pytest.fixture
def api() -> Iterator[FakeApi]:
    yield from serving(FakeApi())
