"""T2: does everything hang on something?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import FindingSeverity
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.model.verification import Verification
from maestro_cli.traceability.interface import (
    Code,
    Finding,
    Outcome,
    RuleExplanation,
    TraceContext,
    a_circle,
    a_kind,
    on_item,
)
from maestro_cli.traceability.sprints import SprintCalendar
from maestro_cli.traceability.t2_ancestry import parent_cycles, untraced
from maestro_cli.traceability.t2_commits import (
    COMMIT_ITEM_OPEN,
    COMMIT_UNKNOWN_ITEM,
    DONE_NO_COMMIT,
    check_commits,
)

DANGLING = Code(
    "T2-DANGLING",
    FindingSeverity.ERROR,
    "A parent, a satisfied requirement, a sprint or an item that a test verifies does not exist.",
    True,
)
STORY_NO_PARENT = Code(
    "T2-STORY-NO-PARENT",
    FindingSeverity.WARNING,
    "A story or spike hangs under no epic, feature, story or requirement and satisfies no requirement.",
)
TASK_NO_STORY = Code(
    "T2-TASK-NO-STORY",
    FindingSeverity.INFO,
    "A task hangs under no story, bug, spike, feature or task and satisfies nothing.",
)
WBS_NO_GROUP = Code(
    "T2-WBS-NO-GROUP", FindingSeverity.ERROR, "A WBS item or task hangs under no WBS element."
)
NO_REQUIREMENT = Code(
    "T2-NO-REQUIREMENT",
    FindingSeverity.INFO,
    "An epic, feature or story leads to no requirement, neither itself nor through what is above it.",
)
PARENT_CYCLE = Code("T2-PARENT-CYCLE", FindingSeverity.ERROR, "Items are each other's parent in a circle.")

_STORY_PARENTS = frozenset({Kind.EPIC, Kind.FEATURE, Kind.STORY, Kind.REQUIREMENT})
_TASK_PARENTS = frozenset({Kind.STORY, Kind.BUG, Kind.SPIKE, Kind.FEATURE, Kind.TASK})
_WBS_PARENTS = {
    Kind.WBS_ITEM: frozenset({Kind.WBS_GROUP, Kind.WBS_ITEM}),
    Kind.WBS_TASK: frozenset({Kind.WBS_GROUP, Kind.WBS_ITEM, Kind.WBS_TASK}),
}


class OrphanRule:
    """Checks every item, every test, and every commit that names an item where history was read.

    A link to a missing id is T2-DANGLING, once for each link, and nothing else is said about what
    that link would have answered. Of a sprint that is so only when the settings name sprints and
    `SprintCalendar.possible` says no. A link to nothing is wrong whatever the item's status is;
    cancelled items are orphans of no other kind.

    A bug needs no parent: it is a departure from what exists. A story or task that satisfies a
    requirement hangs on that. T2-NO-REQUIREMENT is for projects with requirements; it is not said of an
    orphan again, nor of an epic or feature below which some item satisfies a requirement.
    """

    about: ClassVar = RuleExplanation(
        id="T2",
        why=(
            "Work that hangs on nothing has no reason that anyone wrote down: it cannot be prioritised with "
            "what it belongs to, and reports by epic or requirement leave it out. A link to an id that "
            "does not exist is worse, since it looks like a reason."
        ),
        codes=(
            DANGLING,
            STORY_NO_PARENT,
            TASK_NO_STORY,
            WBS_NO_GROUP,
            NO_REQUIREMENT,
            PARENT_CYCLE,
            COMMIT_UNKNOWN_ITEM,
            COMMIT_ITEM_OPEN,
            DONE_NO_COMMIT,
        ),
        failing="""\
items:
  - {id: EP-1, kind: epic, title: Checkout}
  - {id: US-1, kind: story, title: Pay by card, parent: EP-9}
""",
        passing="""\
items:
  - {id: EP-1, kind: epic, title: Checkout}
  - {id: US-1, kind: story, title: Pay by card, parent: EP-1}
""",
    )

    def check(self, context: TraceContext) -> Outcome:
        """List links to nothing, orphans, circles of parents and commits that fit no item."""
        backlog = context.backlog
        findings: list[Finding] = []
        for item in backlog.items:
            parent = None if item.parent is None else backlog.get(item.parent)
            if item.satisfies or item.sprint is not None or (item.parent is not None and parent is None):
                findings.extend(_dangling(item, backlog, context.sprints))
            if item.status is not Status.CANCELLED and (item.parent is None or parent is not None):
                orphan = _orphan(item, parent, backlog)
                if orphan:
                    findings.append(orphan)
        orphans = {finding.entity_id for finding in findings if finding.code == STORY_NO_PARENT.id}
        findings.extend(_no_requirement(item) for item in untraced(backlog) if item.id not in orphans)
        findings.extend(_cycle(backlog, cycle) for cycle in parent_cycles(backlog))
        findings.extend(_dangling_tests(context))
        commits, of_commits = check_commits(backlog, context.commits or (), context.history_since)
        return Outcome(len(backlog) + len(context.tests) + commits, findings + of_commits)


def _dangling_tests(context: TraceContext) -> Iterator[Finding]:
    """Yield one finding for each file and missing id that its tags name."""
    found: dict[tuple[str, str], Finding] = {}
    for test in context.tests:
        for target in (link.id for link in test.verifies if link.id not in context.backlog):
            found.setdefault((test.place.path, target), _dangling_test(test, target))
    yield from found.values()


def _dangling_test(test: Verification, target: str) -> Finding:
    return Finding(
        code=DANGLING.id,
        entity="test",
        entity_id=test.id,
        message=f"{test.id} verifies {target}, which does not exist",
        action=f"Add {target}, or correct the tag.",
        about=(test.place.path, "verifies", target),
        failing=(f"test {test.id}",),
        path=test.place.path,
        line=test.place.line,
    )


def _dangling(item: Item, backlog: Backlog, sprints: SprintCalendar) -> Iterator[Finding]:
    links = dict.fromkeys(("satisfies", reference.id) for reference in item.satisfies)
    if item.parent is not None:
        links["parent", item.parent] = None
    for field, target in links:
        if target not in backlog:
            yield on_item(
                DANGLING.id,
                item,
                f"{item.id} has {field} {target}, which does not exist",
                f"Add {target}, or correct `{field}` of {item.id}.",
                about=(field, target),
            )
    if item.sprint is not None and not sprints.possible(item.sprint):
        yield on_item(
            DANGLING.id,
            item,
            f"{item.id} has sprint {item.sprint}, which is no sprint of the project and continues no series",
            f"Correct `sprint` of {item.id}, or add {item.sprint} to `sprints` in maestro.yaml.",
            about=("sprint", item.sprint),
        )


def _orphan(item: Item, parent: Item | None, backlog: Backlog) -> Finding | None:
    match item.kind:
        case Kind.STORY | Kind.SPIKE:
            if (parent and parent.kind in _STORY_PARENTS) or _satisfies_upwards(item, backlog):
                return None
            return on_item(
                STORY_NO_PARENT.id,
                item,
                f"{item.id} {_hangs(parent)} and satisfies no requirement",
                f"Set `parent` of {item.id} to an epic or feature, or `satisfies` to a requirement.",
            )
        case Kind.TASK:
            if (parent and parent.kind in _TASK_PARENTS) or _satisfies_another(item):
                return None
            action = f"Set `parent` of {item.id} to the story, bug or feature that it is part of."
            return on_item(TASK_NO_STORY.id, item, f"{item.id} {_hangs(parent)}", action)
        case Kind.WBS_ITEM | Kind.WBS_TASK:
            if parent and parent.kind in _WBS_PARENTS[item.kind]:
                return None
            action = f"Set `parent` of {item.id} to the WBS element that it belongs to."
            return on_item(WBS_NO_GROUP.id, item, f"{item.id} {_hangs(parent)}", action)
        case _:
            return None


def _satisfies_upwards(item: Item, backlog: Backlog) -> bool:
    """Say whether a story satisfies what could be its parent, or what is not there and may be that."""
    targets = (backlog.get(reference.id) for reference in item.satisfies if reference.id != item.id)
    return any(target is None or target.kind in _STORY_PARENTS for target in targets)


def _satisfies_another(item: Item) -> bool:
    """Say whether a task satisfies anything: that of a test may be an implementation, another task."""
    return any(reference.id != item.id for reference in item.satisfies)


def _hangs(parent: Item | None) -> str:
    return f"hangs under {parent.id}, {a_kind(parent)}," if parent else "has no parent"


def _no_requirement(item: Item) -> Finding:
    return on_item(
        NO_REQUIREMENT.id,
        item,
        f"{item.id} leads to no requirement, neither itself nor through what is above it",
        f"Set `satisfies` of {item.id}, or of what it hangs under, to the requirement it serves.",
    )


def _cycle(backlog: Backlog, cycle: list[str]) -> Finding:
    first = backlog.get(cycle[0])
    assert first is not None  # noqa: S101 - cycles are made of items
    circle = f"The parents of {len(cycle)} items form a circle: {a_circle(cycle)}"
    return on_item(
        PARENT_CYCLE.id,
        first,
        f"{first.id} is its own parent" if len(cycle) == 1 else circle,
        "Take `parent` away from the one that stands on top.",
        about=sorted(cycle),
        failing=cycle,
    )
