"""Estimates of story points and how good they were. All values survive `to_plain`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A past item that says nearly the same; `similarity` of its words is 0 to 1."""

    id: str
    title: str
    points: float
    similarity: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an item is estimated at; every value is one that the team has used.

    The points lie in low … high with probability `level`; None where the past is too short to say so, and
    then these are the least and the most points so far. Without any past nothing is known: all None.

    `method` is pool (the experts), same_text (all past items of the same text have these points) or none.
    """

    id: str
    title: str
    points: float | None = None
    low: float | None = None
    high: float | None = None
    method: str = "none"
    level: float | None = None
    neighbours: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class Regime:
    """A lasting change of the points: from item `id` on, the median is `after` instead of `before`.

    `items` is how many came before it.
    """

    id: str
    created: date | None
    items: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """What estimates stand on: past items, those that the experts were judged by, and how they did.

    `weights` and `scores` (ranked probability score, in points) are by expert; `coverage` is how often the
    interval held in what was judged. Values are None or empty where the past is too short.
    """

    items: int = 0
    judged: int = 0
    weights: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    mae: float | None = None
    mae_median: float | None = None
    coverage: float | None = None
    scale: tuple[float, ...] = ()
    regime: Regime | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A back-test: the mean absolute errors, in points, over the `n` items that were scored.

    `mae_median` is the error of the median of what was learnt from, `mae_random` that of guessing any past
    value, `sa` the share of the latter that is saved (standardised accuracy: Shepperd and MacDonell, IST 54,
    2012). `within_one_step` of the team's scale, `coverage` (how often the interval of `level` held) and
    `weights` of the experts are shares; `level` is None where the interval is the range of all past points.
    """

    n: int
    mae: float
    mae_median: float
    mae_random: float
    sa: float | None
    within_one_step: float
    level: float | None
    coverage: float
    weights: dict[str, float]
