"""The network of trace links: items and tests, and what each of them stands on.

A link leads up, from what would have to follow a change to what it stands on: from a story to the
requirement that it satisfies, to its parent, to what it depends on, and from a test to what it verifies.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Reference, content_hash
from maestro_cli.model.verification import Verification

TEST = "test"
"""The kind of a node that is a test."""


class LinkType(StrEnum):
    """Why one thing stands on another; `aligned` leads from WBS to backlog."""

    SATISFIES = "satisfies"
    VERIFIES = "verifies"
    PARENT = "parent"
    DEPENDS_ON = "depends_on"
    ALIGNED = "aligned"


@dataclass(frozen=True, slots=True)
class Node:
    """An item or a test. `key` tells them apart where both have the same id; `status` is a test's result."""

    key: str
    id: str
    kind: str
    title: str
    status: str
    path: str
    line: int
    assignee: str | None = None
    sprint: str | None = None
    points: float | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link up, by the keys of its ends. A suspect one was reviewed against an older wording."""

    source: str
    target: str
    type: LinkType
    suspect: bool = False


class Network:
    """All nodes in order of path, line and key, with their links both ways, sorted; built in linear time.

    A pair has one link at most, of the first type in the order of `LinkType`. Links to what does not exist
    and to oneself are left out: they are findings.
    """

    def __init__(self, backlog: Backlog, tests: Sequence[Verification] = ()) -> None:
        """Link the items of `backlog`, and the `tests` that verify some of them."""
        hashes: dict[str, str] = {}
        items = {item.id: item for item in reversed(backlog.items)}
        firsts = {test.id: test for test in reversed(tests)}
        found = [*map(_item_node, items.values()), *map(_test_node, firsts.values())]
        found.sort(key=lambda node: (node.path, node.line, node.key))
        self.nodes: Mapping[str, Node] = {node.key: node for node in found}
        self.up: dict[str, list[Link]] = {}
        self.down: dict[str, list[Link]] = {}
        for item in items.values():
            self._add(item.id, _of_item(item, items, hashes))
        for test_id, verifies in _by_test(tests).items():
            self._add(key_of_test(test_id), _of_test(verifies, items, hashes))
        for side in (self.up, self.down):
            for links in side.values():
                links.sort(key=lambda link: (link.source, link.target))

    def _add(self, source: str, found: Iterable[tuple[str, LinkType, bool]]) -> None:
        known: dict[str, Link] = {}
        for target, kind, suspect in found:
            if target in self.nodes and target != source:
                known.setdefault(target, Link(source, target, kind, suspect))
        for target, link in known.items():
            self.up.setdefault(source, []).append(link)
            self.down.setdefault(target, []).append(link)

    def links(self, keys: Collection[str]) -> list[Link]:
        """Return the links among these nodes, sorted by source and target."""
        return [link for key in sorted(keys) for link in self.up.get(key, ()) if link.target in keys]

    def reach(self, starts: Sequence[str], *, up: bool, depth: int | None = None) -> Iterator[Step]:
        """Yield every node that links lead to from the `starts`, nearest first, each once; not the starts.

        One breadth-first pass; circles end where they began.
        """
        side = self.up if up else self.down
        distance = dict.fromkeys(starts, 0)
        queue = deque(starts)
        while queue:
            key = queue.popleft()
            if depth is not None and distance[key] >= depth:
                return
            for link in side.get(key, ()):
                other = link.target if up else link.source
                if other not in distance:
                    distance[other] = distance[key] + 1
                    queue.append(other)
                    yield Step(other, distance[other], link)


@dataclass(frozen=True, slots=True)
class Step:
    """A node that was reached, its distance from the nearest start, and the link that led to it."""

    key: str
    distance: int
    link: Link


def key_of_test(test_id: str) -> str:
    """Return the key of a test; no item has a colon in its id."""
    return f"{TEST}:{test_id}"


def is_suspect(reference: Reference, target: Item, hashes: dict[str, str]) -> bool:
    """Say whether `target` changed after the link to it was reviewed; `hashes` keeps what was computed."""
    if reference.digest is None:
        return False
    now = hashes.get(target.id) or hashes.setdefault(target.id, content_hash(target))
    return reference.digest != now


def _of_item(
    item: Item, items: Mapping[str, Item], hashes: dict[str, str]
) -> Iterator[tuple[str, LinkType, bool]]:
    for reference in item.satisfies:
        target = items.get(reference.id)
        if target is not None:
            yield reference.id, LinkType.SATISFIES, is_suspect(reference, target, hashes)
    if item.parent is not None:
        yield item.parent, LinkType.PARENT, False
    for target_id in item.depends_on:
        yield target_id, LinkType.DEPENDS_ON, False
    for other in (item.linked_feature, *item.linked_stories, item.linked_task):
        if other is not None:
            yield other, LinkType.ALIGNED, False


def _by_test(tests: Iterable[Verification]) -> dict[str, list[Reference]]:
    """Return what each test verifies: one with several tags is there several times."""
    verifies: dict[str, list[Reference]] = {}
    for test in tests:
        verifies.setdefault(test.id, []).extend(test.verifies)
    return verifies


def _of_test(
    verifies: Iterable[Reference], items: Mapping[str, Item], hashes: dict[str, str]
) -> Iterator[tuple[str, LinkType, bool]]:
    for reference in verifies:
        target = items.get(reference.id)
        if target is not None:
            yield reference.id, LinkType.VERIFIES, is_suspect(reference, target, hashes)


def _item_node(item: Item) -> Node:
    return Node(
        key=item.id,
        id=item.id,
        kind=item.kind.value,
        title=item.title,
        status=item.status.value,
        path=item.place.path,
        line=item.place.line,
        assignee=item.assignee,
        sprint=item.sprint,
        points=item.points,
        closed=item.closed,
    )


def _test_node(test: Verification) -> Node:
    return Node(
        key=key_of_test(test.id),
        id=test.id,
        kind=TEST,
        title="",
        status=test.result.value,
        path=test.place.path,
        line=test.place.line,
    )
