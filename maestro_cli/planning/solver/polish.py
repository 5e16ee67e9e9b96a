"""One plan among equals: exchanges that keep the objective, so that ties fall the way a team would want.

Carry-over goes before the goal's items, those before the rest, then by urgency and id. Nothing here
lowers the objective.
"""

from __future__ import annotations

import heapq
from bisect import insort
from collections.abc import Sequence

from maestro_cli.planning.solver.network import Network, Node, Room


def polish(network: Network, choice: Sequence[int]) -> list[int]:
    """Return a plan of the same or a higher objective, with ties settled.

    1. What has no value, no pin and no planned user is taken out (a solver keeps it by chance).
    2. Two nodes of the same points, worth and limits change places when the more wanted one is later;
       those that nothing depends on, either way, are put in order of id.
    3. Whatever still fits is added as early as possible, the most wanted first; so nothing that is left
       out would fit.
    """
    result = list(choice)
    _drop_idle(network, result)
    _exchange(network, result)
    _fill(network, result)
    return result


def _drop_idle(network: Network, choice: list[int]) -> None:
    for number in range(len(network.nodes) - 1, -1, -1):
        node = network.nodes[number]
        used = any(choice[user] < network.sprints for user in node.users)
        if node.value == 0 and node.pin is None and not used:
            choice[number] = network.sprints


def _exchange(network: Network, choice: list[int]) -> None:
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, node in enumerate(network.nodes):
        if node.pin is None:
            key = (node.points, node.value, node.bonus, tuple(node.stays), tuple(sorted(node.draws.items())))
            groups.setdefault(key, []).append(number)
    for group in groups.values():
        ranks = {_wish(network.nodes[number]) for number in group}
        if len(ranks) > 1:
            _exchange_within(network, choice, sorted(group, key=lambda n: network.nodes[n].order))
        free = [n for n in group if not network.nodes[n].needs and not network.nodes[n].users]
        places = sorted(choice[n] for n in free)
        for number, place in zip(sorted(free, key=lambda n: network.nodes[n].order), places, strict=True):
            choice[number] = place


def _exchange_within(network: Network, choice: list[int], group: Sequence[int]) -> None:
    """Let each of a group of alike nodes take the earliest place that a less wanted one can give it."""
    nodes = network.nodes

    def by_id(number: int) -> tuple[str | int, ...]:
        return nodes[number].order[::-1]

    places: list[list[int]] = [[] for _ in range(network.sprints + 1)]
    for number in sorted(group, key=by_id):
        places[choice[number]].append(number)
    for wanted in group:
        late, wish = choice[wanted], _wish(nodes[wanted])
        for early in range(max((choice[target] for target in nodes[wanted].needs), default=0), late):
            less = (n for n in places[early] if _wish(nodes[n]) > wish)
            other = next((n for n in less if _can_swap(network, choice, wanted, n)), None)
            if other is not None:
                choice[wanted], choice[other] = early, late
                for number, before in ((wanted, late), (other, early)):
                    places[before].remove(number)
                    insort(places[choice[number]], number, key=by_id)
                break


def _can_swap(network: Network, choice: Sequence[int], later: int, earlier: int) -> bool:
    """Say whether two alike nodes may change places: only dependencies can forbid it."""
    early, late = choice[earlier], choice[later]
    ready = all(target != earlier and choice[target] <= early for target in network.nodes[later].needs)
    return ready and all(choice[user] >= late for user in network.nodes[earlier].users)


def _fill(network: Network, choice: list[int]) -> None:
    room = Room(network)
    for node, sprint in zip(network.nodes, choice, strict=True):
        if sprint < network.sprints:
            room.take(node, sprint)
    left = [n for n, sprint in enumerate(choice) if sprint == network.sprints]
    heap = [(network.nodes[n].order, n) for n in left if _is_ready(network, choice, n)]
    heapq.heapify(heap)
    while heap:
        _, number = heapq.heappop(heap)
        node = network.nodes[number]
        low = max([node.first, *(choice[target] for target in node.needs)])
        place = next((s for s in range(low, network.sprints) if room.fits(node, s)), None)
        if place is None or choice[number] < network.sprints:
            continue
        choice[number] = place
        room.take(node, place)
        for user in node.users:
            if choice[user] == network.sprints and _is_ready(network, choice, user):
                heapq.heappush(heap, (network.nodes[user].order, user))


def _is_ready(network: Network, choice: Sequence[int], number: int) -> bool:
    return all(choice[target] < network.sprints for target in network.nodes[number].needs)


def _wish(node: Node) -> tuple[int, int]:
    return (node.rank, node.urgency)
