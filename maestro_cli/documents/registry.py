"""Which blocks an answer of each kind is shown as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from maestro_cli.model.blocks import Block, Bullets, Heading, Paragraph


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
    if kind == "ask":
        from maestro_cli.documents.ask import answer_blocks

        return answer_blocks(dict(data), language)
    raise KeyError(kind)


def headline_of(blocks: Sequence[Block]) -> str:
    """Return the title of a document and the first sentence it makes of what it found."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    said = next((text for block in blocks for text in _sentences(block)), "")
    return f"{title}. {said}"


def _sentences(block: Block) -> Iterator[str]:
    """Yield what a block says, but for the lines that only say which days a document is about."""
    if isinstance(block, Paragraph) and block.tone != "normal":
        yield block.text
    elif isinstance(block, Bullets):
        yield from block.entries
