"""Each question to each shape of field, asked of one item among others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Place, Reference, ThreePoint
from maestro_cli.model.verification import Verdict, Verification
from maestro_cli.settings.rules.reading import read_condition
from maestro_cli.traceability.custom.conditions import Surroundings, compile_condition
from maestro_cli.traceability.links import LinkIndex
from tests.traceability.projects import TODAY, item

BUG = replace(
    item(
        "BUG-1",
        "bug",
        title="Crash on pay",
        description="First.\nTBD: second, 미정이다",
        status="in_progress",
        points=3,
        parent="EP-1",
        satisfies=["REQ-1"],
        depends_on=["US-1", "GONE"],
        assignee="Kim",
        labels=("Sev-1", "area/pay"),
        created=date(2026, 2, 1),
        due=date(2026, 3, 1),
    ),
    estimate=ThreePoint(1, 2, 3),
)
OTHERS = [
    item("REQ-1", "requirement"),
    item("EP-1", "epic", status="review", satisfies=["REQ-1"]),
    item("US-1", "story", status="done", parent="BUG-1", depends_on=["BUG-1"]),
    item("US-2", "story", parent="BUG-1"),
]
TESTS = [
    Verification("t_pay", (Reference("BUG-1"), Reference("BUG-1")), Place("t.py", 3), Verdict.PASSED),
    Verification("t_old", (Reference("BUG-1"),), Place("t.py", 9), Verdict.FAILED),
]

HOLDS: list[dict[str, Any]] = [
    {},
    {"id": "BUG-*"},
    {"id": "bug-?"},
    {"kind": "bug"},
    {"kind": ["story", "b*"]},
    {"status": {"not": ["done", "ready"]}},
    {"title": "crash on PAY"},
    {"title": {"min": 12, "max": 12}},
    {"title": {"matches": "^Crash.*pay$"}},
    {"description": {"contains": ["nothing", "tbd"]}},
    {"description": {"contains": "미정"}},
    {"description": {"lacks": ["TB", "BD", "secon"]}},
    {"points": 3},
    {"points": [1, 3.0]},
    {"points": {"min": 3, "max": 3}},
    {"points": True},
    {"estimate": True},
    {"value": False},
    {"value": {"not": 3}},
    {"assignee": "kim"},
    {"labels": "sev-*"},
    {"labels": ["x", "area/pay"]},
    {"labels": {"not": "sev-[1]", "min": 2, "max": 2}},
    {"labels": {"matches": "/"}},
    {"skills": False},
    {"created": "2026-02-01"},
    {"due": {"before": "today"}},
    {"due": {"after": "today-2", "before": "2026-03-02"}},
    {"due": {"after": "created+27", "before": "created + 29"}},
    {"path": "backlog/*"},
    {"parent": True},
    {"parent": "EP-1"},
    {"parent": {"kind": "epic", "status": "review"}},
    {"parent": {"kind": "story", "max": 0}},
    {"parent": {"satisfies": {"kind": "requirement"}}},
    {"satisfies": {"min": 1, "max": 1, "kind": "requirement"}},
    {"depends_on": {"min": 2, "max": 2}},
    {"depends_on": {"min": 1, "max": 1, "kind": {"not": "bug"}}},
    {"linked_feature": False},
    {"children": {"min": 2}},
    {"children": {"status": "done", "min": 1, "max": 1}},
    {"children": {"children": False, "min": 2}},
    {"dependents": {"min": 1, "max": 1}},
    {"satisfied_by": False},
    {"tests": {"min": 2, "max": 2}},
    {"tests": {"result": "passed"}},
    {"tests": {"id": "t_*", "min": 2}},
    {"any": [{"kind": "epic"}, {"points": 3}]},
    {"none": [{"kind": "epic"}, {"points": 4}]},
]
FAILS: list[dict[str, Any]] = [
    {"id": "BUG"},
    {"kind": {"not": "bug"}},
    {"status": "ready", "kind": "bug"},
    {"title": {"max": 11}},
    {"title": {"matches": "^pay"}},
    {"description": {"lacks": ["nothing", "TBD"]}},
    {"description": {"contains": "TB"}},
    {"points": 4},
    {"points": {"max": 2}},
    {"value": {"min": 0}},
    {"value": True},
    {"sprint": "*"},
    {"labels": "sev"},
    {"labels": {"not": "AREA*"}},
    {"labels": {"min": 3}},
    {"completed": {"before": "today"}},
    {"due": {"after": "completed"}},
    {"due": {"before": "2026-03-01"}},
    {"due": {"after": "2026-03-01"}},
    {"parent": False},
    {"parent": {"kind": "story"}},
    {"parent": {"parent": True}},
    {"depends_on": "GONE"},
    {"depends_on": {"min": 3}},
    {"children": {"max": 1}},
    {"tests": False},
    {"tests": {"result": "skipped"}},
    {"any": [{"kind": "epic"}]},
    {"none": [{"kind": "bug"}]},
]


def holds(raw: dict[str, Any], thing: Item = BUG, others: list[Item] = OTHERS) -> bool:
    condition, problems = read_condition(raw)
    assert problems == ()
    backlog = Backlog([thing, *others])
    return compile_condition(condition, Surroundings(backlog, LinkIndex(backlog, TESTS), TODAY))(thing)


@pytest.mark.parametrize("raw", HOLDS, ids=str)
def test_it_holds(raw: dict[str, Any]) -> None:
    assert holds(raw)
    assert not holds({"none": [raw]})


@pytest.mark.parametrize("raw", FAILS, ids=str)
def test_it_does_not_hold(raw: dict[str, Any]) -> None:
    assert not holds(raw)
    assert holds({"none": [raw]})
