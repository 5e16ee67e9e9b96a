"""Risks: each rule fires on its trigger, names the figure, and is silent without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.documents.risk_blocks import risks_blocks
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.history import Commit, Repository
from maestro_cli.model.items import Item, Priority, Status
from maestro_cli.settings.language import Language
from maestro_cli.skills.changes import summarize_changes
from maestro_cli.skills.risk_rules import RULES, severity_rule
from maestro_cli.skills.risks import Trials, detect_risks
from tests.skills.build import AS_OF, FULL, Change, backlogs, commit, figures, histories, inputs, item, reader

WEEK = timedelta(days=7)
RUNNING = {"status": Status.IN_PROGRESS, "started": AS_OF, "points": 1.0}
PAST = [
    item(
        f"OLD-{n}",
        status=Status.DONE,
        points=1,
        started=AS_OF - timedelta(days=30),
        completed=AS_OF - timedelta(days=28),
    )
    for n in range(6)
]

SKILLED = {
    **FULL,
    "team": [
        {"name": "Mina", "skills": ["Search", "web"]},
        {"name": "Jonas", "skills": ["web"], "share": 0.5},
    ],
}

TRIGGERS: dict[str, tuple[list[Item], str, Any]] = {
    "dependency_cycle": ([item("A", depends_on=("B",)), item("B", depends_on=("A",))], "value", 2),
    "critical_chain": (
        [item("A", points=20), item("B", points=10, depends_on=("A",)), item("C", points=50)],
        "sprints",
        2,
    ),
    "slip": ([item("A", points=3), item("B", points=3, depends_on=("A",))], "worst", 20),
    "blocked_value": ([item("A", status=Status.BLOCKED, priority=Priority.HIGH)], "worth", 20),
    "overdue": ([item("A", due=AS_OF - timedelta(days=4), points=1)], "worst", 4),
    "due_soon": ([item("A", due=AS_OF + WEEK, depends_on=("B",)), item("B", points=1)], "value", 1),
    "overdue_blockers": (
        [item("A", due=AS_OF - timedelta(days=4)), item("B", depends_on=("A",))],
        "waiting",
        1,
    ),
    "over_capacity": ([item("A", sprint="S-4", points=40)], "value", 40),
    "overloaded": ([item("A", assignee="Jonas", points=40, sprint="S-4")], "value", 1),
    "wip_over_limit": ([item(n, **RUNNING) for n in "ABC"], "limit", 2),
    "ageing": ([*PAST, item("A", **{**RUNNING, "started": AS_OF - WEEK})], "worst", 8),
    "one_person": (
        [item("A", **{**RUNNING, "points": 8}, assignee="Mina"), item("B", **RUNNING, assignee="Jonas")],
        "share",
        8 / 9,
    ),
    "only_one_can": ([item("A", skills=("search",), points=3), item("B", skills=("web",))], "share", 0.5),
    "chain_of_one": (
        [item(a, depends_on=(b,), assignee="mina", points=1) for a, b in ("AB", "BC", "CX")],
        "worst",
        3,
    ),
    "unestimated_ready": ([item("A"), item("B", points=3)], "share", 0.5),
    "velocity_falling": ([], "slope", -2.5),
    "stale": ([item("A", **{**RUNNING, "started": AS_OF - timedelta(days=20)})], "limit", 14),
}


# @req MR-5.5
@pytest.mark.parametrize("code", list(RULES))
def test_every_rule_fires_on_its_trigger_and_gives_the_figure(code: str) -> None:
    items, role, expected = TRIGGERS[code]
    result = detect_risks(inputs(items, settings=SKILLED), trials=Trials.QUICK)
    found: Any = result.data["risks"]
    risk = next(risk for risk in found if risk["code"] == code)
    assert figures(result)[risk["figures"][role]] == pytest.approx(expected)
    assert risk["severity"] in ("critical", "high", "medium", "low")


def test_a_healthy_project_has_none() -> None:
    healthy = {**FULL, "sprints": [{**sprint, "completed": 20} for sprint in FULL["sprints"]]}
    items = [
        item("A", **RUNNING, assignee="Mina"),
        item("B", **RUNNING, assignee="Jonas"),
        item("C", points=3),
    ]
    result = detect_risks(inputs(items, [commit(1, AS_OF, "A", "B")], settings=healthy))
    assert result.data["risks"] == []
    assert figures(result)["risks.count"] == 0


def test_a_sprint_over_capacity_says_how_often_as_much_was_reached() -> None:
    result = detect_risks(inputs([item("A", sprint="S-4", points=18)], settings=FULL))
    found = figures(result)
    assert found["risk.over_capacity.probability"] == pytest.approx(1 / 3)
    assert found["risk.over_capacity.limit"] == 17


# @req MR-5.5
def test_what_cannot_be_judged_is_not_called_free_of_risk() -> None:
    result = detect_risks(inputs(repository=Repository(present=False)))
    checked: Any = result.data["checked"]
    unknown = set(RULES) - set(checked)
    assert unknown == {
        "critical_chain",
        "slip",
        "over_capacity",
        "overloaded",
        "wip_over_limit",
        "ageing",
        "one_person",
        "only_one_can",
        "velocity_falling",
        "stale",
    }
    assert result.confidence == pytest.approx(len(checked) / (len(RULES) - 1), abs=0.01)


@given(backlogs(), histories(), st.sampled_from(Trials), st.sampled_from(["en", "ko"]))
@settings(deadline=None, max_examples=40)
def test_every_risk_has_figures_with_evidence_and_words(
    items: list[Item], commits: list[Change], trials: Trials, language: str
) -> None:
    result = detect_risks(inputs(items, commits, settings=SKILLED), trials=trials)
    listed: Any = result.data["figures"]
    by_name = {figure["name"]: figure for figure in listed}
    found: Any = result.data["risks"]
    for risk in found:
        assert risk["figures"]
        for name in risk["figures"].values():
            assert by_name[name]["evidence"]
            assert by_name[name]["value"] is not None
        assert risk["rule"]
    assert all(figure["evidence"] for figure in listed)
    assert risks_blocks(result.data, language)


def test_only_the_history_before_the_report_is_read_for_stale_work() -> None:
    old = {**RUNNING, "started": AS_OF - timedelta(days=40)}
    history = [commit(1, AS_OF, "A"), commit(2, AS_OF - timedelta(days=10), "B")]
    project = inputs([item(name, **old) for name in "ABC"], history)
    changes = summarize_changes(project, AS_OF - timedelta(days=6), AS_OF)
    asked = []

    def read(since: date | None, until: date | None) -> Iterator[Commit]:
        asked.append((since, until))
        return reader(history)(since, until)

    result = detect_risks(replace(project, commits=read), changes=changes)
    found: Any = result.data["risks"]
    assert [risk["ids"] for risk in found if risk["code"] == "stale"] == [["C"]]
    assert asked == [(AS_OF - timedelta(days=13), AS_OF - timedelta(days=7))]
    assert figures(result)["risk.stale.limit"] == 14
    asked.clear()
    detect_risks(replace(project, backlog=Backlog([item("A", **old)]), commits=read), changes=changes)
    assert asked == []


def test_the_rule_of_every_severity_is_told_with_its_limits() -> None:
    languages: tuple[Language, ...] = ("en", "ko")
    for language in languages:
        assert all(severity_rule(code, language) for code in RULES)
    assert severity_rule("critical_chain", "en") == (
        "Medium when the chance of being late is above 15% or it takes more than 50% of the velocity planned;"
        " high above 50%, or when it takes more sprints than are planned."
    )
