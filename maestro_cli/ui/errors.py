"""Errors and warnings on standard error: what, where, and what to do next."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TextIO

from maestro_cli.errors import Diagnostic, MaestroError, Severity
from maestro_cli.model.text import counted, one_line, safe_text
from maestro_cli.ui.streams import write_quietly
from maestro_cli.ui.styles import Style, paint
from maestro_cli.ui.terminal import terminal_for
from maestro_cli.ui.wrapping import ascii_typography

LIMIT = 50
"""Diagnostics shown on standard error; the JSON envelope holds all."""

_PLACES = 5
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_STYLES = {Severity.ERROR: Style.RED, Severity.WARNING: Style.YELLOW, Severity.INFO: Style.BLUE}


def print_error(error: MaestroError, stream: TextIO | None = None) -> None:
    """Print every diagnostic of `error`, then its message where that says something more."""
    print_diagnostics(error.diagnostics, stream)
    if all(diagnostic.message != error.message for diagnostic in error.diagnostics):
        _write(_entry(Diagnostic(Severity.ERROR, "", error.message), ()), stream)


def print_diagnostics(
    diagnostics: Iterable[Diagnostic], stream: TextIO | None = None, *, limit: int = LIMIT
) -> None:
    """Print diagnostics to `stream` (default: standard error), errors first, at most `limit` places.

    Equal problems at several places are told once, with the places below. What is left out is counted.
    """
    ordered = sorted(diagnostics, key=lambda diagnostic: _ORDER.index(diagnostic.severity))
    groups: dict[tuple[Severity, str, str, str | None], list[Diagnostic]] = {}
    for diagnostic in ordered[:limit]:
        key = (diagnostic.severity, diagnostic.code, diagnostic.message, diagnostic.fix)
        groups.setdefault(key, []).append(diagnostic)
    for group in groups.values():
        _write(_entry(group[0], [place for each in group if (place := _place(each))]), stream)
    if hidden := ordered[limit:]:
        counts = [(sum(d.severity is severity for d in hidden), severity.value) for severity in _ORDER]
        told = ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for count, name in counts if count)
        _write([f"... and {told} more; --format json lists all"], stream)


def print_note(message: str, stream: TextIO | None = None) -> None:
    """Print one line for people that is neither artefact nor problem."""
    _write([one_line(message)], stream)


def _entry(diagnostic: Diagnostic, places: Iterable[str]) -> list[str]:
    """Return the lines of one problem: `error: message [code]`, `  --> place`, `  fix: advice`."""
    code = f" [{diagnostic.code}]" if diagnostic.code else ""
    first, *rest = safe_text(diagnostic.message).split("\n")
    lines = [f"{diagnostic.severity.value}: {first}{'' if rest else code}"]
    lines += [f"  {line}" for line in rest]
    if rest:
        lines[-1] += code
    shown = list(places)
    lines += [f"  --> {place}" for place in shown[:_PLACES]]
    if len(shown) > _PLACES:
        lines.append(f"  --> ... and {counted(len(shown) - _PLACES, 'more place')}")
    if diagnostic.fix:
        lines.append(f"  fix: {one_line(diagnostic.fix)}")
    return lines


def _place(diagnostic: Diagnostic) -> str:
    if diagnostic.path is None:
        return ""
    line = f":{diagnostic.line}" if diagnostic.line is not None else ""
    return one_line(diagnostic.path) + line


def _write(lines: Iterable[str], stream: TextIO | None) -> None:
    target = sys.stderr if stream is None else stream
    terminal = terminal_for(target)
    text = "".join(f"{line}\n" for line in lines)
    if not terminal.unicode:
        text = ascii_typography(text)
    if terminal.color:
        text = _colored(text)
    write_quietly(target, text)


def _colored(text: str) -> str:
    for severity, style in _STYLES.items():
        head = f"{severity.value}:"
        if text.startswith(head):
            return paint(head, Style.BOLD, style) + text[len(head) :].replace(
                "\n  -->", f"\n  {paint('-->', Style.BLUE)}"
            )
    return text
