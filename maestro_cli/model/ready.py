"""What can be started next, and what the other open items wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing an item waits for; `id` None when only a reason text says so."""

    id: str | None
    why: str
    """open, blocked, draft, missing or reason."""
    assignee: str | None = None
    since: date | None = None
    root: str | None = None
    """The last one in the chain: what has to move first."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReadyItem:
    """An item that can be started now; `unblocks` are the open items that wait for it, directly or not."""

    id: str
    title: str
    kind: str
    status: str
    priority: str
    points: float | None
    value: float
    assignee: str | None
    age_days: int | None
    unblocks: tuple[str, ...] = ()
    unblocked_value: float = 0.0


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """An open item that cannot be started, and what it waits for."""

    id: str
    title: str
    status: str
    assignee: str | None
    waits_for: tuple[Waiting, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class NextItems:
    """What to take up next, in order, and what cannot be taken up yet."""

    ready: tuple[ReadyItem, ...]
    waiting: tuple[WaitingItem, ...]
