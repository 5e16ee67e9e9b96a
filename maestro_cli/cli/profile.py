"""`maestro profile`: what runs took, what stood out, and what to do about it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


class By(StrEnum):
    """What the table has a row for."""

    WORKFLOW = "workflow"
    AGENT = "agent"
    STEP = "step"
    SKILL = "skill"


def profile(
    call: Call,
    last: Annotated[int, typer.Option(min=1, max=10_000, help="Over so many of the newest runs.")] = 100,
    by: Annotated[By, typer.Option(help="What the table has a row for; JSON has all.")] = By.STEP,
) -> Answer:
    """Show what runs took by step, agent, skill or workflow, what stood out, and what to do."""
    from maestro_cli.documents.profile import profile_blocks
    from maestro_cli.governance.profile import profile as profiled
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.plain import to_plain
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    with workspace.store_if_any() as store:
        measures = store.measures.of_last(last) if store else ()
    found = profiled(measures, workspace.settings.llm.max_usd)
    plain = to_plain(found)
    assert isinstance(plain, dict)  # noqa: S101 - a dataclass becomes a dict
    return Answer(kind="profile", data=plain, blocks=profile_blocks(found, by.value, workspace.language))
