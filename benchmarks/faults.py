"""Faults to plant in a project without any, each kind with a code of its own.

Kinds stand at items of their own, so that any of them can be planted together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from benchmarks.sample import SPARE, Sample

Found = list[tuple[str, str]]
"""What has to be found: code, and id of the thing. What follows from a fault is told with it."""


def _changing(code: str, prefix: str, numbers: range, **fields: object) -> Callable[[Sample], Found]:
    """Plant `code` by setting fields of items; `{n}` in a value is the item's number."""

    def plant(made: Sample) -> Found:
        return [
            (
                code,
                made.change(f"{prefix}-{n}", **{name: _numbered(value, n) for name, value in fields.items()}),
            )
            for n in numbers
        ]

    return plant


def _numbered(value: Any, n: int) -> Any:  # noqa: ANN401 - a value of any field
    if isinstance(value, list):
        return [_numbered(part, n) for part in value]
    if isinstance(value, dict):
        return {name: _numbered(part, n) for name, part in value.items()}
    return value.replace("{n}", str(n)) if isinstance(value, str) else value


def _uncovered(made: Sample) -> Found:
    targets = {f"REQ-{n}" for n in range(120, 130)}
    for item in made.items.values():
        if targets.intersection(item.get("satisfies", ())):
            item["satisfies"] = []
    return [("T1-UNCOVERED", target) for target in targets]


def _partial(made: Sample) -> Found:
    return _without_tasks(made, range(100, 105))


def _without_tasks(made: Sample, numbers: Iterable[int]) -> Found:
    """Leave the stories of some requirements without a task."""
    stories = {f"US-{n + half}" for n in numbers for half in (0, made.requirements)}
    for item in made.items.values():
        if item["kind"] == "task" and item.get("parent") in stories:
            item["parent"] = "US-5"
    return [("T1-PARTIAL", f"REQ-{n}") for n in numbers]


def _shallow(made: Sample) -> Found:
    """Put requirements that are covered in part below others that have all they need."""
    numbers = range(105, 110)
    for n in numbers:
        made.change(f"REQ-{n}", parent=f"REQ-{n - 100}")
    return [*_without_tasks(made, numbers), *(("T1-SHALLOW", f"REQ-{n - 100}") for n in numbers)]


def _level(made: Sample) -> Found:
    """Turn stories into bugs, so that more requirements lack one than the threshold lets pass."""
    numbers = range(65, 70 + SPARE)
    for n in numbers:
        for half in (0, made.requirements):
            made.change(f"US-{n + half}", kind="bug")
    return [("T1-LEVEL", "story"), *(("T1-PARTIAL", f"REQ-{n}") for n in numbers)]


def _tests(code: str, numbers: range, outcome: str) -> Callable[[Sample], Found]:
    """Plant `code` by how the tests of requirements came out."""

    def plant(made: Sample) -> Found:
        made.tests |= {f"REQ-{n}": outcome for n in numbers}
        return [(code, f"REQ-{n}") for n in numbers]

    return plant


def _unverified(made: Sample) -> Found:
    """Finish two requirements whose tests were not run, and a story of two that have no test."""
    requirements = [made.change(f"REQ-{n}", status="done") for n in (145, 146)]
    made.tests |= {"REQ-145": "skipped", "REQ-146": "unknown"}
    del made.tests["REQ-148"], made.tests["REQ-149"]
    numbers = (148 + made.requirements, 149 + made.requirements)
    stories = [made.change(f"US-{n}", status="done", depends_on=None) for n in numbers]
    return [("T1-DONE-UNVERIFIED", item_id) for item_id in (*requirements, *stories)]


def _unknown(made: Sample) -> Found:
    """Add requirements whose work stands in a file that cannot be read."""
    ids = [f"REQ-{90_000 + n}" for n in range(5)]
    for item_id in ids:
        made.items[item_id] = {"id": item_id, "kind": "requirement", "title": f"Requirement {item_id}"}
    work = f"- {{id: EP-90000, kind: epic, title: Epic, satisfies: [{', '.join(ids)}]\n"
    made.broken["backlog/broken.yaml"] = work.encode()
    return [("T1-UNKNOWN", item_id) for item_id in ids]


def _childless(made: Sample) -> Found:
    """Take all stories away from some epics."""
    epics = {f"EP-{n}" for n in range(25, 28)}
    for item in made.items.values():
        if item.get("parent") in epics:
            item["parent"] = "EP-0"
    return [("X2-UNMET", epic) for epic in epics]


def _spare(code: str, numbers: range, **fields: object) -> Callable[[Sample], Found]:
    """Plant `code` at tasks whose story has another one."""

    def plant(made: Sample) -> Found:
        first = made.stories
        shifted = range(first + numbers.start, first + numbers.stop)
        return _changing(code, "TASK", shifted, **fields)(made)

    return plant


def _cycles(made: Sample) -> Found:
    """Make some stories depend on what depends on them."""
    return [
        ("T4-CYCLE", min(made.change(f"US-{n}", depends_on=[f"US-{n + 7}"]), f"US-{n + 7}"))
        for n in range(60, 65)
    ]


def _later(made: Sample) -> Found:
    for n in range(103, 108):
        made.change(f"US-{n}", sprint="S-2")
    return _changing("T4-LATER-SPRINT", "US", range(110, 115), sprint="S-1")(made)


def _parent_cycles(made: Sample) -> Found:
    for n in range(30, 40, 2):
        made.change(f"EP-{n}", parent=f"EP-{n + 1}")
        made.change(f"EP-{n + 1}", parent=f"EP-{n}")
    return [("T2-PARENT-CYCLE", f"EP-{n}") for n in range(30, 40, 2)]


def _commits(code: str, subject: str, numbers: range) -> Callable[[Sample], Found]:
    """Plant commits; a finding about an unknown item is told by the id, as the hash is not known before."""

    def plant(made: Sample) -> Found:
        made.commits += [subject.format(n) for n in numbers]
        return [(code, subject.format(n).partition(":")[0]) for n in numbers]

    return plant


def _decisions(code: str, numbers: range, **fields: object) -> Callable[[Sample], Found]:
    def plant(made: Sample) -> Found:
        values: dict[str, Any] = fields
        for n in numbers:
            made.decisions[f"D-{n}"] = replace(made.decisions[f"D-{n}"], **values)
        return [(code, f"D-{n}") for n in numbers]

    return plant


def _altered(made: Sample) -> Found:
    made.changed += ["D-18", "D-19"]
    return [("T5-CHAIN-BROKEN", name) for name in made.changed]


def _statements(code: str, numbers: range, **fields: object) -> Callable[[Sample], Found]:
    def plant(made: Sample) -> Found:
        values: dict[str, Any] = fields
        for n in numbers:
            made.statements[f"S-{n}"] = replace(made.statements[f"S-{n}"], **values)
        return [(code, f"S-{n}") for n in numbers]

    return plant


FAULTS: dict[str, Callable[[Sample], Found]] = {
    "T0-WAIVER-NO-REASON": _changing("T0-WAIVER-NO-REASON", "US", range(130, 135), waive=[{"rule": "T4"}]),
    "T0-WAIVER-EXPIRED": _changing(
        "T0-WAIVER-EXPIRED",
        "US",
        range(135, 140),
        waive=[{"rule": "T4", "reason": "old", "until": "2026-01-01"}],
    ),
    "T0-WAIVER-UNKNOWN-RULE": _changing(
        "T0-WAIVER-UNKNOWN-RULE", "US", range(140, 145), waive=[{"rule": "T44", "reason": "none"}]
    ),
    "T1-UNCOVERED": _uncovered,
    "T1-PARTIAL": _partial,
    "T1-LEVEL": _level,
    "T1-SHALLOW": _shallow,
    "T1-TEST-FAILED": _tests("T1-TEST-FAILED", range(130, 135), "failed"),
    "T1-TEST-SKIPPED": _tests("T1-TEST-SKIPPED", range(135, 140), "skipped"),
    "T1-TEST-UNKNOWN": _tests("T1-TEST-UNKNOWN", range(140, 145), "unknown"),
    "T1-DONE-UNVERIFIED": _unverified,
    "T1-UNKNOWN": _unknown,
    "T1-SUSPECT": _changing("T1-SUSPECT", "US", range(30, 35), satisfies=["REQ-{n}@00000000"]),
    "T2-DANGLING": _changing("T2-DANGLING", "US", range(10, 20), parent="GONE-{n}"),
    "T2-STORY-NO-PARENT": _changing("T2-STORY-NO-PARENT", "US", range(20, 30), parent=None, satisfies=None),
    "T2-TASK-NO-STORY": _spare("T2-TASK-NO-STORY", range(5, 10), parent=None),
    "T2-WBS-NO-GROUP": _changing("T2-WBS-NO-GROUP", "WI", range(10, 15), parent=None),
    "T2-NO-REQUIREMENT": _spare("T2-NO-REQUIREMENT", range(5), kind="feature", parent=None),
    "T2-PARENT-CYCLE": _parent_cycles,
    "T2-COMMIT-UNKNOWN-ITEM": _commits("T2-COMMIT-UNKNOWN-ITEM", "US-99900{}: lost", range(5)),
    "T2-COMMIT-ITEM-OPEN": _commits("T2-COMMIT-ITEM-OPEN", "US-{}: begun", range(145, 150)),
    "T2-DONE-NO-COMMIT": _spare("T2-DONE-NO-COMMIT", range(10, 15), status="done", created="2026-02-01"),
    "T3-GROUP-FEATURE": _changing("T3-GROUP-FEATURE", "WG", range(5), linked_feature="GONE-{n}"),
    "T3-ITEM-STORY": _changing("T3-ITEM-STORY", "WI", range(5), linked_stories=["GONE-{n}"]),
    "T3-TASK-TASK": _changing("T3-TASK-TASK", "WT", range(5, 10), linked_task="GONE-{n}"),
    "T3-UNALIGNED": _changing("T3-UNALIGNED", "WT", range(5), linked_task=None),
    "T3-STATUS": _changing("T3-STATUS", "WI", range(5, 10), status="done"),
    "T4-MISSING": _changing("T4-MISSING", "US", range(40, 50), depends_on=["GONE-{n}"]),
    "T4-CYCLE": _cycles,
    "T4-SELF": _changing("T4-SELF", "US", range(80, 85), depends_on=["US-{n}"]),
    "T4-PREDECESSOR-OPEN": _changing("T4-PREDECESSOR-OPEN", "US", range(90, 95), status="in_progress"),
    "T4-LATER-SPRINT": _later,
    "T5-NO-APPROVAL": _decisions("T5-NO-APPROVAL", range(5, 7), approved_by=None),
    "T5-NO-APPROVAL-TIME": _decisions("T5-NO-APPROVAL-TIME", range(7, 9), approved_at=None),
    "T5-NO-EVIDENCE": _decisions("T5-NO-EVIDENCE", range(9, 11), evidence=()),
    "T5-NO-RATIONALE": _decisions("T5-NO-RATIONALE", range(11, 13), rationale=" "),
    "T5-CHAIN-BROKEN": _altered,
    "T6-NO-EVIDENCE": _statements("T6-NO-EVIDENCE", range(2), evidence=()),
    "T6-INVALID-SOURCE": _statements("T6-INVALID-SOURCE", range(2, 4), evidence=("item:GONE",)),
    "T6-LOW-CONFIDENCE": _statements("T6-LOW-CONFIDENCE", range(4, 6), confidence=0.5),
    "T6-FIGURE-MISMATCH": _statements("T6-FIGURE-MISMATCH", range(6, 8), stated="4"),
    "X1-UNMET": _changing("X1-UNMET", "EP", range(20, 25), title="Epic {n} TBD"),
    "X2-UNMET": _childless,
}
"""How to plant each code of Maestro's own rules, and those of the rules that the sample declares."""

TOGETHER = tuple([code for code in FAULTS if code != other] for other in ("T1-UNKNOWN", "T1-UNCOVERED"))
"""As many codes as can stand in one project: nothing is uncovered for certain where a file cannot be read."""
