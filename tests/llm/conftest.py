"""A Messages API on loopback for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.llm.fake_api import FakeApi, serving


@pytest.fixture(scope="session")
def sdk() -> None:
    """Load the SDK once, so that no test that measures time pays for it."""
    from anthropic import Anthropic

    _ = Anthropic(api_key="k").messages


@pytest.fixture
def api(sdk: None) -> Iterator[FakeApi]:
    yield from serving(FakeApi())
