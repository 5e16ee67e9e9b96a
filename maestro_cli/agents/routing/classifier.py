"""Tells how likely each intent is, by weights that were learned from labelled requests.

A multinomial logistic regression. `weights.json` is written by `python -m tests.agents.train_router`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from maestro_cli.model.requests import Intent

UNIT = 100
"""Weights are written as whole hundredths."""


@dataclass(frozen=True, slots=True)
class Weights:
    """By feature the weight for each intent, as (place in `intents`, weight) pairs.

    `two` are those of the evidence that a request is two wishes: a constant, then one for each figure.
    """

    intents: tuple[Intent, ...]
    bias: tuple[float, ...]
    features: Mapping[str, Sequence[int]]
    two: tuple[float, ...]

    def probabilities(self, features: Mapping[str, float]) -> dict[Intent, float]:
        """Return how likely each intent is."""
        sums = list(self.bias)
        for name, value in features.items():
            row = self.features.get(name, ())
            for at in range(0, len(row), 2):
                sums[row[at]] += value * row[at + 1] / UNIT
        most = max(sums)
        raw = [exp(each - most) for each in sums]
        total = sum(raw)
        return {intent: each / total for intent, each in zip(self.intents, raw, strict=True)}

    def speaks_for(self, intent: Intent, features: Mapping[str, float]) -> float:
        """Return how much these features say for an intent, against all others on average."""
        place, most = self.intents.index(intent), 0.0
        for name, value in features.items():
            row = self.features.get(name, ())
            for at in range(0, len(row), 2):
                share = 1.0 if row[at] == place else -1 / len(self.intents)
                most += share * value * row[at + 1] / UNIT
        return most


@cache
def weights() -> Weights:
    """Return the weights that are shipped."""
    text = files("maestro_cli.agents.routing").joinpath("weights.json").read_text(encoding="utf-8")
    return weights_of(json.loads(text))


def weights_of(plain: Mapping[str, object]) -> Weights:
    """Return weights from what `weights.json` holds."""
    intents, bias, two, features = (plain[name] for name in ("intents", "bias", "two", "features"))
    assert isinstance(intents, list)  # noqa: S101 - a file of ours
    assert isinstance(bias, list)  # noqa: S101
    assert isinstance(two, list)  # noqa: S101
    assert isinstance(features, dict)  # noqa: S101
    return Weights(tuple(Intent(each) for each in intents), tuple(bias), features, tuple(two))
