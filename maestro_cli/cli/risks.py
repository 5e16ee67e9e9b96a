"""`maestro risks`: what endangers the sprint, each with the figure that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_cli.cli.call import Call
from maestro_cli.cli.skill import answer_skill

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def risks(call: Call) -> Answer:
    """List risks with their triggers, worst first."""
    from maestro_cli.documents.skill_blocks import risks_blocks
    from maestro_cli.skills.risks import detect_risks

    return answer_skill(call, "risks", detect_risks, risks_blocks)
