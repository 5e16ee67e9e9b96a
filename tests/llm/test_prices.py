"""What calls cost: by model, day and length of the prompt, and None rather than a guess."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.llm.interface import Size, Usage
from maestro_cli.llm.prices import cascade, model_card, prices_as_of

TODAY = "2026-11-26"
MILLION = 1_000_000
TABLE: dict[str, Any] = json.loads((files("maestro_cli.llm") / "models.json").read_text())
COUNTS = st.integers(0, 10 * MILLION)


@pytest.mark.parametrize(
    ("model", "day", "usage", "usd"),
    [
        ("claude-sonnet-5-5", TODAY, Usage(input=MILLION), 2),
        ("claude-sonnet-5-5", TODAY, Usage(output=MILLION), 10),
        ("claude-sonnet-5-5", TODAY, Usage(cache_read=MILLION), 0.10),
        ("claude-sonnet-5-5", "2026-10-06", Usage(cache_read=MILLION), 0.20),
        ("claude-sonnet-5-5", TODAY, Usage(cache_write=MILLION), 2.50),
        ("claude-sonnet-5-5", TODAY, Usage(cache_write_1h=MILLION), 4),
        ("claude-haiku-5-5", TODAY, Usage(input=100_000, output=MILLION), 0.51),
        ("claude-haiku-5-5", TODAY, Usage(input=100_001, output=MILLION), 2.5500005),
        ("claude-haiku-5-5", TODAY, Usage(cache_read=60_000, cache_write=60_000), 0.0405),
        ("claude-haiku-4-5-20251001", TODAY, Usage(input=MILLION), 1),
        ("claude-sonnet-5-5", "2020-01-01", Usage(input=MILLION), 2),
    ],
)
def test_a_call_costs_what_the_table_says(model: str, day: str, usage: Usage, usd: float) -> None:
    assert model_card(model).usd(usage, day) == pytest.approx(usd)


def test_a_model_that_is_not_known_has_no_price() -> None:
    assert model_card("claude-next").usd(Usage(input=1), TODAY) is None
    assert model_card("claude-next").most_usd(1, 1, TODAY) is None


@settings(deadline=None)
@given(COUNTS, COUNTS, COUNTS, COUNTS, st.sampled_from(sorted(TABLE["models"])))
def test_no_call_costs_more_than_its_most(new: int, read: int, written: int, out: int, model: str) -> None:
    card = model_card(model)
    usage = Usage(input=new, output=out, cache_read=read, cache_write=written)
    usd, most = card.usd(usage, TODAY), card.most_usd(usage.prompt, out, TODAY)
    assert usd is not None
    assert most is not None
    assert usd <= most * (1 + 1e-9)


def test_the_table_is_dated_whole_and_plausible() -> None:
    assert prices_as_of() == TABLE["as_of"]
    assert set(cascade()) == set(Size)
    assert set(cascade().values()) <= TABLE["models"].keys()
    for model in TABLE["models"].values():
        for row in model["prices"]:
            assert row["cache_read"] < row["input"] < row["cache_write"] < row["cache_write_1h"]
            assert row["input"] < row["output"]
            assert "2025-01-01" < row["from"] <= TABLE["as_of"]


def test_the_small_model_is_the_cheaper_one() -> None:
    usage = Usage(input=1000, output=1000)
    small, large = (model_card(cascade()[size]).usd(usage, TODAY) for size in (Size.SMALL, Size.LARGE))
    assert small is not None
    assert large is not None
    assert small < large
