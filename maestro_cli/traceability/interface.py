"""What a traceability rule is: it looks at the project and says what it found, nothing else.

Severity, waivers and thresholds are no business of a rule: `check` applies them to what it finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from maestro_cli.errors import Diagnostic
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.decisions import Decision, Statement
from maestro_cli.model.findings import Coverage, FindingSeverity, RequirementCoverage
from maestro_cli.model.history import Commit
from maestro_cli.model.items import Item, Kind
from maestro_cli.model.rule_names import RULE_NAMES, RULE_QUESTIONS
from maestro_cli.model.verification import Verification
from maestro_cli.settings.schema import Settings
from maestro_cli.traceability.coverage import measure
from maestro_cli.traceability.links import LinkIndex
from maestro_cli.traceability.sprints import SprintCalendar
from maestro_cli.traceability.verdicts import Verdicts


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. `absence` marks those that claim that something is not there.

    While a source cannot be read, findings of absence are warnings at most: what they miss may
    stand in that source. Files of tests and of their results are such a source for what `Finding.of_tests`.
    """

    id: str
    severity: FindingSeverity
    meaning: str
    absence: bool = False


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """A rule in words.

    `failing` is YAML of a project in which the rule finds its first code, `passing` the same, mended:
    `items` as in a source, besides them `decisions` and `statements`. Rules that are not Maestro's own
    bring their name and question themselves; they may lack examples.
    """

    id: str
    why: str
    codes: tuple[Code, ...]
    failing: str
    passing: str
    own_name: str = ""
    own_question: str = ""

    @property
    def name(self) -> str:
        """What the rule is called; in English, if it is Maestro's own."""
        return self.own_name or RULE_NAMES[self.id]["en"]

    @property
    def question(self) -> str:
        """What the rule asks; in English, if it is Maestro's own."""
        return self.own_question or RULE_QUESTIONS[self.id]["en"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. `entity` is a kind of thing: of item, or commit, decision, statement.

    `about` names the fault for the fingerprint: the thing and, for a link, its field and other end.
    `failing` are the ids of checked things that fail through it. A waiver counts on any item
    among them, or on the entity. `of_tests` says that what is missed may be a test or its result.
    """

    code: str
    entity: str
    entity_id: str
    message: str
    action: str
    about: tuple[str, ...]
    failing: tuple[str, ...]
    path: str | None = None
    line: int | None = None
    of_tests: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many things a rule looked at, and what it found, in any order."""

    checked: int
    findings: Sequence[Finding]


@dataclass(frozen=True)
class TraceContext:
    """All that rules may look at. `commits` None means that history was not read; it is read once.

    `history_since` is the day from which on all commits are among them, None where that is not known, as
    in a shallow clone. `unread` are problems that keep tests or their results from being known.
    """

    backlog: Backlog
    settings: Settings
    as_of: date
    commits: Iterable[Commit] | None = None
    decisions: Sequence[Decision] = ()
    statements: Sequence[Statement] = ()
    tests: Sequence[Verification] = ()
    unread: Sequence[Diagnostic] = ()
    history_since: date | None = None

    @cached_property
    def coverage(self) -> Coverage:
        """Coverage of the requirements, measured when first asked for."""
        trace = self.settings.trace
        return measure(self.backlog, trace.levels, self.tests, trace.thresholds, self.verdicts)

    @cached_property
    def verdicts(self) -> Verdicts:
        """How the tests came out, spread over the items when first asked for."""
        return Verdicts(self.backlog, self.tests)

    @cached_property
    def links(self) -> LinkIndex:
        """Links in both directions, indexed when first asked for."""
        return LinkIndex(self.backlog, self.tests)

    @cached_property
    def sprints(self) -> SprintCalendar:
        """What the ids of sprints tell."""
        return SprintCalendar(self.settings.sprints, self.settings.sprint.length_days)


class Rule(Protocol):
    """One question about the project, with an answer in findings."""

    @property
    def about(self) -> RuleExplanation:
        """The rule in words."""

    def check(self, context: TraceContext) -> Outcome:
        """Look at everything; list every fault once, in time linear in the project."""


def on_item(
    code: str,
    item: Item,
    message: str,
    action: str,
    about: Iterable[str] = (),
    failing: Sequence[str] | None = None,
) -> Finding:
    """Make a finding at the place of an item; by default that item is what fails."""
    return Finding(
        code=code,
        entity=item.kind.value,
        entity_id=item.id,
        message=message,
        action=action,
        about=(item.id, *about),
        failing=(item.id,) if failing is None else tuple(failing),
        path=item.place.path,
        line=item.place.line,
    )


def on_requirement(
    code: Code, row: RequirementCoverage, message: str, action: str, *, of_tests: bool = False
) -> Finding:
    """Make a finding about a requirement, at its place."""
    return Finding(
        code=code.id,
        entity=Kind.REQUIREMENT.value,
        entity_id=row.id,
        message=message,
        action=action,
        about=(row.id,),
        failing=(row.id,),
        path=row.path,
        line=row.line,
        of_tests=of_tests,
    )


def on_record(
    code: Code, record: Decision | Statement, message: str, action: str, about: Iterable[str] = ()
) -> Finding:
    """Make a finding about a decision or statement, which is what fails: each run counts its own from 1."""
    return Finding(
        code=code.id,
        entity="decision" if isinstance(record, Decision) else "statement",
        entity_id=record.id,
        message=message,
        action=action,
        about=(record.run_id, record.id, *about),
        failing=(f"{record.run_id}/{record.id}",),
    )


def first_of(names: Sequence[str], most: int = 5) -> str:
    """Write a list of names, cut after `most`, so that a message stays a line."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def a_kind(item: Item) -> str:
    """Return the kind with its article: `a story`, `an epic`."""
    word = item.kind.value
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def a_circle(ids: Sequence[str], most: int = 10) -> str:
    """Write a circle of ids, `A → B → A`, cut after `most` so that a message stays a line."""
    more = [f"… ({len(ids) - most} more)"] if len(ids) > most else []
    return " → ".join((*ids[:most], *more, ids[0]))
