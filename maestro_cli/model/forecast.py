"""Forecasts and how often they came true.

Levels and hits are shares, 0.85 for 85 %. All values survive `to_plain`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from maestro_cli.model.plan import Reason


@dataclass(frozen=True, slots=True)
class LevelScore:
    """How often forecasts of the confidence `stated` came true.

    `low` and `high` bound the true share with 95 % confidence, as if only `independent` of the
    `forecasts` counted: those over several periods overlap.
    """

    stated: float
    hit: float
    forecasts: int
    low: float
    high: float
    independent: int


@dataclass(frozen=True, slots=True)
class MethodScore:
    """A way to forecast, over all levels: `mean_abs_error` is the mean of |hit − stated|."""

    levels: tuple[LevelScore, ...]
    mean_abs_error: float | None


@dataclass(frozen=True, slots=True)
class HorizonScore:
    """Forecasts of what is completed in the next `periods`, beside the standard way to make them."""

    periods: int
    unit: str
    levels: tuple[LevelScore, ...]
    mean_abs_error: float | None
    standard: MethodScore


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done: open items in plan order, each with its amount in the unit of the forecast."""

    items: tuple[str, ...]
    amounts: tuple[float, ...]
    added: tuple[str, ...] = ()
    """Items that were not asked for and have to be done for those that were."""
    unestimated: tuple[str, ...] = ()
    """Items that a forecast in points cannot count."""


@dataclass(frozen=True, slots=True)
class Target:
    """A requirement, epic, feature or milestone, and when it is done.

    `items` and `points` are its own open work, `ahead` is the amount of all work up to its last item in
    plan order, which is what the dates are of. `probability` is that of being done by `by`.
    """

    id: str
    kind: str
    title: str
    items: tuple[str, ...]
    points: float | None
    ahead: float
    percentiles: dict[str, date | None]
    by: date | None = None
    probability: float | None = None
    drafts: tuple[str, ...] = ()
    """Open items of it that the forecast leaves out, as they are not ready to be planned."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How the scope grew: `per_period` in the unit of the forecast over the last `periods`, None if unknown.

    `items` are those that came; `applied` is what the forecast adds per period, 0 when growth is left out.
    """

    per_period: float | None
    periods: int
    items: tuple[str, ...] = ()
    applied: float = 0.0
    note: Reason | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """How many items one item became: `factor` from `items` that were split off, None if unknown.

    `applied` is what the forecast multiplies the scope with.
    """

    factor: float | None
    items: tuple[str, ...] = ()
    applied: float = 1.0
    note: Reason | None = None


@dataclass(frozen=True, slots=True)
class ByDate:
    """How much is done by a day: per level the amount that is reached with that confidence."""

    day: date
    periods: int
    percentiles: dict[str, float] = field(default_factory=dict)
