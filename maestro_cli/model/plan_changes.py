"""What would change a sprint plan, and what it is held against."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that brings a left-out item into the plan, found by planning with it.

    `what_if` are the changes as `--what-if` takes them, to be made together; `objective` is the value
    of the plan with them.
    """

    what_if: tuple[str, ...]
    objective: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What one point more is worth: `value` is what the objective gains by it, proven.

    `subject`: capacity (a point more in every sprint), sprint:ID, person:NAME or skill:NAME.
    """

    subject: str
    value: float
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would change the plan, each entry found by planning anew.

    `remedies` are per left-out item the cheapest change of each kind: the least capacity in steps of `step`
    points a sprint, the one planned item whose absence costs least value, and the items to finish or to make
    ready. `curve` is (points more a sprint, objective). `complete` is False when `trials`, the plans
    made, reached their limit, or their time was over; an item without a remedy was then not tried with
    everything. `items` are the left-out items that some change could bring in, `explained` those of them that
    were tried with all or have a remedy; `seconds` is the time given where it was not enough.
    """

    remedies: dict[str, tuple[Remedy, ...]] = field(default_factory=dict)
    gains: tuple[Gain, ...] = ()
    curve: tuple[tuple[float, ...], ...] = ()
    step: float = 1.0
    trials: int = 0
    complete: bool = True
    items: int = 0
    explained: int = 0
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another plan that is nearly as good: the sprint of each item, and what differs from the plan.

    `proven_optimal` says that no other plan that differs as much is better.
    """

    objective: float
    points: float
    proven_optimal: bool
    sprint_of: dict[str, int]
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """How a plan holds on to the one before it.

    `share` is what `--keep` says, `run` the earlier plan; of its items that can still be planned, `kept` are
    in the same sprint, `moved` in another, `left` in none. `cost` is the value that a plan without
    preferences could have more, at most.
    """

    share: float
    run: str
    kept: tuple[str, ...]
    moved: tuple[str, ...]
    left: tuple[str, ...]
    cost: float
