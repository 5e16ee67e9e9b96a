"""Order of the tests: the longest first, so that no worker is left with one of them at the end."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that kill processes, a quarter of the time, before all others."""
    items.sort(key=lambda item: "test_kill_resume" not in item.nodeid)
