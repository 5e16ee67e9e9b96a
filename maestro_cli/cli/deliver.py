"""Delivers an answer: the artefact to stdout or a file, everything else to stderr."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.cli.call import Call
from maestro_cli.errors import Diagnostic, MaestroError, Severity

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer

SAME = "same"
"""The format that was asked for when the run was started."""


def deliver(answer: Answer, call: Call) -> None:
    """Write `answer` in the format of `call`, and its diagnostics and notes to stderr."""
    from maestro_cli.ui.errors import print_diagnostics, print_note
    from maestro_cli.ui.output import write_artefact

    if call.format == SAME:
        call = _as_asked(answer, call)
    answer = replace(answer, diagnostics=_told(answer.diagnostics))
    shown = [d for d in answer.diagnostics if not call.quiet or d.severity is Severity.ERROR]
    print_diagnostics(shown)
    write_artefact(_artefact(answer, call), call.output)
    for note in () if call.quiet else answer.notes:
        print_note(note)


def deliver_error(error: MaestroError, call: Call) -> None:
    """Explain `error` on stderr, and in the envelope or as annotations where the answer would have gone.

    A target that cannot be written gets no envelope; that it cannot is told once.
    """
    from maestro_cli.model.redact import redact
    from maestro_cli.ui.errors import print_error

    error.message, error.diagnostics = redact(error.message), _told(error.diagnostics)
    print_error(error)
    if _is_of_target(error):
        return
    if call.format == "json":
        deliver_envelope(error, call)
    elif call.format == "github":
        _annotate(error, call)


def deliver_envelope(error: MaestroError, call: Call) -> None:
    """Write the envelope of a failure that was explained already."""
    from maestro_cli.documents.envelope import error_envelope
    from maestro_cli.ui.errors import print_error
    from maestro_cli.ui.output import write_artefact

    try:
        write_artefact(error_envelope(call.kind, error), call.output)
    except MaestroError as second:
        print_error(second)


def _told(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics without secrets: they quote what stands in files and on the command line."""
    from maestro_cli.model.redact import redact

    return tuple(
        replace(one, message=redact(one.message), fix=one.fix and redact(one.fix)) for one in diagnostics
    )


def _annotate(error: MaestroError, call: Call) -> None:
    from maestro_cli.documents.annotations import diagnostic_annotations
    from maestro_cli.ui.errors import print_error
    from maestro_cli.ui.output import write_artefact

    lines = [f"{line}\n" for line in diagnostic_annotations(error.diagnostics)]
    try:
        write_artefact("".join(lines), call.output)
    except MaestroError as second:
        print_error(second)


def _is_of_target(error: MaestroError) -> bool:
    return any(diagnostic.code == "E-OUTPUT" for diagnostic in error.diagnostics)


def _as_asked(answer: Answer, call: Call) -> Call:
    """Deliver the answer of a resumed run as it was asked for when the run was started."""
    asked = answer.delivery
    if asked is None:
        return replace(call, format="text")
    output = call.output or (Path(asked.output) if asked.output else None)
    return replace(call, format=asked.format, output=output)


def _artefact(answer: Answer, call: Call) -> str | bytes:
    if call.format == "json":
        from maestro_cli.documents.envelope import envelope

        return envelope(answer)
    if call.format in answer.rendered:
        return answer.rendered[call.format]
    if call.format == "md":
        from maestro_cli.documents.markdown import blocks_to_markdown

        return blocks_to_markdown(answer.blocks)
    from maestro_cli.ui.blocks import render_blocks
    from maestro_cli.ui.terminal import Terminal, stdout_terminal

    terminal = stdout_terminal() if call.output is None else Terminal()
    return render_blocks(answer.blocks, terminal)
