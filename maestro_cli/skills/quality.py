"""How good the data behind a document is: a score from 0 to 100, what is missing, and the fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.items import STARTED, Item, Status
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.skills.scope import Work

ENOUGH_SPRINTS = 5
"""Past sprints that velocity is taken from; fewer are a gap."""

IDS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Gap:
    """Something that is missing: `count` of `whole`, and what it costs of the 100 points at most."""

    code: str
    weight: float
    count: int
    whole: int
    evidence: tuple[Evidence, ...] = ()

    @property
    def lost(self) -> float:
        return self.weight * min(1.0, self.count / self.whole) if self.whole else 0.0


def assess_data_quality(
    inputs: Inputs, changes: Mapping[str, object] | None = None, sprints: int | None = None
) -> SkillResult:
    """Score the data: 100, less the weight of each gap times the share of what is missing.

    `changes` is the data of summarize_changes, for the commits that name no item; `sprints` the number of
    past sprints that velocity knows. Data: `score`, `missing` [{code, count, whole, weight, ids}] with the
    dearest first, `figures`. A document puts the codes into words and says the fix. Confidence is 1.
    """
    ledger = Ledger()
    gaps = [*_item_gaps(inputs), *_history_gaps(inputs, changes, sprints)]
    missing = sorted((gap for gap in gaps if gap.count), key=lambda gap: (-gap.lost, gap.code))
    for gap in missing:
        unit = _UNITS.get(gap.code, "items")
        value = _PRESENT.get(gap.code, gap.count)
        ledger.add(f"quality.{gap.code}", value, gap.evidence, rule=f"/ {gap.whole}", unit=unit)
    score = round(max(0.0, 100 - sum(gap.lost for gap in missing)))
    rule = "100 − Σ weight × share: " + (", ".join(f"{g.code} −{g.lost:.1f}" for g in missing) or "no gap")
    ledger.add("quality.score", score, [Evidence("calculation:quality.score", rule)], unit="percent")
    rows = [
        {
            "code": gap.code,
            "count": gap.count,
            "whole": gap.whole,
            "weight": gap.weight,
            "ids": [one.id for one in gap.evidence[:IDS_SHOWN]],
        }
        for gap in missing
    ]
    return ledger.result({"score": score, "missing": rows}, 1.0)


_UNITS = {"unlinked_commits": "commits", "velocity_history": "sprints", "unreadable": ""}

_PRESENT = {"no_items": 0, "no_repository": 0, "shallow_history": None}
"""Gaps that say that something is not there at all: how much of it there is."""


def _item_gaps(inputs: Inputs) -> Iterable[_Gap]:
    work = Work(inputs.backlog)
    items = work.items
    still_open = [item for item in items if not item.closed]
    begun = [item for item in still_open if item.status in STARTED]
    done = [item for item in items if item.status is Status.DONE]
    dated = [item for item in items if any(_days(item))]
    yield _Gap("no_items", 100, int(not items), 1, (Evidence("calculation:items", "work items = 0"),))
    yield _share("unestimated", 25, [i for i in still_open if work.needs_estimate(i)], still_open)
    yield _share("no_completed_date", 20, [i for i in done if i.completed is None], done)
    yield _share("no_started_date", 10, [i for i in begun if i.started is None], begun)
    yield _share("no_assignee", 10, [i for i in begun if i.assignee is None], begun)
    yield _share("future_date", 5, [i for i in dated if any(day > inputs.as_of for day in _days(i))], dated)
    errors = inputs.backlog.unreadable
    places = (f"{error.path or '?'}:{error.line or 1} {error.code}" for error in errors[:IDS_SHOWN])
    evidence = tuple(Evidence(f"file:{place.partition(' ')[0]}", place.partition(" ")[2]) for place in places)
    yield _Gap("unreadable", 10, len(errors), len(errors), evidence)


def _days(item: Item) -> list[date]:
    """The days on which something is said to have happened; a due date may lie ahead."""
    return [day for day in (item.created, item.started, item.completed) if day is not None]


def _share(code: str, weight: float, items: Sequence[Item], whole: Sequence[Item]) -> _Gap:
    return _Gap(code, weight, len(items), len(whole), tuple(map(item_evidence, items)))


def _history_gaps(
    inputs: Inputs, changes: Mapping[str, object] | None, sprints: int | None
) -> Iterable[_Gap]:
    if sprints is not None:
        evidence = (Evidence("setting:sprints", f"{sprints} / {ENOUGH_SPRINTS}"),)
        yield _Gap("velocity_history", 15, max(0, ENOUGH_SPRINTS - sprints), ENOUGH_SPRINTS, evidence)
    if not inputs.repository.present:
        evidence = (Evidence("calculation:repository", inputs.repository.note or "git: not found"),)
        yield _Gap("no_repository", 10, 1, 1, evidence)
        return
    if inputs.repository.shallow:
        evidence = (Evidence("calculation:repository", "git: shallow"),)
        yield _Gap("shallow_history", 5, 1, 1, evidence)
    unlinked, people = _commits(changes, "unlinked"), _commits(changes, "people")
    evidence = (Evidence("calculation:commits.unlinked", f"{unlinked} / {people}"),)
    yield _Gap("unlinked_commits", 10, unlinked, people, evidence)


def _commits(changes: Mapping[str, object] | None, group: str) -> int:
    row = (changes or {}).get(group)
    count = row.get("commits", 0) if isinstance(row, Mapping) else 0
    return count if isinstance(count, int) else 0
