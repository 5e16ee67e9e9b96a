"""Directed graphs of ids: strongly connected components, shortest cycles, topological order.

A graph maps an id to the ids it points to (an item to what it depends on). Targets that are not
keys of the graph are ignored. Nothing here recurses, and every answer depends on the graph alone,
never on the order of its keys.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

Links = dict[str, dict[str, None]]
"""Targets by id, in order; a dict for its ordered keys."""

SEARCH_BUDGET = 2_000_000
"""Edges that `shortest_cycle` looks at before it settles for the best cycle found."""


def strongly_connected_components(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return every component (single ids too), sorted inside and by first id.

    Tarjan, SIAM J. Comput. 1(2), 1972, with an explicit stack; linear in ids and links
    but for the sorting.
    """
    names = sorted(graph)
    index = {name: position for position, name in enumerate(names)}
    links = [[index[target] for target in graph[name] if target in index] for name in names]
    components = _tarjan(links)
    return sorted([names[node] for node in sorted(component)] for component in components)


def cyclic_components(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the components with two or more ids: each holds at least one cycle.

    An id that points to itself alone is no component of this list.
    """
    return [component for component in strongly_connected_components(graph) if len(component) > 1]


def shortest_cycle(graph: Mapping[str, Sequence[str]], component: Iterable[str]) -> list[str]:
    """Return a shortest cycle inside a component, beginning with its smallest id, which is not repeated.

    A breadth-first search from each id in turn, which is then taken out of the graph. Where the
    component is so large that the searches pass `SEARCH_BUDGET` links, the shortest cycle found
    up to there is returned. An empty list means that there is no cycle.
    """
    names = sorted(component)
    inside = set(names)
    ahead = {name: dict.fromkeys(to for to in sorted(graph[name]) if to in inside) for name in names}
    behind: dict[str, dict[str, None]] = {name: {} for name in names}
    for name in names:
        for target in ahead[name]:
            behind[target][name] = None
    best: list[str] = []
    spent = 0
    for start in names:
        if start not in ahead:
            continue
        found, looked_at = _cycle_through(ahead, start, len(best) or len(names) + 1)
        best = found or best
        spent += looked_at
        if len(best) == 1 or (best and spent > SEARCH_BUDGET):
            break
        _take_out(start, ahead, behind)
    smallest = best.index(min(best)) if best else 0
    return best[smallest:] + best[:smallest]


def topological_order(graph: Mapping[str, Sequence[str]]) -> list[str]:
    """Return all ids so that each stands after those it points to; of several, the smallest first.

    Ids of one cycle stand together, in order of id.
    """
    components = strongly_connected_components(graph)
    home = {name: number for number, component in enumerate(components) for name in component}
    waiting = [0] * len(components)
    followers: list[list[int]] = [[] for _ in components]
    for number, component in enumerate(components):
        targets = {home[to] for name in component for to in graph[name] if to in home} - {number}
        waiting[number] = len(targets)
        for target in targets:
            followers[target].append(number)
    free = [number for number, count in enumerate(waiting) if not count]
    order: list[str] = []
    while free:
        number = heapq.heappop(free)
        order += components[number]
        for follower in followers[number]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heapq.heappush(free, follower)
    return order


def _tarjan(links: Sequence[Sequence[int]]) -> list[list[int]]:
    found = [0] * len(links)
    low = [0] * len(links)
    open_nodes: list[int] = []
    components: list[list[int]] = []
    clock = 0
    done = len(links) + 1
    for root in range(len(links)):
        if found[root]:
            continue
        work = [(root, iter(links[root]))]
        clock += 1
        found[root] = low[root] = clock
        open_nodes.append(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if not found[target]:
                    clock += 1
                    found[target] = low[target] = clock
                    open_nodes.append(target)
                    work.append((target, iter(links[target])))
                    break
                low[node] = min(low[node], low[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == found[node]:
                    components.append([])
                    while not components[-1] or components[-1][-1] != node:
                        components[-1].append(open_nodes.pop())
                        low[components[-1][-1]] = done
    return components


def _cycle_through(ahead: Links, start: str, shorter_than: int) -> tuple[list[str], int]:
    before = {start: start}
    queue = deque([(start, 1)])
    looked_at = 0
    while queue:
        node, length = queue.popleft()
        if length >= shorter_than:
            break
        for target in ahead[node]:
            looked_at += 1
            if target == start:
                return _walk_back(before, node, start), looked_at
            if target in ahead and target not in before:
                before[target] = node
                queue.append((target, length + 1))
    return [], looked_at


def _walk_back(before: Mapping[str, str], node: str, start: str) -> list[str]:
    walk = [node]
    while walk[-1] != start:
        walk.append(before[walk[-1]])
    return walk[::-1]


def _take_out(start: str, ahead: Links, behind: Links) -> None:
    """Take out an id, and with it every id that no cycle passes any more."""
    gone = [start]
    while gone:
        name = gone.pop()
        if name not in ahead:
            continue
        after, earlier = ahead.pop(name), behind.pop(name)
        for other in after:
            if other in behind:
                del behind[other][name]
                if not behind[other]:
                    gone.append(other)
        for other in earlier:
            if other in ahead:
                del ahead[other][name]
                if not ahead[other]:
                    gone.append(other)
