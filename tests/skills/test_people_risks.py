"""Risks of people and of waiting: who alone can do what, how old work is, what blocks for too long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.items import Item, Status
from maestro_cli.skills.risk_rules import WAITING_DAYS
from maestro_cli.skills.risks import detect_risks
from tests.skills.build import AS_OF, FULL, figures, inputs, item

DAY = timedelta(days=1)
TEAM = {
    **FULL,
    "team": [
        {"name": "Mina", "skills": ["search", "Web"]},
        {"name": "Jonas", "skills": ["web", "design"]},
        {"name": "Ade"},
    ],
}


def detect(*items: Item, settings: dict[str, Any] = TEAM) -> SkillResult:
    return detect_risks(inputs(items, settings=settings))


def ids(result: SkillResult, code: str) -> list[str]:
    found: Any = result.data["risks"]
    return next((one["ids"] for one in found if one["code"] == code), [])


def severity(result: SkillResult, code: str) -> str:
    found: Any = result.data["risks"]
    return next(str(one["severity"]) for one in found if one["code"] == code)


def test_work_hangs_on_who_alone_has_a_skill_it_needs() -> None:
    result = detect(
        item("A", skills=("Search",), points=3),
        item("B", skills=("web",), points=5),
        item("C", skills=("search", "design")),
        item("D", skills=("cooking",)),
        item("E", skills=("search",), status=Status.DONE),
    )
    assert ids(result, "only_one_can") == ["A", "C"]
    found = figures(result)
    assert (found["risk.only_one_can.people"], found["risk.only_one_can.share"]) == (2, 0.5)
    assert found["risk.only_one_can.points"] == 3
    assert severity(result, "only_one_can") == "medium"
    assert result.data["hanging"] == [
        {"person": "Mina", "ids": ["A", "C"], "points": 3, "share": 0.5},
        {"person": "Jonas", "ids": ["C"], "points": None, "share": 0.25},
    ]


def test_without_declared_skills_nobody_is_said_to_be_alone() -> None:
    checked: Any = detect(item("A", skills=("search",)), settings=FULL).data["checked"]
    assert "only_one_can" not in checked


def test_a_chain_hangs_on_one_person_by_assignee_or_by_skill() -> None:
    links = [("A", ()), ("B", ("A",)), ("C", ("B",))]
    mine = [item(name, depends_on=needs, assignee="MINA") for name, needs in links]
    assert ids(detect(*mine), "chain_of_one") == ["A", "B", "C"]
    skilled = [*mine[:2], item("C", depends_on=("B",), skills=("search",), points=2)]
    result = detect(*skilled, item("D", depends_on=("C",), assignee="Jonas"))
    assert ids(result, "chain_of_one") == ["A", "B", "C"]
    found = figures(result)
    assert (found["risk.chain_of_one.share"], found["risk.chain_of_one.points"]) == (0.75, 2)
    assert severity(result, "chain_of_one") == "high"
    given = [*mine[:2], item("C", depends_on=("B",), skills=("search",), assignee="Ade")]
    assert ids(detect(*given), "chain_of_one") == []


def test_each_item_in_work_is_as_old_as_a_share_of_what_was_finished() -> None:
    past = [
        item(f"OLD-{n}", status=Status.DONE, started=AS_OF - 20 * DAY, completed=AS_OF - (20 - n) * DAY)
        for n in range(10)
    ]
    result = detect(
        *past,
        item("A", status=Status.IN_PROGRESS, started=AS_OF - 6 * DAY),
        item("B", status=Status.REVIEW, started=AS_OF - 12 * DAY),
        item("C", status=Status.IN_PROGRESS),
    )
    rows: Any = result.data["ageing"]
    # Days that were taken: 1 to 10; in work for 7 and for 13.
    assert [(row["id"], row["days"], row["share"], row["n"]) for row in rows] == [
        ("B", 13, 0, 10),
        ("A", 7, 0.4, 10),
    ]
    found = figures(result)
    assert (found["risk.ageing.probability"], found["risk.ageing.history"]) == (0, 10)
    young: Any = detect(*past[:3], item("A", status=Status.IN_PROGRESS, started=AS_OF)).data["ageing"]
    assert [(row["share"], row["n"]) for row in young] == [(None, 3)]


@pytest.mark.parametrize(
    ("fields", "worst"),
    [
        ({"status": Status.BLOCKED, "started": AS_OF - WAITING_DAYS * DAY}, WAITING_DAYS + 1),
        ({"status": Status.BLOCKED, "started": AS_OF - (WAITING_DAYS - 1) * DAY}, None),
        ({"status": Status.BLOCKED, "created": AS_OF - 40 * DAY}, 41),
        ({"status": Status.BLOCKED, "due": AS_OF - DAY}, 1),
        ({"status": Status.BLOCKED, "due": AS_OF}, None),
        ({"status": Status.IN_PROGRESS, "started": AS_OF - 40 * DAY}, None),
        ({"status": Status.READY, "due": AS_OF - 3 * DAY}, None),
    ],
)
def test_a_blocker_is_overdue_when_it_is_late_or_stuck_for_long(
    fields: dict[str, Any], worst: int | None
) -> None:
    assert figures(detect(item("A", **fields))).get("risk.overdue_blockers.worst") == worst


def test_work_that_others_wait_for_is_a_blocker_but_not_for_what_it_is_part_of() -> None:
    late = item("A", status=Status.IN_PROGRESS, started=AS_OF - 40 * DAY, points=1, parent="S")
    story = item("S", points=5)
    assert ids(detect(late, story), "overdue_blockers") == []
    result = detect(late, story, item("B", depends_on=("S",)))
    assert ids(result, "overdue_blockers") == ["A"]
    assert figures(result)["risk.overdue_blockers.waiting"] == 1
    assert severity(result, "overdue_blockers") == "medium"
    behind = item("B", depends_on=("S",), value=20)
    assert severity(detect(late, story, behind), "overdue_blockers") == "high"
