"""A picture of trace links: the part of the network that a person can read, chosen by relevance."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maestro_cli.model.findings import CoverageStatus, TraceReport
from maestro_cli.model.items import WBS_KINDS, WORK_KINDS, Kind, Status
from maestro_cli.model.verification import Verdict
from maestro_cli.traceability.network import TEST, Link, Network, Node

READABLE = 60
"""Nodes that a person can still read in one picture."""

_SEEDS = 12
"""Where the picture of a whole project begins: at most so many of its worst, or most linked, nodes."""

_SHOWN = frozenset({kind.value for kind in (Kind.REQUIREMENT, *WORK_KINDS, *WBS_KINDS)} | {TEST})


class State(StrEnum):
    """How a node is coloured. A suspect one has a link that was reviewed against an older wording."""

    COVERED = "covered"
    PARTIAL = "partial"
    UNCOVERED = "uncovered"
    DRAFT = "draft"
    SUSPECT = "suspect"
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    PASSED = "passed"
    FAILED = "failed"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A node with its colour, its distance from the nearest id asked for, and its findings that count."""

    node: Node
    state: State
    distance: int
    findings: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The nodes shown, by path and line, and the links among them; `total` is how many there are to show.

    `failing` of those have findings, of which `failing_shown` are in the picture.
    """

    ids: tuple[str, ...]
    nodes: tuple[PictureNode, ...]
    links: tuple[Link, ...]
    total: int
    failing: int
    failing_shown: int


def draw(
    network: Network,
    report: TraceReport,
    ids: Sequence[str] = (),
    depth: int | None = None,
    most: int | None = READABLE,
) -> Picture:
    """Choose what is shown of `network`: all that the `ids` lead to up and down, or the whole project.

    Where that is more than `most`, the nearest to the ids are kept; at one distance those with findings
    go first, then those with most links. Without ids the picture grows from the nodes with the worst
    findings, or where there are none from the requirements with most links.
    """
    worst = _worst(report)
    inside = _scope(network, ids, depth)
    start = list(dict.fromkeys(ids)) or _seeds(network, inside, worst)
    chosen = _nearest(network, inside, start, worst, len(inside) if most is None else most)
    links = tuple(network.links(chosen))
    coverage = {row.id: row.status for row in report.coverage.requirements}
    suspect = {link.source for key in chosen for link in network.up.get(key, ()) if link.suspect}
    nodes = tuple(
        PictureNode(node, _state(node, coverage, suspect), chosen[key], worst.get(key, (0, 0))[1])
        for key, node in network.nodes.items()
        if key in chosen
    )
    return Picture(
        ids=tuple(ids),
        nodes=nodes,
        links=links,
        total=len(inside),
        failing=sum(1 for key in inside if key in worst),
        failing_shown=sum(1 for key in chosen if key in worst),
    )


_Worst = Mapping[str, tuple[int, int]]
"""Rank of the worst finding at an item, and how many stand there; notes of no weight left out."""


def _worst(report: TraceReport) -> _Worst:
    worst: dict[str, tuple[int, int]] = {}
    for result in report.results:
        for violation in result.violations:
            if violation.counts and violation.severity != "info":
                rank, count = worst.get(violation.entity_id, (violation.severity.rank, 0))
                worst[violation.entity_id] = (min(rank, violation.severity.rank), count + 1)
    return worst


def _scope(network: Network, ids: Sequence[str], depth: int | None) -> set[str]:
    if not ids:
        return {key for key, node in network.nodes.items() if _is_shown(node)}
    inside = set(ids)
    for up in (False, True):
        inside.update(step.key for step in network.reach(ids, up=up, depth=depth))
    return inside


def _is_shown(node: Node) -> bool:
    return node.kind in _SHOWN and node.status != Status.CANCELLED


def _degree(network: Network, key: str) -> int:
    return len(network.up.get(key, ())) + len(network.down.get(key, ()))


def _seeds(network: Network, inside: Collection[str], worst: _Worst) -> list[str]:
    failing = [key for key in inside if key in worst]
    if failing:
        return heapq.nsmallest(_SEEDS, failing, key=lambda key: (worst[key][0], -_degree(network, key), key))
    tops = [key for key in inside if network.nodes[key].kind == Kind.REQUIREMENT] or inside
    return heapq.nsmallest(_SEEDS, tops, key=lambda key: (-_degree(network, key), key))


def _nearest(
    network: Network, inside: Collection[str], starts: Iterable[str], worst: _Worst, most: int
) -> dict[str, int]:
    """Return up to `most` nodes with their distance, nearest first; then whatever no link leads to."""

    def weight(distance: int, key: str) -> tuple[int, bool, int, str]:
        return distance, key not in worst, -_degree(network, key), key

    chosen: dict[str, int] = {}
    queue = [weight(0, key) for key in starts]
    heapq.heapify(queue)
    while queue and len(chosen) < most:
        distance, _, _, key = heapq.heappop(queue)
        if key in chosen:
            continue
        chosen[key] = distance
        for other in _neighbours(network, key):
            if other in inside and other not in chosen:
                heapq.heappush(queue, weight(distance + 1, other))
    far = 1 + max(chosen.values(), default=0)
    left = [weight(far, key) for key in inside if key not in chosen]
    for _, _, _, key in heapq.nsmallest(most - len(chosen), left):
        chosen[key] = far
    return chosen


def _neighbours(network: Network, key: str) -> list[str]:
    return [link.target for link in network.up.get(key, ())] + [
        link.source for link in network.down.get(key, ())
    ]


def _state(node: Node, coverage: Mapping[str, CoverageStatus], suspect: Collection[str]) -> State:
    if node.kind == TEST:
        return _TESTS.get(node.status, State.UNTESTED)
    if node.key in suspect and node.status != Status.CANCELLED:
        return State.SUSPECT
    if node.key in coverage:
        return _COVERAGE[coverage[node.key]]
    return _WORK.get(node.status, State.OPEN)


_TESTS = {Verdict.PASSED.value: State.PASSED, Verdict.FAILED.value: State.FAILED}
_WORK = {status.value: State(status.value) for status in (Status.DRAFT, Status.DONE, Status.CANCELLED)}
_COVERAGE = {
    CoverageStatus.COVERED: State.COVERED,
    CoverageStatus.PARTIAL: State.PARTIAL,
    CoverageStatus.UNCOVERED: State.UNCOVERED,
    CoverageStatus.UNKNOWN: State.UNCOVERED,
    CoverageStatus.DRAFT: State.DRAFT,
}
