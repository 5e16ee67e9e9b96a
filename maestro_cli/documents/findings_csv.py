"""Findings as CSV for spreadsheets, in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io

from maestro_cli.model.findings import TraceReport
from maestro_cli.model.text import csv_cell, one_line

COLUMNS = (
    "rule_id",
    "code",
    "severity",
    "entity",
    "entity_id",
    "path",
    "line",
    "message",
    "suggested_action",
    "fingerprint",
    "waived",
    "waiver_reason",
    "baselined",
    "unchanged",
)


def findings_csv(report: TraceReport) -> str:
    """Return one row a finding, in the order of the report; whether it counts is in the last columns."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in report.results:
        for violation in result.violations:
            values = [getattr(violation, name) for name in COLUMNS[1:]]
            writer.writerow([result.rule_id, *map(_cell, values)])
    return target.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return csv_cell(one_line(str(value)))
