"""A project without a fault, of any size, in which faults can be planted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from maestro_cli.model.decisions import Authority, Decision, Statement

RUN = "20260301-report-weekly"
SPARE = 30
"""Requirements that may lack a story, or a test, before the threshold of that level is missed."""


@dataclass(slots=True)
class Sample:
    """A project in the making: items as a source gives them, and what else rules look at.

    A commit is its subject; `tests` are the outcomes of the tests by the requirement that each verifies,
    `unknown` for a test that was not run; `changed` are decisions that are altered after they were recorded;
    `broken` are files that cannot be read wholly, by path.
    """

    items: dict[str, dict[str, Any]]
    commits: list[str] = field(default_factory=list)
    tests: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    broken: dict[str, bytes] = field(default_factory=dict)
    requirements: int = 0
    stories: int = 0

    def change(self, item_id: str, **fields: object) -> str:
        """Set fields of an item; None takes one away."""
        item = self.items[item_id]
        item.update(fields)
        for name in [name for name, value in fields.items() if value is None]:
            del item[name]
        return item_id

    @property
    def settings(self) -> dict[str, Any]:
        """What maestro.yaml says: levels, two of them with a threshold, two rules of its own, sprints."""
        enough = (self.requirements - SPARE) / self.requirements
        return {
            "project": {"language": "en"},
            "trace": {
                "levels": ["story", "task", "test"],
                "thresholds": {"story": enough, "test": enough},
                "tests": {"tags": ["tests/*.py"], "results": ["reports/*.xml"]},
                "rules": [
                    {"id": "X1", "name": "Titles are final", "must_have": {"title": {"lacks": "TBD"}}},
                    {
                        "id": "X2",
                        "name": "Epics have stories",
                        "kind": "epic",
                        "must_have": {"children": {"kind": "story", "min": 1}},
                        "severity": "warning",
                    },
                ],
            },
            "sprints": [
                {"id": "S-1", "start": "2026-01-05", "end": "2026-01-16"},
                {"id": "S-2", "start": "2026-01-19", "end": "2026-01-30"},
            ],
        }


def sample(count: int) -> Sample:
    """Make a project of `count` items (1,000 or more) without a fault.

    Each requirement has a test and two stories, each story a task or more and a story that it depends on; 6 %
    are the WBS of it. Twenty decisions, statements and commits come with it.
    """
    requirements, stories, groups = count * 15 // 100, count * 30 // 100, count // 100
    epics = count // 20
    made = Sample({}, requirements=requirements, stories=stories)
    tasks = count - requirements - epics - stories - 6 * groups
    for item in _items(requirements, epics, stories, tasks, groups):
        made.items[item["id"]] = item
    made.tests = {f"REQ-{n}": "passed" for n in range(requirements)}
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
