"""Every setting that maestro.yaml may hold, with its meaning and its default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from maestro_cli.settings.group import Group
from maestro_cli.settings.rules.declared import MOST_RULES, DeclaredRule
from maestro_cli.settings.values import (
    Amount,
    Count,
    Day,
    DayOff,
    Days,
    Fraction,
    Hours,
    InnerPath,
    Level,
    Positive,
    Text,
    Url,
    Weekday,
    once,
)


class Project(Group):
    """Who the project is."""

    id: str = Field(default="", description="Short name of the project in documents and run ids.")
    name: str = Field(default="", description="Name of the project as people say it.")
    language: Literal["en", "ko", "auto"] = Field(
        default="auto",
        description="Language of documents. auto follows the locale of the machine: set en or ko where "
        "documents have to be the same everywhere.",
    )


class Source(Group):
    """Where work items come from. Keys beyond these belong to the source's type."""

    model_config = ConfigDict(extra="allow")

    type: Text = Field(
        description="What is read: files, csv, git, doorstop, strictdoc, needs, openfasttrace, lobster, "
        "reqif."
    )
    name: str = Field(default="", description="Name of the source in messages; else its type.")
    path: str = Field(default="", description="File, folder or pattern, relative to the project.")
    columns: dict[str, str] = Field(default={}, description="For csv: our field to the name of its column.")
    max_file_mib: Positive = Field(default=5, description="Files larger than this many MiB are refused.")


class DateRange(Group):
    """Consecutive days, both ends included."""

    start: Day = Field(description="First day.")
    end: Day = Field(description="Last day.")

    @model_validator(mode="after")
    def _in_order(self) -> DateRange:
        if self.end < self.start:
            raise ValueError(f"ends on {self.end}, before it starts on {self.start}")
        return self


def _day_or_range(value: object) -> str:
    return "range" if isinstance(value, Mapping | DateRange) else "day"


DaysOff = tuple[
    Annotated[
        Annotated[DayOff, Tag("day")] | Annotated[DateRange, Tag("range")], Discriminator(_day_or_range)
    ],
    ...,
]


class Member(Group):
    """A person of the team. What is not said is taken from the team."""

    name: Text = Field(description="Name as in the assignee of items.")
    hours_per_day: Hours = Field(default=8, description="Working hours of a full day.")
    share: Fraction = Field(
        default=1, description="Part of the working time that belongs to this team, 0 to 1."
    )
    skills: tuple[Text, ...] = Field(default=(), description="Skills, as in the skills of items.")
    days_off: DaysOff = Field(
        default=(), description="Days not at work: dates, or ranges with start and end."
    )
    focus_factor: Fraction | None = Field(
        default=None, description="Part of the time that goes into planned work, 0 to 1; else the sprint's."
    )
    points_per_sprint: Amount | None = Field(
        default=None, description="Points this person can take in a sprint; else a share of the team's."
    )


class Calendar(Group):
    """Working days of the team."""

    holidays: DaysOff = Field(
        default=(), description="Days nobody works: dates, or ranges with start and end."
    )
    workdays: tuple[Weekday, ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri"), min_length=1, description="Days of the week at work."
    )


class Sprint(Group):
    """How the team sprints. What is not said is computed from history, never invented."""

    length_days: Days = Field(default=14, description="Calendar days of a sprint.")
    starts: Day | None = Field(
        default=None, description="First day of any one sprint; the others follow from the length."
    )
    points_per_sprint: Amount | None = Field(
        default=None, description="Capacity in points; else the velocity of past sprints."
    )
    focus_factor: Fraction | None = Field(
        default=None, description="Part of the time that goes into planned work, 0 to 1."
    )
    reserve: Fraction = Field(
        default=0, description="Part of the capacity kept free for the unplanned, 0 to 1."
    )
    ceremonies: Amount = Field(
        default=0, description="Hours of meetings that each person spends in a sprint, from its hours."
    )
    wip_limit: Count | None = Field(
        default=None, description="Most items that the team has in progress or in review at the same time."
    )


class PastSprint(Group):
    """A sprint that is over: velocity history."""

    id: Text = Field(description="Name of the sprint, as in the sprint of items.")
    start: Day = Field(description="First day.")
    end: Day = Field(description="Last day.")
    committed: Amount | None = Field(default=None, description="Points planned at its start.")
    completed: Amount | None = Field(default=None, description="Points done at its end.")

    @model_validator(mode="after")
    def _in_order(self) -> PastSprint:
        if self.end < self.start:
            raise ValueError(f"ends on {self.end}, before it starts on {self.start}")
        return self


class Llm(Group):
    """Which engine phrases documents, and how much it may spend."""

    provider: Literal["auto", "claude", "offline"] = Field(
        default="auto", description="auto takes Claude where a key is set, else the offline engine."
    )
    model: Text | None = Field(default=None, description="Model id of the provider; else its default.")
    base_url: Url | None = Field(default=None, description="Another address of the provider. Needs trust.")
    max_usd: Amount | None = Field(default=None, description="Most US dollars a run may cost.")
    max_tokens: Count | None = Field(default=None, description="Most tokens a run may use.")
    timeout: Annotated[Positive, Field(le=300)] = Field(
        default=60, description="Most seconds until a question has its answer, all tries and waits included."
    )


class Knowledge(Group):
    """What is indexed for retrieval."""

    paths: tuple[Text, ...] = Field(
        default=("docs", "README.md"), description="Files and folders, relative to the project."
    )
    embedding: Text = Field(
        default="hashing", description="How texts become vectors; hashing needs no model and no network."
    )


class TracedTests(Group):
    """Tests as ends of trace links: where their tags and their results stand."""

    tags: tuple[InnerPath, ...] = Field(
        default=(),
        description="Files or patterns (tests/**/*.py) of code whose comments may say `@req REQ-1`.",
    )
    results: tuple[InnerPath, ...] = Field(
        default=(), description="Files or patterns (reports/*.xml) of test results in JUnit XML."
    )


def _kind_or_kinds(value: object) -> str:
    return "[kinds]" if isinstance(value, list | tuple) else "[kind]"


Rung = Literal[
    "epic", "feature", "story", "task", "bug", "spike", "wbs_group", "wbs_item", "wbs_task", "test"
]
"""What can cover a requirement: a kind of work, or `test`."""

Demand = Annotated[
    Annotated[Rung, Tag("[kind]")] | Annotated[tuple[Rung, ...], Field(min_length=1), Tag("[kinds]")],
    Discriminator(_kind_or_kinds),
]
"""A level of coverage: a kind of item or `test`, or a list of those of which one is enough."""


class Trace(Group):
    """What the traceability gate demands."""

    severity: dict[str, Level] = Field(
        default={}, description="Severity per rule (T1) or code (T1-UNCOVERED); off silences it."
    )
    thresholds: dict[str, Fraction] = Field(
        default={}, description="Lowest compliance rate per rule, or coverage per level, 0 to 1."
    )
    levels: tuple[Demand, ...] = Field(
        default=(),
        description="What has to cover a requirement: kinds, `test`, or lists of which one is enough.",
    )
    tests: TracedTests = Field(default_factory=TracedTests, description="Tests that verify items.")
    rules: Annotated[tuple[DeclaredRule, ...], once("id"), Field(max_length=MOST_RULES)] = Field(
        default=(), description="Rules of the project's own: which items, and what each of them has to hold."
    )
    plugins: tuple[Text, ...] = Field(
        default=(), description="Installed packages whose rules (maestro.rules) are checked too. Needs trust."
    )


class Policy(Group):
    """What agents may do without asking: one skill, for arguments that fit, until a day."""

    allow: Text = Field(description="The skill, such as update_task_status.")
    arguments: dict[str, tuple[Text, ...]] = Field(
        default={},
        description="Patterns by argument, such as id: [US-*]; an argument not named is not allowed.",
    )
    until: Day = Field(description="Last day on which it counts.")
    reason: Text = Field(description="Why it is allowed; it is recorded with each action.")


class Gateway(Group):
    """Servers and policies of the tool gateway. Both need trust."""

    servers: dict[str, dict[str, object]] = Field(default={}, description="MCP servers by name.")
    policies: tuple[Policy, ...] = Field(
        default=(), description="What agents may do without asking, in order; the first that fits counts."
    )


class Outputs(Group):
    """Where documents are written, relative to the project."""

    plans: InnerPath = Field(default="plans", description="Folder of plans.")
    reports: InnerPath = Field(default="reports", description="Folder of reports.")


class Settings(Group):
    """All settings of a project."""

    project: Project = Field(default_factory=Project, description="Who the project is.")
    sources: tuple[Source, ...] = Field(
        default=(), description="Where work items come from; else the folder backlog/."
    )
    team: Annotated[tuple[Member, ...], once("name")] = Field(
        default=(), description="The people, for capacity."
    )
    calendar: Calendar = Field(default_factory=Calendar, description="Working days of the team.")
    sprint: Sprint = Field(default_factory=Sprint, description="How the team sprints.")
    sprints: Annotated[tuple[PastSprint, ...], once("id")] = Field(
        default=(), description="Sprints that are over; else computed from completed items."
    )
    llm: Llm = Field(default_factory=Llm, description="Which engine phrases documents, and its limits.")
    knowledge: Knowledge = Field(default_factory=Knowledge, description="What is indexed for retrieval.")
    trace: Trace = Field(default_factory=Trace, description="What the traceability gate demands.")
    gateway: Gateway = Field(default_factory=Gateway, description="Servers and policies of the tool gateway.")
    outputs: Outputs = Field(default_factory=Outputs, description="Where documents are written.")
