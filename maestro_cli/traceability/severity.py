"""Severity of each code: the rule's own, or what `trace.severity` says."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from maestro_cli.errors import Diagnostic, SettingsError, Severity
from maestro_cli.model.findings import FindingSeverity
from maestro_cli.settings.schema import Trace
from maestro_cli.traceability.interface import Rule
from maestro_cli.traceability.levels import names_of_levels
from maestro_cli.traceability.names import did_you_mean
from maestro_cli.traceability.rules import WAIVERS, names_of

Severities = Mapping[str, FindingSeverity | None]
"""Severity by code; None drops the code."""


def read_severities(trace: Trace, rules: Collection[Rule]) -> Severities:
    """Return the severity of every code: set for the code, else for its rule, else its default.

    Raises SettingsError that lists every name under `trace.severity` and `trace.thresholds` that is
    no rule or code.
    """
    problems = [
        _unknown("severity", name, names_of(rules)) for name in trace.severity if name not in names_of(rules)
    ]
    held = [*(rule.about.id for rule in rules if rule is not WAIVERS), *names_of_levels(trace.levels)]
    problems += [_unknown("thresholds", name, held) for name in trace.thresholds if name not in held]
    if problems:
        raise SettingsError(problems[0].message, diagnostics=problems)
    severities: dict[str, FindingSeverity | None] = {}
    for rule in rules:
        for code in rule.about.codes:
            level = trace.severity.get(code.id) or trace.severity.get(rule.about.id) or code.severity
            severities[code.id] = None if level == "off" else FindingSeverity(level)
    return severities


def _unknown(group: str, name: str, known: Collection[str]) -> Diagnostic:
    return Diagnostic(
        Severity.ERROR,
        SettingsError.code,
        f"trace.{group}: {name!r} is no {'rule or level' if group == 'thresholds' else 'rule or code'}",
        path="maestro.yaml",
        fix=did_you_mean(name, tuple(known), "Known are"),
    )
