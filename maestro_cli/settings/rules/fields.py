"""The fields of an item, and of what it is linked to, that a rule can ask about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What a field holds, which decides what can be asked of it."""

    TEXT = "text"
    WORD = "word"
    LIST = "list"
    NUMBER = "number"
    DATE = "date"
    GROUP = "group"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its shape; for words all that it can hold, for links whether the other ends are tests."""

    name: str
    shape: Shape
    words: tuple[str, ...] = ()
    to_tests: bool = False


KINDS = (
    "requirement",
    "epic",
    "feature",
    "story",
    "task",
    "bug",
    "spike",
    "wbs_group",
    "wbs_item",
    "wbs_task",
    "decision",
    "risk",
)
STATUSES = ("draft", "ready", "in_progress", "blocked", "review", "done", "cancelled")
PRIORITIES = ("critical", "high", "medium", "low")
RESULTS = ("passed", "failed", "skipped", "unknown")


def _named(shape: Shape, *names: str) -> list[Field]:
    return [Field(name, shape) for name in names]


def _by_name(fields: list[Field]) -> Mapping[str, Field]:
    return {field.name: field for field in fields}


ITEM_FIELDS = _by_name(
    [
        Field("id", Shape.TEXT),
        Field("kind", Shape.WORD, KINDS),
        *_named(Shape.TEXT, "title", "description"),
        Field("status", Shape.WORD, STATUSES),
        Field("priority", Shape.WORD, PRIORITIES),
        *_named(Shape.NUMBER, "points", "value"),
        *_named(Shape.TEXT, "assignee", "sprint", "blocked_reason", "path", "source"),
        *_named(Shape.LIST, "labels", "skills"),
        *_named(Shape.DATE, "created", "started", "completed", "due"),
        Field("estimate", Shape.GROUP),
        *_named(Shape.LINK, "parent", "children", "satisfies", "satisfied_by", "depends_on", "dependents"),
        *_named(Shape.LINK, "linked_feature", "linked_stories", "linked_task"),
        Field("tests", Shape.LINK, to_tests=True),
    ]
)
"""Fields of items by name. `children`, `satisfied_by` and `dependents` are links of others to the item."""

TEST_FIELDS = _by_name(
    [Field("id", Shape.TEXT), Field("path", Shape.TEXT), Field("result", Shape.WORD, RESULTS)]
)
"""Fields of tests by name."""

DATES = tuple(field.name for field in ITEM_FIELDS.values() if field.shape is Shape.DATE)
