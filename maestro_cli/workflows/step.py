"""A step of a workflow, and what it is handed when it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maestro_cli.llm.narrator import Narrator
    from maestro_cli.model.runs import Run
    from maestro_cli.model.telemetry import Outcome
    from maestro_cli.store.project_store import Store
    from maestro_cli.workflows.project import Project

Facts = dict[str, Any]
"""Plain data, as JSON carries it: all that passes from step to step."""


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a step may use: the run's parameters, earlier results, the project and the store."""

    run_id: str
    params: Mapping[str, Any]
    result: Callable[[str], Facts]
    """Result of an earlier step, by its id."""
    project: Project
    store: Store
    progress: Callable[[str], None]
    """Tell the user what is being done."""
    decide: Callable[[str], None]
    """Tell the user what was chosen, and why."""
    narrator: Callable[[], Narrator]
    """Return who puts facts into words in this run, with what it spends kept in the store."""
    rebuilt: dict[str, Any]
    """Objects rebuilt from results, kept while the process lives; never stored."""

    @property
    def as_of(self) -> date:
        """What today is for this run."""
        return date.fromisoformat(self.params["as_of"])

    @property
    def seed(self) -> int:
        """Seed of everything random in this run."""
        return int(self.params["seed"])


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who does what, after which other steps.

    `run` is given the context and returns plain facts. It may run twice when the process dies
    before its result is on disk, so every outside effect in it goes through the ledger.
    `cached` keeps the result for later runs with the same parameters and the same earlier results;
    only a step that reads nothing but these may set it.
    """

    id: str
    agent: str
    title: str
    run: Callable[[StepContext], Facts]
    after: tuple[str, ...] = ()
    cached: bool = False
    timeout: float = 600.0
    skill: str | None = None
    """The skill that it calls, where it is one: what `maestro profile` counts calls of."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a drive of a run ended; `result` is that of the last step, None where it did not come to it.

    `seconds` is how long the run was driven in all, without what it waited for people.
    """

    outcome: Outcome
    seconds: float
    result: Facts | None = None


@dataclass(frozen=True, slots=True)
class Workflow:
    """A named tuple of steps in an order in which they could run; the last one makes the answer."""

    name: str
    steps: tuple[Step, ...]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Its parameters, as they are when nobody sets them."""
    ended: Callable[[Store, Run, Ending], None] | None = None
    """Told of every ending, in the transaction that notes it; a run that is resumed has several."""

    @property
    def last(self) -> Step:
        """The step whose result is the answer."""
        return self.steps[-1]

    def before(self, step: Step) -> set[str]:
        """Return the ids of all steps that `step` waits for, directly or not."""
        steps = {each.id: each for each in self.steps}
        found: set[str] = set()
        waiting = list(step.after)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(steps[name].after)
        return found
