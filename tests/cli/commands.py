"""Every command, with what the contract says it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A command on the example project: the kind of its envelope, and names that its data must hold."""

    arguments: tuple[str, ...]
    kind: str
    keys: frozenset[str]
    run: bool = False
    """Whether it is a recorded run, which shows progress and writes a document."""

    def __str__(self) -> str:
        return " ".join(self.arguments)


def _command(line: str, kind: str, keys: str, *, run: bool = False) -> Command:
    return Command(tuple(line.split()), kind, frozenset(keys.split()), run)


PLAN = (
    "objective bound proven_optimal sprints included excluded utilization conflicts forecast evidence "
    "confidence authority"
)
TRACE = "summary results coverage"
ASK = "agents intent complexity strategy answer evidence confidence actions_suggested actions_taken sections"
CHANGE = "changed dry_run"
REVIEW = "links accepted by_hand changed changes undo dry_run"
PAGE = "items total next_cursor"

READING = (
    _command("doctor", "doctor", "checks"),
    _command("items list", "items", PAGE),
    _command("items show US-110", "items", PAGE),
    _command("items export", "items", PAGE),
    _command("next", "next", "ready waiting evidence"),
    _command("velocity", "velocity", "median trend used evidence confidence"),
    _command("capacity", "capacity", "sprints evidence confidence"),
    _command("forecast", "forecast", "percentiles probability history_used method targets evidence"),
    _command("forecast backtest", "forecast-backtest", "unit horizons evidence confidence"),
    _command("estimate", "estimate", "items learnt notes evidence confidence"),
    _command("estimate US-110", "estimate", "items learnt notes evidence confidence"),
    _command(
        "estimate backtest", "estimate-backtest", "mae mae_median within_one_step n evidence confidence"
    ),
    _command("blockers", "blockers", "blockers evidence confidence"),
    _command("risks", "risks", "risks evidence confidence"),
    _command("trace check --fail-on never", "trace", TRACE),
    _command("trace rules", "trace-rules", "rules"),
    _command("trace suggest", "trace-suggest", "links gaps"),
    _command("trace review", "trace-review", REVIEW),
    _command("trace matrix", "trace-matrix", "rows columns levels counts total"),
    _command("trace graph REQ-3", "trace-graph", "nodes edges total shown failing"),
    _command("trace impact REQ-3", "trace-impact", "downstream upstream totals ids"),
    _command("trace diff HEAD", "trace-diff", "requirements links coverage findings from to"),
    _command("trace explain T4-CYCLE", "trace-explain", "rule_id codes why"),
    _command("knowledge search wallet", "knowledge", "hits query strategy passages"),
    _command("runs list", "runs", "runs next_cursor"),
    _command("runs show plan", "runs", "runs"),
    _command("ask velocity --route-only", "ask", "agents intent complexity strategy wishes"),
    _command("approvals list", "approvals", "approvals"),
    _command("audit list", "audit", "entries total"),
    _command("audit verify", "audit", "ok entries first_broken head"),
    _command("memory list", "memory", "facts sessions ways"),
    _command("profile", "profile", "runs rows anomalies advice"),
    _command("metrics export", "metrics", "runs steps approvals decisions tokens usd"),
    _command("config show", "config", "settings origins untrusted"),
    _command("config schema", "config", "schema"),
    _command("config path", "config", "files"),
    _command("claude status", "claude-status", "files usable"),
)
"""Commands that change nothing; they can share a project in which a plan was run."""

WRITING = (
    _command("init new --example shop", "init", "project files"),
    _command("demo", "demo", "project documents"),
    _command("sync", "sync", "sources"),
    _command(
        "knowledge index", "knowledge-index", "added changed removed unchanged passages vectors dry_run"
    ),
    _command("items add NEW-1 Title points=3", "items", CHANGE),
    _command("items set US-110 status=done", "items", CHANGE),
    _command("items import more.csv", "items", CHANGE),
    _command("plan --sprints 2", "plan", PLAN, run=True),
    _command("report weekly", "report", "sections quality evidence", run=True),
    _command("trace report", "trace", TRACE, run=True),
    _command("ask velocity", "ask", ASK, run=True),
    _command("runs resume plan", "plan", PLAN, run=True),
    _command("runs prune --keep 0", "runs", "pruned"),
    _command("trace suggest --accept REQ-6=US-110", "trace-suggest", "accepted changed dry_run"),
    _command("trace review --all --stamp", "trace-review", REVIEW),
    _command("memory remember text", "memory", "facts"),
    _command("trust", "trust", "project settings trusted"),
    _command("claude install", "claude-install", "changes"),
    _command("claude uninstall", "claude-uninstall", "changes"),
    _command("backup store.zip", "backup", "archive"),
    _command("restore kept.zip", "restore", "archive kept"),
)
"""Commands that write; each wants a project of its own."""

COMMANDS = READING + WRITING
