"""T3: do the work breakdown structure and the backlog agree?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import FindingSeverity
from maestro_cli.model.items import WBS_KINDS, Item, Kind, Status
from maestro_cli.traceability.interface import (
    Code,
    Finding,
    Outcome,
    RuleExplanation,
    TraceContext,
    a_kind,
    first_of,
    on_item,
)

GROUP_FEATURE = Code(
    "T3-GROUP-FEATURE", FindingSeverity.ERROR, "linked_feature is no existing feature or epic.", True
)
ITEM_STORY = Code(
    "T3-ITEM-STORY", FindingSeverity.ERROR, "One of linked_stories is no existing story, bug or spike.", True
)
TASK_TASK = Code("T3-TASK-TASK", FindingSeverity.ERROR, "linked_task is no existing task.", True)
UNALIGNED = Code(
    "T3-UNALIGNED", FindingSeverity.WARNING, "A WBS element is linked to nothing in the backlog."
)
STATUS = Code("T3-STATUS", FindingSeverity.WARNING, "A WBS element is done while work linked to it is open.")


@dataclass(frozen=True, slots=True)
class _Link:
    """A field that leads from the WBS to the backlog, and the kinds it may lead to."""

    field: str
    code: Code
    kinds: tuple[Kind, ...]


_FEATURE = _Link("linked_feature", GROUP_FEATURE, (Kind.FEATURE, Kind.EPIC))
_STORIES = _Link("linked_stories", ITEM_STORY, (Kind.STORY, Kind.BUG, Kind.SPIKE))
_TASK = _Link("linked_task", TASK_TASK, (Kind.TASK,))
_OWN = {Kind.WBS_GROUP: _FEATURE, Kind.WBS_ITEM: _STORIES, Kind.WBS_TASK: _TASK}


class WbsRule:
    """Checks every WBS element, and every other item that has one of the three link fields.

    A link has to lead to an item of the right kind: linked_feature to a feature or epic, each of
    linked_stories to a story, bug or spike, linked_task to a task. That holds in every status. An
    element without the field of its kind is T3-UNALIGNED, a done one with an open linked item
    T3-STATUS (once, however many are open); cancelled elements are neither.
    """

    about: ClassVar = RuleExplanation(
        id="T3",
        why=(
            "Contracts, budgets and progress reports follow the WBS, the team follows the backlog. Where the "
            "two are not linked, or say different things, progress is reported that nobody made."
        ),
        codes=(GROUP_FEATURE, ITEM_STORY, TASK_TASK, UNALIGNED, STATUS),
        failing="""\
items:
  - {id: WBS-1, kind: wbs_group, title: Web shop, linked_feature: FT-9}
  - {id: FT-1, kind: feature, title: Checkout}
""",
        passing="""\
items:
  - {id: WBS-1, kind: wbs_group, title: Web shop, linked_feature: FT-1}
  - {id: FT-1, kind: feature, title: Checkout}
""",
    )

    def check(self, context: TraceContext) -> Outcome:
        """List links that lead nowhere, elements without a link, and status that disagrees."""
        findings: list[Finding] = []
        checked = 0
        for item in context.backlog.items:
            links = _links(item)
            if links or item.kind in WBS_KINDS:
                checked += 1
                findings.extend(_broken(item, links, context.backlog))
                if item.kind in WBS_KINDS and item.status is not Status.CANCELLED:
                    findings.extend(_disagreeing(item, links, context.backlog))
        return Outcome(checked, findings)


def _links(item: Item) -> list[tuple[_Link, str]]:
    links = [(_STORIES, target) for target in dict.fromkeys(item.linked_stories)]
    if item.linked_feature is not None:
        links.append((_FEATURE, item.linked_feature))
    if item.linked_task is not None:
        links.append((_TASK, item.linked_task))
    return links


def _broken(item: Item, links: list[tuple[_Link, str]], backlog: Backlog) -> Iterator[Finding]:
    for link, target_id in links:
        target = backlog.get(target_id)
        if target is None or target.kind not in link.kinds:
            wrong = "does not exist" if target is None else f"is {a_kind(target)}"
            yield on_item(
                link.code.id,
                item,
                f"{item.id} has {link.field} {target_id}, which {wrong}",
                f"Set `{link.field}` of {item.id} to an existing {link.kinds[0].value}.",
                about=(link.field, target_id),
            )


def _disagreeing(item: Item, links: list[tuple[_Link, str]], backlog: Backlog) -> Iterator[Finding]:
    own = _OWN[item.kind]
    if all(link is not own for link, _ in links):
        yield on_item(
            UNALIGNED.id,
            item,
            f"{item.id}, {a_kind(item)}, has no {own.field}",
            f"Set `{own.field}` of {item.id}, or cancel it.",
        )
    if item.status is Status.DONE:
        targets = [backlog.get(target_id) for _, target_id in links]
        still_open = [target for target in targets if target is not None and not target.closed]
        if still_open:
            work = first_of(sorted(f"{target.id} ({target.status.value})" for target in still_open))
            yield on_item(
                STATUS.id,
                item,
                f"{item.id} is done while linked work is open: {work}",
                f"Close the work, or set `status` of {item.id} back.",
            )
