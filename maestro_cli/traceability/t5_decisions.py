"""T5: is every AI decision accounted for?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maestro_cli.model.decisions import Authority, Decision, broken_link
from maestro_cli.model.findings import FindingSeverity
from maestro_cli.traceability.interface import (
    Code,
    Finding,
    Outcome,
    RuleExplanation,
    TraceContext,
    on_record,
)

NO_APPROVAL = Code(
    "T5-NO-APPROVAL", FindingSeverity.ERROR, "Nobody approved an action that changes something."
)
NO_APPROVAL_TIME = Code(
    "T5-NO-APPROVAL-TIME", FindingSeverity.ERROR, "An approval does not say when it was given."
)
NO_EVIDENCE = Code("T5-NO-EVIDENCE", FindingSeverity.ERROR, "A decision names no evidence.")
NO_RATIONALE = Code("T5-NO-RATIONALE", FindingSeverity.ERROR, "A decision gives no reason.")
CHAIN_BROKEN = Code(
    "T5-CHAIN-BROKEN",
    FindingSeverity.CRITICAL,
    "A decision was changed, taken out, put in or moved after it was recorded.",
)

_NEEDS_APPROVAL = frozenset({Authority.EXECUTE, Authority.COMMIT})


class DecisionRule:
    """Checks every recorded decision, in the order of the record.

    Approval is needed for the authorities execute and commit; who approved and when are two
    questions, and the second is asked only where the first is answered. The chain is broken at a decision
    whose hash is not that of its fields, or whose `previous_hash` is not the hash of the one before
    it (empty for the first): one finding for each such decision.
    """

    about: ClassVar = RuleExplanation(
        id="T5",
        why=(
            "An agent that acts without approval, reason or evidence cannot be held to anything, and a "
            "record that can be changed afterwards proves nothing."
        ),
        codes=(NO_APPROVAL, NO_APPROVAL_TIME, NO_EVIDENCE, NO_RATIONALE, CHAIN_BROKEN),
        failing="""\
decisions:
  - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
     rationale: US-1 unblocks US-2, evidence: ["item:US-1"]}
""",
        passing="""\
decisions:
  - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
     rationale: US-1 unblocks US-2, evidence: ["item:US-1"],
     approved_by: kim, approved_at: "2026-03-02T09:00:00Z"}
""",
    )

    def check(self, context: TraceContext) -> Outcome:
        """List decisions without approval, reason or evidence, and every break of the chain."""
        findings: list[Finding] = []
        previous = ""
        for decision in context.decisions:
            findings.extend(_unaccounted(decision))
            broken = broken_link(decision, previous)
            if broken:
                action = "Bring the store back with `maestro restore`, and find out who changed it."
                findings.append(on_record(CHAIN_BROKEN, decision, broken, action))
            previous = decision.hash
        return Outcome(len(context.decisions), findings)


def _unaccounted(decision: Decision) -> Iterator[Finding]:
    name = f"Decision {decision.id} of {decision.agent}"
    if decision.authority in _NEEDS_APPROVAL:
        if not (decision.approved_by or "").strip():
            message = f"{name} has authority {decision.authority.value}, and nobody approved it"
            yield on_record(
                NO_APPROVAL,
                decision,
                message,
                "Have someone review what was done, and undo it or approve it.",
            )
        elif not (decision.approved_at or "").strip():
            message = f"{name} was approved by {decision.approved_by}, but not said when"
            yield on_record(NO_APPROVAL_TIME, decision, message, "Record when it was approved.")
    if not any(source.strip() for source in decision.evidence):
        yield on_record(
            NO_EVIDENCE, decision, f"{name} names no evidence", "Have the agent cite what it decided from."
        )
    if not decision.rationale.strip():
        yield on_record(NO_RATIONALE, decision, f"{name} gives no reason", "Have the agent say why.")
