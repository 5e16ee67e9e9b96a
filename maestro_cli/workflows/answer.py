"""What the last step of a workflow returns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from maestro_cli.errors import Diagnostic
from maestro_cli.model.plain import to_plain
from maestro_cli.workflows.gather import inputs_of
from maestro_cli.workflows.step import Facts, StepContext


def answer(
    context: StepContext,
    kind: str,
    data: dict[str, Any],
    markdown: str,
    notes: Iterable[str] = (),
    diagnostics: Iterable[Diagnostic] = (),
    engine: str = "offline",
) -> Facts:
    """Return the answer of a run: data for programs, the document, notes and every diagnostic."""
    notes = list(notes)
    found = (*inputs_of(context).backlog.diagnostics, *diagnostics)
    return {
        "kind": kind,
        "engine": engine,
        "data": data,
        "markdown": markdown,
        "notes": notes,
        "diagnostics": to_plain(found),
        "summary": "; ".join(notes),
    }
