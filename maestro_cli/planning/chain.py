"""The critical chain: open work that can only be done one after the other, by points."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from maestro_cli.model.graph import strongly_connected_components, topological_order
from maestro_cli.planning.amounts import exact_sum

Weight = tuple[Fraction, int, int]
"""Points, items that are work, and minus the steps: of chains with the same work the shorter is shown."""

NOTHING: Weight = (Fraction(0), 0, 0)


@dataclass(frozen=True, slots=True)
class Chain:
    """Work in the order in which it has to be done: each step needs the one before it.

    A step is one item, or items that wait for one another. `amounts` are the points of each step;
    `unestimated` are the items whose points are not known and count 0.
    """

    steps: tuple[tuple[str, ...], ...] = ()
    amounts: tuple[float, ...] = ()
    unestimated: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of all steps in order."""
        return tuple(name for step in self.steps for name in step)

    @property
    def points(self) -> float:
        """The points of all steps."""
        return float(exact_sum(self.amounts))

    def upto(self, name: str) -> float:
        """Return the points of the chain up to the step of `name`, which is included."""
        place = next(number for number, step in enumerate(self.steps) if name in step)
        return float(exact_sum(self.amounts[: place + 1]))


def longest_chain(
    needs: Mapping[str, Sequence[str]],
    points: Mapping[str, float | None],
    holders: Collection[str] = frozenset(),
) -> Chain:
    """Return the chain with the most points; of several the one with more items, then the smaller ids.

    Two items of work make a chain: where no two depend on each other, it is empty.

    Items of a cycle are one step, and count together. Linear in items and links but for the sorting.

    Args:
        needs: per item the ids that have to be done before it; ids that are no keys are ignored.
        points: per item its own points, None where they are not known: they count 0.
        holders: items that only hold others together. They link a chain and are no work in it, so that it
            does not end with one.
    """
    steps = strongly_connected_components(needs)
    home = {name: number for number, step in enumerate(steps) for name in step}
    best: dict[int, Weight] = {}
    before: dict[int, int | None] = {}
    for number in dict.fromkeys(home[name] for name in topological_order(needs)):
        step = steps[number]
        needed = {home[to] for name in step for to in needs[name] if to in home} - {number}
        work = [one for one in needed if best[one] > NOTHING]
        last = max(work, key=lambda one: (best[one], -one), default=None)
        own = (exact_sum(points[name] or 0.0 for name in step), sum(name not in holders for name in step), -1)
        best[number] = _added(NOTHING if last is None else best[last], own)
        before[number] = last
    ends = [number for number, weight in best.items() if weight[1] >= 2]
    at = max(ends, key=lambda one: (best[one], -one), default=None)
    found = []
    while at is not None:
        found.append(steps[at])
        at = before[at]
    return _chain(found[::-1], points)


def _added(one: Weight, other: Weight) -> Weight:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _chain(steps: Sequence[Sequence[str]], points: Mapping[str, float | None]) -> Chain:
    return Chain(
        tuple(map(tuple, steps)),
        tuple(float(exact_sum(points[name] or 0.0 for name in step)) for step in steps),
        tuple(name for step in steps for name in step if points[name] is None),
    )
