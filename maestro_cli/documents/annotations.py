"""Findings as annotations of GitHub Actions, and the page of a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maestro_cli.documents.gate import GateResult, sentence, shortened
from maestro_cli.errors import Diagnostic
from maestro_cli.model.text import one_line, safe_text

MOST_SHOWN = 10
"""Annotations of a level that GitHub shows for a step; the log holds all."""

MOST_BYTES = 1_000_000
"""Of a step's page; GitHub drops one of more than 1 MiB."""

_MOST_TITLE = 200
_LEVELS = {"critical": "error", "error": "error", "warning": "warning", "info": "notice"}


def workflow_commands(gate: GateResult) -> list[str]:
    """Return one workflow command a finding that counts, worst first, and one a problem of reading."""
    live = [violation for violation in gate.violations if violation.counts]
    live.sort(key=lambda violation: violation.severity.rank)
    commands = [
        _command(
            _LEVELS[violation.severity],
            None if violation.path is None else gate.path(violation.path),
            violation.line,
            f"{violation.code} {violation.entity_id}",
            sentence(violation),
        )
        for violation in live
    ]
    return [*commands, *diagnostic_annotations(gate.diagnostics, gate.prefix)]


def diagnostic_annotations(diagnostics: Iterable[Diagnostic], prefix: str = "") -> Iterator[str]:
    """Yield one workflow command a diagnostic."""
    for diagnostic in diagnostics:
        path = None if diagnostic.path is None else f"{prefix}{diagnostic.path}"
        text = f"{diagnostic.message}. {diagnostic.fix}" if diagnostic.fix else diagnostic.message
        yield _command(_LEVELS[diagnostic.severity], path, diagnostic.line, diagnostic.code, text)


def step_page(markdown: str, commands: Iterable[str]) -> str:
    """Return the page of a step: the document, cut at a line where GitHub would drop it, and why."""
    levels = [command.split(" ", 1)[0] for command in commands]
    if any(levels.count(level) > MOST_SHOWN for level in set(levels)):
        markdown += f"\nGitHub shows {MOST_SHOWN} annotations of each level for a step; the log lists all.\n"
    data = markdown.encode()
    if len(data) <= MOST_BYTES:
        return markdown
    kept = data[:MOST_BYTES].rpartition(b"\n")[0].decode()
    left = markdown.count("\n") - kept.count("\n")
    return f"{kept}\n\n{left} lines are left out: the page of a step has a limit. The log lists all.\n"


def _command(level: str, path: str | None, line: int | None, title: str, message: str) -> str:
    properties = {} if path is None else {"file": safe_text(path), "line": str(max(1, line or 1))}
    properties["title"] = shortened(one_line(title), _MOST_TITLE)
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {listed}::{_data(shortened(one_line(message)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
