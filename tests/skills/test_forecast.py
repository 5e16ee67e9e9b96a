"""The forecast of a project, and the back-test of its forecasts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from maestro_cli.documents.forecast_blocks import backtest_blocks, forecast_blocks
from maestro_cli.documents.forecast_words import forecast_word
from maestro_cli.errors import UsageError
from maestro_cli.model.blocks import Paragraph, Table
from maestro_cli.model.items import Item, Kind, Reference, Status
from maestro_cli.skills.backtest import check_forecasts
from maestro_cli.skills.forecast import forecast_completion
from tests.skills.build import AS_OF, MONDAY, inputs, item

POINTS = (20, 25, 15, 30, 18, 22, 27, 21)


def sprints(*points: float) -> dict[str, Any]:
    """Settings with sprints of two weeks, the last ending on the day before this Monday."""
    first = MONDAY - timedelta(days=14 * len(points))
    return {
        "sprints": [
            {
                "id": f"S-{number}",
                "start": first + timedelta(days=14 * (number - 1)),
                "end": first + timedelta(days=14 * number - 1),
                "completed": amount,
            }
            for number, amount in enumerate(points, 1)
        ]
    }


def weeks(*counts: int) -> list[Item]:
    """Items done in as many weeks, the last of them the one before this."""
    return [
        item(f"D-{week}-{number}", status=Status.DONE, completed=MONDAY - timedelta(days=7 * week))
        for week, count in enumerate(reversed(counts), 1)
        for number in range(count)
    ]


def open_items(count: int, points: float | None = 5, **fields: Any) -> list[Item]:
    return [item(f"O-{number}", points=points, **fields) for number in range(count)]


def test_points_a_sprint() -> None:
    found = forecast_completion(inputs(open_items(12), settings=sprints(*POINTS)))
    data: Any = found.data
    assert (data["unit"], data["amount"], data["history_used"]) == ("sprint", 60, [*map(float, POINTS)])
    days = list(data["percentiles"].values())
    assert list(data["percentiles"]) == ["50", "70", "85", "95"]
    assert all(days)
    assert days == sorted(days)
    assert data["by"] == "2026-12-27"
    assert 0 < data["probability"] < 1
    assert data["calibrated_on"] == 5
    assert "recalibrated" in data["method"]
    assert data["by_date"]["periods"] == 3
    assert found.confidence == pytest.approx(8 / 24, abs=0.01)
    assert {one.id for one in found.evidence} >= {"sprint:S-8", "item:O-1"}
    assert found == forecast_completion(inputs(open_items(12), settings=sprints(*POINTS)))


def test_items_a_week_where_nothing_has_points() -> None:
    data: Any = forecast_completion(
        inputs([*weeks(3, 2, 4, 3, 2, 5, 3, 3), *open_items(20, None)]), until=date(2026, 12, 30)
    ).data
    assert (data["unit"], data["amount"], data["by_date"]["periods"]) == ("week", 20, 6)
    assert data["percentiles"]["85"] is not None
    amounts = [data["by_date"]["percentiles"][level] for level in ("50", "70", "85", "95")]
    assert amounts == sorted(amounts, reverse=True)
    assert all(amount == int(amount) for amount in amounts)


def test_a_target_is_done_when_its_last_item_in_plan_order_is() -> None:
    items = [
        item("REQ-4", kind=Kind.REQUIREMENT, due=date(2027, 1, 31)),
        item("EPIC-1", kind=Kind.EPIC),
        item("A", points=20, satisfies=(Reference("REQ-4"),)),
        item("B", points=20, parent="EPIC-1", labels=("milestone:beta",), depends_on=("A",)),
        item("C", points=40, parent="EPIC-1", status=Status.DRAFT),
    ]
    data: Any = forecast_completion(inputs(items, settings=sprints(*POINTS))).data
    targets = {target["id"]: target for target in data["targets"]}
    assert list(targets) == ["REQ-4", "EPIC-1", "milestone:beta"]
    assert [target["ahead"] for target in targets.values()] == [20, 40, 40]
    assert targets["REQ-4"]["by"] == "2027-01-31"
    assert targets["REQ-4"]["probability"] > 0.9
    assert targets["EPIC-1"]["probability"] is None
    assert (targets["EPIC-1"]["items"], targets["EPIC-1"]["drafts"]) == (["B"], ["C"])
    assert targets["milestone:beta"]["points"] == 20
    alone: Any = forecast_completion(inputs(items, settings=sprints(*POINTS)), items=["B"]).data
    assert (alone["amount"], alone["work"]["added"]) == (40, ["A"])
    assert alone["work"]["items"] == ["A", "B"]


def test_what_the_running_sprint_has_done_is_not_expected_of_it_again() -> None:
    busy = item("NOW", points=18, status=Status.DONE, completed=AS_OF)
    before: Any = forecast_completion(inputs(open_items(12), settings=sprints(*POINTS))).data
    after: Any = forecast_completion(inputs([busy, *open_items(12)], settings=sprints(*POINTS))).data
    assert (before["begun"], after["begun"]) == (0, 18)
    assert after["probability"] < before["probability"]
    amounts = [data["by_date"]["percentiles"]["50"] for data in (before, after)]
    assert amounts[1] == pytest.approx(amounts[0] - 18)


def test_growth_and_splits_count_only_when_asked_for() -> None:
    project = inputs(open_items(12, created=MONDAY - timedelta(days=20)), settings=sprints(*POINTS))
    plain: Any = forecast_completion(project).data
    assert plain["growth"]["per_period"] == 7.5
    assert plain["growth"]["applied"] == 0
    grown: Any = forecast_completion(project, growth="auto", split=1.5).data
    assert (grown["growth"]["applied"], grown["split"]["applied"], grown["amount"]) == (7.5, 1.5, 90)
    assert (grown["percentiles"]["85"] or "9") > plain["percentiles"]["85"]
    undated: Any = forecast_completion(inputs(open_items(2), settings=sprints(*POINTS)), growth="auto").data
    assert (undated["growth"]["per_period"], undated["growth"]["applied"]) == (None, 0)


# @req MR-4.1
@pytest.mark.parametrize(
    ("items", "points", "code"),
    [
        (open_items(4), (20, 25, 15), "few_periods"),
        (open_items(4), (), "few_periods"),
        ([], POINTS, "no_scope"),
        (open_items(4), (5, *[0] * 12), "standstill"),
    ],
)
def test_no_percentile_where_the_past_does_not_allow_it(
    items: list[Item], points: tuple[float, ...], code: str
) -> None:
    data: Any = forecast_completion(inputs(items, settings=sprints(*points)), unit="sprint").data
    assert data["note"]["code"] == code
    assert set(data["percentiles"].values()) == {None}
    assert data["probability"] is None
    assert bool(data["observed"]) == (len(points) == 3)


def test_auto_takes_weeks_where_work_is_not_estimated() -> None:
    history = weeks(3, 2, 4, 3, 2, 5, 3)
    data: Any = forecast_completion(inputs([*history, *open_items(3, None)], settings=sprints(*POINTS))).data
    assert data["unit"] == "week"
    told: Any = forecast_completion(
        inputs([*history, *open_items(3, None), item("P", points=3)], settings=sprints(*POINTS)),
        unit="sprint",
    ).data
    assert (told["amount"], told["work"]["unestimated"]) == (3, ["O-0", "O-1", "O-2"])


def test_a_day_that_is_over_is_refused() -> None:
    with pytest.raises(UsageError, match="before"):
        forecast_completion(inputs(), until=AS_OF - timedelta(days=1))


@pytest.mark.parametrize("unit", ["sprint", "week"])
def test_a_day_beyond_what_is_looked_at_is_refused_not_cut(unit: Any) -> None:
    given = inputs([*weeks(*[3] * 8), *open_items(3)], settings=sprints(*POINTS))
    with pytest.raises(UsageError, match="too far ahead") as refused:
        forecast_completion(given, until=date(2090, 1, 1), unit=unit)
    last = date.fromisoformat(str(refused.value.diagnostics[0].fix)[-11:-1])
    found: Any = forecast_completion(given, until=last, unit=unit).data
    assert (found["by"], found["by_date"]["periods"]) == (last.isoformat(), 366)


def test_short_sprints_reach_the_day_that_is_asked_for() -> None:
    short = {**sprints(*POINTS), "sprint": {"length_days": 2}}
    found: Any = forecast_completion(inputs(open_items(3), settings=short), until=date(2027, 6, 30)).data
    assert found["by_date"]["periods"] == 96


def test_of_few_forecasts_no_share_is_told() -> None:
    few = backtest_blocks(check_forecasts(inputs(settings=sprints(*POINTS)), horizons=(1,)).data, "en")
    assert not any(isinstance(block, Table) for block in few)
    assert few[-1] == Paragraph(forecast_word("en", "few", count=2, least=10), "warning")
    many = backtest_blocks(
        check_forecasts(inputs(settings=sprints(*POINTS, *POINTS)), horizons=(1,)).data, "en"
    )
    assert any(isinstance(block, Table) for block in many)


def test_the_back_test_ends_with_the_last_completion() -> None:
    long_ago = [
        item(f"D-{number}", status=Status.DONE, completed=date(2020, 1, 6) + timedelta(days=3 * number))
        for number in range(60)
    ]
    data: Any = check_forecasts(inputs(long_ago), unit="week", horizons=(1, 4)).data
    assert data["history"] == {"periods": 26, "first": "2020-01-06", "last": "2020-07-05"}
    assert [horizon["levels"][0]["forecasts"] for horizon in data["horizons"]] == [20, 17]
    level = data["horizons"][0]["levels"][0]
    assert set(level) == {"stated", "hit", "forecasts", "low", "high", "independent"}
    assert level["stated"] == 0.5
    assert set(data["horizons"][0]["standard"]) == {"levels", "mean_abs_error"}


def test_a_back_test_wants_seven_periods() -> None:
    data: Any = check_forecasts(inputs(settings=sprints(*POINTS[:6])), unit="sprint").data
    assert data["note"] == {"code": "few_periods", "params": {"n": 6, "least": 7}}
    assert [horizon["levels"] for horizon in data["horizons"]] == [[], [], []]
    assert check_forecasts(inputs(settings=sprints(*POINTS))).data["unit"] == "sprint"


AWAY = {"team": [{"name": "Mina", "days_off": [{"start": AS_OF - timedelta(days=2), "end": "2026-11-29"}]}]}


def test_a_period_that_nobody_works_in_brings_nothing() -> None:
    project = inputs(open_items(2), settings=sprints(*POINTS) | AWAY)
    found = forecast_completion(project, until=date(2026, 11, 29))
    data: Any = found.data
    assert set(data["percentiles"].values()) == {"2026-12-13"}
    assert set(data["by_date"]["percentiles"].values()) == {0}
    assert data["probability"] == pytest.approx(0, abs=1e-3)
    assert data["presence"] == [{"end": "2026-11-29", "factor": 0}]
    for language in ("en", "ko"):
        periods = forecast_word(language, "period.sprint")
        page = "\n".join(str(block) for block in forecast_blocks(data, language))
        assert forecast_word(language, "presence", periods=periods) in page
    few: Any = forecast_completion(inputs(open_items(2), settings=sprints(20, 30) | AWAY)).data
    assert few["observed"] == ["2026-12-13"] * 2


def test_weeks_count_by_who_is_there_too() -> None:
    items = [*weeks(*[3] * 8), *open_items(3, None)]
    there: Any = forecast_completion(inputs(items)).data
    away: Any = forecast_completion(inputs(items, settings=AWAY)).data
    assert (there["percentiles"]["85"], there["presence"]) == ("2026-11-25", [])
    assert away["percentiles"]["85"] == "2026-12-09"
    assert [week["factor"] for week in away["presence"]] == [0, 0.6]


def test_what_is_pinned_is_not_done_before_its_sprint() -> None:
    items = [
        item("REQ-4", kind=Kind.REQUIREMENT),
        item("A", points=1, sprint="S-11", satisfies=(Reference("REQ-4"),)),
        item("B", points=1),
    ]
    data: Any = forecast_completion(inputs(items, settings=sprints(*POINTS))).data
    assert set(data["percentiles"].values()) == {"2026-12-27"}
    assert set(data["targets"][0]["percentiles"].values()) == {"2026-12-27"}
    assert [at["probability"] for at in data["curve"][:2]] == [0, 0]
    waiting = item("C", points=1, depends_on=("A",), satisfies=(Reference("REQ-5"),))
    needing = [*items, item("REQ-5", kind=Kind.REQUIREMENT), waiting]
    both: Any = forecast_completion(inputs(needing, settings=sprints(*POINTS))).data
    assert [set(target["percentiles"].values()) for target in both["targets"]] == [{"2026-12-27"}] * 2
    other: Any = forecast_completion(inputs(items, settings=sprints(*POINTS)), items=["B"]).data
    assert set(other["percentiles"].values()) == {"2026-11-29"}
    weekly: Any = forecast_completion(
        inputs([*weeks(*[3] * 8), *items], settings=sprints(*POINTS)), unit="week"
    )
    assert set(weekly.data["percentiles"].values()) == {"2026-12-16"}
