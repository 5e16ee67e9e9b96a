"""T6: does every AI statement stand on something?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from maestro_cli.model.decisions import Statement
from maestro_cli.model.findings import FindingSeverity
from maestro_cli.traceability.interface import (
    Code,
    Finding,
    Outcome,
    RuleExplanation,
    TraceContext,
    on_record,
)

NO_EVIDENCE = Code("T6-NO-EVIDENCE", FindingSeverity.ERROR, "A statement names no evidence.")
INVALID_SOURCE = Code(
    "T6-INVALID-SOURCE", FindingSeverity.ERROR, "Evidence names something that does not exist.", True
)
LOW_CONFIDENCE = Code("T6-LOW-CONFIDENCE", FindingSeverity.WARNING, "The agent's confidence is below 0.6.")
FIGURE_MISMATCH = Code(
    "T6-FIGURE-MISMATCH", FindingSeverity.ERROR, "A statement gives a figure other than the computed one."
)

LOWEST_CONFIDENCE = 0.6

SOURCES = ("item", "commit", "sprint", "setting", "calculation", "person", "skill", "decision", "run", "file")
"""What evidence can be: the part of its id before the colon."""

_SHA = re.compile(r"[0-9a-f]{4,64}")


class GroundingRule:
    """Checks every recorded statement.

    A source is invalid when it has no known kind before a colon or nothing behind it, when it is an
    item that does not exist, a sprint that cannot be one of the project, or a commit that is no hash: once
    for each source. Figures are compared as numbers where both are numbers, else as text; a figure
    that no fact was computed for is a mismatch too.
    """

    about: ClassVar = RuleExplanation(
        id="T6",
        why=(
            "A sentence that sounds right and stands on nothing is worse than none: readers act on it. "
            "Every figure has to be one that was computed, every claim has to lead to something to look up."
        ),
        codes=(NO_EVIDENCE, INVALID_SOURCE, LOW_CONFIDENCE, FIGURE_MISMATCH),
        failing="""\
statements:
  - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.}
""",
        passing="""\
statements:
  - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
     evidence: ["calculation:velocity"]}
""",
    )

    def check(self, context: TraceContext) -> Outcome:
        """List statements without evidence or confidence, sources that do not exist, and wrong figures."""
        findings: list[Finding] = []
        for statement in context.statements:
            findings.extend(_unfounded(statement))
            for source in dict.fromkeys(statement.evidence):
                wrong = _wrong(source, context)
                if wrong:
                    message = f"Statement {statement.id} of {statement.agent} cites {source!r}: {wrong}"
                    action = "Cite something that exists, or take the statement back."
                    findings.append(on_record(INVALID_SOURCE, statement, message, action, (source,)))
        return Outcome(len(context.statements), findings)


def _unfounded(statement: Statement) -> Iterator[Finding]:
    name = f"Statement {statement.id} of {statement.agent}"
    if not statement.evidence:
        action = "Have the agent cite what it stands on, or take it back."
        yield on_record(NO_EVIDENCE, statement, f"{name} names no evidence", action)
    if not statement.confidence >= LOWEST_CONFIDENCE:
        message = f"{name} has a confidence of {statement.confidence:g}, below {LOWEST_CONFIDENCE:g}"
        yield on_record(LOW_CONFIDENCE, statement, message, "Check it by hand before you pass it on.")
    if statement.stated is not None and not _same(statement.stated, statement.fact):
        computed = (
            "nothing was computed for it" if statement.fact is None else f"{statement.fact} was computed"
        )
        message = f"{name} says {statement.stated}, but {computed}"
        yield on_record(FIGURE_MISMATCH, statement, message, "Put the computed figure in its place.")


def _same(stated: str, fact: str | None) -> bool:
    if fact is None:
        return False
    try:
        return Decimal(stated.strip()) == Decimal(fact.strip())
    except InvalidOperation:
        return stated.strip() == fact.strip()


def _wrong(source: str, context: TraceContext) -> str | None:
    kind, _, name = source.partition(":")
    if kind not in SOURCES:
        return f"a source is one of {', '.join(SOURCES)}, with a colon and an id"
    if not name.strip():
        return f"it does not say which {kind}"
    if kind == "item" and name not in context.backlog:
        return f"item {name} does not exist"
    if kind == "sprint" and not context.sprints.possible(name):
        return f"sprint {name} does not exist"
    if kind == "commit" and not _SHA.fullmatch(name):
        return f"{name} is no commit hash"
    return None
