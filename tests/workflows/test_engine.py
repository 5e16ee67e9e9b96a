"""The engine: order, parallel branches, resume, cancel, retry, cache and events."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from maestro_cli.errors import ProviderError, RunCancelledError, StoreLockedError, UsageError
from maestro_cli.model.events import Event, EventName, StepStatus
from maestro_cli.model.runs import RunStatus
from maestro_cli.store.project_store import Store, open_store
from maestro_cli.workflows.engine import drive, start
from maestro_cli.workflows.project import Project
from maestro_cli.workflows.step import Facts, Step, StepContext, Workflow

PARAMS: dict[str, Any] = {"as_of": "2026-11-21", "seed": 0, "delivery": {"format": "text"}}


@dataclass(frozen=True)
class Place:
    """As much of a project as the engine itself looks at."""

    root: Path
    settings_digest: str = "settings"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    assert opened is not None
    with opened:
        yield opened


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return cast("Project", Place(tmp_path))


def returning(value: object) -> Callable[[StepContext], Facts]:
    return lambda context: {"value": value, "seen": sorted(context.params)}


def ids(events: list[Event], name: EventName) -> list[str | None]:
    return [event.step_id for event in events if event.event is name]


def test_steps_run_after_what_they_wait_for_and_the_last_one_answers(project: Project, store: Store) -> None:
    def add(context: StepContext) -> Facts:
        return {"sum": context.result("b")["value"] + context.result("c")["value"]}

    workflow = Workflow(
        "sum",
        (
            Step("a", "x", "A", returning(1)),
            Step("b", "x", "B", returning(2), after=("a",)),
            Step("c", "x", "C", returning(3), after=("a",)),
            Step("d", "x", "D", add, after=("b", "c")),
        ),
    )
    events: list[Event] = []
    run = start(project, store, workflow, PARAMS)
    assert drive(project, store, workflow, run, events.append) == {"sum": 5}
    completed = ids(events, EventName.STEP_COMPLETED)
    assert completed[0] == "a"
    assert sorted(completed[1:3], key=str) == ["b", "c"]
    assert completed[3] == "d"
    assert events[0].event is EventName.RUN_STARTED
    assert events[-1].event is EventName.RUN_COMPLETED
    assert events[-1].progress == 1
    found = store.runs.get(run.id)
    assert found is not None
    assert found.status is RunStatus.COMPLETED


def test_independent_steps_run_at_the_same_time(project: Project, store: Store) -> None:
    meeting = threading.Barrier(2, timeout=10)

    def meet(_: StepContext) -> Facts:
        meeting.wait()
        return {}

    workflow = Workflow(
        "meet",
        (
            Step("a", "x", "A", meet),
            Step("b", "x", "B", meet),
            Step("c", "x", "C", returning(0), after=("a", "b")),
        ),
    )
    drive(project, store, workflow, start(project, store, workflow, PARAMS), lambda _: None)


def test_a_failed_run_goes_on_where_it_failed(project: Project, store: Store) -> None:
    calls: list[str] = []

    def once_broken(_: StepContext) -> Facts:
        calls.append("b")
        if len(calls) == 1:
            raise UsageError("no such thing")
        return {"fine": True}

    workflow = Workflow(
        "flaky", (Step("a", "x", "A", returning(1)), Step("b", "x", "B", once_broken, after=("a",)))
    )
    run = start(project, store, workflow, PARAMS)
    events: list[Event] = []
    with pytest.raises(UsageError, match="no such thing"):
        drive(project, store, workflow, run, events.append)
    failed = store.runs.get(run.id)
    assert failed is not None
    assert (failed.status, failed.message) == (RunStatus.FAILED, "no such thing")
    assert events[-1].event is EventName.RUN_FAILED

    resumed: list[Event] = []
    assert drive(project, store, workflow, run, resumed.append) == {"fine": True}
    assert ids(resumed, EventName.STEP_STARTED) == ["b"]
    assert calls == ["b", "b"]


def test_a_finished_run_answers_again_without_running(project: Project, store: Store) -> None:
    workflow = Workflow(
        "once", (Step("a", "x", "A", returning(1)), Step("b", "x", "B", returning(2), after=("a",)))
    )
    run = start(project, store, workflow, PARAMS)
    first = drive(project, store, workflow, run, lambda _: None)
    events: list[Event] = []
    assert drive(project, store, workflow, run, events.append) == first
    assert ids(events, EventName.STEP_STARTED) == []


def test_runs_with_one_question_share_a_stem(project: Project, store: Store) -> None:
    workflow = Workflow("same", (Step("a", "x", "A", returning(1)),))
    first = start(project, store, workflow, PARAMS)
    second = start(project, store, workflow, {**PARAMS, "delivery": {"format": "json"}})
    other = start(project, store, workflow, {**PARAMS, "seed": 1})
    assert first.id != second.id
    assert first.stem == second.stem != other.stem


def test_a_cancelled_run_stops_before_its_next_step_and_is_not_resumed(
    project: Project, store: Store
) -> None:
    def cancel(context: StepContext) -> Facts:
        store.runs.set_status(context.run_id, RunStatus.CANCELLED, "by hand")
        return {}

    workflow = Workflow(
        "stop", (Step("a", "x", "A", cancel), Step("b", "x", "B", returning(2), after=("a",)))
    )
    run = start(project, store, workflow, PARAMS)
    events: list[Event] = []
    with pytest.raises(RunCancelledError):
        drive(project, store, workflow, run, events.append)
    assert ids(events, EventName.STEP_STARTED) == ["a"]
    with pytest.raises(UsageError, match="cancelled"):
        drive(project, store, workflow, run, lambda _: None)


def test_a_locked_store_is_tried_again(project: Project, store: Store) -> None:
    tries: list[int] = []

    def locked_twice(_: StepContext) -> Facts:
        tries.append(1)
        if len(tries) < 3:
            raise StoreLockedError("busy")
        return {"tries": len(tries)}

    workflow = Workflow("retry", (Step("a", "x", "A", locked_twice),))
    run = start(project, store, workflow, PARAMS)
    assert drive(project, store, workflow, run, lambda _: None) == {"tries": 3}


def test_a_step_over_its_time_fails_the_run(project: Project, store: Store) -> None:
    def sleep(_: StepContext) -> Facts:
        time.sleep(5)
        return {}

    workflow = Workflow("slow", (Step("a", "x", "A", sleep, timeout=0.2),))
    run = start(project, store, workflow, PARAMS)
    begun = time.monotonic()
    with pytest.raises(ProviderError, match="step a took longer than"):
        drive(project, store, workflow, run, lambda _: None)
    assert time.monotonic() - begun < 4
    found = store.runs.get(run.id)
    assert found is not None
    assert found.status is RunStatus.FAILED


def test_a_cached_step_is_taken_over_from_an_equal_run_only(project: Project, store: Store) -> None:
    calls: list[int] = []

    def costly(context: StepContext) -> Facts:
        calls.append(1)
        return {"of": context.result("a")["value"]}

    def workflow(value: int) -> Workflow:
        return Workflow(
            "cached",
            (Step("a", "x", "A", returning(value)), Step("b", "x", "B", costly, after=("a",), cached=True)),
        )

    for value in (1, 1, 2):
        run = start(project, store, workflow(value), PARAMS)
        events: list[Event] = []
        assert drive(project, store, workflow(value), run, events.append) == {"of": value}
        assert ids(events, EventName.STEP_COMPLETED) == ["a", "b"]
    assert len(calls) == 2


# @req MR-10.2
def test_checkpoints_are_announced_and_progress_never_falls(project: Project, store: Store) -> None:
    workflow = Workflow(
        "events", (Step("a", "x", "A", returning(1)), Step("b", "x", "B", returning(2), after=("a",)))
    )
    events: list[Event] = []
    drive(project, store, workflow, start(project, store, workflow, PARAMS), events.append)
    assert sum(event.event is EventName.CHECKPOINT_SAVED for event in events) >= 3
    progress = [event.progress for event in events]
    assert progress == sorted(progress)
    todo = next(event for event in events if event.event is EventName.TODO_UPDATED)
    assert [(line.step_id, line.status) for line in todo.steps] == [
        ("a", StepStatus.PENDING),
        ("b", StepStatus.PENDING),
    ]
