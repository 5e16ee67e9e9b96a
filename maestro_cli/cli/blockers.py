"""`maestro blockers`: what is blocked, by what, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_cli.cli.call import Call
from maestro_cli.cli.skill import answer_skill

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def blockers(call: Call) -> Answer:
    """List blocked items: why, whose, since when, what they hold up, and the next step."""
    from maestro_cli.documents.skill_blocks import blockers_blocks
    from maestro_cli.skills.blockers import identify_blockers

    return answer_skill(call, "blockers", identify_blockers, blockers_blocks)
