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
    """A decision of an agent. `hash` covers every other field and the hash before it."""

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
    """Return the hash of a decision over all its fields but `hash` itself."""
    return digest({f.name: getattr(decision, f.name) for f in fields(decision) if f.name != "hash"})
