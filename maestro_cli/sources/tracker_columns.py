"""Columns of the CSV exports of big trackers: what they are with us, where there is no doubt.

Known are the exports of Jira, Azure DevOps, GitHub Projects, Linear, Redmine and GitLab, each by columns
that no other has. A date is read in a form that says which part is the month; one that does not is left
out, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from maestro_cli.sources.problems import Problems, quoted

DATES = ("created", "started", "completed", "due")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_FORMS = (
    (re.compile(r"(\d{1,2}/[A-Za-z]{3}/\d{2})(?!\d)"), "%d/%b/%y"),
    (re.compile(r"(\d{1,2}/[A-Za-z]{3}/\d{4})"), "%d/%b/%Y"),
    (re.compile(r"[A-Za-z]{3} ([A-Za-z]{3} \d{1,2} \d{4})"), "%b %d %Y"),
    (re.compile(r"([A-Za-z]{3} \d{1,2}, \d{4})"), "%b %d, %Y"),
)
_PEOPLE = re.compile(r"\s*<[^<>]*>$")
_ISSUE = re.compile(r"https?://[^/]+/([\w.-]+/[\w.-]+)/(?:issues|pull)/(\d+)/?")
_NUMBERED = {"1": "critical", "2": "high", "3": "medium", "4": "low"}


@dataclass(frozen=True, slots=True)
class Tracker:
    """An export: it has all of the `marks`; `columns` are fields of ours by column, in lower case.

    Where more than one column may hold a field, the first that is there does.
    """

    name: str
    marks: tuple[str, ...]
    columns: Mapping[str, str]


TRACKERS = (
    Tracker(
        "Jira",
        ("issue key", "summary", "issue type"),
        {
            "issue key": "id",
            "summary": "title",
            "issue type": "kind",
            "description": "description",
            "status": "status",
            "priority": "priority",
            "custom field (story points)": "points",
            "custom field (story point estimate)": "points",
            "story points": "points",
            "parent key": "parent",
            "custom field (epic link)": "parent",
            "inward issue link (blocks)": "depends_on",
            "assignee": "assignee",
            "labels": "labels",
            "sprint": "sprint",
            "created": "created",
            "resolved": "completed",
            "due date": "due",
        },
    ),
    Tracker(
        "Azure DevOps",
        ("id", "work item type", "state"),
        {
            "id": "id",
            "title": "title",
            "work item type": "kind",
            "description": "description",
            "state": "status",
            "priority": "priority",
            "story points": "points",
            "effort": "points",
            "parent": "parent",
            "assigned to": "assignee",
            "tags": "labels",
            "iteration path": "sprint",
            "created date": "created",
            "activated date": "started",
            "closed date": "completed",
            "due date": "due",
        },
    ),
    Tracker(
        "Linear",
        ("id", "team", "title", "cycle name"),
        {
            "id": "id",
            "title": "title",
            "description": "description",
            "status": "status",
            "priority": "priority",
            "estimate": "points",
            "parent issue": "parent",
            "assignee": "assignee",
            "labels": "labels",
            "cycle name": "sprint",
            "created": "created",
            "started": "started",
            "completed": "completed",
            "due date": "due",
        },
    ),
    Tracker(
        "Redmine",
        ("#", "tracker", "subject"),
        {
            "#": "id",
            "subject": "title",
            "tracker": "kind",
            "description": "description",
            "status": "status",
            "priority": "priority",
            "story points": "points",
            "parent task": "parent",
            "assignee": "assignee",
            "target version": "sprint",
            "created": "created",
            "start date": "started",
            "closed": "completed",
            "due date": "due",
        },
    ),
    Tracker(
        "GitLab",
        ("issue id", "title", "state", "milestone"),
        {
            "issue id": "id",
            "title": "title",
            "description": "description",
            "state": "status",
            "weight": "points",
            "assignee": "assignee",
            "labels": "labels",
            "milestone": "sprint",
            "created at (utc)": "created",
            "closed at (utc)": "completed",
            "due date": "due",
        },
    ),
    Tracker(
        "GitHub Projects",
        ("title", "url", "assignees", "status"),
        {
            "url": "id",
            "title": "title",
            "status": "status",
            "estimate": "points",
            "size": "points",
            "assignees": "assignee",
            "labels": "labels",
            "iteration": "sprint",
            "sprint": "sprint",
            "type": "kind",
        },
    ),
)


def recognise(header: Sequence[str]) -> Tracker | None:
    """Return the tracker whose export has this header, or None."""
    names = {name.strip().casefold() for name in header}
    return next((tracker for tracker in TRACKERS if names.issuperset(tracker.marks)), None)


def fields_of(tracker: Tracker, header: Sequence[str], taken: Iterable[str]) -> list[str | None]:
    """Return the field of each column; those that the settings map (`taken`) are left to them.

    Jira repeats a column for each label, sprint and link: all of them hold the field.
    """
    names = [name.strip().casefold() for name in header]
    column_of: dict[str, str] = {}
    for column, field in tracker.columns.items():
        if column in names and field not in taken:
            column_of.setdefault(field, column)
    field_of = {column: field for field, column in column_of.items()}
    return [field_of.get(name) for name in names]


def tell(tracker: Tracker, header: Sequence[str], fields: Sequence[str | None], problems: Problems) -> None:
    """Say how the columns are read."""
    read = dict.fromkeys(
        f"{quoted(name.strip())} as {field}" for name, field in zip(header, fields, strict=True) if field
    )
    problems.info(
        "P-COLUMNS",
        f"an export of {tracker.name}: read are {', '.join(read)}",
        1,
        "Say otherwise with `columns:` of a csv source.",
    )


def merged(
    tracker: Tracker, fields: Sequence[str | None], cells: Sequence[str], unread: set[str]
) -> dict[str, str]:
    """Return the values of a record in our form; `unread` takes dates that leave the month open."""
    found: dict[str, list[str]] = {}
    for field, cell in zip(fields, cells, strict=False):
        if field and cell.strip():
            found.setdefault(field, []).append(cell.strip())
    values: dict[str, str] = {}
    for field, parts in found.items():
        value = _value(tracker, field, parts)
        if value is None:
            unread.add(parts[-1])
        elif value:
            values[field] = value
    return values


def _value(tracker: Tracker, field: str, parts: list[str]) -> str | None:
    last = parts[-1]
    match field:
        case "labels":
            names = [name.strip() for part in parts for name in re.split(r"[,;]", part)]
            return ";".join(name for name in names if name)
        case "depends_on":
            return ";".join(parts)
        case "assignee":
            return _PEOPLE.sub("", last.split(",")[0]).strip()
        case "priority" if tracker.name == "Azure DevOps":
            return _NUMBERED.get(last, last)
        case "sprint" if tracker.name == "Azure DevOps":
            return last.rpartition("\\")[2]
        case "id" | "parent":
            issue = _ISSUE.fullmatch(last)
            return f"{issue[1]}#{issue[2]}" if issue else last.lstrip("#")
        case _:
            return _date(last) if field in DATES else last


def _date(text: str) -> str | None:
    if _ISO.match(text):
        return text[:10]
    for pattern, form in _FORMS:
        found = pattern.match(text)
        if found:
            try:
                return datetime.strptime(found[1], form).date().isoformat()  # noqa: DTZ007 - a day
            except ValueError:
                return None
    return None
