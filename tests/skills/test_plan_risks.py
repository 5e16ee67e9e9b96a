"""Risks of the plan: the critical chain and its chances, and what slips cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from maestro_cli.documents.risk_blocks import risks_blocks
from maestro_cli.model.blocks import Heading, Paragraph, Table
from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.planning.forecast.forecast import outlook
from maestro_cli.skills.critical_chain import LOOK_AHEAD
from maestro_cli.skills.plan_risks import CHAIN_SHARE, MISS_LIMIT
from maestro_cli.skills.risks import Trials, detect_risks
from tests.skills.build import AS_OF, FULL, figures, inputs, item

DONE = [20, 14, 25, 11, 30, 17, 22, 13]
START = date(2026, 7, 20)


def _sprint(number: int, completed: float) -> dict[str, Any]:
    start = START + timedelta(days=14 * number)
    end = start + timedelta(days=13)
    return {"id": f"S-{number + 1}", "start": str(start), "end": str(end), "completed": completed}


KNOWN = {**FULL, "sprints": [_sprint(number, completed) for number, completed in enumerate(DONE)]}
"""Eight sprints that are over; the running one, S-9, ends on 22 November."""


def chain(*points: float | None, **last: Any) -> list[Item]:
    """A chain A, B, C, … of these points; `last` are fields of its last item."""
    ids = "ABCDEFGH"[: len(points)]
    fields = [{"depends_on": (before,)} for before in ids]
    return [
        item(name, points=amount, **(fields[place - 1] if place else {}), **(last if name == ids[-1] else {}))
        for place, (name, amount) in enumerate(zip(ids, points, strict=True))
    ]


def detect(*items: Item, settings: dict[str, Any] = KNOWN, **options: Any) -> SkillResult:
    return detect_risks(inputs(items, settings=settings), **options)


def risk(result: SkillResult, code: str) -> Any:
    found: Any = result.data["risks"]
    return next((one for one in found if one["code"] == code), None)


def test_the_chance_of_a_chain_is_that_of_the_forecast_of_its_points() -> None:
    result = detect(*chain(20, 20, 11))
    ahead = outlook(DONE, LOOK_AHEAD, "sprint", 0)
    missed = 1 - float(ahead.confidence([51.0])[0][2])
    found = figures(result)
    assert found["risk.critical_chain.probability"] == pytest.approx(missed, abs=1e-4)
    assert missed > MISS_LIMIT
    assert found["risk.critical_chain.by"] == "2026-12-20"
    assert found["risk.critical_chain.history"] == 8
    assert (found["risk.critical_chain.points"], found["risk.critical_chain.sprints"]) == (51, 3)
    assert risk(result, "critical_chain")["ids"] == ["A", "B", "C"]
    listed: Any = result.data["figures"]
    cited = next(one["evidence"] for one in listed if one["name"] == "risk.critical_chain.probability")
    assert cited == [*(f"sprint:S-{n}" for n in range(1, 9)), "calculation:critical_chain"]


def test_a_due_date_inside_the_chain_is_judged_by_the_points_up_to_it() -> None:
    due = date(2026, 12, 7)
    result = detect(item("A", points=30, due=due), item("B", points=1, depends_on=("A",)))
    found = figures(result)
    ahead = outlook(DONE, LOOK_AHEAD, "sprint", 0)
    assert found["risk.critical_chain.late"] == pytest.approx(
        1 - float(ahead.confidence([30.0])[0][1]), abs=1e-4
    )
    assert found["risk.critical_chain.due"] == "2026-12-07"
    early = detect(item("A", points=30, due=AS_OF), item("B", points=1, depends_on=("A",)))
    assert "risk.critical_chain.late" not in figures(early)


@pytest.mark.parametrize(("points", "severity"), [((3, 2), ""), ((14, 15), "medium"), ((30, 30), "high")])
def test_a_chain_is_a_risk_by_its_chance_or_its_share(points: tuple[float, ...], severity: str) -> None:
    result = detect(*chain(*points))
    found: Any = result.data["chain"]
    assert found["share"] == pytest.approx(sum(points) / (3 * 17.0), abs=1e-3)
    fired = risk(result, "critical_chain")
    assert (fired["severity"] if fired else "") == severity
    assert "critical_chain" in result.data["checked"]  # type: ignore[operator]
    assert bool(fired) == (found["missed"] > MISS_LIMIT or found["share"] > CHAIN_SHARE)


def test_a_chain_needs_velocity_and_says_what_is_not_estimated() -> None:
    unknown = detect(*chain(30, 30), settings={})
    assert unknown.data["chain"] is None
    assert "critical_chain" not in unknown.data["checked"]  # type: ignore[operator]
    few = detect(*chain(30, None, 30), settings=FULL)
    assert figures(few)["risk.critical_chain.unestimated"] == 1
    assert "risk.critical_chain.probability" not in figures(few)


def test_children_are_counted_and_not_what_they_carry() -> None:
    result = detect(
        item("E", kind=Kind.EPIC, points=90),
        item("A", points=30, parent="E"),
        item("B", points=30, parent="E", depends_on=("A",)),
        item("C", points=5, depends_on=("E",)),
    )
    found: Any = result.data["chain"]
    assert (found["points"], found["steps"]) == (65, [["A"], ["B"], ["E"], ["C"]])
    assert risk(result, "critical_chain")["ids"] == ["A", "B", "C"]


def test_a_slip_is_told_with_what_it_costs_and_what_waits() -> None:
    items = [item("A", points=5), item("B", points=4, depends_on=("A",)), item("C", points=1)]
    result = detect(*items, trials=Trials.QUICK)
    found = figures(result)
    assert found["risk.slip.worst"] == found["slip.A.cost"] == 20
    assert found["risk.slip.share"] == pytest.approx(20 / 90)
    assert (found["risk.slip.waiting"], found["slip.A.waiting"]) == (1, 1)
    slips: Any = result.data["slips"]
    assert (slips["tried"], slips["planned"], slips["objective"]) == (1, 1, 90)
    assert slips["rows"][0]["sprint"] == "S-9"
    blocks = risks_blocks(result.data, "en")
    rows = [block.rows for block in blocks if isinstance(block, Table)]
    assert ("A Title of A", "S-9", "1", "4", "10", "20", "22.2%") in [row for table in rows for row in table]


def test_a_report_plans_nothing_and_does_not_count_what_it_left_out() -> None:
    result = detect(*chain(17, 17))
    assert result.data["slips"] is None
    assert "slip" not in result.data["checked"]  # type: ignore[operator]
    assert not any(name.startswith("slip.") for name in figures(result))


def test_a_large_plan_says_what_would_try_it() -> None:
    many = [item(f"I{n}", points=1) for n in range(110)]
    result = detect(*many, trials=Trials.QUICK)
    slips: Any = result.data["slips"]
    assert (slips["skipped"], slips["candidates"]) == ("too_large", 110)
    assert "slip" not in result.data["checked"]  # type: ignore[operator]
    said = [block.text for block in risks_blocks(result.data, "en") if isinstance(block, Paragraph)]
    assert any("110 items over 3 sprints: --thorough" in text for text in said)


def test_a_project_that_cannot_be_planned_has_no_slips() -> None:
    result = detect(*chain(1, 1), settings={}, trials=Trials.QUICK)
    assert result.data["slips"] is None
    assert "slip" not in result.data["checked"]  # type: ignore[operator]


def test_the_chain_is_shown_in_its_order() -> None:
    blocks = risks_blocks(detect(*chain(20, 20, 20)).data, "en")
    place = blocks.index(Heading("Critical chain"))
    assert blocks[place + 1] == Paragraph("A(20) → B(20) → C(20)")
    calm = risks_blocks(detect(*chain(1, 1), item("D", status=Status.DONE)).data, "en")
    assert Heading("Critical chain") not in calm
