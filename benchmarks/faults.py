"""A project without a fault, and faults to plant in it, each kind with a code of its own.

Kinds stand at items of their own, so that any of them can be planted together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from maestro_cli.model.decisions import Authority, Decision, Statement

Found = list[tuple[str, str]]
"""What has to be found: code, and id of the thing."""

SETTINGS: dict[str, Any] = {
    "project": {"language": "en"},
    "trace": {"levels": ["task"]},
    "sprints": [
        {"id": "S-1", "start": "2026-01-05", "end": "2026-01-16"},
        {"id": "S-2", "start": "2026-01-19", "end": "2026-01-30"},
    ],
}
RUN = "20260301-report-weekly"


@dataclass(slots=True)
class Sample:
    """A project in the making: items as a source gives them, and what else rules look at.

    A commit is its subject; `changed` are decisions that are altered after they were recorded.
    """

    items: dict[str, dict[str, Any]]
    commits: list[str] = field(default_factory=list)
    decisions: dict[str, Decision] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    requirements: int = 0
    stories: int = 0

    def change(self, item_id: str, **fields: object) -> str:
        """Set fields of an item; None takes one away."""
        item = self.items[item_id]
        item.update(fields)
        for name in [name for name, value in fields.items() if value is None]:
            del item[name]
        return item_id


def sample(count: int) -> Sample:
    """Make a project of `count` items (1,000 or more) without a fault.

    Each requirement has two stories, each story a task or more and a story that it depends on; 6 % are
    the WBS of it. Twenty decisions, statements and commits come with it.
    """
    requirements, stories, groups = count * 15 // 100, count * 30 // 100, count // 100
    epics = count // 20
    made = Sample({}, requirements=requirements, stories=stories)
    tasks = count - requirements - epics - stories - 6 * groups
    for item in _items(requirements, epics, stories, tasks, groups):
        made.items[item["id"]] = item
    for n in range(20):
        made.commits.append(f"US-{n % 5}: part {n}")
        decision = Decision(
            f"D-{n}",
            RUN,
            "planner",
            f"move US-{n}",
            Authority.EXECUTE,
            "it unblocks others",
            (f"item:US-{n}",),
            approved_by="kim",
            approved_at="2026-03-01T09:00:00Z",
            time="2026-03-01T08:00:00Z",
        )
        made.decisions[decision.id] = decision
        made.statements[f"S-{n}"] = Statement(
            f"S-{n}", RUN, "reporter", f"Statement {n}.", (f"item:US-{n}",), 0.9, "3", "3.0"
        )
    for n in range(5):
        made.change(f"US-{n}", status="done")
    return made


def _items(requirements: int, epics: int, stories: int, tasks: int, groups: int) -> Iterator[dict[str, Any]]:
    for n in range(requirements):
        yield {"id": f"REQ-{n}", "kind": "requirement", "title": f"Requirement {n}"}
    for n in range(epics):
        yield {"id": f"EP-{n}", "kind": "epic", "title": f"Epic {n}", "satisfies": [f"REQ-{n % 50}"]}
    for n in range(stories):
        yield {
            "id": f"US-{n}",
            "kind": "story",
            "title": f"Story {n}",
            "parent": f"EP-{n % epics}",
            "satisfies": [f"REQ-{n % requirements}"],
            "depends_on": [f"US-{n - 7}"] if n >= 7 else [],
        }
    for n in range(tasks):
        yield {"id": f"TASK-{n}", "kind": "task", "title": f"Task {n}", "parent": f"US-{n % stories}"}
    for n in range(groups):
        yield {
            "id": f"WG-{n}",
            "kind": "wbs_group",
            "title": f"Group {n}",
            "linked_feature": f"EP-{n % epics}",
        }
    for n in range(2 * groups):
        wbs = {"id": f"WI-{n}", "kind": "wbs_item", "title": f"Element {n}", "parent": f"WG-{n % groups}"}
        yield {**wbs, "linked_stories": [f"US-{n + 20}"]}
    for n in range(3 * groups):
        wbs = {"id": f"WT-{n}", "kind": "wbs_task", "title": f"Work {n}", "parent": f"WI-{n % (2 * groups)}"}
        yield {**wbs, "linked_task": f"TASK-{n}"}


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
    """Leave the stories of some requirements without a task."""
    stories = {f"US-{n + half}" for n in range(100, 105) for half in (0, made.requirements)}
    for item in made.items.values():
        if item["kind"] == "task" and item.get("parent") in stories:
            item["parent"] = "US-5"
    return [("T1-PARTIAL", f"REQ-{n}") for n in range(100, 105)]


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
    "T1-SUSPECT": _changing("T1-SUSPECT", "US", range(30, 35), satisfies=["REQ-{n}@00000000"]),
    "T2-DANGLING": _changing("T2-DANGLING", "US", range(10, 20), parent="GONE-{n}"),
    "T2-STORY-NO-PARENT": _changing("T2-STORY-NO-PARENT", "US", range(20, 30), parent=None, satisfies=None),
    "T2-TASK-NO-STORY": _spare("T2-TASK-NO-STORY", range(5, 10), parent=None),
    "T2-WBS-NO-GROUP": _changing("T2-WBS-NO-GROUP", "WI", range(10, 15), parent=None),
    "T2-NO-REQUIREMENT": _spare("T2-NO-REQUIREMENT", range(5), kind="feature", parent=None),
    "T2-PARENT-CYCLE": _parent_cycles,
    "T2-COMMIT-UNKNOWN-ITEM": _commits("T2-COMMIT-UNKNOWN-ITEM", "US-99900{}: lost", range(5)),
    "T2-COMMIT-ITEM-OPEN": _commits("T2-COMMIT-ITEM-OPEN", "US-{}: begun", range(145, 150)),
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
}
"""How to plant each code that stands at items, commits, decisions or statements."""
