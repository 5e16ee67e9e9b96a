"""Levels of coverage: what `trace.levels` demands of a requirement, and how much of it is enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from maestro_cli.errors import SettingsError
from maestro_cli.model.items import WBS_KINDS, WORK_KINDS
from maestro_cli.traceability.names import did_you_mean

LIVE_WORK = WORK_KINDS | WBS_KINDS
"""Kinds that can cover a requirement."""

TEST = "test"
"""The level that tests reach."""

Demand = str | Sequence[str]
"""A kind of work or `test`, or several of which one is enough."""


@dataclass(frozen=True)
class Level:
    """A level that is met by any of its `kinds`; `bit` stands for it in a set of bits.

    `threshold` is the share of requirements that have to reach it; None leaves it at that each one should.
    """

    kinds: tuple[str, ...]
    bit: int
    threshold: float | None = None

    @cached_property
    def name(self) -> str:
        """Its kinds in words: `story or task`."""
        return " or ".join(self.kinds)


def read_levels(demands: Iterable[Demand], thresholds: Mapping[str, float] | None = None) -> list[Level]:
    """Return the levels that are demanded, each once, with bits from 2 on.

    A threshold names a level, or a kind that only one level holds. Raises SettingsError for what is no
    kind of work.
    """
    kinds = dict.fromkeys((d,) if isinstance(d, str) else tuple(dict.fromkeys(d)) for d in demands)
    known = [*sorted(kind.value for kind in LIVE_WORK), TEST]
    for kind in (kind for level in kinds for kind in level):
        if kind not in known:
            raise SettingsError(
                f"trace.levels: {kind!r} is not a kind of work",
                fix=did_you_mean(kind, known, "Name kinds of work"),
            )
    named = names_of_levels(kinds)
    wanted = {named[name]: share for name, share in (thresholds or {}).items() if name in named}
    return [Level(level, 2 << place, wanted.get(level)) for place, level in enumerate(kinds)]


def names_of_levels(levels: Iterable[Demand]) -> dict[str, tuple[str, ...]]:
    """Return what thresholds may call the levels: their names, and each kind that is in one of them only."""
    wholes = [(level,) if isinstance(level, str) else tuple(dict.fromkeys(level)) for level in levels]
    holders: dict[str, set[tuple[str, ...]]] = {}
    for level in wholes:
        for kind in level:
            holders.setdefault(kind, set()).add(level)
    single = {kind: next(iter(found)) for kind, found in holders.items() if len(found) == 1}
    return single | {" or ".join(level): level for level in wholes}
