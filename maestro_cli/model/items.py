"""Work items: the one shape that every source is turned into."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What an item is."""

    REQUIREMENT = "requirement"
    EPIC = "epic"
    FEATURE = "feature"
    STORY = "story"
    TASK = "task"
    BUG = "bug"
    SPIKE = "spike"
    WBS_GROUP = "wbs_group"
    WBS_ITEM = "wbs_item"
    WBS_TASK = "wbs_task"
    DECISION = "decision"
    RISK = "risk"


class Status(StrEnum):
    """Where an item stands."""

    DRAFT = "draft"
    READY = "ready"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    REVIEW = "review"
    DONE = "done"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    """How urgent an item is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


WORK_KINDS = frozenset({Kind.EPIC, Kind.FEATURE, Kind.STORY, Kind.TASK, Kind.BUG, Kind.SPIKE})
"""Kinds that can be planned into a sprint."""

WBS_KINDS = frozenset({Kind.WBS_GROUP, Kind.WBS_ITEM, Kind.WBS_TASK})

CLOSED = frozenset({Status.DONE, Status.CANCELLED})

STARTED = frozenset({Status.IN_PROGRESS, Status.BLOCKED, Status.REVIEW})
"""Statuses of work in progress."""

VALUE_OF_PRIORITY = {
    Priority.CRITICAL: 40.0,
    Priority.HIGH: 20.0,
    Priority.MEDIUM: 10.0,
    Priority.LOW: 5.0,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: a path relative to the project, and a 1-based line."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a requirement; `reviewed` is the content hash it was last reviewed at."""

    id: str
    reviewed: str | None = None

    @property
    def digest(self) -> str | None:
        """`reviewed` as `content_hash` writes it: longer hashes and capitals stand for the same text."""
        return self.reviewed[:8].lower() if self.reviewed else None

    def __str__(self) -> str:
        """Write the link as sources do: `id` or `id@hash`."""
        return f"{self.id}@{self.reviewed}" if self.reviewed else self.id


@dataclass(frozen=True, slots=True)
class ThreePoint:
    """A three-point estimate in the unit of `points`."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Waiver:
    """An exception to a traceability rule, for a reason, possibly until a date."""

    rule: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A work item. `points` and `value` are None when the source does not say."""

    id: str
    title: str
    place: Place
    kind: Kind = Kind.STORY
    status: Status = Status.READY
    priority: Priority = Priority.MEDIUM
    description: str = ""
    points: float | None = None
    value: float | None = None
    parent: str | None = None
    satisfies: tuple[Reference, ...] = ()
    depends_on: tuple[str, ...] = ()
    linked_feature: str | None = None
    linked_stories: tuple[str, ...] = ()
    linked_task: str | None = None
    assignee: str | None = None
    labels: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    sprint: str | None = None
    estimate: ThreePoint | None = None
    created: date | None = None
    started: date | None = None
    completed: date | None = None
    due: date | None = None
    blocked_reason: str | None = None
    waive: tuple[Waiver, ...] = ()
    source: str = "files"
    digests: tuple[tuple[str, str], ...] = ()
    """What the fields that secrets were left out of said, as digests by field; see `digests_of`."""

    @property
    def worth(self) -> float:
        """Business value: as given, else by priority."""
        return VALUE_OF_PRIORITY[self.priority] if self.value is None else self.value

    @property
    def closed(self) -> bool:
        """Done or cancelled: nothing waits for it any more."""
        return self.status in CLOSED

    def digest_of(self, name: str) -> str | None:
        """What a field said before a secret was left out of it; None for one that is as it was written."""
        return next((digest for field, digest in self.digests if field == name), None)


_CONTENT = "content"


def content_hash(item: Item) -> str:
    """Return the first 8 hex digits of the SHA-256 over title and description, as they were written.

    Whatever a reviewer has to read again when it changes counts; status, points and
    people do not. Text is compared in NFC without trailing space.
    """
    return item.digest_of(_CONTENT) or _content_digest(item.title, item.description)


def digests_of(fields: Mapping[str, object], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the digests of fields that secrets are left out of: a change of what is left out shows.

    `fields` are as they were written, title and description among them.
    """
    found = [(name, _digest(repr(fields[name]))) for name in names]
    if any(name in ("title", "description") for name, _ in found):
        content = _content_digest(str(fields["title"]), str(fields.get("description", "")))
        found.append((_CONTENT, content))
    return tuple(found)


def _content_digest(title: str, description: str) -> str:
    text = "\n".join(line.rstrip() for line in (title, *description.splitlines())).strip()
    return _digest(unicodedata.normalize("NFC", text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
