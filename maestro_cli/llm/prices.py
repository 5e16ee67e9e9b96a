"""What the models cost and can do: a dated table as data, never a guess.

A model that is not in the table has no price: its cost is None, which is not zero.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from maestro_cli.llm.interface import Size, Usage

_SNAPSHOT = re.compile(r"-\d{8}$|\[1m\]$")
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens, for calls from a day on, with prompts of up to `up_to` tokens."""

    start: str
    up_to: int | None
    input: float
    output: float
    cache_read: float
    cache_write: float
    cache_write_1h: float


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model: its longest answer in tokens, whether it knows `effort`, and its prices by day."""

    id: str
    max_output: int
    effort: bool
    prices: tuple[Price, ...]

    def usd(self, usage: Usage, day: str) -> float | None:
        """Return what `usage` of one call costs on an ISO day; None where no price is known."""
        price = self._price(usage.prompt, day)
        if price is None:
            return None
        return (
            usage.input * price.input
            + usage.output * price.output
            + usage.cache_read * price.cache_read
            + usage.cache_write * price.cache_write
            + usage.cache_write_1h * price.cache_write_1h
        ) / _MILLION

    def most_usd(self, prompt: int, output: int, day: str) -> float | None:
        """Return the most that a call may cost: every token of the prompt is written to the cache."""
        return self.usd(Usage(cache_write=prompt, output=output), day)

    def _price(self, prompt: int, day: str) -> Price | None:
        fitting = [each for each in self.prices if each.up_to is None or prompt <= each.up_to]
        begun = [each for each in fitting if each.start <= day] or fitting
        return max(begun, key=lambda each: (each.start, each.up_to is not None), default=None)


def model_card(model: str) -> ModelCard:
    """Return what is known of a model; a dated snapshot is priced as its model."""
    name = _SNAPSHOT.sub("", model)
    found = _table()["models"].get(name)
    if found is None:
        return ModelCard(model, max_output=32_000, effort=False, prices=())
    prices = tuple(_price(row) for row in found["prices"])
    return ModelCard(model, found["max_output"], found["effort"], prices)


def cascade() -> dict[Size, str]:
    """Return the id of the model of each size."""
    return {Size(size): model for size, model in _table()["cascade"].items()}


def prices_as_of() -> str:
    """Return the day on which the table was last compared with the provider's, ISO."""
    return str(_table()["as_of"])


def _price(row: Mapping[str, Any]) -> Price:
    rates = {name: float(row[name]) for name in Price.__slots__ if name not in ("start", "up_to")}
    return Price(start=row["from"], up_to=row.get("up_to"), **rates)


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = json.loads((files(__package__) / "models.json").read_text(encoding="utf-8"))
    return table
