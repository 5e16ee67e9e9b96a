"""`maestro next`: what to take up, and what everything else waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.skill import answer_skill

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def next_items(call: Call, limit: Annotated[int, typer.Option(min=1, help="Rows to show.")] = 20) -> Answer:
    """Show the ready items in order, and for the others which blocker, whose, since when."""
    from maestro_cli.documents.skill_blocks import next_blocks
    from maestro_cli.skills.ready import order_ready_items

    return answer_skill(
        call, "next", order_ready_items, lambda data, language: next_blocks(data, language, limit)
    )
