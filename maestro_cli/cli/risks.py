"""`maestro risks`: what endangers the sprint and the plan, each with the figure that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.skill import answer_skill

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.evidence import SkillResult
    from maestro_cli.skills.inputs import Inputs


def risks(
    call: Call,
    sprints: Annotated[int, typer.Option(min=1, max=26, help="How many sprints to look ahead.")] = 3,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Try what slips cost for more items, and in plans of any size.")
    ] = False,
) -> Answer:
    """List risks with their triggers, worst first."""
    from maestro_cli.documents.risk_blocks import risks_blocks
    from maestro_cli.skills.risks import Trials, detect_risks

    def skill(inputs: Inputs) -> SkillResult:
        trials = Trials.THOROUGH if thorough else Trials.QUICK
        return detect_risks(inputs, sprints=sprints, trials=trials)

    return answer_skill(call, "risks", skill, risks_blocks)
