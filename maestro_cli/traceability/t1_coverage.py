"""T1: is every requirement linked to live work?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar

from maestro_cli.model.findings import (
    LEVEL_ENTITY,
    CoverageStatus,
    FindingSeverity,
    LevelCoverage,
    RequirementCoverage,
    RuleStatus,
)
from maestro_cli.traceability.interface import (
    Code,
    Finding,
    Outcome,
    RuleExplanation,
    TraceContext,
    first_of,
    on_requirement,
)
from maestro_cli.traceability.levels import TEST
from maestro_cli.traceability.t1_suspect import SUSPECT, check_links
from maestro_cli.traceability.t1_tests import DONE_UNVERIFIED, FAILED, NO_RESULT, SKIPPED, check_tests

UNCOVERED = Code(
    "T1-UNCOVERED", FindingSeverity.ERROR, "No live work satisfies the requirement or one below it.", True
)
PARTIAL = Code(
    "T1-PARTIAL", FindingSeverity.WARNING, "A child requirement or a level has no live work yet.", True
)
LEVEL = Code(
    "T1-LEVEL",
    FindingSeverity.ERROR,
    "Fewer requirements are covered at a level than its threshold demands.",
    True,
)
SHALLOW = Code(
    "T1-SHALLOW",
    FindingSeverity.INFO,
    "The requirement is covered, and somewhere below it one is not.",
    True,
)
UNKNOWN = Code(
    "T1-UNKNOWN",
    FindingSeverity.WARNING,
    "No live work was seen, and a source that may hold it could not be read.",
)


class RequirementCoverageRule:
    """Checks every requirement that is neither draft nor cancelled, its tests, and every reviewed link.

    What covers a requirement is said at `coverage.measure`. A level that reaches its threshold excuses the
    requirements that lack it; one that does not is a finding of its own, which no threshold of T1 excuses.
    """

    about: ClassVar = RuleExplanation(
        id="T1",
        why=(
            "A requirement that no work item satisfies is a promise that nobody is going to keep, and "
            "nobody notices until acceptance. A link that was reviewed against an older wording may "
            "lead to work that implements something else. A threshold weighs what fails against all that "
            "needs work: a requirement without work fails, and its parent with it, so the rate rises when "
            "the link between them is cut. Where that matters, demand the parent by a rule of your own."
        ),
        codes=(
            UNCOVERED,
            PARTIAL,
            LEVEL,
            SHALLOW,
            FAILED,
            SKIPPED,
            NO_RESULT,
            DONE_UNVERIFIED,
            SUSPECT,
            UNKNOWN,
        ),
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
        """List requirements that are not, or not wholly, covered or verified, and links to review again."""
        coverage = context.coverage
        excused = {level.level for level in coverage.levels if level.status is RuleStatus.PASSED}
        held = [level for level in coverage.levels if level.status is not None]
        checked = {row.id for row in coverage.requirements if row.status is not CoverageStatus.DRAFT}
        is_tagged = bool(context.settings.trace.tests.tags)
        findings = [_short(level) for level in held if level.status is RuleStatus.FAILED]
        for row in coverage.requirements:
            findings.extend(_of_requirement(row, excused, is_tagged=is_tagged))
        lacking = {finding.entity_id for finding in findings if finding.code != LEVEL.id}
        findings.extend(_shallow(coverage.requirements, lacking))
        partial = {finding.entity_id for finding in findings if finding.code == PARTIAL.id}
        findings.extend(check_tests(context, partial))
        reviewed, suspect = check_links(context.backlog, context.tests)
        return Outcome(len(checked | reviewed) + len(held), [*findings, *suspect])


def _short(level: LevelCoverage) -> Finding:
    wanted = level.threshold or 0.0
    lacking = next(
        more for more in range(1, level.total + 1) if (level.covered + more) / level.total >= wanted
    )
    return Finding(
        code=LEVEL.id,
        entity=LEVEL_ENTITY,
        entity_id=level.level,
        message=f"{level.covered} of {level.total} requirements are covered at the level {level.level}:"
        f" {lacking} too few for the {wanted:.4g} that trace.thresholds demands",
        action=f"Cover {lacking} more of those that the table of coverage lists as without {level.level}.",
        about=(level.level,),
        failing=(f"level {level.level}",),
        of_tests=_of_tests(level.level),
    )


def _of_requirement(
    row: RequirementCoverage, excused: Collection[str], *, is_tagged: bool
) -> Iterator[Finding]:
    match row.status:
        case CoverageStatus.UNCOVERED:
            yield on_requirement(
                UNCOVERED,
                row,
                f"{row.id} is not linked to any live work",
                f"Add `satisfies: [{row.id}]` to the item that implements it, or cancel the requirement.",
            )
        case CoverageStatus.UNKNOWN:
            yield on_requirement(
                UNKNOWN,
                row,
                f"No live work was seen for {row.id}, but a source that may hold it could not be read",
                "Mend the files named in the diagnostics and check again.",
            )
        case CoverageStatus.PARTIAL:
            levels = [name for name in row.missing_levels if name not in excused]
            if levels or row.missing_below:
                yield _partial(row, levels, is_tagged=is_tagged)
        case CoverageStatus.COVERED | CoverageStatus.DRAFT:
            return


def _shallow(rows: Sequence[RequirementCoverage], lacking: Collection[str]) -> Iterator[Finding]:
    """Yield the covered requirements above any of the `lacking` ones; what is excused is not among those."""
    above: dict[str, list[RequirementCoverage]] = {}
    for row in rows:
        for lower in row.shallow:
            above.setdefault(lower, []).append(row)
    todo, seen = list(lacking), set(lacking)
    while todo:
        upper = [row.id for row in above.get(todo.pop(), ()) if row.id not in seen]
        seen.update(upper)
        todo += upper
    for row in rows:
        below = [lower for lower in row.shallow if lower in seen]
        if below and row.status is CoverageStatus.COVERED:
            message = f"{row.id} is covered, but not deeply: below it is {first_of(below)}"
            action = f"Cover what is missing at or below {first_of(below)}."
            yield on_requirement(SHALLOW, row, message, action, of_tests=True)


def _partial(row: RequirementCoverage, levels: list[str], *, is_tagged: bool) -> Finding:
    """Say what a requirement lacks; where no file is read for tags, one that is tagged would not be seen."""
    below, lacks, todo = first_of(row.missing_below), [], []
    if below:
        lacks.append(f"no live work yet for {below}")
        todo.append(f"Link work to {below}, or take it out of {row.id}.")
    for name in (name for name in levels if name != TEST):
        lacks.append(f"no live {name}")
        todo.append(f"Link a live {name} by `satisfies: [{row.id}]`, or below work that has it.")
    if TEST in levels:
        lacks.append("no test yet")
        where = "" if is_tagged else "Name your tests in `trace.tests.tags` of maestro.yaml. "
        todo.append(f"{where}Tag a test of it with `@req {row.id}`.")
    message = f"{row.id} is covered in part only: {' and '.join(lacks)}"
    return on_requirement(PARTIAL, row, message, " ".join(todo), of_tests=any(map(_of_tests, levels)))


def _of_tests(level: str) -> bool:
    """Say whether tests reach a level, by its name."""
    return TEST in level.split(" or ")
