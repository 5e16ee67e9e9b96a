"""Findings as JUnit XML: rules are suites, the things that violate them are cases."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from maestro_cli.documents.gate import GateResult, excuse, sentence, shortened
from maestro_cli.model.findings import RuleResult, RuleStatus, Violation
from maestro_cli.model.text import one_line

MOST_NAME = 300
"""Characters of a name."""

REST = "everything else"
"""Case of all that a rule checked and found nothing about."""


def junit(gate: GateResult) -> bytes:
    """Return a suite for each rule, and in it a case for each thing with findings and one for the rest.

    A case fails where the gate does (`--fail-on`, waivers, baseline, thresholds), so that there is a
    failure exactly when the exit code is 1. A thing whose findings do not count is skipped, with the
    reason; findings that are too mild are in its output.
    """
    root = ET.Element("testsuites", name="maestro trace check")
    for result in gate.report.results:
        _suite(
            ET.SubElement(root, "testsuite", name=f"{result.rule_id} {one_line(result.rule_name)}"),
            result,
            gate,
        )
    _count(root)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _suite(suite: ET.Element, result: RuleResult, gate: GateResult) -> None:
    failing = set(map(id, result.failing(gate.fail_on)))
    for found in _by_entity(result.violations).values():
        first = next((one for one in found if id(one) in failing), found[0])
        case = _case(suite, result, f"{first.entity} {first.entity_id}")
        if first.path is not None:
            case.set("file", one_line(gate.path(first.path)))
            case.set("line", str(max(1, first.line or 1)))
        _outcome(case, found, failing, gate)
    rest = _case(suite, result, REST)
    if result.status is RuleStatus.SKIPPED:
        ET.SubElement(rest, "skipped", message="the rule is switched off")
    else:
        text = f"{result.passed_count} of {result.checked_count} pass ({result.compliance_rate:.2%})"
        ET.SubElement(rest, "system-out").text = text
    _count(suite)


def _by_entity(violations: Sequence[Violation]) -> Mapping[tuple[str, str], list[Violation]]:
    found: dict[tuple[str, str], list[Violation]] = {}
    for violation in violations:
        found.setdefault((violation.entity, violation.entity_id), []).append(violation)
    return found


def _case(suite: ET.Element, result: RuleResult, name: str) -> ET.Element:
    short = shortened(one_line(name), MOST_NAME)
    return ET.SubElement(suite, "testcase", name=short, classname=f"maestro.trace.{result.rule_id}")


def _outcome(case: ET.Element, found: Sequence[Violation], failing: set[int], gate: GateResult) -> None:
    bad = [one for one in found if id(one) in failing]
    mild = [one for one in found if one.counts and id(one) not in failing]
    excused = [one for one in found if not one.counts]
    if bad:
        failure = ET.SubElement(case, "failure", type=bad[0].code, message=sentence(bad[0]))
        failure.text = _lines(bad, gate)
    elif excused and not mild:
        skipped = ET.SubElement(case, "skipped", message=excuse(excused[0], gate.report) or "")
        skipped.text = _lines(excused, gate)
        return
    if mild or excused:
        ET.SubElement(case, "system-out").text = _lines([*mild, *excused], gate)


def _lines(violations: Sequence[Violation], gate: GateResult) -> str:
    return "\n".join(_line(violation, gate) for violation in violations)


def _line(violation: Violation, gate: GateResult) -> str:
    reason = excuse(violation, gate.report)
    state = f"{violation.severity.value}, {reason}" if reason else violation.severity.value
    place = "" if violation.path is None else f"{one_line(gate.path(violation.path))}:{violation.line or 1}: "
    return f"{place}{violation.code} ({state}): {sentence(violation)}"


def _count(element: ET.Element) -> None:
    """Write down how the cases below came out."""
    element.set("tests", str(len(element.findall(".//testcase"))))
    element.set("failures", str(len(element.findall(".//failure"))))
    element.set("errors", "0")
    element.set("skipped", str(len(element.findall(".//skipped"))))
