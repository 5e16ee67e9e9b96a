"""`maestro capacity`: what the team can take in the sprints ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.skill import answer_skill

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def capacity(
    call: Call, sprints: Annotated[int, typer.Option(min=1, max=26, help="How many sprints ahead.")] = 1
) -> Answer:
    """Show the capacity of the sprints ahead, by person, and what it is computed from."""
    from maestro_cli.documents.skill_blocks import capacity_blocks
    from maestro_cli.skills.capacity import retrieve_team_capacity

    return answer_skill(
        call,
        "capacity",
        lambda inputs: retrieve_team_capacity(inputs, sprints, required=True),
        capacity_blocks,
    )
