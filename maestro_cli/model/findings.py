"""Findings of the traceability rules, as reports and programs get them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maestro_cli.model.verification import Verdict


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


LEVEL_ENTITY = "level"
"""What a finding is about that names a level of coverage and no single thing."""


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
    else changes. A finding is listed and does not count when it is waived (`waiver_reason` says why),
    when it stands in the baseline, or when it is `unchanged`: as old as the revision that the check
    is limited to, at an item that did not change since.
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
    waiver_reason: str | None = None
    baselined: bool = False
    unchanged: bool = False

    @property
    def counts(self) -> bool:
        """Whether the gate looks at it."""
        return not (self.waived or self.baselined or self.unchanged)


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

    def failing(self, fail_on: FailOn) -> tuple[Violation, ...]:
        """Return the findings that fail a gate: they count, and are as bad as `fail_on`.

        A rule that reaches the threshold set for it passes whatever it lists, but for critical findings and
        for levels below thresholds of their own.
        """
        if fail_on is FailOn.NEVER:
            return ()
        limit = FindingSeverity(fail_on.value)
        excused = self.threshold is not None and self.status is RuleStatus.PASSED
        bad = (v for v in self.violations if v.counts and v.severity.rank <= limit.rank)
        if not excused:
            return tuple(bad)
        return tuple(v for v in bad if v.severity is FindingSeverity.CRITICAL or v.entity == LEVEL_ENTITY)


@dataclass(frozen=True, slots=True)
class TraceSummary:
    """All rules in one line.

    A finding counts once: in `waived_violations`, else in `baselined_violations`, else in
    `unchanged_violations`, else in `total_violations`. Rates and passed rules know no baseline: they
    say how the project stands. `fixed_violations` are those of the baseline that are gone.
    """

    total_rules: int
    passed_rules: int
    failed_rules: int
    total_violations: int
    critical_violations: int
    waived_violations: int
    overall_compliance_rate: float
    baselined_violations: int = 0
    unchanged_violations: int = 0
    fixed_violations: int = 0


@dataclass(frozen=True, slots=True)
class RequirementCoverage:
    """One requirement: `items` satisfy it, `through` are requirements below it that are covered.

    `missing` are the requirements and levels that keep it from being covered; `shallow` those right below
    that keep it from being covered deeply. `tests` name it; `verdict` is how they, and those of its work,
    came out, None where there is none. `missing_levels` are those of `missing` that are levels.
    """

    id: str
    title: str
    status: CoverageStatus
    items: tuple[str, ...]
    through: tuple[str, ...]
    missing: tuple[str, ...]
    path: str
    line: int
    tests: tuple[str, ...] = ()
    verdict: Verdict | None = None
    shallow: tuple[str, ...] = ()
    missing_levels: tuple[str, ...] = ()

    @property
    def missing_below(self) -> tuple[str, ...]:
        """Those of `missing` that are requirements, which may be called like a level."""
        return self.missing[: len(self.missing) - len(self.missing_levels)]


@dataclass(frozen=True, slots=True)
class LevelCoverage:
    """How many of the `total` requirements that need work are covered at a level: `feature`, `story or task`.

    `threshold` is the share that has to be (`trace.thresholds`), and `status` whether it is reached; both
    None where none is set.
    """

    level: str
    covered: int
    total: int
    threshold: float | None = None
    status: RuleStatus | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of all requirements that are not cancelled, by path and line.

    `counts` has one entry for each status.
    """

    counts: dict[str, int]
    levels: tuple[LevelCoverage, ...]
    requirements: tuple[RequirementCoverage, ...]


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """A fault that a baseline accepts, `count` times."""

    code: str
    entity_id: str
    fingerprint: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class TraceReport:
    """All that `trace check` answers, sorted by rule, path, line, code and entity.

    `unreadable` counts the problems that keep items from being read: the report is partial then.
    `fixed` are the findings of the `baseline` (a file) that are gone; `changed_since` is the commit
    that the check is limited to.
    """

    summary: TraceSummary
    results: tuple[RuleResult, ...]
    coverage: Coverage
    unreadable: int = 0
    baseline: str | None = None
    changed_since: str | None = None
    fixed: tuple[KnownFinding, ...] = ()
