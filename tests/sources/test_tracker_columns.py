"""CSV exports of big trackers, known by their columns."""

from __future__ import annotations

from datetime import date

import pytest

from maestro_cli.errors import UsageError
from maestro_cli.model.items import Item, Kind, Priority, Status
from maestro_cli.sources.edits import edit_file
from tests.sources.item_files import codes, read

JIRA = (
    "Summary,Issue key,Issue id,Issue Type,Status,Priority,Labels,Labels,Sprint,Sprint,Created,Resolved,"
    "Custom field (Story Points),Parent key,Inward issue link (Blocks),Inward issue link (Blocks)\n"
    "Pay,SHOP-1,9,Story,To Do,High,a,b c,S1,S2,26/Nov/26 11:10 AM,,3.0,SHOP-9,SHOP-2,SHOP-3\n"
    "Gone,SHOP-2,8,Bug,Done,Lowest,,,,,01/Feb/26 9:00 PM,2026-02-03 10:00,,,,\n"
)
AZURE = (
    "ID,Work Item Type,Title,Assigned To,State,Tags,Story Points,Parent,Iteration Path,Priority,"
    "Created Date\n"
    '7,Product Backlog Item,Pay,Ann Lee <ann@x.org>,Active,a; b,5,3,"Shop\\Sprint 2",1,1/2/2026 10:00:00 AM\n'
)
LINEAR = (
    "ID,Team,Title,Description,Status,Estimate,Priority,Assignee,Labels,Cycle Name,Created,Parent issue\n"
    'ENG-1,Eng,Pay,Why,In Progress,2,Urgent,Ann,"a, b",C 4,Thu Nov 26 2026 11:10:31 GMT+0000 (GMT),ENG-9\n'
)
REDMINE = "#,Project,Tracker,Parent task,Status,Priority,Subject,Assignee\n12,x,Bug,#3,New,Normal,Pay,Ann\n"
GITLAB = (
    "Title,Description,Issue ID,URL,State,Assignee,Due Date,Created At (UTC),Milestone,Weight,Labels\n"
    'Pay,Why,4,https://x,Closed,Ann,2026-12-01,2026-11-26 11:10:31,M1,8,"a,b"\n'
)
GITHUB = (
    "Title\tURL\tAssignees\tStatus\tLabels\tEstimate\n"
    "Pay\thttps://github.com/o/shop.app/issues/12\tann, bob\tTodo\ta, b\t5\n"
)


def only(text: str) -> Item:
    parsed = read(text, "a.csv")
    assert codes(parsed)[0] == ("P-COLUMNS", 1)
    return parsed.items[0]


def test_jira() -> None:
    parsed = read(JIRA, "a.csv")
    assert codes(parsed) == [("P-COLUMNS", 1)]
    first, second = parsed.items
    assert (first.id, first.title, first.kind, first.status) == ("SHOP-1", "Pay", Kind.STORY, Status.READY)
    assert (first.labels, first.sprint, first.points) == (("a", "b c"), "S2", 3)
    assert (first.parent, first.depends_on, first.created) == (
        "SHOP-9",
        ("SHOP-2", "SHOP-3"),
        date(2026, 11, 26),
    )
    assert (second.completed, second.priority, second.place.line) == (date(2026, 2, 3), Priority.LOW, 3)


def test_azure_devops_and_a_date_that_can_be_read_in_two_ways() -> None:
    parsed = read(AZURE, "a.csv")
    assert codes(parsed) == [("P-COLUMNS", 1), ("P-COLUMNS", 1)]
    assert "'1/2/2026 10:00:00 AM'" in parsed.diagnostics[1].message
    item = parsed.items[0]
    assert (item.id, item.kind, item.status, item.assignee) == (
        "7",
        Kind.STORY,
        Status.IN_PROGRESS,
        "Ann Lee",
    )
    assert (item.labels, item.points, item.parent, item.sprint) == (("a", "b"), 5, "3", "Sprint 2")
    assert (item.priority, item.created) == (Priority.CRITICAL, None)


def test_linear_redmine_gitlab_and_github() -> None:
    linear = only(LINEAR)
    assert (linear.id, linear.points, linear.labels, linear.sprint) == ("ENG-1", 2, ("a", "b"), "C 4")
    assert (linear.created, linear.parent) == (date(2026, 11, 26), "ENG-9")
    redmine = only(REDMINE)
    assert (redmine.id, redmine.kind, redmine.parent, redmine.title) == ("12", Kind.BUG, "3", "Pay")
    gitlab = only(GITLAB)
    assert (gitlab.id, gitlab.status, gitlab.points, gitlab.due) == ("4", Status.DONE, 8, date(2026, 12, 1))
    github = only(GITHUB)
    assert (github.id, github.assignee, github.points) == ("o/shop.app#12", "ann", 5)


def test_columns_of_the_settings_win() -> None:
    text = "Issue key,Summary,Issue Type,Status,Story Points,Size\nA-1,Pay,Task,Done,3,8\n"
    parsed = read(text, "a.csv", {"points": "Size"})
    assert (parsed.items[0].points, codes(parsed)) == (8, [("P-COLUMNS", 1)])
    missing = read(text, "a.csv", {"points": "Gone"})
    assert codes(missing) == [("P-COLUMNS", 1), ("P-CSV", 1)]


def test_what_cannot_be_read_has_its_line() -> None:
    parsed = read("Issue key,Summary,Issue Type,Status\nA-1,Pay,Cat,Done\nA-2\nA-3,Go,Task,Done,x\n", "a.csv")
    assert [item.id for item in parsed.items] == ["A-1"]
    assert codes(parsed) == [
        ("P-COLUMNS", 1),
        ("P-BAD-VALUE", 2),
        ("P-CSV", 3),
        ("P-MISSING-FIELD", 3),
        ("P-CSV", 4),
    ]


def test_a_file_of_ours_is_none_of_theirs() -> None:
    parsed = read("id,title,team,status\nA,a,x,done\n", "a.csv")
    assert codes(parsed) == [("P-UNKNOWN-FIELD", 1)]


def test_nothing_is_written_into_an_export() -> None:
    with pytest.raises(UsageError, match="export of Jira"):
        edit_file(JIRA.encode(), "a.csv", {}, {"SHOP-1": {"status": "done"}})
