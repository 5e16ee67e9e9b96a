"""Turns the result of a skill into the answer of a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Block
    from maestro_cli.model.evidence import SkillResult
    from maestro_cli.skills.inputs import Inputs

Skill = Callable[["Inputs"], "SkillResult"]
Blocks = Callable[[Mapping[str, Any], str], tuple["Block", ...]]


def answer_skill(call: Call, kind: str, skill: Skill, blocks: Blocks) -> Answer:
    """Run `skill` on the project: its data with `evidence` and `confidence`, and blocks of them.

    No run is recorded, but the answer says what makes it again: engine, seed and day.
    """
    from maestro_cli.model.answer import Answer, AnswerStatus
    from maestro_cli.model.plain import to_plain
    from maestro_cli.model.runs import RunInfo
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    inputs = workspace.inputs()
    result = skill(inputs)
    data = {**result.data, "evidence": to_plain(result.evidence), "confidence": result.confidence}
    partial = bool(workspace.backlog().unreadable)
    return Answer(
        kind=kind,
        data=data,
        blocks=blocks(data, workspace.language),
        diagnostics=workspace.diagnostics,
        status=AnswerStatus.PARTIAL if partial else AnswerStatus.SUCCESS,
        run=RunInfo(None, None, "offline", inputs.seed, inputs.as_of.isoformat()),
    )
