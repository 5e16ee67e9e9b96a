"""Approvals and the audit chain as blocks."""

from __future__ import annotations

from collections.abc import Sequence

from maestro_cli.documents.governance_words import say
from maestro_cli.model.actions import Approval
from maestro_cli.model.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from maestro_cli.model.decisions import AuditReport, Decision
from maestro_cli.model.text import one_line


def approvals_blocks(
    approvals: Sequence[Approval], hidden: int, time: str, language: str
) -> tuple[Block, ...]:
    """Return the table of approvals as they stand at `time`; `hidden` more are decided and not shown."""
    names = ("id", "agent", "what", "authority", "status", "until", "by")
    columns = tuple(Column(say(language, f"column.{name}")) for name in names)
    rows = tuple(
        (
            one.id,
            one.action.agent,
            one.action.summary,
            one.action.authority.value,
            say(language, f"status.{one.at(time).value}"),
            one.expires,
            one.decided_by or "",
        )
        for one in approvals
    )
    first: Block = Table(columns, rows) if rows else Paragraph(say(language, "approvals.none"))
    more = (Paragraph(say(language, "approvals.hidden", count=str(hidden))),) if hidden else ()
    return (first, *more)


def approval_blocks(
    approval: Approval, time: str, language: str, *, rehearsed: bool = False
) -> tuple[Block, ...]:
    """Return one approval in full: who wants what and why, and the lines that would change.

    Of one that is `rehearsed`, in a dry run, nothing is kept that could be approved.
    """
    action = approval.action
    return (
        Heading(f"{approval.id}: {action.summary}"),
        *approvals_blocks([approval], 0, time, language),
        Paragraph(say(language, "why", text=one_line(action.rationale) or "-")),
        Paragraph(say(language, "evidence", text=", ".join(action.evidence) or "-")),
        Paragraph(say(language, "change")),
        Bullets(tuple(action.preview.splitlines())),
        Paragraph(say(language, f"approvals.{'rehearsed' if rehearsed else 'how'}", id=approval.id)),
    )


def decisions_blocks(decisions: Sequence[tuple[int, Decision]], language: str) -> tuple[Block, ...]:
    """Return the table of decisions with their places in the chain."""
    if not decisions:
        return (Paragraph(say(language, "audit.empty")),)
    names = ("entry", "time", "agent", "decision", "authority", "by", "rationale")
    columns = tuple(Column(say(language, f"column.{name}"), numeric=name == "entry") for name in names)
    rows = tuple(
        (str(entry), d.time, d.agent, d.action, d.authority.value, d.approved_by or "", d.rationale)
        for entry, d in decisions
    )
    return (Table(columns, rows),)


def audit_blocks(report: AuditReport, language: str) -> tuple[Block, ...]:
    """Return the verdict on the chain and every break of it."""
    if report.ok and not report.entries:
        return (Paragraph(say(language, "audit.empty")),)
    if report.ok:
        said = say(language, "audit.ok", count=str(report.entries), head=report.head)
        return (Paragraph(said, "good"),)
    broken = tuple(
        say(language, "audit.broken", entry=str(one.entry), problem=one.problem) for one in report.breaks
    )
    return (Bullets(broken), Paragraph(say(language, "audit.fix"), "bad"))
