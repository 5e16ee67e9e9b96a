"""What a reader sees of a plan, made once for terminal and Markdown.

All text is plain: whoever shows it escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maestro_cli.documents.forecast_blocks import chance_bars
from maestro_cli.documents.plan_changes import ChangesView, changes_view
from maestro_cli.documents.plan_sentences import (
    Data,
    Note,
    PlanSentences,
    SprintView,
    conflict_text,
    reason_text,
)
from maestro_cli.model.blocks import Bar

MOST_LEFT_OUT = 30
"""Left-out items shown; JSON has all."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan in words of one language."""

    title: str
    header: tuple[str, ...]
    summary: str
    proof: str
    proven: bool
    proof_note: str
    basis: str
    scale: float
    sprints: tuple[SprintView, ...]
    bottleneck: str
    conflicts: tuple[str, ...]
    forecast: tuple[tuple[str, str], ...]
    forecast_lines: tuple[str, ...]
    chances: tuple[Bar, ...]
    """The chance by day that all planned work is done."""
    left_out: tuple[tuple[str, str, str, str], ...]
    left_out_more: str
    changes: ChangesView
    notes: tuple[Note, ...]


def plan_view(data: Data, language: str, *, as_of: date | None = None, project: str = "") -> PlanView:
    """Put the plan into the words of `language` (en or ko)."""
    words = PlanSentences(data, language)
    excluded = data.get("excluded", ())
    more = len(excluded) - MOST_LEFT_OUT
    return PlanView(
        title=words.title(project),
        header=words.header(as_of),
        summary=words.summary(),
        proof=words.proof(),
        proven=bool(data["proven_optimal"]),
        proof_note=words.say("proof.note"),
        basis=words.basis(),
        scale=max((max(s["capacity"], s["load"]) for s in data["sprints"]), default=0.0) or 1.0,
        sprints=words.sprints(),
        bottleneck=words.bottleneck(),
        conflicts=tuple(conflict_text(conflict) for conflict in data.get("conflicts", ())),
        forecast=words.forecast(),
        forecast_lines=words.forecast_lines(),
        chances=chance_bars((data.get("forecast") or {}).get("curve", ()), language),
        left_out=tuple(
            (e["id"], words.name(e["id"]), reason_text(e), e.get("remedy") or words.say("remedy.none"))
            for e in excluded[:MOST_LEFT_OUT]
        ),
        changes=changes_view(data, language),
        left_out_more=words.say("left_out.more", count=more) if more > 0 else "",
        notes=words.notes(),
    )
