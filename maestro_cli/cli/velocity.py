"""`maestro velocity`: points a sprint, and where they are going."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.skill import answer_skill

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def velocity(
    call: Call, last: Annotated[int, typer.Option(min=1, help="How many past sprints to list.")] = 5
) -> Answer:
    """Show velocity and its trend, each figure with its evidence."""
    from maestro_cli.documents.skill_blocks import velocity_blocks
    from maestro_cli.skills.velocity import calculate_velocity

    return answer_skill(
        call, "velocity", calculate_velocity, lambda data, language: velocity_blocks(data, language, last)
    )
