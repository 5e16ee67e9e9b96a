"""Grounding: nothing stays that no fact supports, and nothing goes that one does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from maestro_cli.documents.figures import NUMBER
from maestro_cli.model.items import Status
from maestro_cli.skills.grounding import Grounded, Grounding
from tests.skills.build import AS_OF, FULL, HOSTILE, commit, inputs, item, report

EVIDENCE = {
    "item:US-1": "Pay in 3 steps",
    "item:US-2": "Search",
    "item:12": "An id of digits",
    "commit:1234567": "Fix 9 things",
}
FIGURES: list[dict[str, Any]] = [
    {"name": "done.count", "value": 2, "unit": "items", "evidence": ["item:US-1", "item:US-2"]},
    {"name": "done.points", "value": 1234.5, "unit": "points", "evidence": ["item:US-1"]},
    {"name": "blocked.count", "value": 0, "unit": "items", "evidence": ["calculation:blocked.count"]},
    {"name": "velocity.median", "value": None, "unit": "points", "evidence": ["setting:sprints"]},
    {"name": "US-1.points", "value": 5, "unit": "points", "evidence": ["item:US-1"]},
    {"name": "US-1.due", "value": "2026-11-20", "unit": "date", "evidence": ["item:US-1"]},
    {"name": "US-2.points", "value": 8, "unit": "points", "evidence": ["item:US-2"]},
]


def check(text: str, language: str = "en", quoted: tuple[str, ...] = ()) -> Grounded:
    return Grounding(FIGURES, EVIDENCE, language, quoted).check(text, section="done")


@pytest.mark.parametrize(
    "line",
    [
        "Finished 2 items[^done.count] worth 1,234.5 points[^done.points].",
        "- **US-1** Pay in 3 steps (5 points), due 20 Nov 2026",
        "- **US-1** Pay in 3 steps (5 points) after **US-2** Search (8 points)",
        "Nothing is blocked[^blocked.count].",
        "Velocity is not known[^velocity.median].",
        "| **US-1** Pay in 3 steps | 5 | `1234567` Fix 9 things |",
        "- **12** An id of digits",
        "We speak of US-2 here.",
        "| --- | ---: |",
        "P85 and v2 are names.",
        "Of 5 points is **US-1** Pay in 3 steps; 8 points has **US-2** Search.",
        "US-1 and US-2 have 5 points and 8 points respectively.",
        "Item: US-1, Pay in 3 steps, points: 5",
    ],
)
def test_what_stands_on_facts_stays(line: str) -> None:
    found = check(line)
    assert (found.markdown, found.dropped) == (line, ())


# @req MR-5.3
@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Finished 3 items[^done.count].", "done.count is 2"),
        ("Finished 99 items.", "no figure says 99"),
        ("US-1, days late: 5", "no figure says 5"),
        ("US-1 needs an estimate: 5 hours", "no figure says 5"),
        ("US-1 is late, 8 points. US-2 follows.", "no figure says 8"),
        ("US-1 and US-2 have 8 points and 5 points respectively.", "says 8 of US-1"),
        ("Finished 2 items[^done.total].", "unknown figure"),
        ("Finished 2 items.", "no figure says 2"),
        ("- **US-1** Pay in 3 steps (8 points)", "no figure says 8"),
        ("- **US-1** Pay in 3 steps (3 points)", "no figure says 3"),
        ("- **US-2** Search (5 points)", "no figure says 5"),
        ("- **US-1** due 21 Nov 2026", "no figure says 21"),
        ("- 12 points", "no figure says 12"),
        ("- **US-1** Pay in 4 steps", "no figure says 4"),
        ("Nothing was finished[^done.count].", "without saying 2"),
        ("Velocity is 20[^velocity.median].", "velocity.median is None"),
        ("## 99 items done", "no figure says 99"),
        ("Finished ９９ items.", "no figure says ９９"),
        ("+7 more, .5 of it", "no figure says"),
        ("| **US-1** | 50 |", "no figure says 50"),
    ],
)
def test_what_does_not_is_dropped_and_told(line: str, problem: str) -> None:
    found = check(f"Fine.\n{line}")
    assert found.markdown == "Fine."
    assert [dropped.line for dropped in found.dropped] == [line]
    assert problem in found.dropped[0].problem


def test_korean_numbers_carry_their_units() -> None:
    good = "- **US-1** Pay in 3 steps (5포인트), 기한 2026년 11월 20일. 총2건[^done.count]"
    assert check(good, "ko").dropped == ()
    assert check(good.replace("5포인트", "6포인트"), "ko").markdown == ""
    assert check("총99건", "ko").markdown == ""


def test_names_from_outside_are_no_facts_but_may_stand() -> None:
    quoted = ("user 7", "9")
    assert check("### user 7\n### 9", quoted=quoted).dropped == ()
    assert check("- **US-2** Search (user 7)", quoted=quoted).dropped == ()
    assert check("- **US-2** Search (user 8)", quoted=quoted).markdown == ""
    assert check("9 items are late", quoted=quoted).markdown == ""


def test_an_escaped_mark_is_a_text_from_outside() -> None:
    assert check("2 \\[^done.count]").markdown == ""


def test_statements_give_what_was_said_and_what_was_computed() -> None:
    found = check("Finished 2 items[^done.count] worth 1,234.5 points[^done.points].\n\n- **US-2** Search")
    said = [(statement.id, statement.stated, statement.fact) for statement in found.statements]
    assert said == [("done:1", "2", "2"), ("done:2", "1,234.5", "1,234.5"), ("done:3", None, None)]
    assert found.statements[2].evidence == ("item:US-2",)


# @req MR-5.3
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_changed_number_of_a_report_survives(language: str) -> None:
    """A mutation of every number in turn: each one is caught."""
    items = [
        item("US-1", title="Pay 3 times", status=Status.DONE, points=5, completed=AS_OF, assignee="user 7"),
        item("US-2", title=HOSTILE, status=Status.IN_PROGRESS, points=8, started=AS_OF, due=AS_OF),
        item("US-3", status=Status.BLOCKED, points=2, started=AS_OF, depends_on=("US-2",)),
    ]
    project = inputs(items, [commit(1, AS_OF, "US-2", insertions=41)], settings=FULL, language=language)
    data = report(project)
    evidence = {one["id"]: one["detail"] for one in data["evidence"]}
    tried = 0
    for section in data["sections"]:
        grounding = Grounding(section["figures"], evidence, language, ["user 7"])
        for line in section["markdown"].splitlines():
            assert grounding.check(line).dropped == ()
            titles = [evidence[f"item:US-{n}"] for n in (1, 2, 3)]
            if any(title[:3] in line for title in titles):
                continue
            for number in _numbers(line):
                wrong = f"{line[: number.start()]}77{line[number.end() :]}"
                assert grounding.check(wrong).dropped, wrong
                tried += 1
    assert tried > 25


def _numbers(line: str) -> list[Any]:
    marks = [match.span() for match in re.finditer(r"\[\^[^\]]+\]|`[^`]+`", line)]
    return [
        number
        for number in NUMBER.finditer(line)
        if not any(start <= number.start() < end for start, end in marks)
    ]
