"""The integer programme of a plan, as arrays for HiGHS.

One binary y[i, s] says "node i is done by the end of sprint s". It is monotone in s, a dependency is
y[i, s] ≤ y[j, s], and the points of a sprint are those of the increments y[i, s] − y[i, s−1]. Then
Σ value · (S − s) is Σ value · y[i, s]. Variables that can only be 0, 1 or equal to the one before them are
left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from maestro_cli.planning.solver.network import Network

ZERO = -1
ONE = -2

LARGEST_EXACT = 10**12
"""Objectives beyond this lose whole units in double precision."""


@dataclass(slots=True)
class Programme:
    """Columns per node and sprint (an index, ZERO or ONE), objective, and rows of the form Σ a·y ≤ upper."""

    columns: list[list[int]]
    costs: list[int] = field(default_factory=list)
    constant: int = 0
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)

    def add(self, terms: Sequence[tuple[int, int]], upper: int) -> None:
        """Add a row; fixed columns move into its right-hand side, and rows that always hold are dropped."""
        summed: dict[int, int] = {}
        for column, factor in terms:
            if column == ONE:
                upper -= factor
            elif column != ZERO:
                summed[column] = summed.get(column, 0) + factor
        kept = [(column, factor) for column, factor in summed.items() if factor]
        if sum(factor for _, factor in kept if factor > 0) <= upper:
            return
        for column, factor in kept:
            self.index.append(column)
            self.value.append(factor)
        self.starts.append(len(self.index))
        self.upper.append(upper)

    def earn(self, column: int, worth: int) -> None:
        """Make a column count; the last one may be a new one."""
        if column == ONE:
            self.constant += worth
        elif column != ZERO:
            if column == len(self.costs):
                self.costs.append(0)
            self.costs[column] += worth

    def choice(self, columns: Sequence[float], sprints: int) -> list[int]:
        """Read the sprint per node off a solution's column values; `sprints` where a node is not planned."""
        return [
            next((s for s, c in enumerate(row) if c == ONE or (c >= 0 and columns[c] > 0.5)), sprints)
            for row in self.columns
        ]

    def start(self, choice: Sequence[int]) -> list[float]:
        """Write a plan as column values."""
        values = [0.0] * len(self.costs)
        for row, sprint in zip(self.columns, choice, strict=True):
            for column in row[sprint:]:
                if column >= 0:
                    values[column] = 1.0
        return values


def programme(network: Network) -> Programme:
    """Return the programme that maximises `network.preferred`."""
    useful = _useful(network)
    result = Programme([])
    for number, node in enumerate(network.nodes):
        row = _columns(network, number, useful[number], len(result.costs))
        result.columns.append(row)
        if node.pin is not None and node.pin < node.first:
            result.add([], -1)
        for sprint, column in enumerate(row):
            result.earn(column, node.value + node.bonus)
            stay = node.stays[sprint] if node.stays else 0
            result.earn(column, stay)
            result.earn(row[sprint - 1] if sprint else ZERO, -stay)
    _add_order(result, network)
    _add_room(result, network)
    for counted, least, most in network.among:
        planned = [(result.columns[number][-1], count) for number, count in counted.items()]
        result.add(planned, most)
        result.add([(column, -count) for column, count in planned], -least)
    return result


def arrays(model: Programme) -> tuple[Any, ...]:
    """Return costs, row starts, column indices, coefficients and upper bounds as NumPy arrays."""
    import numpy as np

    return (
        np.array(model.costs, dtype=np.float64),
        np.array(model.starts, dtype=np.int32),
        np.array(model.index, dtype=np.int32),
        np.array(model.value, dtype=np.float64),
        np.array(model.upper, dtype=np.float64),
    )


def _useful(network: Network) -> list[bool]:
    """Say which nodes can matter: those with value, a pin or a part in a count, and what they need."""
    useful = [False] * len(network.nodes)
    wanted = {number for counted, least, _ in network.among if least > 0 for number in counted}
    for number in range(len(network.nodes) - 1, -1, -1):
        node = network.nodes[number]
        own = node.value + node.bonus > 0 or node.pin is not None or bool(node.stays) or number in wanted
        if own or useful[number]:
            useful[number] = node.first < network.sprints or node.pin is not None
            for target in node.needs if useful[number] else ():
                useful[target] = True
    return useful


def _columns(network: Network, number: int, useful: bool, following: int) -> list[int]:
    node = network.nodes[number]
    row: list[int] = []
    for sprint in range(network.sprints):
        if not useful or sprint < node.first:
            row.append(ZERO)
        elif node.pin is not None and node.pin >= node.first:
            row.append(ONE)
        elif not node.open_in[sprint]:
            row.append(row[-1])
        else:
            row.append(following)
            following += 1
    return row


def _add_order(model: Programme, network: Network) -> None:
    for number, node in enumerate(network.nodes):
        row = model.columns[number]
        for earlier, later in pairwise(row):
            if earlier != later and earlier >= 0:
                model.add([(earlier, 1), (later, -1)], 0)
        for target in node.needs:
            needed = model.columns[target]
            before = None
            for pair in zip(row, needed, strict=True):
                if pair != before and pair[0] != ZERO:
                    model.add([(pair[0], 1), (pair[1], -1)], 0)
                before = pair


def _add_room(model: Programme, network: Network) -> None:
    for sprint in range(network.sprints):
        terms: list[tuple[int, int]] = []
        drawn: dict[str, list[tuple[int, int]]] = {key: [] for key in network.limits}
        for number, node in enumerate(network.nodes):
            now = model.columns[number][sprint]
            before = model.columns[number][sprint - 1] if sprint else ZERO
            if now in {before, ZERO}:
                continue
            terms += [(now, node.points), (before, -node.points)]
            for key, amount in node.draws.items():
                drawn[key] += [(now, amount), (before, -amount)]
        model.add(terms, network.capacities[sprint])
        for key, limited in drawn.items():
            model.add(limited, network.limits[key][sprint])
