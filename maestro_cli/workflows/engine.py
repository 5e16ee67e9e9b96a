"""Opens, drives and resumes runs: every step's result and every checkpoint is on disk before the next.

A run's own row says whether it is finished, and it is written last; LangGraph's `next` can be
empty although writes are pending (langchain-ai/langgraph#6956). A resume therefore always
continues from the newest checkpoint, and a step whose result is in the store is not run again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from maestro_cli.errors import (
    MaestroError,
    ProviderError,
    RunCancelledError,
    StoreError,
    UsageError,
    WaitingError,
)
from maestro_cli.model.events import EventName, Observer, StepStatus
from maestro_cli.model.plain import digest
from maestro_cli.model.redact import redact, redact_plain
from maestro_cli.model.runs import Run, RunStatus
from maestro_cli.model.spending import Spent
from maestro_cli.model.telemetry import Outcome
from maestro_cli.settings.clock import now
from maestro_cli.workflows.announce import Announcer
from maestro_cli.workflows.ending import Notes, outcome_of
from maestro_cli.workflows.following import Follower
from maestro_cli.workflows.meter import Meter, cached
from maestro_cli.workflows.refusals import refusals
from maestro_cli.workflows.step import Facts, Step, StepContext, Workflow

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

    from maestro_cli.store.project_store import Store
    from maestro_cli.workflows.graph import Node, State
    from maestro_cli.workflows.project import Project


def start(project: Project, store: Store, workflow: Workflow, params: Mapping[str, Any]) -> Run:
    """Open a run of `workflow`: a row, nothing is computed before it is driven.

    Its parameters are kept, and so have no secrets in them.
    """
    asked = redact_plain(dict(params))
    return store.runs.create(workflow.name, _base_id(project, workflow.name, asked), asked)


def _base_id(project: Project, workflow: str, params: Mapping[str, Any]) -> str:
    """Return the id that runs with the same question share, without the number of the attempt.

    It says what is computed and not when, so that an artefact which names it stays the same.
    """
    day = str(params["as_of"]).replace("-", "")
    stem = digest([workflow, _question_digest(params), project.settings_digest])[:6]
    return f"{workflow}-{day}-{stem}"


_NO_QUESTION = frozenset({"delivery", "schedule", "schedule_why", "second_opinion"})
"""Parameters that change only how an answer is worked out or delivered."""


def _question_digest(params: Mapping[str, Any]) -> str:
    """Digest the parameters that say what is asked."""
    return digest({name: value for name, value in params.items() if name not in _NO_QUESTION})


def drive(project: Project, store: Store, workflow: Workflow, run: Run, observer: Observer) -> Facts:
    """Run or resume `run` to its end and return the result of its last step.

    Raises WaitingError when it waits for an approval, RunCancelledError when it was cancelled, and
    whatever a step raised: the run is then failed and can be resumed. Waits for another run of the
    project to end first.
    """
    from maestro_cli.store.locks import run_lock

    finished = {record.step_id for record in store.steps.all(run.id) if record.result}
    announcer = Announcer(run.id, workflow, observer, now, finished, store.spending(run.id).spent())
    announcer.run(EventName.RUN_STARTED, f"{workflow.name} as of {run.params['as_of']}")
    announcer.step_list()
    with run_lock(store.root, run.id, lambda text: announcer.run(EventName.DECISION, text)):
        current = store.runs.get(run.id)
        if current is not None and current.status is RunStatus.CANCELLED:
            raise UsageError(f"run {run.id} was cancelled", code="E-CANCELLED", fix="Start a new run.")
        again = current is not None and current.status is RunStatus.COMPLETED
        store.runs.set_status(run.id, RunStatus.RUNNING, "")
        notes = Notes(store, workflow, run, None if again else Meter(run.id, workflow.name))
        try:
            result = _Drive(project, store, workflow, run, announcer).to_end()
        except WaitingError as waiting:
            notes.end(RunStatus.WAITING, Outcome.WAITING, waiting.message)
            raise
        except BaseException as error:
            _fail(notes, error, announcer)
            raise
        notes.end(RunStatus.COMPLETED, Outcome.COMPLETED, "", result)
    announcer.run(EventName.RUN_COMPLETED, run.id)
    return result


def _fail(notes: Notes, error: BaseException, announcer: Announcer) -> None:
    message = _message(error)
    cancelled = isinstance(error, RunCancelledError)
    notes.end(None if cancelled else RunStatus.FAILED, outcome_of(error), message)
    announcer.run(EventName.RUN_FAILED, message)


def _message(error: BaseException) -> str:
    """Say what ended a run, without data: an unexpected error may hold anything."""
    if isinstance(error, MaestroError):
        return redact(error.message)
    interrupted = isinstance(error, KeyboardInterrupt | SystemExit)
    return "interrupted; resume it with `maestro runs resume`" if interrupted else type(error).__name__


class _Drive:
    """One drive of one run, from wherever it stands to its end."""

    def __init__(
        self, project: Project, store: Store, workflow: Workflow, run: Run, announcer: Announcer
    ) -> None:
        self._project = project
        self._store = store
        self._workflow = workflow
        self._run = run
        self._announcer = announcer
        self._loaded: dict[str, Facts] = {}
        self._rebuilt: dict[str, Any] = {}
        self._waiting: WaitingError | None = None

    def to_end(self) -> Facts:
        asyncio.run(self._graph())
        if self._waiting is not None:
            raise self._waiting
        return self._result(self._workflow.last.id)

    async def _graph(self) -> None:
        from langgraph.errors import NodeTimeoutError

        from maestro_cli.store.checkpoints import checkpoint_saver
        from maestro_cli.store.node_cache import NodeCache
        from maestro_cli.workflows.graph import compile_graph

        config: RunnableConfig = {"configurable": {"thread_id": self._run.id}, "recursion_limit": 100}
        with checkpoint_saver(self._store.root, self._saved) as saver:
            graph = compile_graph(
                self._workflow,
                self._node,
                digest(_question_digest(self._run.params)),
                saver,
                NodeCache(self._store.database),
            )
            begun = saver.get_tuple(config) is not None
            initial: State | None = None if begun else {"results": {}}
            try:
                async for update in graph.astream(initial, config, stream_mode="updates", durability="sync"):
                    self._note_cached(update)
            except NodeTimeoutError as error:
                raise ProviderError(
                    f"step {error.node} took longer than {error.timeout:g} s",
                    code="E-STEP-TIME",
                    fix=f"Try again with `maestro runs resume {self._run.id}`.",
                ) from error

    def _saved(self, _thread: str, step: int) -> None:
        """Announce a checkpoint; LangGraph counts from -1, the one before the first step."""
        self._announcer.run(EventName.CHECKPOINT_SAVED, f"checkpoint {step + 2}")

    def _note_cached(self, update: Mapping[str, Any]) -> None:
        """Record a step that LangGraph answered from its cache as if it had run."""
        if not update.get("__metadata__", {}).get("cached"):
            return
        for step in self._workflow.steps:
            if step.id in update:
                digest_of = update[step.id]["results"][step.id]
                with self._store.database.transaction():
                    self._store.steps.record(self._run.id, step.id, digest_of)
                    self._store.measures.add(cached(self._run.id, self._workflow.name, step))
                self._announcer.step(
                    EventName.STEP_COMPLETED, step, StepStatus.COMPLETED, "unchanged since an earlier run"
                )

    def _node(self, step: Step) -> Node:
        from langgraph.types import interrupt

        from maestro_cli.workflows.threads import in_daemon_thread

        async def node(state: State) -> State:  # noqa: ARG001 - results are read from the store
            found = self._store.steps.result(self._run.id, step.id)
            if found is None:
                try:
                    found = await in_daemon_thread(lambda: self._work(step))
                except WaitingError as waiting:
                    # The graph stops here; the answer will be in the store when the step is run again.
                    self._waiting = waiting
                    interrupt(waiting.message)
                    raise
            else:
                self._announcer.step(
                    EventName.STEP_SKIPPED, step, StepStatus.SKIPPED, "finished before the run was resumed"
                )
            return {"results": {step.id: found}}

        return node

    def _work(self, step: Step) -> str:
        """Run one step and keep its result; return the result's digest."""
        self._stop_if_cancelled()
        with self._store.database.transaction():
            self._store.runs.set_step(self._run.id, step.id)
            self._store.steps.begin(self._run.id, step.id)
        self._announcer.step(EventName.STEP_STARTED, step, StepStatus.IN_PROGRESS, step.title)
        meter = Meter(self._run.id, self._workflow.name, step)
        try:
            facts = step.run(self._context(step, meter))
        except WaitingError as waiting:
            self._announcer.step(EventName.APPROVAL_REQUESTED, step, StepStatus.WAITING, waiting.message)
            raise
        except BaseException as error:
            with contextlib.suppress(StoreError):  # what ended the step is what is told
                self._store.measures.add(meter.measured(outcome_of(error)))
            self._announcer.step(EventName.STEP_FAILED, step, StepStatus.FAILED, _message(error), meter.spent)
            raise
        outcome = Outcome.FAILED if facts.get("failed") else Outcome.COMPLETED
        with self._store.database.transaction():
            found = self._store.steps.finish(self._run.id, step.id, facts)
            self._store.measures.add(meter.measured(outcome))
        self._loaded.clear()  # plain results are as large as the objects made of them, which are kept
        summary = str(facts.get("summary", ""))
        self._announcer.step(EventName.STEP_COMPLETED, step, StepStatus.COMPLETED, summary, meter.spent)
        return found

    def _stop_if_cancelled(self) -> None:
        run = self._store.runs.get(self._run.id)
        if run is not None and run.status is RunStatus.CANCELLED:
            raise RunCancelledError(f"run {run.id} was cancelled", fix="Start a new run.")

    def _context(self, step: Step, meter: Meter) -> StepContext:
        def fell_back(text: str) -> None:
            meter.fell_back()
            self._announcer.step(EventName.FALLBACK, step, message=text, spent=meter.spent)

        def tell(text: str, spent: Spent) -> None:
            self._announcer.step(EventName.STEP_PROGRESS, step, message=text, spent=spent)

        return StepContext(
            run_id=self._run.id,
            params=self._run.params,
            result=self._result,
            project=self._project,
            store=self._store,
            progress=lambda text: self._announcer.step(EventName.STEP_PROGRESS, step, message=text),
            decide=lambda text: self._announcer.step(EventName.DECISION, step, message=text),
            narrator=lambda: self._project.narrator(
                meter.ledger(self._store.spending(self._run.id)),
                fell_back,
                Follower(tell, lambda: meter.spent),
                refusals(self._store.decisions, self._run.id, step),
            ),
            rebuilt=self._rebuilt,
        )

    def _result(self, step_id: str) -> Facts:
        loaded = self._loaded.get(step_id)
        if loaded is None:
            found = self._store.steps.result(self._run.id, step_id)
            if found is None:
                raise MaestroError(f"step {step_id} of run {self._run.id} has no result")
            loaded = self._loaded[step_id] = self._store.blobs.get(found)
        return loaded
