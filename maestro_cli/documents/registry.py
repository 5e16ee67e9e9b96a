"""Which blocks an answer of each kind is shown as."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from maestro_cli.model.blocks import Block


def blocks_of(kind: str, data: Mapping[str, Any], language: str, as_of: date) -> tuple[Block, ...]:
    """Return the blocks of a run's answer; raises KeyError for a kind that no run makes."""
    if kind == "plan":
        from maestro_cli.documents.plan import plan_blocks

        return plan_blocks(data, language, as_of=as_of, project=data["project"])
    if kind == "report":
        from maestro_cli.documents.report import report_blocks

        return report_blocks(data, language)
    if kind == "trace":
        from maestro_cli.documents.trace import trace_blocks

        return trace_blocks(data, language)
    raise KeyError(kind)
