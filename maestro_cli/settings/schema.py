"""Every setting that maestro.yaml may hold, with its default."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Fraction = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Level = Literal["critical", "error", "warning", "info", "off"]


class Group(BaseModel):
    """A group of settings: unknown keys are errors, values do not change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Project(Group):
    """Who the project is."""

    id: str = ""
    name: str = ""
    language: Literal["en", "ko", "auto"] = "auto"


class Source(Group):
    """Where work items come from. Keys beyond these belong to the source's type."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str
    name: str = ""
    path: str = ""
    columns: dict[str, str] = {}
    max_file_mib: Annotated[float, Field(gt=0)] = 5


class DateRange(Group):
    """Days off, both ends included."""

    start: date
    end: date


class Member(Group):
    """A person of the team. None means: not said, so the team's value counts."""

    name: str
    hours_per_day: Annotated[float, Field(gt=0, le=24)] = 8
    share: Fraction = 1
    skills: tuple[str, ...] = ()
    days_off: tuple[date | DateRange, ...] = ()
    focus_factor: Fraction | None = None
    points_per_sprint: Amount | None = None


class Calendar(Group):
    """Working days of the team."""

    holidays: tuple[date | DateRange, ...] = ()
    workdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")


class Sprint(Group):
    """How the team sprints. None means: not said, and nothing is invented for it."""

    length_days: Annotated[int, Field(ge=1, le=366)] = 14
    starts: date | None = None
    points_per_sprint: Amount | None = None
    focus_factor: Fraction | None = None
    reserve: Fraction = 0
    wip_limit: Annotated[int, Field(ge=1)] | None = None


class PastSprint(Group):
    """A sprint that is over: velocity history."""

    id: str
    start: date
    end: date
    committed: Amount | None = None
    completed: Amount | None = None


class Llm(Group):
    """Which engine phrases documents, and how much it may spend."""

    provider: Literal["auto", "claude", "offline"] = "auto"
    model: str | None = None
    base_url: str | None = None
    max_usd: Amount | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None


class Knowledge(Group):
    """What is indexed for retrieval."""

    paths: tuple[str, ...] = ("docs", "README.md")
    embedding: str = "hashing"


class Trace(Group):
    """Severity per rule or code, lowest compliance per rule, levels of coverage."""

    severity: dict[str, Level] = {}
    thresholds: dict[str, Fraction] = {}
    levels: tuple[str, ...] = ()


class Gateway(Group):
    """Servers and policies of the tool gateway."""

    servers: dict[str, dict[str, object]] = {}
    policies: tuple[dict[str, object], ...] = ()


class Outputs(Group):
    """Where documents are written, relative to the project."""

    plans: str = "plans"
    reports: str = "reports"


class Settings(Group):
    """All settings of a project."""

    project: Project = Project()
    sources: tuple[Source, ...] = ()
    team: tuple[Member, ...] = ()
    calendar: Calendar = Calendar()
    sprint: Sprint = Sprint()
    sprints: tuple[PastSprint, ...] = ()
    llm: Llm = Llm()
    knowledge: Knowledge = Knowledge()
    trace: Trace = Trace()
    gateway: Gateway = Gateway()
    outputs: Outputs = Outputs()
