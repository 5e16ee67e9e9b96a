"""Decisions and statements of agents, as they are kept for audit (rules T5 and T6)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from maestro_cli.model.plain import digest


class Authority(StrEnum):
    """How far an action goes: SUGGEST < DECIDE < EXECUTE < COMMIT."""

    SUGGEST = "suggest"
    DECIDE = "decide"
    EXECUTE = "execute"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of an agent. `hash` covers every other field that is known and the hash before it.

    `inputs` is the digest of what it was decided from; `model`, `tokens` and `usd` say what a model cost,
    `prompt` which versions of which texts told it what to do.
    """

    id: str
    run_id: str
    agent: str
    action: str
    authority: Authority
    rationale: str
    evidence: tuple[str, ...] = ()
    confidence: float = 1.0
    approved_by: str | None = None
    approved_at: str | None = None
    time: str = ""
    previous_hash: str = ""
    hash: str = ""
    inputs: str | None = None
    model: str | None = None
    tokens: int | None = None
    usd: float | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a document. `stated` is the figure it gives, `fact` the one that was computed."""

    id: str
    run_id: str
    agent: str
    text: str
    evidence: tuple[str, ...] = ()
    confidence: float = 1.0
    stated: str | None = None
    fact: str | None = None


def chain_hash(decision: Decision) -> str:
    """Return the hash of a decision over all its fields but `hash` itself.

    A field that is None does not count, so a field that comes later leaves older hashes as they are;
    `approved_by` and `approved_at` were there from the first and always count.
    """
    values = {f.name: getattr(decision, f.name) for f in fields(decision) if f.name != "hash"}
    return digest({name: value for name, value in values.items() if value is not None or name in _FIRST})


_FIRST = frozenset({"approved_by", "approved_at"})


def broken_link(decision: Decision, previous: str) -> str | None:
    """Say what is wrong with a link of the chain; `previous` is the hash of the one before it, or empty."""
    if decision.hash != chain_hash(decision):
        return f"Decision {decision.id} was changed after it was recorded: its hash does not fit its fields"
    if decision.previous_hash != previous:
        return (
            f"Decision {decision.id} does not follow the one before it: some were taken out, put in or moved"
        )
    return None


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain is broken: the place in the record (1 is the first), and what is wrong."""

    entry: int
    decision: str | None
    run_id: str | None
    problem: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a check of the chain found: `head` is the hash of its last decision, empty without one."""

    ok: bool
    entries: int
    head: str
    first_broken: Break | None
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """How many decisions were recorded, and the hash of the last."""

    entries: int
    hash: str
