from __future__ import annotations

from datetime import date

import pytest

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind, Priority, Status, ThreePoint
from maestro_cli.model.plan import Excluded, Included, Plan
from maestro_cli.planning.sentences import TEMPLATES, WORDS
from maestro_cli.settings.schema import Member, Settings, Sprint
from tests.planning.builders import TODAY, item, make_plan, past

START = Sprint(starts=date(2026, 11, 23))


def plan(*items: Item, capacity: float = 10, goal: str | None = None, **more: object) -> Plan:
    given = Settings(**({"sprint": START} | more))  # type: ignore[arg-type]
    return make_plan(given, Backlog(items), TODAY, sprints=1, capacity=capacity, goal=goal)


def inside(found: Plan, item_id: str) -> Included:
    return next(entry for entry in found.included if entry.id == item_id)


def outside(found: Plan, item_id: str) -> Excluded:
    return next(entry for entry in found.excluded if entry.id == item_id)


def conflicts(found: Plan) -> dict[str, tuple[str, ...]]:
    return {conflict.code: conflict.items for conflict in found.conflicts}


def test_an_item_of_a_cycle_waits_for_what_it_needs_itself() -> None:
    found = plan(
        item("A", 1, depends_on=("F",)),
        item("F", 1, depends_on=("A", "E")),
        item("E", 5, value=1),
        item("B", 5, value=90),
        capacity=5,
    )
    assert [entry.id for entry in found.included] == ["B"]
    on = {entry.id: (entry.params.get("on"), entry.params.get("root")) for entry in found.excluded}
    assert on == {"A": ("F", "E"), "E": (None, None), "F": ("E", "E")}


def test_included_items_say_all_that_speaks_for_them() -> None:
    found = plan(
        item("A", 2, sprint="S1"),
        item("B", 2, status=Status.REVIEW),
        item("C", 2, labels=("checkout",)),
        item("D", 1, value=3),
        item("E", 1, depends_on=("D",)),
        item("P", None, kind=Kind.EPIC),
        item("F", 1, parent="P"),
        goal="Finish the checkout",
    )
    codes = {entry.id: entry.reason_code for entry in found.included}
    assert codes == {
        "A": "pinned",
        "B": "carry_over",
        "C": "goal",
        "D": "unblocks",
        "E": "value",
        "P": "value",
        "F": "part_of",
    }
    assert inside(found, "D").reason == "unblocks E; value 3 for 1 point"
    assert inside(found, "F").reason == "part of P; value 10 for 1 point"
    assert inside(found, "P").reason == "value 10, no points of its own"
    assert found.goal is not None
    assert (found.goal.items, found.goal.planned) == (("C",), ("C",))


# @req MR-3.5
def test_carry_over_stands_first_in_its_sprint() -> None:
    begun = item("Z", 2, priority=Priority.LOW, status=Status.IN_PROGRESS)
    found = plan(item("A", 2, priority=Priority.CRITICAL), begun)
    assert found.sprints[0].items == ("Z", "A")
    assert inside(found, "Z").reason.startswith("carried over, work has begun; ")


# @req MR-3.5
def test_work_recorded_in_a_sprint_that_is_over_is_carried_over_and_not_pinned() -> None:
    items = [item(name, 2, sprint=sprint) for name, sprint in (("A", "S-2"), ("B", "S-0"), ("C", "S-9"))]
    found = make_plan(Settings(sprints=past(20, 20)), Backlog(items), TODAY, sprints=1)
    assert found.sprints[0].id == "S-3"
    assert inside(found, "A").reason_code == "carry_over"
    assert inside(found, "B").reason_code == "carry_over"
    assert inside(found, "B").reason.startswith("carried over from an earlier sprint; ")
    assert outside(found, "C").reason_code == "pinned_elsewhere"
    assert outside(found, "C").reason == "belongs to sprint S-9"


def test_outweighed_names_what_has_more_value_per_point() -> None:
    found = plan(item("A", 6, value=12), item("B", 4, value=4), item("C", 5, value=2))
    entry = outside(found, "C")
    assert (entry.reason_code, entry.params["by"]) == ("outweighed", ("A", "B"))
    assert entry.reason == "5 points for value 2, outweighed by A, B: more value per point"


def test_capacity_is_said_where_nothing_outweighs() -> None:
    found = plan(item("A", 8, value=20), item("B", 5, value=19))
    entry = outside(found, "B")
    assert entry.reason_code == "capacity"
    assert entry.params["room"] == 2
    assert (found.bottleneck.kind, found.bottleneck.params["short"]) == ("capacity", 3)
    assert found.bottleneck.sentence == "Capacity: no room for 1 item of value 19; B lacks 3 points."


def test_what_waits_names_the_nearest_and_the_last_link() -> None:
    found = plan(
        item("A", 1, depends_on=("B",)), item("B", 1, depends_on=("C",)), item("C", 1, status=Status.DRAFT)
    )
    assert outside(found, "C").reason_code == "not_ready"
    assert outside(found, "B").reason == "waits for C, which is not planned (not ready)"
    assert outside(found, "A").params == {"on": "B", "root": "C", "root_code": "not_ready"}
    assert outside(found, "A").reason == "waits for B, and in the end for C (not ready)"
    assert (found.bottleneck.kind, found.bottleneck.params["subject"]) == ("dependency", "C")


def test_a_requirement_that_is_open_can_be_waited_for_and_not_planned() -> None:
    found = plan(item("A", 1, depends_on=("R",)), item("R", None, kind=Kind.REQUIREMENT))
    assert outside(found, "A").reason == "waits for R, which is not planned (requirement)"
    assert [entry.id for entry in found.excluded] == ["A"]


def test_every_other_reason_to_leave_an_item_out() -> None:
    found = plan(
        item("A", None),
        item("B", 11),
        item("C", 1, depends_on=("GONE",)),
        item("D", 1, status=Status.BLOCKED, blocked_reason="vendor is late"),
        item("E", 1, status=Status.BLOCKED),
        item("F", 6, depends_on=("G",)),
        item("G", 5, depends_on=("F",)),
        item("H", None, parent="I"),
        item("I", 3),
        item("J", 1, status=Status.CANCELLED),
    )
    assert {entry.id: (entry.reason_code, entry.reason) for entry in found.excluded} == {
        "A": ("not_estimated", "not estimated: it has no points"),
        "B": ("too_large", "11 points, more than any sprint takes (10)"),
        "C": ("missing_dependency", "depends on GONE, which does not exist"),
        "D": ("blocked", "blocked: vendor is late"),
        "E": ("blocked", "blocked, and nothing planned unblocks it"),
        "F": (
            "too_large",
            "can only be done together with F, G: 11 points, more than any sprint takes (10)",
        ),
        "G": (
            "too_large",
            "can only be done together with F, G: 11 points, more than any sprint takes (10)",
        ),
        "H": ("not_estimated", "no points of its own: I carries them"),
    }
    assert [d.code for d in found.diagnostics] == ["P-NOT-ESTIMATED"]
    assert conflicts(found) == {"cycle": ("F", "G"), "missing_dependency": ("C",)}


def test_a_blocked_item_is_planned_when_what_blocks_it_is() -> None:
    found = plan(item("A", 1, status=Status.BLOCKED, depends_on=("B",)), item("B", 1))
    assert [entry.id for entry in found.included] == ["A", "B"]


def test_a_three_point_estimate_counts_with_a_diagnostic() -> None:
    found = plan(item("A", None, estimate=ThreePoint(1, 2, 9)))
    assert inside(found, "A").points == 3
    assert [d.code for d in found.diagnostics] == ["P-ESTIMATED"]


def test_people_with_too_much_skills_that_lack_and_dates_that_pass_are_conflicts() -> None:
    ana, bo = Member(name="Ana", skills=("web",)), Member(name="Bo")
    found = plan(
        item("A", 6, assignee="Ana", status=Status.IN_PROGRESS),
        item("B", 1, assignee="ana", status=Status.IN_PROGRESS),
        item("C", 1, skills=("ios",), due=date(2026, 11, 30)),
        item("D", 9, due=date(2026, 11, 30), value=0),
        item("E", 1, assignee="Zoe"),
        item("F", None, sprint="S1"),
        item("G", 1, depends_on=("G",)),
        team=(ana, bo),
        sprint=START.model_copy(update={"wip_limit": 1}),
    )
    assert {conflict.message for conflict in found.conflicts} == {
        "Ana has 7 points in S1 and capacity for 5: A, B",
        "the team has 2 items in progress, the limit is 1: A, B",
        "nobody in the team has the skill ios: C",
        "C is due on 2026-11-30, before the end of S1",
        "D is due on 2026-11-30 and not planned",
        "Zoe is not in the team: E",
        "F is pinned to S1 but cannot be planned (not estimated)",
        "G depends on itself",
    }


def test_a_persons_own_points_are_a_limit_and_can_be_the_bottleneck() -> None:
    ana, bo = Member(name="Ana", points_per_sprint=5), Member(name="Bo")
    items = (item("A", 5, assignee="Ana"), item("B", 4, assignee="ana", value=3), item("C", 9))
    found = plan(*items, team=(ana, bo), capacity=18)
    entry = outside(found, "B")
    assert entry.reason == "4 points, and Ana has 0 left in the sprint with most room"
    assert found.bottleneck.kind == "person"
    assert found.bottleneck.sentence == "Person: Ana has no room for 1 item of value 3."


def test_when_all_fits_there_is_no_bottleneck() -> None:
    found = plan(item("A", 5))
    assert found.bottleneck.kind == "nothing"
    assert found.utilization == 0.5


def test_a_running_sprint_is_said_to_be_running() -> None:
    begun = Sprint(starts=date(2026, 11, 16))
    assert [d.code for d in plan(item("A"), sprint=begun).diagnostics] == ["P-SPRINT-RUNNING"]


def test_a_sprint_that_is_not_known_is_told_with_the_one_that_was_meant() -> None:
    listed = past(20, 20)
    found = plan(
        item("A", 1, sprint="S3"),
        item("B", 1, sprint="S3"),
        item("C", 1, sprint="S-12"),
        item("D", 1, sprint="S-1"),
        item("E", 1, sprint="someday"),
        sprints=listed,
    )
    told = {one.message: one.fix for one in found.diagnostics if one.code == "P-UNKNOWN-SPRINT"}
    assert told == {
        "A and 1 more are not planned: sprint S3 is not known.": "Did you mean S-3?",
        "E is not planned: sprint someday is not known.": "The plan begins with sprint S-3.",
    }


def test_confidence_falls_with_what_is_not_known() -> None:
    sure = plan(item("A", 5))
    guessed = plan(item("A", None, estimate=ThreePoint(5, 5, 5)))
    unknown = plan(item("A", 5), item("B", None))
    assert sure.confidence == 0.9
    assert guessed.confidence == 0.72
    assert unknown.confidence == 0.45


@pytest.mark.parametrize("language", [0, 1])
def test_every_sentence_uses_names_that_the_other_language_has_too(language: int) -> None:
    def names(text: str) -> set[str]:
        parts = text.split("{")[1:]
        return {part.partition("}")[0].removesuffix("_en") for part in parts}

    for code, pair in TEMPLATES.items():
        assert names(pair[language]) <= names(pair[1 - language]), code
        assert pair[language].strip()
    assert all(pair[language] for pair in WORDS.values())


def test_korean_plans_say_the_same_in_korean() -> None:
    given = Settings(sprint=START)
    backlog = Backlog([item("A", 8, value=20), item("B", 5, value=19)])
    found = make_plan(given, backlog, TODAY, sprints=1, capacity=10, language="ko")
    assert found.included[0].reason == "가치 20, 8포인트"
    assert found.excluded[0].reason == "5포인트: 가능한 스프린트의 남은 용량은 최대 2포인트"
    assert found.bottleneck.sentence == "용량: 가치 19인 작업 1건이 들어가지 않음. B: 3포인트 부족."
