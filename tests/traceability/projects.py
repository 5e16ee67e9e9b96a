"""Small projects to check: items by hand, without a loader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import yaml

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.decisions import Authority, Decision, Statement, chain_hash
from maestro_cli.model.findings import TraceReport, Violation
from maestro_cli.model.history import Commit
from maestro_cli.model.items import Item, Kind, Place, Priority, Reference, Status, Waiver
from maestro_cli.model.verification import Verdict, Verification
from maestro_cli.settings.schema import Settings
from maestro_cli.traceability.check import check
from maestro_cli.traceability.interface import TraceContext

TODAY = date(2026, 3, 2)
SPRINTS = [{"id": f"S-{n}", "start": f"2026-01-{n:02}", "end": f"2026-01-{n + 1:02}"} for n in (9, 10, 11)]


def item(item_id: str, kind: str = "story", **fields: Any) -> Item:
    """Make an item from the fields that YAML would give."""
    return from_fields({"id": item_id, "kind": kind, **fields})


def from_fields(fields: dict[str, Any]) -> Item:
    plain: dict[str, Any] = {"title": "", **fields}
    line = plain.pop("line", 1)
    plain["kind"] = Kind(plain.get("kind", "story"))
    plain["status"] = Status(plain.get("status", "ready"))
    plain["priority"] = Priority(plain.get("priority", "medium"))
    plain["satisfies"] = tuple(_reference(text) for text in plain.get("satisfies", ()))
    plain["waive"] = tuple(
        Waiver(w["rule"], w.get("reason", ""), w.get("until")) for w in plain.get("waive", ())
    )
    for name in ("depends_on", "linked_stories", "labels", "skills"):
        plain[name] = tuple(plain.get(name, ()))
    return Item(place=Place("backlog/items.yaml", line), **plain)


def _reference(text: str) -> Reference:
    target, _, reviewed = text.partition("@")
    return Reference(target, reviewed or None)


def verified(*targets: str, result: str = "passed", name: str = "test_a", line: int = 1) -> Verification:
    """Make a test in `tests/test_a.py` that verifies these items."""
    place = Place("tests/test_a.py", line)
    return Verification(f"{place.path}::{name}", tuple(map(_reference, targets)), place, Verdict(result))


def seal(decisions: Iterable[Decision]) -> list[Decision]:
    """Chain decisions as the record does."""
    chained: list[Decision] = []
    for decision in decisions:
        linked = replace(decision, previous_hash=chained[-1].hash if chained else "", hash="")
        chained.append(replace(linked, hash=chain_hash(linked)))
    return chained


def context(items: Iterable[Item] = (), **more: Any) -> TraceContext:
    settings = Settings.model_validate(more.pop("settings", {}))
    diagnostics = more.pop("diagnostics", ())
    as_of = more.pop("as_of", TODAY)
    return TraceContext(Backlog(items, diagnostics), settings, as_of, **more)


def from_yaml(text: str) -> TraceContext:
    """Read an example of a rule's explanation."""
    data = yaml.safe_load(text)
    decisions = [
        Decision(**{**fields, "authority": Authority(fields["authority"])})
        for fields in data.get("decisions", ())
    ]
    statements = [Statement(**fields) for fields in data.get("statements", ())]
    items = [from_fields(fields) for fields in data.get("items", ())]
    tests = [
        verified(*one["verifies"], result=one["result"], name=one["id"]) for one in data.get("tests", ())
    ]
    when = datetime(2026, 2, 1, tzinfo=UTC)
    commits = [
        Commit("a" * 40, "Kim", "kim@example.org", when, one["subject"], item_ids=tuple(one["names"]))
        for one in data.get("commits", ())
    ]
    settings = {"trace": data.get("trace", {})}
    return context(
        items,
        decisions=seal(decisions),
        statements=statements,
        tests=tests,
        commits=commits,
        history_since=date(2026, 1, 1),
        settings=settings,
    )


def violations(report: TraceReport) -> list[Violation]:
    return [violation for result in report.results for violation in result.violations]


def found(items: Iterable[Item] = (), rules: Sequence[str] = (), **more: Any) -> list[tuple[str, str]]:
    """Check and return code and entity of every finding, sorted."""
    report = check(context(items, **more), rules)
    return sorted((v.code, v.entity_id) for v in violations(report))


def messages(items: Iterable[Item], code: str, **more: Any) -> list[str]:
    return [v.message for v in violations(check(context(items, **more))) if v.code == code]
