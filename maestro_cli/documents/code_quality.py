"""Findings as GitLab's code quality report, which a merge request compares with that of its target."""

from __future__ import annotations

from collections import Counter

from maestro_cli.documents.envelope import json_document
from maestro_cli.documents.gate import GateResult, sentence

_SEVERITIES = {"critical": "blocker", "error": "critical", "warning": "minor", "info": "info"}


def code_quality(gate: GateResult) -> bytes:
    """Return every finding that is not waived.

    Those of a baseline stay: GitLab shows what differs from the target branch, and would take what is
    left out for mended. A fault found twice gets a number on its fingerprint, which is unique.
    """
    seen: Counter[str] = Counter()
    issues = []
    for violation in gate.violations:
        if violation.waived:
            continue
        seen[violation.fingerprint] += 1
        number = seen[violation.fingerprint]
        issues.append(
            {
                "description": sentence(violation),
                "check_name": violation.code,
                "fingerprint": violation.fingerprint + (f"-{number}" if number > 1 else ""),
                "severity": _SEVERITIES[violation.severity],
                "location": {
                    "path": gate.path(violation.path),
                    "lines": {"begin": max(1, violation.line or 1)},
                },
            }
        )
    return json_document(issues)
