"""Measures what a step or a whole run takes: two looks at each clock, nothing in between."""

from __future__ import annotations

import time
from collections.abc import Callable

from maestro_cli.agents.pool import ORCHESTRATOR
from maestro_cli.llm.budget import Ledger
from maestro_cli.llm.narrator import Asked
from maestro_cli.model.spending import Spent
from maestro_cli.model.telemetry import Measure, Outcome
from maestro_cli.settings.clock import now
from maestro_cli.telemetry.memory import peak_kib
from maestro_cli.workflows.step import Step


class Meter:
    """Runs from when it is made; a step's is made in the thread that runs the step."""

    def __init__(self, run_id: str, workflow: str, step: Step | None = None) -> None:
        """Begin to measure `step`, or without one a drive of the run."""
        self._run_id, self._workflow, self._step = run_id, workflow, step
        self._cpu_clock: Callable[[], float] = time.process_time if step is None else time.thread_time
        self._time, self._started, self._cpu = now(), time.perf_counter(), self._cpu_clock()
        self._spent, self._fallbacks = Spent(), 0

    @property
    def spent(self) -> Spent:
        """What calls of models have used so far, and what is set aside for one that is going on."""
        return self._spent

    def ledger(self, ledger: Ledger) -> Ledger:
        """Return `ledger` with what is added to it counted here as well."""
        return _Counting(ledger, self)

    def count(self, change: Spent) -> None:
        """Count what a call of a model used."""
        self._spent += change

    def fell_back(self) -> None:
        """Count a model that failed."""
        self._fallbacks += 1

    def measured(self, outcome: Outcome) -> Measure:
        """Return what it took until now."""
        step = self._step
        return Measure(
            run_id=self._run_id,
            workflow=self._workflow,
            step_id=step.id if step else "",
            agent=step.agent if step else "",
            outcome=outcome,
            time=self._time,
            seconds=round(time.perf_counter() - self._started, 6),
            skill=step.skill if step else None,
            cpu=round(self._cpu_clock() - self._cpu, 6),
            peak_kib=peak_kib(),
            tokens=self._spent.tokens,
            usd=round(self._spent.usd, 9),
            fallbacks=self._fallbacks,
        )


class _Counting:
    """A ledger that is listened to."""

    def __init__(self, ledger: Ledger, meter: Meter) -> None:
        self._ledger, self._meter = ledger, meter

    def spent(self) -> Spent:
        return self._ledger.spent()

    def add(self, purpose: str, change: Spent) -> None:
        self._ledger.add(purpose, change)
        self._meter.count(change)


def cached(run_id: str, workflow: str, step: Step) -> Measure:
    """Return the measure of a step that an earlier run's result answered."""
    return Measure(run_id, workflow, step.id, step.agent, Outcome.CACHED, now(), 0.0, step.skill)


def routed(run_id: str, workflow: str, asked: Asked) -> Measure:
    """Return the measure of the question who answers, which a model was asked before the run began."""
    return Measure(
        run_id,
        workflow,
        "route",
        ORCHESTRATOR,
        Outcome.COMPLETED,
        asked.began,
        round(asked.seconds, 6),
        tokens=asked.tokens,
        usd=round(asked.usd or 0.0, 9),
        fallbacks=int(asked.failure is not None),
    )
