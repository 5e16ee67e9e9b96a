"""Impact: what a change of items touches, and what those items stand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maestro_cli.model.items import WORK_KINDS
from maestro_cli.traceability.network import TEST, LinkType, Network, Node, Step


@dataclass(frozen=True, slots=True)
class Touched:
    """A node that a change reaches: over how many links, and by which `link` from which other (`via`)."""

    id: str
    kind: str
    title: str
    distance: int
    via: str
    link: str
    suspect: bool
    assignee: str | None
    status: str
    sprint: str | None
    points: float | None
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What is touched, counted. `items` are no tests; open ones are neither done nor cancelled.

    `people` and `sprints` are those of open items. `open_points` leaves out a parent whose touched
    children have points, so that nothing counts twice; `without_points` are the open work items that
    neither have points nor stand below an item that counts theirs.
    """

    items: int
    tests: int
    open_items: int
    open_points: float
    without_points: int
    people: tuple[str, ...]
    sprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of the items `ids` touches downstream, and why they exist, upstream.

    Both are sorted by distance, kind and id. A node is downstream of an item if and only if that
    item is upstream of the node.
    """

    ids: tuple[str, ...]
    totals: Totals
    downstream: tuple[Touched, ...]
    upstream: tuple[Touched, ...]


def impact(network: Network, ids: Sequence[str], depth: int | None = None) -> Impact:
    """Follow all links from these items, both ways, up to `depth` links far; in linear time."""
    starts = tuple(dict.fromkeys(ids))
    down = list(network.reach(starts, up=False, depth=depth))
    up = network.reach(starts, up=True, depth=depth)
    return Impact(starts, _totals(network, down), _sorted(network, down), _sorted(network, up))


def _sorted(network: Network, steps: Iterable[Step]) -> tuple[Touched, ...]:
    touched = [_touched(network, step) for step in steps]
    return tuple(sorted(touched, key=lambda one: (one.distance, one.kind == TEST, one.kind, one.id)))


def _touched(network: Network, step: Step) -> Touched:
    node = network.nodes[step.key]
    link = step.link
    via = link.target if link.source == step.key else link.source
    return Touched(
        id=node.id,
        kind=node.kind,
        title=node.title,
        distance=step.distance,
        via=network.nodes[via].id,
        link=link.type.value,
        suspect=link.suspect,
        assignee=node.assignee,
        status=node.status,
        sprint=node.sprint,
        points=node.points,
        path=node.path,
        line=node.line,
    )


def _totals(network: Network, steps: Sequence[Step]) -> Totals:
    nodes = [network.nodes[step.key] for step in steps]
    items = [node for node in nodes if node.kind != TEST]
    open_items = [node for node in items if not node.closed]
    points, without_points = _points(network, open_items)
    return Totals(
        items=len(items),
        tests=len(nodes) - len(items),
        open_items=len(open_items),
        open_points=points,
        without_points=without_points,
        people=tuple(sorted({node.assignee for node in open_items if node.assignee})),
        sprints=tuple(sorted({node.sprint for node in open_items if node.sprint})),
    )


def _points(network: Network, nodes: Sequence[Node]) -> tuple[float, int]:
    """Return the points of these open items, and how many items lack them."""
    inside = {node.key: node for node in nodes}
    parent_of = {
        key: link.target
        for key in inside
        for link in network.up.get(key, ())
        if link.type is LinkType.PARENT and link.target in inside
    }
    carried = {parent for key, parent in parent_of.items() if inside[key].points is not None}
    counted = {key for key, node in inside.items() if node.points is not None and key not in carried}
    above = set(parent_of.values())
    lacking = [
        node
        for key, node in inside.items()
        if node.kind in WORK_KINDS
        and node.points is None
        and key not in above
        and parent_of.get(key) not in counted
    ]
    return sum(inside[key].points or 0 for key in counted), len(lacking)
