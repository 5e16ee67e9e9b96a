"""Requests of people, and who is to answer them how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Intent(StrEnum):
    """What a person wants. Each is the duty of one agent, see `agents.cards`."""

    SPRINT_SCOPE = "sprint_scope"
    WHAT_IF = "what_if"
    CAPACITY = "capacity"
    DEPENDENCIES = "dependencies"
    FORECAST = "forecast"
    ESTIMATE = "estimate"
    NEXT = "next"
    BLOCKERS = "blockers"
    VELOCITY = "velocity"
    PROGRESS = "progress"
    STANDUP = "standup"
    FLOW = "flow"
    STATUS_CHANGE = "status_change"
    REPORT = "report"
    CHANGES = "changes"
    DOCUMENTS = "documents"
    DECISIONS = "decisions"
    LINK_DECISIONS = "link_decisions"
    RISKS = "risks"
    TRACEABILITY = "traceability"
    CONFLICTS = "conflicts"
    DATA_QUALITY = "data_quality"
    AUDIT = "audit"
    OUT_OF_SCOPE = "out_of_scope"


class Complexity(StrEnum):
    """How much a request asks for: one fact, several facts of one kind, or facts of several agents."""

    SIMPLE = "simple"
    MODERATE = "moderate"
    COMPLEX = "complex"


class Strategy(StrEnum):
    """How agents work together.

    One alone; one after the other, each with what was found before; side by side; one that leads and
    puts the others' work together; or all with a vote, where they may disagree.
    """

    SINGLE = "single"
    SEQUENTIAL = "sequential"
    PARALLEL = "parallel"
    HIERARCHICAL = "hierarchical"
    CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that is wanted of one agent. `arguments` are plain data.

    Known names: `items` (ids), `status`, `capacity`, `sprints`, `until` (ISO date), `report` (kind),
    `what_if` (as `maestro plan --what-if` reads it), `query` (words to search for), `since` (ISO date).
    """

    agent: str
    intent: Intent
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers a request, and how. `agents` has the leading one first, none out of scope.

    `confidence` (0 to 1) is the router's own; `by` says who chose: rules, or a model.
    """

    agents: tuple[str, ...]
    intent: Intent
    wishes: tuple[Wish, ...]
    complexity: Complexity
    strategy: Strategy
    confidence: float
    why: str
    by: str = "rules"
