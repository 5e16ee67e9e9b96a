"""A smaller network with the same best plans: nodes that go together are merged, implied needs dropped.

Each rule keeps at least one optimal plan, and every plan of the smaller network is one of the full network
with the same objective:

- A need that another need of the node needs anyway says nothing (transitive reduction).
- A node of 0 points that is not held, with exactly one need, is planned with it: it takes no room, and
  earlier is never worse. With no need at all it is planned in the first sprint.
- Nodes of 0 points that are not held and need the same are planned together, for the same reason.
- In a plan of one sprint, a node that is worth nothing by itself, is not held and has exactly one user is
  planned with that: without it, it would only take room. (In several sprints it may have to come earlier.)

Held is what has a pin, a sprint that it had better stay in, or a part in a count of planned items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maestro_cli.planning.solver.network import MOST_CLOSURES, Network, Node, set_first_sprints


@dataclass(frozen=True, slots=True)
class Reduced:
    """The smaller network, and per node of the full one its number there (`home`).

    `follows` says of each node of the full network that it is merged into its only user.
    """

    network: Network
    home: list[int]
    follows: list[bool]

    def full(self, choice: Sequence[int]) -> list[int]:
        """Return a plan of the full network."""
        return [choice[number] for number in self.home]

    def small(self, choice: Sequence[int]) -> list[int]:
        """Return an allowed plan of the full network as one of the smaller, worth no less."""
        nodes = self.network.nodes
        found = [self.network.sprints if node.pin is None else node.pin for node in nodes]
        for number, sprint, follows in zip(self.home, choice, self.follows, strict=True):
            if not follows:
                found[number] = min(found[number], sprint)
        return found


def reduced(full: Network, bonus: Sequence[int], scale: int) -> Reduced:
    """Return the smaller network, in which nodes are worth value · scale + bonus."""
    needs = _without_implied(full)
    lead = list(range(len(full.nodes)))
    pairs = zip(full.nodes, bonus, strict=True)
    worth = [(node.value + node.bonus) * scale + more for node, more in pairs]
    held = _held(full)
    _join_what_costs_nothing(full, needs, held, lead)
    follows = [False] * len(full.nodes)
    if full.sprints == 1:
        _join_what_one_user_needs(needs, worth, held, lead, follows)
    for number in range(len(lead)):
        while lead[number] != lead[lead[number]]:
            follows[number] |= follows[lead[number]]
            lead[number] = lead[lead[number]]
    return _merged(full, needs, worth, scale, held, lead, follows)


def _held(full: Network) -> list[bool]:
    """Say which nodes have wishes of their own: a pin, a sprint to stay in, or a count that they are in."""
    held = [node.pin is not None or bool(node.stays) for node in full.nodes]
    for counted, _, _ in full.among:
        for number in counted:
            held[number] = True
    return held


def _without_implied(full: Network) -> list[list[int]]:
    """Return the needs of each node without those that others of its needs need."""
    if len(full.nodes) > MOST_CLOSURES:
        return [_not_next(full.nodes, node) for node in full.nodes]
    below: list[int] = []
    needs: list[list[int]] = []
    for number, node in enumerate(full.nodes):
        further = 0
        for target in node.needs:
            further |= below[target] & ~(1 << target)
        kept = [target for target in node.needs if not further >> target & 1] if further else node.needs
        needs.append(kept)
        below.append(further | sum(1 << target for target in node.needs) | 1 << number)
    return needs


def _not_next(nodes: Sequence[Node], node: Node) -> list[int]:
    if len(node.needs) < 2:
        return node.needs
    further = {other for target in node.needs for other in nodes[target].needs}
    return [target for target in node.needs if target not in further]


def _join_what_costs_nothing(
    full: Network, needs: Sequence[Sequence[int]], held: Sequence[bool], lead: list[int]
) -> None:
    twins: dict[tuple[int, ...], int] = {}
    for number, node in enumerate(full.nodes):
        if node.points or held[number]:
            continue
        wanted = tuple(sorted({lead[target] for target in needs[number]}))
        lead[number] = wanted[0] if len(wanted) == 1 else twins.setdefault(wanted, number)


def _join_what_one_user_needs(
    needs: Sequence[Sequence[int]],
    worth: Sequence[int],
    held: Sequence[bool],
    lead: list[int],
    follows: list[bool],
) -> None:
    users: list[set[int]] = [set() for _ in lead]
    value = [0] * len(lead)
    for number, wanted in enumerate(needs):
        value[lead[number]] += worth[number]
        for target in wanted:
            if lead[target] != lead[number]:
                users[lead[target]].add(lead[number])
    for number in range(len(lead) - 1, -1, -1):
        if lead[number] != number or value[number] or held[number]:
            continue
        above = {_leader(lead, user) for user in users[number]}
        if len(above) == 1:
            lead[number] = above.pop()
            follows[number] = True


def _leader(lead: Sequence[int], number: int) -> int:
    while lead[number] != number:
        number = lead[number]
    return number


def _merged(
    full: Network,
    needs: Sequence[Sequence[int]],
    worth: Sequence[int],
    scale: int,
    held: Sequence[bool],
    lead: Sequence[int],
    follows: list[bool],
) -> Reduced:
    place = {number: at for at, number in enumerate(n for n, first in enumerate(lead) if first == n)}
    home = [place[first] for first in lead]
    groups: list[list[int]] = [[] for _ in place]
    for number, at in enumerate(home):
        groups[at].append(number)
    nodes = tuple(_joined(full.nodes, group, worth, scale) for group in groups)
    for at, group in enumerate(groups):
        nodes[at].needs = sorted({home[target] for number in group for target in needs[number]} - {at})
        if not nodes[at].points and not nodes[at].needs and not any(held[number] for number in group):
            nodes[at].pin = 0
        for target in nodes[at].needs:
            nodes[target].users.append(at)
    among = tuple(
        ({home[number]: count for number, count in counted.items()}, least, most)
        for counted, least, most in full.among
    )
    small = Network(nodes, full.capacities, full.limits, full.amount, full.worth, among)
    set_first_sprints(small)
    return Reduced(small, home, follows)


def _joined(nodes: Sequence[Node], group: Sequence[int], worth: Sequence[int], scale: int) -> Node:
    members = [nodes[number] for number in group]
    stays = next((node.stays for node in members if node.stays), [])
    draws: dict[str, int] = {}
    for node in members:
        for key, drawn in node.draws.items():
            draws[key] = draws.get(key, 0) + drawn
    return Node(
        tuple(name for node in members for name in node.ids),
        sum(node.points for node in members),
        sum(worth[number] for number in group),
        min(node.rank for node in members),
        min(node.urgency for node in members),
        next((node.pin for node in members if node.pin is not None), None),
        draws=draws,
        stays=[stay * scale for stay in stays],
    )
