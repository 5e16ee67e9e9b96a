"""What to do next, from what is blocked, at risk and ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MOST_STEPS = 6
BLOCKER_STEPS = 3
READY_STEPS = 2

_OF_RISK = ("overdue", "over_capacity", "wip_over_limit", "unestimated_ready")
"""Risks that say themselves what to do; the others show up through blocked items."""

Step = dict[str, Any]
Data = Mapping[str, Any]


def next_steps(blockers: Data, risks: Data, ready: Data) -> list[Step]:
    """Return at most six steps {code, id, person, figures}, the most urgent first, one an item.

    First what unblocks the most value, then what the risks ask for, then what to take up.
    """
    found: list[Step] = []
    for step in (*_of_blockers(blockers), *_of_risks(risks), *_of_ready(ready)):
        if step["id"] is None or all(step["id"] != earlier["id"] for earlier in found):
            found.append(step)
    return found[:MOST_STEPS]


def _of_blockers(blockers: Data) -> Iterator[Step]:
    seen: set[tuple[str, str]] = set()
    for row in blockers["blockers"]:
        step = row["next_step"]
        if (step["code"], step["id"]) in seen:
            continue
        seen.add((step["code"], step["id"]))
        yield {**step, "figures": {}}
        if len(seen) == BLOCKER_STEPS:
            return


def _of_risks(risks: Data) -> Iterator[Step]:
    by_code = {risk["code"]: risk for risk in risks["risks"]}
    for code in _OF_RISK:
        risk = by_code.get(code)
        if risk:
            item_id = risk["ids"][0] if code == "overdue" and risk["ids"] else None
            yield {"code": code, "id": item_id, "person": None, "figures": risk["figures"]}


def _of_ready(ready: Data) -> Iterator[Step]:
    waiting = [row for row in ready["ready"] if row["status"] == "ready"]
    for row in waiting[:READY_STEPS]:
        yield {"code": "take_up", "id": row["id"], "person": row["assignee"], "figures": {}}
