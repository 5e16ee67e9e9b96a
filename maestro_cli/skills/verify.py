"""`verify_traceability`: the rules of the gate, as a skill."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.findings import FindingSeverity, Violation
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.traceability.check import check
from maestro_cli.traceability.interface import TraceContext
from maestro_cli.traceability.t2_commits import HISTORY_DAYS


def verify_traceability(inputs: Inputs, *, rules: Sequence[str] = ()) -> SkillResult:
    """Check the traceability rules, all of them by default, as `maestro trace check` does.

    Data: `findings` [{id, code, severity, message, action, title}] that count, the worst first, `rules`
    [{id, name, status, checked, findings}], `figures`. Confidence is 1, or 0.7 while a source cannot be read.

    Raises UsageError for an unknown rule.
    """
    since = inputs.as_of - timedelta(days=HISTORY_DAYS)
    present, tested = inputs.repository.present, inputs.verifications()
    report = check(
        TraceContext(
            backlog=inputs.backlog,
            settings=inputs.settings,
            as_of=inputs.as_of,
            commits=inputs.commits(since, inputs.as_of) if present else None,
            decisions=inputs.decisions,
            statements=inputs.statements,
            tests=tested.tests,
            unread=tested.unreadable,
            history_since=since if present and not inputs.repository.shallow else None,
        ),
        rules,
    )
    found = sorted((one for result in report.results for one in result.violations if one.counts), key=_order)
    ledger = Ledger()
    _count(ledger, inputs, "trace.findings", found, "rules " + ", ".join(rules or ("T1–T6",)))
    for severity in FindingSeverity:
        _count(
            ledger,
            inputs,
            f"trace.{severity.value}",
            [one for one in found if one.severity is severity],
            f"severity = {severity.value}",
        )
    covered = [one for one in report.coverage.requirements if one.status.value == "covered"]
    wanted = [one for one in report.coverage.requirements if one.status.value != "draft"]
    evidence = [Evidence(f"item:{one.id}", one.title) for one in covered]
    ledger.add("trace.covered", len(covered), evidence, rule="T1", unit="items")
    ledger.add(
        "trace.requirements",
        len(wanted),
        [Evidence(f"item:{one.id}", one.title) for one in wanted],
        rule="T1",
    )
    rows = [_row(inputs, one) for one in found]
    judged = [
        {
            "id": result.rule_id,
            "name": result.rule_name,
            "status": result.status,
            "checked": result.checked_count,
            "findings": sum(one.counts for one in result.violations),
        }
        for result in report.results
    ]
    return ledger.result({"findings": rows, "rules": judged}, 0.7 if report.unreadable else 1.0)


def _order(one: Violation) -> tuple[int, str, str, str]:
    return (one.severity.rank, one.code, one.entity_id, one.fingerprint)


def _count(ledger: Ledger, inputs: Inputs, name: str, found: Sequence[Violation], rule: str) -> None:
    items = [item for one in found if (item := inputs.backlog.get(one.entity_id))]
    ledger.add(name, len(found), map(item_evidence, items), rule=rule, unit="findings")


def _row(inputs: Inputs, one: Violation) -> dict[str, object]:
    item = inputs.backlog.get(one.entity_id)
    return {
        "id": one.entity_id,
        "title": item.title if item else "",
        "code": one.code,
        "severity": one.severity,
        "message": one.message,
        "action": one.suggested_action,
        "path": one.path,
        "line": one.line,
    }
