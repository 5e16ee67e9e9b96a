"""The sets with known links: every one above its figure."""

from __future__ import annotations

import pytest

from benchmarks.suggest import DATA, TUNED, measure

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public sets are not beside the project")


# @req MR-6.14
@pytest.mark.parametrize("name", sorted(TUNED))
def test_a_set_is_above_its_figure(name: str) -> None:
    assert measure(DATA / name)[1].map > TUNED[name]
