"""The check: runs the rules, and weighs what they found by severity, waivers and thresholds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence

from maestro_cli.model.findings import (
    FailOn,
    FindingSeverity,
    RuleResult,
    RuleStatus,
    TraceReport,
    TraceSummary,
    Violation,
)
from maestro_cli.traceability.interface import Finding, Rule, TraceContext
from maestro_cli.traceability.rules import WAIVERS, names_of, rules_of, select
from maestro_cli.traceability.severity import Severities, read_severities
from maestro_cli.traceability.t0_waivers import WaiverRule, counts

_Waiver = Callable[[str, Finding], str | None]
"""Says for which reason a finding of a rule is waived."""


def check(context: TraceContext, rules: Collection[str] = ()) -> TraceReport:
    """Check the project against these rules, all of them by default.

    The pseudo rule T0 joins when a waiver (of one of these rules, where rules are given) is wrong.
    A rule without anything to check passes, with a compliance rate of 1; one whose codes are all off
    is skipped.

    Raises UsageError for an unknown rule, SettingsError for an unknown name under `trace`.
    """
    known = rules_of(context.settings)
    chosen = select(rules, known)
    severities = read_severities(context.settings.trace, (WAIVERS, *known))
    waiver = _waivers_in_force(context)
    waivers = WaiverRule(names_of(known), names_of(chosen) if rules else None)
    first = _result(waivers, context, severities, lambda _rule_id, _finding: None)
    results = tuple(_result(rule, context, severities, waiver) for rule in chosen)
    if first.violations:
        results = (first, *results)
    unreadable = len(context.backlog.unreadable) + len(context.unread)
    return TraceReport(summarise(results), results, context.coverage, unreadable)


def gate(report: TraceReport, fail_on: FailOn = FailOn.ERROR) -> bool:
    """Return whether the report passes: no finding fails it, see `RuleResult.failing`."""
    return not any(result.failing(fail_on) for result in report.results)


def _waivers_in_force(context: TraceContext) -> _Waiver:
    named: dict[str, dict[str, str]] = {}
    for item in context.backlog.items:
        if item.waive:
            named[item.id] = {w.rule: w.reason for w in item.waive if counts(w, context.as_of)}

    def reason(rule_id: str, finding: Finding) -> str | None:
        if finding.path is None:
            return None
        ids = (finding.entity_id, *finding.failing)
        reasons = (named[i].get(finding.code) or named[i].get(rule_id) for i in ids if i in named)
        return next((given for given in reasons if given), None)

    return reason


def _result(rule: Rule, context: TraceContext, severities: Severities, waiver: _Waiver) -> RuleResult:
    about = rule.about
    threshold = context.settings.trace.thresholds.get(about.id)
    if all(severities[code.id] is None for code in about.codes):
        return RuleResult(about.id, about.name, RuleStatus.SKIPPED, 0, 0, 1.0, threshold, ())
    outcome = rule.check(context)
    absences = {code.id for code in about.codes if code.absence}
    failing: set[str] = set()
    violations = []
    for finding in outcome.findings:
        severity = severities[finding.code]
        if severity is not None:
            reason = waiver(about.id, finding)
            unsure = finding.code in absences and _may_be_unread(finding, context)
            violation = _violation(finding, severity, reason, unsure)
            violations.append(violation)
            if reason is None and violation.severity is not FindingSeverity.INFO:
                failing.update(finding.failing)
    passed = max(0, outcome.checked - len(failing))
    rate = _rate(passed, outcome.checked)
    good = not outcome.checked or passed / outcome.checked >= (1.0 if threshold is None else threshold)
    return RuleResult(
        rule_id=about.id,
        rule_name=about.name,
        status=RuleStatus.PASSED if good else RuleStatus.FAILED,
        checked_count=outcome.checked,
        passed_count=passed,
        compliance_rate=rate,
        threshold=threshold,
        violations=tuple(sorted(violations, key=_order)),
    )


def _may_be_unread(finding: Finding, context: TraceContext) -> bool:
    return bool(context.backlog.unreadable) or (finding.of_tests and bool(context.unread))


def _violation(finding: Finding, severity: FindingSeverity, reason: str | None, unsure: bool) -> Violation:
    message = finding.message
    if unsure:
        severity = max(severity, FindingSeverity.WARNING, key=lambda one: one.rank)
        message += ", unless it stands in a source that could not be read"
    return Violation(
        code=finding.code,
        severity=severity,
        message=message,
        entity=finding.entity,
        entity_id=finding.entity_id,
        path=finding.path,
        line=finding.line,
        suggested_action=finding.action,
        fingerprint=_fingerprint(finding),
        waived=reason is not None,
        waiver_reason=reason,
    )


def _fingerprint(finding: Finding) -> str:
    """Return 16 hex digits over code and fault; no id holds the character between the parts."""
    return hashlib.sha256("\0".join((finding.code, *finding.about)).encode()).hexdigest()[:16]


def _order(violation: Violation) -> tuple[str, int, str, str, str]:
    place = (violation.path or "", violation.line or 0)
    return (*place, violation.code, violation.entity_id, violation.fingerprint)


def _rate(passed: int, checked: int) -> float:
    """Return the share, rounded down: 1 means all."""
    return passed * 10_000 // checked / 10_000 if checked else 1.0


def summarise(results: Sequence[RuleResult], fixed: int = 0) -> TraceSummary:
    """Count what these rules found; `fixed` findings of a baseline are gone."""
    violations = [violation for result in results for violation in result.violations]
    live = [violation for violation in violations if violation.counts]
    unwaived = [violation for violation in violations if not violation.waived]
    baselined = sum(1 for violation in unwaived if violation.baselined)
    return TraceSummary(
        total_rules=len(results),
        passed_rules=sum(1 for result in results if result.status is RuleStatus.PASSED),
        failed_rules=sum(1 for result in results if result.status is RuleStatus.FAILED),
        total_violations=len(live),
        critical_violations=sum(1 for v in live if v.severity is FindingSeverity.CRITICAL),
        waived_violations=len(violations) - len(unwaived),
        overall_compliance_rate=_rate(
            sum(result.passed_count for result in results), sum(result.checked_count for result in results)
        ),
        baselined_violations=baselined,
        unchanged_violations=len(unwaived) - len(live) - baselined,
        fixed_violations=fixed,
    )
