"""What the formats of CI services are made of: a report, how it was judged, and where the project stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maestro_cli.errors import Diagnostic
from maestro_cli.model.findings import FailOn, TraceReport, Violation
from maestro_cli.model.text import one_line

SETTINGS_FILE = "maestro.yaml"
"""Where findings about what no file holds are shown: services drop a finding without a place."""

MOST_CHARACTERS = 2_000
"""A message is cut after as many characters: services refuse files and lines that are too long."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """A judged report. `rules` are data as `maestro trace explain` answers, one for each rule.

    `prefix` is the project's folder in its repository, empty or with a slash at its end: services
    want paths from the top of the repository.
    """

    report: TraceReport
    fail_on: FailOn
    exit_code: int
    version: str
    project: str = ""
    prefix: str = ""
    rules: Sequence[Mapping[str, Any]] = ()
    diagnostics: Sequence[Diagnostic] = ()

    @property
    def violations(self) -> list[Violation]:
        """All findings, in the order of the report."""
        return [violation for result in self.report.results for violation in result.violations]

    def path(self, path: str | None) -> str:
        """Return a path of the project as the repository has it."""
        return f"{self.prefix}{path or SETTINGS_FILE}"


def sentence(violation: Violation) -> str:
    """Return what was found and what to do about it, on one line that ends with a full stop."""
    message = one_line(violation.message)
    stop = "" if message.endswith((".", "!", "?")) else "."
    return shortened(f"{message}{stop} {one_line(violation.suggested_action)}".strip())


def excuse(violation: Violation, report: TraceReport) -> str | None:
    """Say why a finding does not count; None for one that does."""
    if violation.waived:
        return shortened(f"waived: {one_line(violation.waiver_reason or 'no reason given')}")
    if violation.baselined:
        return f"stands in the baseline {shortened(one_line(report.baseline or ''))}".strip()
    if violation.unchanged:
        return f"unchanged since {(report.changed_since or '')[:12]}".strip()
    return None


def shortened(text: str, most: int = MOST_CHARACTERS) -> str:
    """Cut `text` to `most` characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
