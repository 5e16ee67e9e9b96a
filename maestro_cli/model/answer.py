"""What a command answers with, before it is put into any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from maestro_cli.errors import Diagnostic, ExitCode
from maestro_cli.model.blocks import Block
from maestro_cli.model.runs import RunInfo


class AnswerStatus(StrEnum):
    """Status of an answer in the JSON envelope."""

    SUCCESS = "success"
    PARTIAL = "partial"
    WAITING = "waiting"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer was asked for when its run was started."""

    format: str
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Data for programs and blocks for people, of one command.

    `rendered` holds whole documents by format (`md` from a template, `csv`, `sarif`); they win over
    `blocks`, and bytes are written as they are. `notes` go to stderr: where a document was written,
    what to do next.
    """

    kind: str
    data: Mapping[str, object]
    blocks: tuple[Block, ...] = ()
    rendered: Mapping[str, str | bytes] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    status: AnswerStatus = AnswerStatus.SUCCESS
    run: RunInfo | None = None
    exit_code: ExitCode = ExitCode.DONE
    notes: tuple[str, ...] = ()
    delivery: Delivery | None = None
