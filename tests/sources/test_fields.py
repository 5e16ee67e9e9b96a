"""What may stand in a field, and what it becomes."""

from __future__ import annotations

from datetime import date

import pytest

from maestro_cli.model.items import Item, Kind, Priority, Reference, Status, ThreePoint, Waiver
from maestro_cli.sources.fields import READERS
from tests.sources.item_files import codes, read


def item(fields: str) -> Item:
    parsed = read(f"- id: A\n  title: T\n{fields}")
    assert codes(parsed) == []
    return parsed.items[0]


# @req MR-1.1
def test_every_field_of_an_item_can_be_read() -> None:
    names = {name for name in Item.__dataclass_fields__ if name not in ("place", "source", "digests")}
    assert names == READERS.keys()


# @req MR-1.3
@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("todo", Status.READY),
        ("To Do", Status.READY),
        ("to-do", Status.READY),
        ("OPEN", Status.READY),
        ("backlog", Status.READY),
        ("Selected for Development", Status.READY),
        ("할 일", Status.READY),
        ("refined", Status.READY),
        ("in progress", Status.IN_PROGRESS),
        ("IN_PROGRESS", Status.IN_PROGRESS),
        ("doing", Status.IN_PROGRESS),
        ("진행 중", Status.IN_PROGRESS),
        ("진행중", Status.IN_PROGRESS),
        ("In Review", Status.REVIEW),
        ("On Hold", Status.BLOCKED),
        ("Closed", Status.DONE),
        ("resolved", Status.DONE),
        ("완료", Status.DONE),
        ('"Won\'t Do"', Status.CANCELLED),
        ("won’t fix", Status.CANCELLED),
        ("wontfix", Status.CANCELLED),
        ("duplicate", Status.CANCELLED),
    ],
)
def test_words_of_other_trackers(word: str, status: Status) -> None:
    assert item(f"  status: {word}\n").status is status


def test_korean_decomposed_as_a_mac_writes_it() -> None:
    import unicodedata

    assert item(f"  status: {unicodedata.normalize('NFD', '완료')}\n").status is Status.DONE


# @req MR-1.3
@pytest.mark.parametrize(
    ("word", "kind"),
    [("User Story", Kind.STORY), ("Sub-task", Kind.TASK), ("defect", Kind.BUG), ("WBS Item", Kind.WBS_ITEM)],
)
def test_kinds_of_other_trackers(word: str, kind: Kind) -> None:
    assert item(f"  kind: {word}\n").kind is kind


# @req MR-1.3
@pytest.mark.parametrize(
    ("word", "priority"),
    [
        ("P0", Priority.CRITICAL),
        ("p1", Priority.HIGH),
        ("Highest", Priority.CRITICAL),
        ("normal", Priority.MEDIUM),
    ],
)
def test_priorities_of_other_trackers(word: str, priority: Priority) -> None:
    assert item(f"  priority: {word}\n").priority is priority


# @req MR-1.3
def test_an_unknown_word_is_an_error_with_a_hint_and_the_item_stays() -> None:
    parsed = read("- id: A\n  title: T\n  status: donne\n  kind: storyy\n  priority: hihg\n")
    assert [(p.code, p.line) for p in parsed.diagnostics] == [("P-BAD-VALUE", n) for n in (3, 4, 5)]
    assert ["did you mean done" in parsed.diagnostics[0].message, parsed.items[0].status] == [
        True,
        Status.READY,
    ]
    assert "did you mean story" in parsed.diagnostics[1].message
    assert "did you mean high" in parsed.diagnostics[2].message


def test_completed_without_status_is_done() -> None:
    assert item("  completed: 2026-01-02\n").status is Status.DONE
    assert item("  completed: 2026-01-02\n  status:\n").status is Status.DONE
    assert item("  completed: 2026-01-02\n  status: review\n").status is Status.REVIEW


# @req MR-1.2
def test_absent_points_are_not_zero_and_zero_is_zero() -> None:
    assert item("").points is None
    assert item("  points:\n").points is None
    assert item('  points: ""\n').points is None
    assert item("  points: 0\n  value: 0\n").worth == 0
    assert item("  points: 2.5\n").points == 2.5
    assert item('  points: "3"\n').points == 3


@pytest.mark.parametrize(
    "text", ["-1", "true", ".nan", ".inf", "inf", "1e999", "1_000", "0x10", "three", "[3]", "{a: 3}", "٣"]
)
def test_points_that_are_no_number_are_errors(text: str) -> None:
    parsed = read(f"- id: A\n  title: T\n  points: {text}\n")
    assert codes(parsed) == [("P-BAD-VALUE", 3)]
    assert parsed.items[0].points is None


@pytest.mark.parametrize("text", ["012", "1_0", "yes", "1.10", "null-1", "2026-01-02", "0x1F", "a/b#c"])
def test_ids_stay_text_as_written(text: str) -> None:
    assert read(f"- id: {text}\n  title: 1:30\n").items[0].id == text


@pytest.mark.parametrize("text", ["-A", "a b", "ä", "한글", '"a,b"', '"a\\nb"', "[a]", "A" * 201])
def test_what_is_no_id(text: str) -> None:
    parsed = read(f"- id: {text}\n  title: T\n")
    assert codes(parsed) == [("P-BAD-VALUE", 1)]
    assert parsed.items == ()


# @req MR-1.2
def test_missing_id_and_title() -> None:
    parsed = read("- title: T\n- id: B\n- kind: bug\n- id: C\n  title: '  '\n")
    assert codes(parsed) == [("P-MISSING-FIELD", line) for line in (1, 2, 3, 4)]
    assert "no id and no title" in parsed.diagnostics[2].message


def test_links_and_lists() -> None:
    found = item(
        "  parent: E-1\n  satisfies: [R-1, R-2@0aB1c2d3, R-1]\n  depends_on: B-1, B-2;B-3\n"
        "  labels: a; b, c\n  linked_stories: [S-1]\n"
    )
    assert found.satisfies == (Reference("R-1"), Reference("R-2", "0ab1c2d3"))
    assert found.depends_on == ("B-1", "B-2", "B-3")
    assert found.labels == ("a", "b, c")
    assert (found.parent, found.linked_stories) == ("E-1", ("S-1",))


@pytest.mark.parametrize(
    "value", ["depends_on: [a b]", "satisfies: R-1@12", "parent: [A]", "labels: {a: b}", "labels: [[a]]"]
)
def test_links_that_are_none(value: str) -> None:
    assert codes(read(f"- id: A\n  title: T\n  {value}\n")) == [("P-BAD-VALUE", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02",
        "2026-01-02T23:59:59Z",
        "2026-01-02 10:00",
        "2026-01-02T10:00:00.123+09:00",
        "2026-01-02t10:00:00 -5:00",
    ][:4],
)
def test_dates_and_datetimes_are_the_day_as_written(text: str) -> None:
    assert item(f"  created: {text}\n").created == date(2026, 1, 2)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "20260102", "02.01.2026", "yesterday", "0000-01-01", "2026-01-02T25:00"]
)
def test_what_is_no_date(text: str) -> None:
    assert codes(read(f"- id: A\n  title: T\n  due: {text}\n")) == [("P-BAD-VALUE", 3)]


def test_estimates() -> None:
    expected = ThreePoint(1, 2, 5)
    assert item("  estimate: {low: 1, likely: 2, high: 5}\n").estimate == expected
    assert item("  estimate: [1, 2, 5]\n").estimate == expected
    for bad in (
        "{low: 3, likely: 2, high: 5}",
        "{low: 1, high: 5}",
        "3",
        "{low: 1, likely: 2, hgih: 5}",
        "{low: [1], likely: 2, high: 3}",
    ):
        assert codes(read(f"- id: A\n  title: T\n  estimate: {bad}\n")) == [("P-BAD-VALUE", 3)]


def test_waivers() -> None:
    found = item("  waive:\n  - {rule: T1-PARTIAL, reason: planned, until: 2026-03-01}\n  - rule: T2\n")
    assert found.waive == (Waiver("T1-PARTIAL", "planned", date(2026, 3, 1)), Waiver("T2", ""))
    for bad in ("[{reason: x}]", "[a]", "[{rule: a, untl: b}]", "[{rule: a, until: soon}]", "[{rule: [a]}]"):
        assert codes(read(f"- id: A\n  title: T\n  waive: {bad}\n")) == [("P-BAD-VALUE", 3)]


@pytest.mark.parametrize(
    ("value", "messages"),
    [
        ("depends_on: [a b, B-1, 'c d', 'a b']", "'a b' is not an id; 'c d' is not an id"),
        ("satisfies: [a b, 'B@1']", "'a b' is not an id or id@hash; 'B@1' has no 8 hex digits after @"),
        (
            "waive: [{rule: T1, until: soon}, T2, {rule: T3, until: 2026-13-01}]",
            "'soon' is not a date; it wants rule, reason and perhaps until; '2026-13-01' is not a date",
        ),
        (f"depends_on: [{', '.join(f'x {n}' for n in range(7))}]", "; 'x 4' is not an id and 2 more"),
    ],
)
def test_all_that_is_wrong_with_a_list_is_told_at_once(value: str, messages: str) -> None:
    (problem,) = read(f"- id: A\n  title: T\n  {value}\n").diagnostics
    assert problem.message.endswith(messages)


def test_a_title_is_one_line() -> None:
    assert item("").title == "T"
    assert read('- {id: A, title: "one\\n  two"}').items[0].title == "one two"


def test_unknown_fields_are_one_warning_with_the_nearest_field() -> None:
    parsed = read("- {id: A, title: T, ponits: 3}\n- {id: B, title: T, ponits: 3, zzz: 1}\n")
    assert codes(parsed) == [("P-UNKNOWN-FIELD", 1)]
    assert "'ponits' (did you mean points?), 'zzz'" in parsed.diagnostics[0].message


def test_a_list_of_one_assignee_is_that_one() -> None:
    assert item("  assignee: [Mina]\n").assignee == "Mina"
    assert item("  assignee: []\n").assignee is None
    assert codes(read("- {id: A, title: T, assignee: [Mina, Ade]}")) == [("P-BAD-VALUE", 1)]
