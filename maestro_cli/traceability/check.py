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
from maestro_cli.traceability.rules import RULES, WAIVERS, names_of, select
from maestro_cli.traceability.severity import Severities, read_severities
from maestro_cli.traceability.t0_waivers import WaiverRule, counts

_IsWaived = Callable[[str, Finding], bool]


def check(context: TraceContext, rules: Collection[str] = ()) -> TraceReport:
    """Check the project against these rules, all of them by default.

    The pseudo rule T0 joins when a waiver (of one of these rules, where rules are given) is wrong.
    A rule without anything to check passes, with a compliance rate of 1; one whose codes are all off
    is skipped.

    Raises UsageError for an unknown rule, SettingsError for an unknown name under `trace`.
    """
    chosen = select(rules)
    severities = read_severities(context.settings.trace, (WAIVERS, *RULES))
    is_waived = _waivers_in_force(context)
    waivers = WaiverRule(names_of(RULES), names_of(chosen)) if rules else WAIVERS
    first = _result(waivers, context, severities, lambda _rule_id, _finding: False)
    results = tuple(_result(rule, context, severities, is_waived) for rule in chosen)
    if first.violations:
        results = (first, *results)
    return TraceReport(_summary(results), results, context.coverage, len(context.backlog.unreadable))


def gate(report: TraceReport, fail_on: FailOn = FailOn.ERROR) -> bool:
    """Return whether the report passes: no finding is as bad as `fail_on` and not waived.

    A rule that reaches the threshold set for it passes whatever it lists, but for critical findings.
    """
    if fail_on is FailOn.NEVER:
        return True
    mildest = FindingSeverity(fail_on.value)
    for result in report.results:
        excused = result.threshold is not None and result.status is RuleStatus.PASSED
        limit = FindingSeverity.CRITICAL if excused else mildest
        if any(v.severity.rank <= limit.rank and not v.waived for v in result.violations):
            return False
    return True


def _waivers_in_force(context: TraceContext) -> _IsWaived:
    named: dict[str, set[str]] = {}
    for item in context.backlog.items:
        if item.waive:
            named[item.id] = {waiver.rule for waiver in item.waive if counts(waiver, context.as_of)}

    def is_waived(rule_id: str, finding: Finding) -> bool:
        if finding.path is None:
            return False
        ids = (finding.entity_id, *finding.failing)
        return any(rule_id in named[i] or finding.code in named[i] for i in ids if i in named)

    return is_waived


def _result(rule: Rule, context: TraceContext, severities: Severities, is_waived: _IsWaived) -> RuleResult:
    about = rule.about
    threshold = context.settings.trace.thresholds.get(about.id)
    if all(severities[code.id] is None for code in about.codes):
        return RuleResult(about.id, about.name, RuleStatus.SKIPPED, 0, 0, 1.0, threshold, ())
    outcome = rule.check(context)
    unsure = {code.id for code in about.codes if code.absence} if context.backlog.unreadable else set()
    failing: set[str] = set()
    violations = []
    for finding in outcome.findings:
        severity = severities[finding.code]
        if severity is not None:
            waived = is_waived(about.id, finding)
            violation = _violation(finding, severity, waived, finding.code in unsure)
            violations.append(violation)
            if not waived and violation.severity is not FindingSeverity.INFO:
                failing.update(finding.failing)
    passed = max(0, outcome.checked - len(failing))
    rate = _rate(passed, outcome.checked)
    good = rate >= (1.0 if threshold is None else threshold)
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


def _violation(finding: Finding, severity: FindingSeverity, waived: bool, unsure: bool) -> Violation:
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
        waived=waived,
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


def _summary(results: Sequence[RuleResult]) -> TraceSummary:
    violations = [violation for result in results for violation in result.violations]
    live = [violation for violation in violations if not violation.waived]
    return TraceSummary(
        total_rules=len(results),
        passed_rules=sum(1 for result in results if result.status is RuleStatus.PASSED),
        failed_rules=sum(1 for result in results if result.status is RuleStatus.FAILED),
        total_violations=len(live),
        critical_violations=sum(1 for v in live if v.severity is FindingSeverity.CRITICAL),
        waived_violations=len(violations) - len(live),
        overall_compliance_rate=_rate(
            sum(result.passed_count for result in results), sum(result.checked_count for result in results)
        ),
    )
