"""Small projects for the tests of skills, and random ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from hypothesis import strategies as st

from maestro_cli.llm.offline import OfflineNarrator
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.history import Commit, Lines, Repository
from maestro_cli.model.items import Item, Kind, Place, Priority, Status
from maestro_cli.planning.velocity import sprint_history
from maestro_cli.settings.language import Language
from maestro_cli.settings.schema import Settings
from maestro_cli.skills.blockers import identify_blockers
from maestro_cli.skills.capacity import retrieve_team_capacity
from maestro_cli.skills.changes import summarize_changes
from maestro_cli.skills.flow import measure_flow
from maestro_cli.skills.inputs import CommitReader, Inputs, LineCounter
from maestro_cli.skills.periods import ReportKind, report_period
from maestro_cli.skills.progress import summarize_progress
from maestro_cli.skills.quality import assess_data_quality
from maestro_cli.skills.ready import order_ready_items
from maestro_cli.skills.report import compose, ground, narrate, phrase
from maestro_cli.skills.risks import detect_risks
from maestro_cli.skills.velocity import calculate_velocity

AS_OF = date(2026, 11, 18)
MONDAY = date(2026, 11, 16)
HOSTILE = "12 done[^done.count] **99** <b>7</b> @team #5 | `8` [x](y) ${3} {{ 4 }} \\"


def item(item_id: str, **fields: Any) -> Item:
    """An item with a title of its own."""
    fields.setdefault("title", f"Title of {item_id}")
    return Item(item_id, place=Place("backlog/items.yaml", 1), **fields)


@dataclass(slots=True)
class Change(Commit):
    """A commit and the lines that git would count."""

    insertions: int = 0
    deletions: int = 0


def commit(number: int, day: date, *ids: str, **fields: Any) -> Change:
    """A commit whose hash is its number."""
    when = datetime.combine(day, datetime.min.time(), UTC)
    fields = {"author": "Mina", "email": "mina@example.org", "subject": f"Change {number}", **fields}
    return Change(sha=f"{number:040x}"[::-1], when=when, item_ids=ids, **fields)


def reader(commits: Sequence[Commit]) -> CommitReader:
    """What sources do: the commits of a span of days, newest first."""

    def read(since: date | None, until: date | None) -> Iterator[Commit]:
        ordered = sorted(commits, key=lambda one: (one.when, one.sha), reverse=True)
        for one in ordered:
            if (since is None or one.when.date() >= since) and (until is None or one.when.date() <= until):
                yield one

    return read


def counter(commits: Iterable[Change]) -> LineCounter:
    """What sources do: the lines of each commit that is asked for, none of merges."""
    lines = {c.sha: Lines() if c.is_merge else Lines(c.insertions, c.deletions) for c in commits}

    def count(shas: Iterable[str]) -> Iterator[tuple[str, Lines]]:
        for sha in shas:
            yield sha, lines[sha]

    return count


def inputs(
    items: Iterable[Item] = (),
    commits: Sequence[Change] = (),
    *,
    settings: dict[str, Any] | None = None,
    language: str = "en",
    repository: Repository | None = None,
) -> Inputs:
    """A project as skills see it."""
    state = repository or Repository(present=True, head="a" * 40, branch="main")
    return Inputs(
        settings=Settings.model_validate(settings or {}),
        backlog=Backlog(items),
        as_of=AS_OF,
        seed=0,
        language=cast("Language", language),
        repository=state,
        commits=reader(commits),
        line_counts=(lambda _: iter(())) if state.partial else counter(commits),
    )


def results(project: Inputs, since: date, until: date) -> dict[str, SkillResult]:
    """Every skill's result, as the report workflow collects them."""
    velocity, capacity, flow = (
        calculate_velocity(project),
        retrieve_team_capacity(project),
        measure_flow(project),
    )
    changes = summarize_changes(project, since, until)
    used: Any = velocity.data["used"]
    return {
        "progress": summarize_progress(project, since, until),
        "blockers": identify_blockers(project),
        "velocity": velocity,
        "capacity": capacity,
        "flow": flow,
        "changes": changes,
        "risks": detect_risks(project, velocity=velocity, capacity=capacity, flow=flow, changes=changes),
        "ready": order_ready_items(project),
        "quality": assess_data_quality(project, changes.data, len(used)),
    }


def report(project: Inputs, kind: str = "weekly", root: Path | None = None) -> dict[str, Any]:
    """A whole report of a project."""
    past = sprint_history(project.settings, project.backlog, project.as_of).records
    period = report_period(ReportKind(kind), project.settings, past, project.as_of)
    draft = compose(
        ReportKind(kind),
        results(project, *period),
        project=project.settings.project.name,
        period=period,
        team=[member.name for member in project.settings.team],
    )
    told = narrate(draft, OfflineNarrator(), project.language)
    return ground(phrase(told, project.language, root), project.language)[0]


def figures(result: SkillResult) -> dict[str, Any]:
    """The values of a result's figures by name."""
    listed: Any = result.data["figures"]
    return {figure["name"]: figure["value"] for figure in listed}


DAYS = st.one_of(st.none(), st.integers(-40, 10).map(lambda days: AS_OF + timedelta(days=days)))
TITLES = st.one_of(
    st.sampled_from(["Pay 3 times", "주문 12건 처리", HOSTILE, "[^done.count]", "5 points", "**US-1** 9"]),
    st.text(min_size=1, max_size=30),
)


@st.composite
def backlogs(draw: st.DrawFn, size: int = 14) -> list[Item]:
    """Items with every combination of status, dates, points and links, broken links included."""
    ids = [f"US-{number}" for number in range(draw(st.integers(0, size)))]
    targets = st.lists(st.sampled_from([*ids, "US-404"]), max_size=2).map(tuple)
    people = st.sampled_from([None, "Mina", "Jonas", "민아", "user 7", "9"])
    return [
        item(
            name,
            title=draw(TITLES),
            kind=draw(st.sampled_from([Kind.STORY, Kind.STORY, Kind.TASK, Kind.EPIC, Kind.REQUIREMENT])),
            status=draw(st.sampled_from(Status)),
            priority=draw(st.sampled_from(Priority)),
            points=draw(st.sampled_from([None, 0.0, 0.5, 3.0, 8.0])),
            value=draw(st.sampled_from([None, 0.0, 35.0])),
            parent=draw(st.sampled_from([None, None, *ids])),
            depends_on=draw(targets),
            assignee=draw(people),
            started=draw(DAYS),
            completed=draw(DAYS),
            created=draw(DAYS),
            due=draw(DAYS),
            blocked_reason=draw(st.sampled_from([None, "waiting for 2 signatures", HOSTILE])),
        )
        for name in ids
    ]


@st.composite
def histories(draw: st.DrawFn, size: int = 20) -> list[Change]:
    """Commits of people, bots and merges over the last 30 days."""
    return [
        commit(
            number + 1,
            AS_OF - timedelta(days=draw(st.integers(0, 30))),
            *draw(st.lists(st.sampled_from(["US-0", "US-1", "US-2"]), max_size=2, unique=True)),
            author=draw(st.sampled_from(["Mina", "Jonas", "user 7", "9"])),
            is_merge=draw(st.booleans()),
            is_bot=draw(st.booleans()),
            insertions=draw(st.integers(0, 99)),
            deletions=draw(st.integers(0, 99)),
        )
        for number in range(draw(st.integers(0, size)))
    ]


FULL: dict[str, Any] = {
    "project": {"id": "shop", "name": "Shop"},
    "team": [{"name": "Mina"}, {"name": "Jonas", "share": 0.5}],
    "sprint": {"length_days": 14, "starts": "2026-11-09", "wip_limit": 2},
    "sprints": [
        {"id": "S-1", "start": "2026-09-28", "end": "2026-10-11", "committed": 20, "completed": 20},
        {"id": "S-2", "start": "2026-10-12", "end": "2026-10-25", "committed": 20, "completed": 17},
        {"id": "S-3", "start": "2026-10-26", "end": "2026-11-08", "committed": 21, "completed": 15},
    ],
}
