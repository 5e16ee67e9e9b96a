"""What a run keeps of its questions to a model: a decision in the audit, and a word on a failure."""

from __future__ import annotations

from collections.abc import Sequence

from maestro_cli.errors import Diagnostic
from maestro_cli.llm.narrator import Asked, Narrator, gaps
from maestro_cli.model.decisions import Authority, Decision
from maestro_cli.model.plain import from_plain, to_plain
from maestro_cli.workflows.step import Facts, StepContext


def narrated(context: StepContext, narrator: Narrator, agent: str, sentences: Sequence[str]) -> Facts:
    """Record who phrased the `sentences` and return what later steps say of it, see `failures_in`."""
    asked = narrator.asked
    if asked is None:
        return {"engine": narrator.name, "asked": None}
    taken = sorted({name for sentence in sentences for name in gaps(sentence)})
    context.store.decisions.append(
        Decision(
            id="headline",
            run_id=context.run_id,
            agent=agent,
            action=f"sum up in words of {narrator.name}",
            authority=Authority.SUGGEST,
            rationale=asked.failure.message
            if asked.failure
            else "every number in them is a figure of the run",
            evidence=tuple(f"calculation:{name}" for name in taken) or ("calculation:narrator",),
            inputs=asked.inputs,
            model=asked.model,
            tokens=asked.tokens,
            usd=asked.usd,
            prompt=asked.prompt,
        )
    )
    return {"engine": narrator.name, "asked": to_plain(asked)}


def failures_in(*asked: object) -> list[Diagnostic]:
    """Return why the rules had to do what a model was asked for; `asked` is plain, or None where none was."""
    known = [from_plain(Asked, one) for one in asked if one]
    return [one.failure for one in known if one.failure]
