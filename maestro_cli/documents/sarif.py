"""Findings as SARIF 2.1.0, within what GitHub's code scanning takes.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; GitHub refuses a run of more than
25,000 results, and wants a rule and a place for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from maestro_cli.documents.envelope import json_document
from maestro_cli.documents.gate import GateResult, excuse, sentence, shortened
from maestro_cli.errors import Diagnostic
from maestro_cli.files import safe_name
from maestro_cli.model.findings import Violation
from maestro_cli.model.text import one_line

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
ROOT = "%SRCROOT%"
FINGERPRINT = "maestroFinding/v1"

_LEVELS = {"critical": "error", "error": "error", "warning": "warning", "info": "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "note": "recommendation"}
_WORDS = re.compile(r"[A-Za-z0-9]+")

Json = dict[str, Any]


def sarif(gate: GateResult) -> bytes:
    """Return one run as SARIF: every rule, every finding with place and fingerprint.

    Waived findings and those of the baseline are suppressed, with the reason. Where there are more
    than `MOST_RESULTS`, the mildest and last are left out and a notification says how many.
    """
    rules = list(_rules(gate))
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    violations = gate.violations
    kept = _worst(violations)
    run = {
        "tool": {"driver": _driver(gate.version, rules)},
        "automationDetails": {"id": _category(gate.project)},
        "invocations": [_invocation(gate, len(violations) - len(kept))],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top folder of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(violation, gate, index) for violation in kept],
    }
    return json_document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(version: str, rules: Sequence[Json]) -> Json:
    return {
        "name": "Maestro",
        "fullName": f"Maestro traceability gate {version}",
        "version": version,
        "semanticVersion": version,
        "rules": rules,
    }


def _rules(gate: GateResult) -> Iterator[Json]:
    known = set()
    for rule in gate.rules:
        for code in rule["codes"]:
            known.add(code["code"])
            yield _rule(rule, code)
    for result in gate.report.results:
        for violation in result.violations:
            if violation.code not in known:
                known.add(violation.code)
                yield _unexplained(result.rule_id, result.rule_name, violation)


def _rule(rule: Mapping[str, Any], code: Mapping[str, Any]) -> Json:
    from maestro_cli.documents.trace_rules import explain_markdown

    level = _LEVELS[code["severity"]]
    given = [("Fails", rule["failing_example"]), ("Passes", rule["passing_example"])]
    examples = "\n".join(f"{word}:\n\n{example}" for word, example in given if example)
    return {
        "id": code["code"],
        "name": _name(rule["rule_id"], rule["rule_name"], code["code"]),
        "shortDescription": {"text": one_line(code["meaning"])},
        "fullDescription": {"text": one_line(f"{code['meaning']} {rule['question']} {rule['why']}")},
        "help": {
            "text": f"{one_line(rule['why'])}\n\n{examples}".rstrip(),
            "markdown": explain_markdown(rule, "en"),
        },
        "defaultConfiguration": {"level": level},
        "properties": _properties(rule["rule_id"], level),
    }


def _unexplained(rule_id: str, rule_name: str, violation: Violation) -> Json:
    """Describe a code that no rule explains, such as one of a project's own rules."""
    text = f"{one_line(rule_name)}: {violation.code}."
    level = _LEVELS[violation.severity]
    return {
        "id": violation.code,
        "name": _name(rule_id, rule_name, violation.code),
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": {"text": text},
        "defaultConfiguration": {"level": level},
        "properties": _properties(rule_id, level),
    }


def _properties(rule_id: str, level: str) -> Json:
    return {
        "tags": ["traceability", rule_id],
        "precision": "very-high",
        "problem.severity": _PROBLEMS[level],
    }


def _name(rule_id: str, rule_name: str, code: str) -> str:
    """Return a readable identifier: `DependencyConsistencyLaterSprint`."""
    words = _WORDS.findall(f"{rule_name} {code.removeprefix(f'{rule_id}-')}")
    return "".join(word.capitalize() for word in words) or "Rule"


def _worst(violations: Sequence[Violation]) -> list[Violation]:
    """Return as many findings as are taken, those that count and the worst of them, in their order."""
    if len(violations) <= MOST_RESULTS:
        return list(violations)
    order = sorted(
        range(len(violations)), key=lambda n: (not violations[n].counts, violations[n].severity.rank, n)
    )
    return [violations[number] for number in sorted(order[:MOST_RESULTS])]


def _category(project: str) -> str:
    """Return what the service tells runs of several projects in one repository apart by."""
    return f"maestro-trace/{safe_name(project)}/" if project else "maestro-trace/"


def _invocation(gate: GateResult, left_out: int) -> Json:
    notifications = [_notification(diagnostic, gate) for diagnostic in gate.diagnostics]
    if left_out:
        text = f"{left_out} findings are left out: a run holds {MOST_RESULTS}. Use --format json for all."
        notifications.append({"level": "warning", "message": {"text": text}})
    return {
        "executionSuccessful": True,
        "exitCode": gate.exit_code,
        "toolExecutionNotifications": notifications,
    }


def _notification(diagnostic: Diagnostic, gate: GateResult) -> Json:
    level = {"info": "note"}.get(diagnostic.severity.value, diagnostic.severity.value)
    text = shortened(one_line(f"{diagnostic.message} [{diagnostic.code}]"))
    notification: Json = {"level": level, "message": {"text": _unlinked(text)}}
    if diagnostic.path:
        notification["locations"] = [_location(gate.path(diagnostic.path), diagnostic.line)]
    return notification


def _result(violation: Violation, gate: GateResult, index: Mapping[str, int]) -> Json:
    entity = shortened(one_line(violation.entity_id))
    location = _location(gate.path(violation.path), violation.line)
    location["logicalLocations"] = [{"fullyQualifiedName": entity, "kind": violation.entity}]
    result: Json = {
        "ruleId": violation.code,
        "ruleIndex": index[violation.code],
        "level": _LEVELS[violation.severity],
        "message": {"text": _unlinked(sentence(violation))},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: violation.fingerprint},
    }
    if gate.report.baseline is not None or gate.report.changed_since is not None:
        old = violation.baselined or violation.unchanged
        result["baselineState"] = "unchanged" if old else "new"
    if violation.waived or violation.baselined:
        result["suppressions"] = [
            {
                "kind": "inSource" if violation.waived else "external",
                "status": "accepted",
                "justification": excuse(violation, gate.report),
            }
        ]
    return result


def _location(path: str, line: int | None) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(path, safe="/", errors="replace"), "uriBaseId": ROOT},
            "region": {"startLine": max(1, line or 1)},
        }
    }


def _unlinked(text: str) -> str:
    """Break what viewers show as a link, `[text](target)`: outside text makes none."""
    return text.replace("](", "] (")
