"""T4: can the work be ordered?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import FindingSeverity
from maestro_cli.model.graph import cyclic_components, shortest_cycle
from maestro_cli.model.items import Item, Status
from maestro_cli.traceability.interface import (
    Code,
    Finding,
    Outcome,
    RuleExplanation,
    TraceContext,
    a_circle,
    on_item,
)
from maestro_cli.traceability.sprints import SprintCalendar

MISSING = Code("T4-MISSING", FindingSeverity.ERROR, "An item depends on an id that does not exist.", True)
CYCLE = Code(
    "T4-CYCLE", FindingSeverity.CRITICAL, "Items depend on each other in a circle: none can be first."
)
SELF = Code("T4-SELF", FindingSeverity.ERROR, "An item depends on itself.")
PREDECESSOR_OPEN = Code(
    "T4-PREDECESSOR-OPEN",
    FindingSeverity.WARNING,
    "An item is in progress, in review or done while something it depends on is open.",
)
LATER_SPRINT = Code(
    "T4-LATER-SPRINT", FindingSeverity.ERROR, "An item depends on something that is pinned to a later sprint."
)

_BEGUN = frozenset({Status.IN_PROGRESS, Status.REVIEW, Status.DONE})


class DependencyRule:
    """Checks every item that depends on something; a link given twice counts once.

    T4-MISSING and T4-SELF hold in every status. Circles are looked for among all items that are not
    cancelled, done ones included, since a circle is wrong however far it got; one finding for
    each strongly connected component, at the smallest id of a shortest cycle in it.
    T4-PREDECESSOR-OPEN and T4-LATER-SPRINT are said of links of items that are not cancelled to items
    that are not closed, the latter not of done items, whose sprint is over; see `SprintCalendar.later`.
    """

    about: ClassVar = RuleExplanation(
        id="T4",
        why=(
            "No plan can order work that waits for itself, and one missing link makes a plan look possible "
            "that is not. What is started before its predecessor is done is often done twice."
        ),
        codes=(MISSING, CYCLE, SELF, PREDECESSOR_OPEN, LATER_SPRINT),
        failing="""\
items:
  - {id: US-1, title: Pay by card, satisfies: [REQ-1], depends_on: [US-9]}
  - {id: US-2, title: Basket, satisfies: [REQ-1]}
  - {id: REQ-1, kind: requirement, title: Customers can buy}
""",
        passing="""\
items:
  - {id: US-1, title: Pay by card, satisfies: [REQ-1], depends_on: [US-2]}
  - {id: US-2, title: Basket, satisfies: [REQ-1]}
  - {id: REQ-1, kind: requirement, title: Customers can buy}
""",
    )

    def check(self, context: TraceContext) -> Outcome:
        """List links to nothing, circles, and dependencies that status or sprint contradict."""
        backlog = context.backlog
        linked = [item for item in backlog.items if item.depends_on]
        findings = [finding for item in linked for finding in _of_links(item, backlog, context.sprints)]
        findings.extend(_cycles(linked, backlog))
        return Outcome(len(linked), findings)


def _of_links(item: Item, backlog: Backlog, sprints: SprintCalendar) -> Iterator[Finding]:
    for target_id in dict.fromkeys(item.depends_on):
        target = backlog.get(target_id)
        if target is None:
            yield on_item(
                MISSING.id,
                item,
                f"{item.id} depends on {target_id}, which does not exist",
                f"Add {target_id}, or take it out of `depends_on` of {item.id}.",
                about=(target_id,),
            )
        elif target_id == item.id:
            yield on_item(
                SELF.id,
                item,
                f"{item.id} depends on itself",
                f"Take {item.id} out of its own `depends_on`.",
            )
        elif not target.closed:
            yield from _of_open(item, target, sprints)


def _of_open(item: Item, target: Item, sprints: SprintCalendar) -> Iterator[Finding]:
    if item.status in _BEGUN:
        yield on_item(
            PREDECESSOR_OPEN.id,
            item,
            f"{item.id} is {item.status.value}, but depends on {target.id}, which is {target.status.value}",
            f"Finish {target.id} first, correct the status of either, or take the link out.",
            about=(target.id,),
        )
    if item.closed or item.sprint is None or target.sprint is None:
        return
    if sprints.later(target.sprint, item.sprint):
        yield on_item(
            LATER_SPRINT.id,
            item,
            f"{item.id} in sprint {item.sprint} depends on {target.id} in the later sprint {target.sprint}",
            f"Move {target.id} to sprint {item.sprint} or earlier, or {item.id} to {target.sprint} or later.",
            about=(target.id,),
        )


def _cycles(linked: Sequence[Item], backlog: Backlog) -> Iterator[Finding]:
    graph: Mapping[str, Sequence[str]] = {
        item.id: [target for target in item.depends_on if target != item.id]
        for item in linked
        if item.status is not Status.CANCELLED
    }
    for component in cyclic_components(graph):
        cycle = shortest_cycle(graph, component)
        first = backlog.get(cycle[0])
        assert first is not None  # noqa: S101 - cycles are made of items
        more = len(component) - len(cycle)
        tangle = f" (one of several circles among {len(component)} items)" if more else ""
        yield on_item(
            CYCLE.id,
            first,
            f"{len(cycle)} items depend on each other in a circle: {a_circle(cycle)}{tangle}",
            f"Take one of the links out, for example {cycle[1]} from `depends_on` of {cycle[0]}.",
            about=component,
            failing=component,
        )
