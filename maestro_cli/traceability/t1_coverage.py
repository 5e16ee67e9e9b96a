"""T1: is every requirement linked to live work?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import CoverageStatus, FindingSeverity, RequirementCoverage
from maestro_cli.model.items import Item, Kind, Status, content_hash
from maestro_cli.traceability.interface import (
    Code,
    Finding,
    Outcome,
    RuleExplanation,
    TraceContext,
    first_of,
    on_item,
)

UNCOVERED = Code(
    "T1-UNCOVERED", FindingSeverity.ERROR, "No live work satisfies the requirement or one below it.", True
)
PARTIAL = Code(
    "T1-PARTIAL", FindingSeverity.WARNING, "A child requirement or a level has no live work yet.", True
)
SUSPECT = Code(
    "T1-SUSPECT", FindingSeverity.WARNING, "The requirement changed after the link to it was reviewed."
)
UNKNOWN = Code(
    "T1-UNKNOWN",
    FindingSeverity.WARNING,
    "No live work was seen, and a source that may hold it could not be read.",
)


class RequirementCoverageRule:
    """Checks every requirement that is neither draft nor cancelled, and the target of every reviewed link.

    What covers a requirement is said at `coverage.measure`.

    T1-SUSPECT is found for each link `id@hash` of an item that is not cancelled, whatever it points
    to, when the first 8 hex digits differ from the content hash of the target as it is now. It stands
    at the item that holds the link. A target that does not exist is T2-DANGLING, not T1.
    """

    about: ClassVar = RuleExplanation(
        id="T1",
        why=(
            "A requirement that no work item satisfies is a promise that nobody is going to keep, and "
            "nobody notices until acceptance. A link that was reviewed against an older wording may "
            "lead to work that implements something else."
        ),
        codes=(UNCOVERED, PARTIAL, SUSPECT, UNKNOWN),
        failing="""\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout}
""",
        passing="""\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
""",
    )

    def check(self, context: TraceContext) -> Outcome:
        """List requirements that are not, or not wholly, covered, and links to review again."""
        rows = context.coverage.requirements
        checked = {row.id for row in rows if row.status is not CoverageStatus.DRAFT}
        findings = [finding for row in rows for finding in _of_requirement(row)]
        hashes: dict[str, str] = {}
        for item, reviewed, target in _reviewed(context.backlog):
            now = hashes.get(target.id) or hashes.setdefault(target.id, content_hash(target))
            if reviewed[:8].lower() != now:
                findings.append(_suspect(item, reviewed[:8], target, now))
        return Outcome(len(checked | hashes.keys()), findings)


def _of_requirement(row: RequirementCoverage) -> Iterator[Finding]:
    match row.status:
        case CoverageStatus.UNCOVERED:
            yield _finding(
                row,
                UNCOVERED,
                f"{row.id} is not linked to any live work",
                f"Add `satisfies: [{row.id}]` to the item that implements it, or cancel the requirement.",
            )
        case CoverageStatus.UNKNOWN:
            yield _finding(
                row,
                UNKNOWN,
                f"No live work was seen for {row.id}, but a source that may hold it could not be read",
                "Mend the files named in the diagnostics and check again.",
            )
        case CoverageStatus.PARTIAL:
            yield _finding(
                row,
                PARTIAL,
                f"{row.id} is covered in part only: no live work yet for {first_of(row.missing)}",
                f"Link work to {first_of(row.missing)}, or take it out of {row.id}.",
            )
        case CoverageStatus.COVERED | CoverageStatus.DRAFT:
            return


def _finding(row: RequirementCoverage, code: Code, message: str, action: str) -> Finding:
    return Finding(
        code=code.id,
        entity=Kind.REQUIREMENT.value,
        entity_id=row.id,
        message=message,
        action=action,
        about=(row.id,),
        failing=(row.id,),
        path=row.path,
        line=row.line,
    )


def _reviewed(backlog: Backlog) -> Iterator[tuple[Item, str, Item]]:
    """Yield item, reviewed hash and target of every link with a hash, of items that are not cancelled.

    A target that an item names twice counts with the first hash.
    """
    for item in backlog.items:
        if item.satisfies and item.status is not Status.CANCELLED:
            for target_id, reviewed in {
                i.id: i.reviewed for i in reversed(item.satisfies) if i.reviewed
            }.items():
                target = backlog.get(target_id)
                if target is not None:
                    yield item, reviewed, target


def _suspect(item: Item, reviewed: str, target: Item, now: str) -> Finding:
    return on_item(
        SUSPECT.id,
        item,
        f"{target.id} changed after {item.id} was reviewed against it (reviewed at {reviewed}, now {now})",
        f"Read {target.id} again; if {item.id} still satisfies it, write `{target.id}@{now}`.",
        about=("satisfies", target.id),
        failing=(target.id,),
    )
