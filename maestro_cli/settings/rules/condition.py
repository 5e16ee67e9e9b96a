"""A condition on items, as data: what fields have to hold, all of it at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Operator(StrEnum):
    """What can be asked of a field."""

    IS = "is"
    NOT = "not"
    PRESENT = "present"
    CONTAINS = "contains"
    LACKS = "lacks"
    MATCHES = "matches"
    MIN = "min"
    MAX = "max"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day to compare with: a date, today (`--as-of`), or another date of the item; plus some days."""

    base: date | Literal["today", "created", "started", "completed", "due"]
    days: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """One question to one field.

    `wanted` holds texts for IS, NOT, CONTAINS and LACKS, any of which will do (`*` and `?` are
    wildcards of IS and NOT); one pattern for MATCHES; one number for MIN and MAX: of the value,
    of entries in a list, of characters in a text; one `Moment` for BEFORE and AFTER; a truth for PRESENT.
    """

    field: str
    operator: Operator
    wanted: tuple[str | float | bool | Moment, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """At least `least` and at most `most` links of a field lead to something for which `other` holds."""

    field: str
    least: int
    most: int | None
    other: Condition


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds where all demands hold, one of each group in `any_of`, and none of `none_of`."""

    demands: tuple[Demand | Links, ...] = ()
    any_of: tuple[Condition, ...] = ()
    none_of: tuple[Condition, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it demands nothing."""
        return not (self.demands or self.any_of or self.none_of)

    @property
    def asks_for_links(self) -> bool:
        """Whether it depends on other items."""
        inner = any(part.asks_for_links for part in (*self.any_of, *self.none_of))
        return inner or any(isinstance(demand, Links) for demand in self.demands)
