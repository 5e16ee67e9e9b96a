"""Findings of the traceability rules, as reports and programs get them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingSeverity(StrEnum):
    """How bad a finding is, worst first."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for critical up to 3 for info."""
        return _RANK[self]


_RANK = {severity: rank for rank, severity in enumerate(FindingSeverity)}


class FailOn(StrEnum):
    """The mildest severity at which a gate says no."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class RuleStatus(StrEnum):
    """How a rule came out; skipped means that all its codes are switched off."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class CoverageStatus(StrEnum):
    """How far a requirement is covered by live work.

    `draft` requirements need no work yet; `unknown` stands for uncovered as long as
    some source could not be read.
    """

    COVERED = "covered"
    PARTIAL = "partial"
    UNCOVERED = "uncovered"
    UNKNOWN = "unknown"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Violation:
    """One finding. `entity` is the kind of thing it is about, `path` and `line` where to mend it.

    `fingerprint` is the same for the same fault in every run, wherever it moves and whatever
    else changes. A waived finding is listed and does not fail the gate.
    """

    code: str
    severity: FindingSeverity
    message: str
    entity: str
    entity_id: str
    path: str | None
    line: int | None
    suggested_action: str
    fingerprint: str
    waived: bool = False


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule found. `compliance_rate` is passed/checked (0 to 1, rounded down to 4 digits).

    A thing passes when no finding of warning or worse stands against it that is not waived.
    The rule passes at `threshold` (`trace.thresholds`), or at 1 where none is set.
    """

    rule_id: str
    rule_name: str
    status: RuleStatus
    checked_count: int
    passed_count: int
    compliance_rate: float
    threshold: float | None
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class TraceSummary:
    """All rules in one line. Waived findings count in `waived_violations` alone."""

    total_rules: int
    passed_rules: int
    failed_rules: int
    total_violations: int
    critical_violations: int
    waived_violations: int
    overall_compliance_rate: float


@dataclass(frozen=True, slots=True)
class RequirementCoverage:
    """One requirement: `items` satisfy it, `through` are requirements below it that are covered.

    `missing` are the requirements and levels that keep it from being covered.
    """

    id: str
    title: str
    status: CoverageStatus
    items: tuple[str, ...]
    through: tuple[str, ...]
    missing: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class LevelCoverage:
    """How many of the `total` requirements that need work are covered at a level (a kind of item)."""

    level: str
    covered: int
    total: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of all requirements that are not cancelled, by path and line.

    `counts` has one entry for each status.
    """

    counts: dict[str, int]
    levels: tuple[LevelCoverage, ...]
    requirements: tuple[RequirementCoverage, ...]


@dataclass(frozen=True, slots=True)
class TraceReport:
    """All that `trace check` answers, sorted by rule, path, line, code and entity.

    `unreadable` counts the problems that keep items from being read: the report is partial then.
    """

    summary: TraceSummary
    results: tuple[RuleResult, ...]
    coverage: Coverage
    unreadable: int = 0
