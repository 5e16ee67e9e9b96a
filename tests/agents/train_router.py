"""Learns the weights of the router from labelled requests, and measures it on requests it has not seen.

`python -m tests.agents.train_router` writes `weights.json`, and prints how many requests of each fifth are
routed right by what was learned from the others. The order of the requests is fixed, so that the same
requests give the same weights.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maestro_cli.agents.router import is_unsure, route
from maestro_cli.agents.routing import classifier
from maestro_cli.agents.routing.classifier import UNIT, Weights
from maestro_cli.agents.routing.evidence import Pair, Part, pair_of, part_of
from maestro_cli.agents.routing.mentions import find_mentions
from maestro_cli.agents.routing.reading import read
from maestro_cli.model.requests import Intent, Route
from tests.agents.requests import AS_OF, Labelled, labelled

INTENTS = tuple(Intent)
NO_WEIGHTS = Weights(INTENTS, (0.0,) * len(INTENTS), {}, ())
EPOCHS, SETTLED, RATE, DECAY = 20, 8, 0.4, 1.5e-3
_SMALL = 0.15
_CLEAR = 0.05
"""How likely both halves of a request have to be what is asked for, to be learned from."""

FOLDS = 5
BUILD = Path(__file__).with_name("requests_build.txt")

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A part of a request, and the intents one of which it asks for."""

    part: Part
    intents: tuple[Intent, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A request, and where it is routed by weights that have not seen it."""

    request: Labelled
    route: Route

    @property
    def leads(self) -> bool:
        """Whether the leading agent is right."""
        return self.route.agents[:1] == self.request.agents[:1]

    @property
    def right(self) -> bool:
        """Whether all agents are."""
        return self.leads and set(self.route.agents) == set(self.request.agents)


def part(request: Labelled, weights: Weights = NO_WEIGHTS) -> Part:
    """Return a request as the router judges it."""
    reading = read(request.text, ())
    return part_of(reading.tokens, find_mentions(reading), weights)


def learn(requests: Sequence[Labelled], seed: int = 1) -> Weights:
    """Return the weights that requests of one wish give, and with them the halves of those of two."""
    read_once = [(request, part(request)) for request in requests]
    single = [Example(each, request.intents[0]) for request, each in read_once if _is_one(request, each)]
    weights = fit(single, seed)
    double = [(request, each) for request, each in read_once if len(request.intents) == len((1, 2))]
    halves = [
        half
        for request, each in double
        for half in aligned(request, Part(each.tokens, each.mentions, weights))
    ]
    return fit([*single, *halves], seed)


def _is_one(request: Labelled, whole: Part) -> bool:
    """Tell whether a request is one wish; so is a kick-off, whoever takes part in it."""
    said = {concept for mention in whole.mentions for concept in mention.concepts}
    return len(request.intents) == 1 or "kickoff" in said


def aligned(request: Labelled, whole: Part) -> list[Example]:
    """Return the halves of a request of two wishes, where they are clear."""
    best: tuple[float, list[Example]] = (_CLEAR, [])
    for at in whole.cuts():
        halves = whole.cut(at)
        for wishes in (request.intents, request.intents[::-1]):
            chance = 1.0
            for half, intents in zip(halves, wishes, strict=True):
                chance *= sum(half.intents[intent] for intent in intents)
            if chance > best[0]:
                best = (
                    chance,
                    [Example(half, intents) for half, intents in zip(halves, wishes, strict=True)],
                )
    return best[1]


def fit(examples: Sequence[Example], seed: int) -> Weights:
    """Return the weights of a multinomial logistic regression: AdaGrad, one example at a time."""
    counts = Counter(name for example in examples for name in example.part.features)
    names = sorted(name for name, count in counts.items() if count > 1)
    place = {name: at for at, name in enumerate(names)}
    rows = [_row(example.part.features, place) for example in examples]
    allowed = np.zeros((len(examples), len(INTENTS)))
    for at, example in enumerate(examples):
        allowed[at, [INTENTS.index(intent) for intent in example.intents]] = 1
    learned, bias = _descend(rows, allowed, len(names), seed)
    features = {name: _plain(learned[at]) for at, name in enumerate(names)}
    return Weights(
        INTENTS,
        tuple(round(float(each), 4) for each in bias),
        {name: row for name, row in features.items() if row},
        (),
    )


def _row(features: Mapping[str, float], place: Mapping[str, int]) -> tuple[NDArray[np.int64], Numbers]:
    known = [(place[name], value) for name, value in features.items() if name in place]
    return np.array([at for at, _ in known], dtype=np.int64), np.array([value for _, value in known])


def _descend(
    rows: Sequence[tuple[NDArray[np.int64], Numbers]], allowed: Numbers, width: int, seed: int
) -> tuple[Numbers, Numbers]:
    learned, squares = np.zeros((width, len(INTENTS))), np.full((width, len(INTENTS)), 1e-2)
    bias, bias_squares = np.zeros(len(INTENTS)), np.full(len(INTENTS), 1e-2)
    order = list(range(len(rows)))
    shuffle = random.Random(seed)
    total, bias_total = np.zeros_like(learned), np.zeros_like(bias)
    for epoch in range(EPOCHS):
        shuffle.shuffle(order)
        for at in order:
            places, values = rows[at]
            sums = bias + values @ learned[places]
            likely = np.exp(sums - sums.max())
            likely /= likely.sum()
            # Of several intents that a label allows, each is taken for as right as it is likely.
            right = allowed[at] * likely
            error = likely - right / right.sum()
            slope = values[:, None] * error[None, :] + DECAY * learned[places]
            squares[places] += slope * slope
            learned[places] -= RATE * slope / np.sqrt(squares[places])
            bias_squares += error * error
            bias -= RATE / 4 * error / np.sqrt(bias_squares)
        if epoch >= SETTLED:
            total += learned
            bias_total += bias
    return total / (EPOCHS - SETTLED), bias_total / (EPOCHS - SETTLED)


def _plain(row: Numbers) -> list[int]:
    kept = [(at, round(float(each) * UNIT)) for at, each in enumerate(row) if abs(each) >= _SMALL]
    return [number for pair in kept for number in pair]


def learn_two(evidence: Numbers, two: Numbers) -> tuple[float, ...]:
    """Return the weights that tell two wishes from one: a logistic regression by Newton's method."""
    mean, spread = evidence.mean(0), evidence.std(0) + 1e-9
    data = np.hstack([np.ones((len(evidence), 1)), (evidence - mean) / spread])
    found = np.zeros(data.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-data @ found))
        ridge = np.full(data.shape[1], 1.0)
        ridge[0] = 1e-6
        slope = data.T @ (likely - two) + ridge * found
        bend = (data.T * (likely * (1 - likely))) @ data + np.diag(ridge)
        found -= np.linalg.solve(bend, slope)
    factors = found[1:] / spread
    return tuple(round(float(each), 4) for each in (found[0] - factors @ mean, *factors))


def pairs_of(requests: Sequence[Labelled], weights: Weights) -> list[tuple[Pair, bool]]:
    """Return the best cuts of requests, and whether they ask for two things."""
    found = [(pair_of(part(request, weights)), len(request.agents) > 1) for request in requests]
    return [(pair, two) for pair, two in found if pair is not None]


def with_two(weights: Weights, pairs: Sequence[tuple[Pair, bool]]) -> Weights:
    """Return weights that also tell two wishes from one."""
    evidence = np.array([pair.evidence for pair, _ in pairs])
    two = np.array([float(two) for _, two in pairs])
    return Weights(weights.intents, weights.bias, weights.features, learn_two(evidence, two))


def folds_of(requests: Sequence[Labelled], count: int) -> list[list[Labelled]]:
    """Return the requests in so many parts, shuffled."""
    mixed = sorted(requests, key=lambda one: sha256(one.text.encode()).hexdigest())
    return [mixed[at::count] for at in range(count)]


def learn_all(requests: Sequence[Labelled], count: int = FOLDS) -> tuple[Weights, list[Measured]]:
    """Return the weights from all requests, and where those from the other parts take each.

    When a request asks for two things is learned from cuts of requests that the weights have not seen.
    """
    parts = folds_of(requests, count)
    learned = [learn([one for other in parts if other is not held for one in other]) for held in parts]
    pairs = [pairs_of(held, weights) for held, weights in zip(parts, learned, strict=True)]
    found: list[Measured] = []
    for at, held in enumerate(parts):
        weights = with_two(
            learned[at], [pair for other in range(count) if other != at for pair in pairs[other]]
        )
        found += [Measured(one, route(one.text, (), AS_OF, weights)) for one in held]
    return with_two(learn(requests), [pair for each in pairs for pair in each]), found


def write(weights: Weights, path: Path, source: str) -> None:
    """Write weights as JSON, a feature a line."""
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row, separators=(',', ':'))}"
        for name, row in sorted(weights.features.items())
    ]
    head = {"learned_from": source, "intents": weights.intents, "bias": weights.bias, "two": weights.two}
    text = json.dumps(head)[:-1] + ',\n"features": {\n' + ",\n".join(lines) + "\n}}\n"
    path.write_text(text, encoding="utf-8")


def told(found: Sequence[Measured]) -> str:
    """Return how many requests are routed right, and how honest the router is about it."""
    right = [is_unsure(each.route) for each in found if each.right]
    wrong = [is_unsure(each.route) for each in found if not each.right]
    leads = sum(each.leads for each in found) / len(found)
    return (
        f"{len(found)} requests: leading agent {leads:.1%}, all agents {len(right) / len(found):.1%}; "
        f"unsure of {sum(wrong)} of {len(wrong)} wrong and {sum(right)} of {len(right)} right ones\n"
    )


def source() -> str:
    """Return a hash of what the weights are learned from."""
    return sha256(BUILD.read_bytes()).hexdigest()[:16]


def main() -> None:
    """Measure, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--errors", action="store_true", help="list what is routed wrong")
    parser.add_argument("--dry-run", action="store_true", help="only measure")
    asked = parser.parse_args()
    weights, found = learn_all(labelled(BUILD.name), asked.folds)
    for each in found if asked.errors else ():
        if not each.right:
            sure = "?" if is_unsure(each.route) else "!"
            sys.stdout.write(f"{sure} {each.request} -> {each.route.agents} {each.route.why}\n")
    sys.stdout.write(told(found))
    if not asked.dry_run:
        write(weights, Path(classifier.__file__).with_name("weights.json"), source())


if __name__ == "__main__":
    main()
