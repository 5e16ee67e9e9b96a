"""What steps and runs take is noted with their ending: time, tokens, failures, results that were there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from maestro_cli.errors import MaestroError, StoreLockedError, WaitingError
from maestro_cli.model.spending import Spent
from maestro_cli.model.telemetry import Measure, Outcome
from maestro_cli.store.project_store import Store, open_store
from maestro_cli.workflows.engine import drive, start
from maestro_cli.workflows.project import Project
from maestro_cli.workflows.step import Ending, Facts, Step, StepContext, Workflow

PARAMS: dict[str, Any] = {"as_of": "2026-11-21", "seed": 0, "delivery": {"format": "text"}}


@dataclass(frozen=True)
class Place:
    """As much of a project as the engine looks at; its narrator spends once and fails once."""

    root: Path
    settings_digest: str = "settings"

    def narrator(self, spending: Any, fell_back: Any, *_more: Any) -> None:
        spending.add("headline", Spent(1000, 0.5))
        spending.add("headline", Spent(-400, -0.2))
        fell_back("busy")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) or pytest.fail("no store") as opened:
        yield opened


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return cast("Project", Place(tmp_path))


def measured(store: Store, run_id: str) -> dict[str, Measure]:
    return {one.step_id: one for one in store.measures.of_run(run_id)}


def idle(_: StepContext) -> Facts:
    return {}


def test_a_step_is_measured_with_what_it_spent_and_a_drive_as_a_whole(project: Project, store: Store) -> None:
    def narrate(context: StepContext) -> Facts:
        context.narrator()
        time.sleep(0.05)
        return {"failed": {"why": "no answer"}}

    workflow = Workflow(
        "sum", (Step("a", "x", "A", idle, skill="look"), Step("b", "y", "B", narrate, after=("a",)))
    )
    run = start(project, store, workflow, PARAMS)
    drive(project, store, workflow, run, lambda _: None)
    found = measured(store, run.id)
    assert list(found) == ["a", "b", ""]
    a, b, whole = found.values()
    assert (a.agent, a.skill, a.outcome, a.tokens) == ("x", "look", Outcome.COMPLETED, 0)
    assert (b.outcome, b.tokens, b.fallbacks) == (Outcome.FAILED, 600, 1)
    assert b.usd == pytest.approx(0.3)
    assert b.cpu is not None
    assert 0.05 <= b.seconds <= whole.seconds
    assert b.cpu < 0.05, "who sleeps uses no processor"
    assert (whole.is_drive, whole.outcome, whole.tokens) == (True, Outcome.COMPLETED, 0)
    assert whole.peak_kib is not None
    assert whole.peak_kib > 1024
    drive(project, store, workflow, run, lambda _: None)
    assert len(store.measures.of_run(run.id)) == 3, "a run that is over is only delivered again"


@pytest.mark.parametrize(
    ("error", "outcome", "step"),
    [
        (MaestroError("no"), Outcome.FAILED, Outcome.FAILED),
        (KeyboardInterrupt(), Outcome.INTERRUPTED, Outcome.INTERRUPTED),
        (StoreLockedError("busy"), Outcome.INTERRUPTED, Outcome.INTERRUPTED),
        (WaitingError("ask"), Outcome.WAITING, None),
    ],
)
def test_every_ending_is_told_and_a_resume_adds_to_it(
    project: Project,
    store: Store,
    error: BaseException,
    outcome: Outcome,
    step: Outcome | None,
) -> None:
    told: list[Ending] = []
    errors = [error]

    def work(_: StepContext) -> Facts:
        if errors:
            raise errors[0]
        return {"done": True}

    workflow = Workflow(
        "sum", (Step("a", "x", "A", work),), ended=lambda _store, _run, ending: told.append(ending)
    )
    run = start(project, store, workflow, PARAMS)
    with pytest.raises(type(error)):
        drive(project, store, workflow, run, lambda _: None)
    assert [(each.outcome, each.result) for each in told] == [(outcome, None)]
    assert {one.outcome for one in store.measures.of_run(run.id) if one.step_id} == (
        {step} if step else set()
    )
    errors.clear()
    drive(project, store, workflow, run, lambda _: None)
    assert (told[1].outcome, told[1].result) == (Outcome.COMPLETED, {"done": True})
    drives = [one for one in store.measures.of_run(run.id) if one.is_drive]
    assert [one.outcome for one in drives] == [outcome, Outcome.COMPLETED]
    assert told[1].seconds == pytest.approx(sum(one.seconds for one in drives))


def test_a_result_that_was_there_is_a_hit(project: Project, store: Store) -> None:
    workflow = Workflow("sum", (Step("a", "x", "A", idle, cached=True),))
    runs = []
    for _ in range(2):
        runs.append(start(project, store, workflow, PARAMS))
        drive(project, store, workflow, runs[-1], lambda _: None)
    assert [measured(store, run.id)["a"].outcome for run in runs] == [Outcome.COMPLETED, Outcome.CACHED]
