"""Tests of requirements: failed, skipped, without a result, or missing where work is done."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from maestro_cli.model.findings import CoverageStatus, FindingSeverity, RequirementCoverage
from maestro_cli.model.items import Item, Status
from maestro_cli.model.verification import Verdict
from maestro_cli.traceability.interface import Code, Finding, TraceContext, first_of, on_item, on_requirement
from maestro_cli.traceability.levels import LIVE_WORK, TEST
from maestro_cli.traceability.verdicts import Verdicts

FAILED = Code(
    "T1-TEST-FAILED",
    FindingSeverity.ERROR,
    "A test of the requirement, or of its work, failed.",
)
SKIPPED = Code(
    "T1-TEST-SKIPPED", FindingSeverity.WARNING, "No test of the requirement passed, and some were skipped."
)
NO_RESULT = Code(
    "T1-TEST-UNKNOWN",
    FindingSeverity.INFO,
    "The requirement has tests, and the results that were read hold none of them.",
    True,
)
DONE_UNVERIFIED = Code(
    "T1-DONE-UNVERIFIED",
    FindingSeverity.WARNING,
    "A requirement, or work that satisfies one, is done, and no test of it has passed.",
    True,
)

_UNDECIDED = (None, Verdict.SKIPPED, Verdict.UNKNOWN)


def check_tests(context: TraceContext, partial: Collection[str]) -> Iterator[Finding]:
    """Yield what the tests of requirements say; nothing where there are no tests and none are demanded.

    One that failed counts whatever the others say. What is done has to have passed where `trace.levels`
    demands a test and results are read; of the `partial` requirements it is said already that they have none.
    """
    trace = context.settings.trace
    is_run = bool(trace.tests.results)
    demanded = is_run and any(TEST in _kinds(level) for level in trace.levels)
    if not (context.tests or demanded):
        return
    verdicts = context.verdicts
    open_rows = [row for row in context.coverage.requirements if row.status is not CoverageStatus.DRAFT]
    for row in open_rows:
        item = context.backlog.get(row.id)
        is_due = demanded and item is not None and item.status is Status.DONE
        if is_due and row.verdict in _UNDECIDED and not (row.verdict is None and row.id in partial):
            yield _unverified(row, f"{row.id} is done", row.verdict)
        elif is_run or row.verdict in (Verdict.FAILED, Verdict.SKIPPED):
            yield from _came_out(row, verdicts)
    if demanded:
        yield from _done_work(context, {row.id: row for row in open_rows}, verdicts)


def _kinds(level: str | tuple[str, ...]) -> tuple[str, ...]:
    return (level,) if isinstance(level, str) else level


def _came_out(row: RequirementCoverage, verdicts: Verdicts) -> Iterator[Finding]:
    first = None if row.verdict is None else verdicts.first(row.id, row.verdict)
    match row.verdict:
        case Verdict.FAILED:
            action = "Mend what the test found, or the test, and run it again."
            yield on_requirement(FAILED, row, f"A test of {row.id} failed: {first}", action)
        case Verdict.SKIPPED:
            action = "Run it where it is not skipped, and add that result to `trace.tests.results`."
            yield on_requirement(SKIPPED, row, f"No test of {row.id} passed; skipped was {first}", action)
        case Verdict.UNKNOWN:
            action = "Run the tests, and name the file of results in `trace.tests.results`."
            yield on_requirement(
                NO_RESULT,
                row,
                f"No result was found for the tests of {row.id}: {first}",
                action,
                of_tests=True,
            )
        case Verdict.PASSED | None:
            return


def _unverified(row: RequirementCoverage, what: str, verdict: Verdict | None) -> Finding:
    why = {
        None: "there is none",
        Verdict.SKIPPED: "all that ran were skipped",
        Verdict.UNKNOWN: "no result was found",
    }
    action = f"Run the tests of {row.id}, or tag one with `@req {row.id}`."
    message = f"{what}, and no test of it has passed: {why.get(verdict, '')}"
    return on_requirement(DONE_UNVERIFIED, row, message, action, of_tests=True)


def _done_work(
    context: TraceContext, rows: dict[str, RequirementCoverage], verdicts: Verdicts
) -> Iterator[Finding]:
    """Yield done work below requirements that are not done themselves, and so are not held to it."""
    passed = {link.id for test in context.tests if test.result is Verdict.PASSED for link in test.verifies}
    for item in context.backlog.items:
        if item.status is not Status.DONE or not item.satisfies or item.kind not in LIVE_WORK:
            continue
        targets = [link.id for link in dict.fromkeys(item.satisfies) if link.id in rows]
        if not targets or passed.intersection(targets) or _is_judged(context, rows, targets):
            continue
        if verdicts.of(item.id) in _UNDECIDED:
            finding = on_item(
                DONE_UNVERIFIED.id,
                item,
                f"{item.id} is done, and no test of it or of {first_of(targets)} has passed",
                f"Run its tests, or tag one with `@req {item.id}`.",
                failing=targets,
            )
            yield replace(finding, of_tests=True)


def _is_judged(context: TraceContext, rows: dict[str, RequirementCoverage], targets: list[str]) -> bool:
    """Say whether a finding at a requirement tells already what is wrong."""
    items: list[Item | None] = [context.backlog.get(target) for target in targets]
    return any(rows[target].verdict is Verdict.FAILED for target in targets) or any(
        item is not None and item.status is Status.DONE for item in items
    )
