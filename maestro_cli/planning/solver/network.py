"""The optimiser's view of a problem: whole numbers, cycles merged, each node with its first sprint."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from maestro_cli.model.graph import strongly_connected_components, topological_order
from maestro_cli.model.plan import Candidate, PlanProblem
from maestro_cli.planning.amounts import exact

FINEST = 1_000_000
"""Points, values and capacities are compared at six decimals."""

MOST_CLOSURES = 5_000
"""Up to so many nodes, the points of everything that a node needs bound its first sprint; above, those of
the heaviest chain of needs."""


@dataclass(slots=True)
class Node:
    """Items that can only be planned together (nearly always one), in scaled whole numbers."""

    ids: tuple[str, ...]
    points: int
    value: int
    rank: int
    urgency: int
    pin: int | None = None
    needs: list[int] = field(default_factory=list)
    users: list[int] = field(default_factory=list)
    draws: dict[str, int] = field(default_factory=dict)
    """Points that it takes from each limit."""
    open_in: list[bool] = field(default_factory=list)
    """Per sprint: whether the sprint alone could take it."""
    first: int = 0
    """No plan can have it in an earlier sprint; the number of sprints when it fits in none."""
    bonus: int = 0
    """What it counts more than its value while choosing."""
    stays: list[int] = field(default_factory=list)
    """Per sprint what being in just that sprint is worth while choosing; empty for nothing."""

    @property
    def order(self) -> tuple[int, int, str]:
        """Who goes first among equals: carry-over, the goal's items, urgency, id."""
        return (self.rank, self.urgency, self.ids[0])


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes in an order in which each stands after what it needs, and the room in whole numbers.

    `amount` is what one point is scaled to, `worth` what one unit of value is.
    """

    nodes: tuple[Node, ...]
    capacities: tuple[int, ...]
    limits: dict[str, tuple[int, ...]]
    amount: int
    worth: int
    among: tuple[tuple[dict[int, int], int, int], ...] = ()
    """Of these nodes, each with the number of its items that count, at least and at most so many items."""

    @property
    def sprints(self) -> int:
        """How many sprints are planned."""
        return len(self.capacities)

    def objective(self, choice: Sequence[int]) -> int:
        """Return Σ value · (S − s) in scaled units; `choice` is the sprint per node, S for none."""
        sprints = len(self.capacities)
        return sum(node.value * (sprints - sprint) for node, sprint in zip(self.nodes, choice, strict=True))

    def preferred(self, choice: Sequence[int]) -> int:
        """Return the objective with what counts only while choosing."""
        total, sprints = self.objective(choice), len(self.capacities)
        for node, sprint in zip(self.nodes, choice, strict=True):
            if node.bonus:
                total += node.bonus * (sprints - sprint)
            if node.stays and sprint < sprints:
                total += node.stays[sprint]
        return total

    def is_feasible(self, choice: Sequence[int]) -> bool:
        """Check capacity, limits, dependencies, pins and `among` in exact arithmetic."""
        for counted, least, most in self.among:
            planned = sum(count for number, count in counted.items() if choice[number] < self.sprints)
            if not least <= planned <= most:
                return False
        room, sprints = Room(self), len(self.capacities)
        for node, sprint in zip(self.nodes, choice, strict=True):
            if node.pin is not None and sprint != node.pin:
                return False
            if sprint < sprints:
                if any(choice[other] > sprint for other in node.needs):
                    return False
                room.take(node, sprint)
        return room.is_kept()


class Room:
    """What is left of each sprint and limit."""

    __slots__ = ("_limits", "_points")

    def __init__(self, network: Network) -> None:
        """Start with everything free."""
        self._points = list(network.capacities)
        self._limits = {key: list(values) for key, values in network.limits.items()}

    def fits(self, node: Node, sprint: int) -> bool:
        """Say whether the node still fits into the sprint."""
        return node.points <= self._points[sprint] and all(
            drawn <= self._limits[key][sprint] for key, drawn in node.draws.items()
        )

    def take(self, node: Node, sprint: int, sign: int = 1) -> None:
        """Take the node's points out of the sprint; `sign` -1 gives them back."""
        self._points[sprint] -= sign * node.points
        for key, drawn in node.draws.items():
            self._limits[key][sprint] -= sign * drawn

    def is_kept(self) -> bool:
        """Say whether nothing is overdrawn."""
        return min(self._points, default=0) >= 0 and all(min(left) >= 0 for left in self._limits.values())


def network(problem: PlanProblem) -> Network:
    """Scale a problem to whole numbers and merge dependency cycles."""
    by_id = {candidate.id: candidate for candidate in problem.candidates}
    graph = {name: by_id[name].needs for name in sorted(by_id)}
    sizes = [candidate.points for candidate in problem.candidates]
    amount = _scale(sizes, problem.capacities, *problem.limits.values())
    worth = _scale(amount for c in problem.candidates for amount in (c.value, c.bonus, c.stay_bonus))
    groups = {group[0]: group for group in strongly_connected_components(graph)}
    order = [name for name in topological_order(graph) if name in groups]
    home = {name: number for number, first in enumerate(order) for name in groups[first]}
    total = sum(_nearest(size, amount) for size in sizes)
    capacities = tuple(min(_floored(value, amount), total) for value in problem.capacities)
    limits = {
        key: tuple(min(_floored(value, amount), total) for value in row)
        for key, row in sorted(problem.limits.items())
    }
    nodes = tuple(
        _merged([by_id[name] for name in groups[first]], amount, worth, len(capacities)) for first in order
    )
    for number, node in enumerate(nodes):
        targets = {home[target] for name in node.ids for target in graph[name]}
        node.needs = sorted(targets - {number})
        for target in node.needs:
            nodes[target].users.append(number)
    among = tuple(
        (
            dict(Counter(home[name] for name in rule.ids if name in home)),
            rule.least,
            len(rule.ids) if rule.most is None else rule.most,
        )
        for rule in problem.among
    )
    result = Network(nodes, capacities, limits, amount, worth, among)
    set_first_sprints(result)
    return result


def split_pins(problem: PlanProblem) -> dict[str, int]:
    """Return the pinned candidates whose cycle is pinned to two different sprints; they cannot be merged."""
    by_id = {candidate.id: candidate for candidate in problem.candidates}
    found: dict[str, int] = {}
    for group in strongly_connected_components({name: by_id[name].needs for name in sorted(by_id)}):
        pins = {name: pin for name in group if (pin := by_id[name].pin) is not None}
        if len(set(pins.values())) > 1:
            found |= pins
    return found


def _merged(group: Sequence[Candidate], amount: int, worth: int, sprints: int) -> Node:
    draws: dict[str, int] = {}
    stays = [0] * sprints
    for candidate in group:
        if candidate.stay is not None:
            stays[candidate.stay] += _nearest(candidate.stay_bonus, worth)
        for key in candidate.limits:
            draws[key] = draws.get(key, 0) + _nearest(candidate.points, amount)
    return Node(
        tuple(candidate.id for candidate in group),
        sum(_nearest(candidate.points, amount) for candidate in group),
        sum(_nearest(candidate.value, worth) for candidate in group),
        min(candidate.rank for candidate in group),
        min(candidate.urgency for candidate in group),
        next((candidate.pin for candidate in group if candidate.pin is not None), None),
        draws=draws,
        bonus=sum(_nearest(candidate.bonus, worth) for candidate in group),
        stays=stays if any(stays) else [],
    )


def set_first_sprints(network: Network) -> None:
    """Bound each node's sprint from below: it must fit, after what it needs, which must fit up to there.

    Also closes sprints that cannot take the node itself.
    """
    for node in network.nodes:
        node.open_in = [
            node.points <= capacity
            and all(drawn <= network.limits[key][s] for key, drawn in node.draws.items())
            for s, capacity in enumerate(network.capacities)
        ]
    total, reached = 0, []
    for capacity in network.capacities:
        total += capacity
        reached.append(total)
    closures: list[int] = []
    chains: list[int] = []
    bounded = len(network.nodes) <= MOST_CLOSURES
    for number, node in enumerate(network.nodes):
        node.first = max((network.nodes[target].first for target in node.needs), default=0)
        closure = 1 << number if node.points else 0
        for target in node.needs if bounded else ():
            closure |= closures[target]
        closures.append(closure)
        chains.append(node.points + max((chains[target] for target in node.needs), default=0))
        if node.needs and node.first < network.sprints:
            needed = _sum_of(closure, network.nodes, reached[-1]) if bounded else chains[number]
            node.first = max(node.first, sum(needed > room for room in reached))
        if node.pin is not None:
            node.first = max(node.first, node.pin)
        while node.first < network.sprints and not node.open_in[node.first]:
            node.first += 1


def _sum_of(closure: int, nodes: Sequence[Node], enough: int) -> int:
    """Add up the points of a set of nodes, stopping when they pass `enough`."""
    total = 0
    while closure and total <= enough:
        lowest = closure & -closure
        total += nodes[lowest.bit_length() - 1].points
        closure ^= lowest
    return total


def _scale(*groups: Iterable[float]) -> int:
    """Return the smallest factor that makes all amounts whole, at most `FINEST`."""
    denominators = {exact(amount).denominator for group in groups for amount in group}
    return min(math.lcm(*denominators), FINEST)


@lru_cache(maxsize=65_536)
def _nearest(amount: float, scale: int) -> int:
    return round(exact(amount) * scale)


def _floored(amount: float, scale: int) -> int:
    return math.floor(exact(amount) * scale)
