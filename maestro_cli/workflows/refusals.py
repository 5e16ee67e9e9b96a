"""What a model wanted and did not get, kept in the audit chain.

Texts from outside may have told it to; whoever reads the record sees that it had no effect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from maestro_cli.model.decisions import Authority, Decision
from maestro_cli.model.plain import digest
from maestro_cli.model.redact import redact
from maestro_cli.model.text import one_line

if TYPE_CHECKING:
    from maestro_cli.store.decisions import Decisions
    from maestro_cli.workflows.step import Step

LONGEST = 300


def refusals(decisions: Decisions, run_id: str, step: Step) -> Callable[[str], None]:
    """Return what notes one refusal after the other; a step that runs twice notes each once."""

    def note(what: str) -> None:
        said = one_line(redact(what))[:LONGEST]
        decisions.append(
            Decision(
                id=f"refused:{step.id}:{digest(said)[:8]}",
                run_id=run_id,
                agent=step.agent,
                action="leave out what the model wanted",
                authority=Authority.SUGGEST,
                rationale=said,
                evidence=("calculation:grounding",),
            )
        )

    return note
