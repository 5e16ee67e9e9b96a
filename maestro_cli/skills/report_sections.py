"""The sections of reports: which facts each one speaks of, before anything is put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from maestro_cli.model.evidence import SkillResult, subject_of
from maestro_cli.skills.changes import ITEMS_SHOWN
from maestro_cli.skills.ledger import EVIDENCE_LIMIT
from maestro_cli.skills.next_steps import next_steps

MOST_ROWS = 12
"""Rows of a list in a report; how many were cut is said."""

MOST_PEOPLE = 20
SPRINTS_SHOWN = 5

_ROW_UNITS = {
    "points": "points",
    "age_days": "days",
    "since_days": "days",
    "started": "date",
    "completed": "date",
    "due": "date",
    "since": "date",
    "commits": "commits",
    "insertions": "lines",
    "deletions": "lines",
    "author_count": "people",
    "held_count": "items",
    "held_points": "points",
    "held_value": "",
}
"""Fields of a row that are figures, `US-3.points` for example, and their units."""

_JUDGED = {
    "velocity.median": "velocity",
    "velocity.slope": "velocity",
    "velocity.completion_ratio": "velocity",
    "capacity.points": "capacity",
    "cycle.median": "flow",
    "cycle.p85": "flow",
    "done.count": "progress",
    "done.points": "progress",
    "done.count.change": "progress",
    "done.points.change": "progress",
    "done.previous.count": "progress",
    "done.previous.points": "progress",
}
"""Figures that are as sure as the skill that found them, which is said to be unsure where it knows little.
All others only count what is there: that no sprint is known is sure."""

_SPRINT_UNITS = {"committed": "points", "completed": "points"}

Figure = dict[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class ReportFacts:
    """The results of the skills by name, such as progress and blockers, and the people of the team."""

    results: Mapping[str, SkillResult]
    team: tuple[str, ...] = ()

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure of every result by name."""
        listed = (result.data.get("figures", []) for result in self.results.values())
        return {figure["name"]: figure for figures in listed for figure in figures}  # type: ignore[attr-defined]

    @cached_property
    def evidence(self) -> dict[str, str]:
        """Detail of every piece of evidence by id."""
        found: dict[str, str] = {}
        for result in self.results.values():
            for one in result.evidence:
                found[one.id] = found.get(one.id) or one.detail
        return found

    def data(self, name: str) -> dict[str, Any]:
        """Return the data of one skill."""
        return self.results[name].data

    def confidence(self, figure: str) -> float:
        """Return how sure a figure is."""
        skill = _JUDGED.get(figure)
        return self.results[skill].confidence if skill else 1.0


class Draft:
    """A section before it has words: figures by name, rows by list, and texts from outside."""

    def __init__(self, section: str, facts: ReportFacts) -> None:
        """Begin a section."""
        self.id = section
        self._facts = facts
        self._figures: dict[str, Figure] = {}
        self._lists: dict[str, list[Row]] = {}
        self._quotes: dict[str, None] = {}
        self.titles: dict[str, str] = {}

    def use(self, *names: str) -> None:
        """Take over figures by name; one that nobody computed is left out."""
        for name in names:
            if name in self._facts.figures:
                self._figures[name] = self._facts.figures[name]

    def use_group(self, *prefixes: str) -> None:
        """Take over every figure whose name begins with one of these."""
        self.use(*(name for name in self._facts.figures if name.startswith(prefixes)))

    def quote(self, *texts: str | None) -> None:
        """Name texts from outside that may stand in the section: people, reasons."""
        self._quotes.update(dict.fromkeys(text for text in texts if text))

    def rows(
        self,
        name: str,
        rows: Sequence[Mapping[str, Any]],
        units: Mapping[str, str] = _ROW_UNITS,
        *,
        kind: str = "item",
        most: int = MOST_ROWS,
    ) -> None:
        """Add a list, cut to `most`; fields with a unit become figures of their row."""
        for row in rows[:most]:
            self.titles[f"{kind}:{row['id']}"] = row.get("title", "")
            cited = [f"{kind}:{row['id']}", *(f"commit:{sha}" for sha in row.get("shas", ()))]
            for field, unit in units.items():
                if row.get(field) is not None:
                    self.enter(f"{subject_of(row['id'])}.{field}", row[field], unit, cited)
            self.quote(row.get("assignee"), row.get("reason"), *row.get("authors", ()))
        self.cut(name, [f"{kind}:{row['id']}" for row in rows[most:]])
        self._lists[name] = [dict(row) for row in rows[:most]]

    def cut(self, name: str, left_out: Sequence[str]) -> None:
        """Enter how many rows a list does not show, and which."""
        cited = [*left_out[:EVIDENCE_LIMIT]]
        figure = f"{self.id}.{name}.more"
        if len(left_out) > EVIDENCE_LIMIT:
            cited.append(f"calculation:{figure}")
            self.titles[cited[-1]] = f"… ({len(left_out)})"
        if left_out:
            self.enter(figure, len(left_out), "items", cited)

    def list(self, name: str, rows: Sequence[Row]) -> None:
        """Add a list whose rows name figures instead of being figures."""
        self._lists[name] = [dict(row) for row in rows]

    def append(self, name: str, row: Row) -> None:
        """Add one row to such a list."""
        self._lists.setdefault(name, []).append(row)

    def enter(self, name: str, value: object, unit: str, evidence: Iterable[str]) -> None:
        """Add a figure that only this section has."""
        cited = list(evidence)
        self._figures[name] = {"name": name, "value": value, "unit": unit, "evidence": cited, "note": ""}

    def data(self) -> dict[str, Any]:
        """Return the section as plain data."""
        return {
            "id": self.id,
            "figures": list(self._figures.values()),
            "lists": self._lists,
            "quotes": list(self._quotes),
            "people": list(self._facts.team),
            "confidence": {
                name: sure for name in self._figures if (sure := self._facts.confidence(name)) < 1
            },
        }


def _headline(facts: ReportFacts) -> Draft:
    draft = Draft("headline", facts)
    draft.use_group("done.", "blocked.", "held_up.", "in_progress.", "velocity.", "risk.overdue.")
    return draft


def _sprint(facts: ReportFacts) -> Draft:
    draft = Draft("sprint", facts)
    draft.use_group("sprint.", "capacity.")
    window = facts.data("capacity")["window"]
    draft.rows("window", [window], {"start": "date", "end": "date"}, kind="sprint")
    return draft


def _done(facts: ReportFacts) -> Draft:
    draft = Draft("done", facts)
    draft.use_group("done.", "started.", "created.")
    draft.rows("done", facts.data("progress")["done"])
    return draft


def _in_progress(facts: ReportFacts) -> Draft:
    draft = Draft("in_progress", facts)
    draft.use_group("in_progress.", "open.")
    draft.rows("in_progress", facts.data("progress")["in_progress"])
    return draft


def _blocked(facts: ReportFacts) -> Draft:
    draft = Draft("blocked", facts)
    draft.use_group("blocked.", "held_up.")
    rows = [_flat(row) for row in facts.data("blockers")["blockers"]]
    draft.rows("blocked", rows)
    for row in rows[:MOST_ROWS]:
        draft.quote(*(waiting["assignee"] for waiting in row["waiting_for"]), row["next_step"]["person"])
    return draft


def _flat(row: Row) -> Row:
    held = row["holds_up"]
    return {
        **row,
        "held_count": held["count"] or None,
        "held_points": held["points"] or None,
        "held_value": held["value"] if held["count"] else None,
    }


def _velocity(facts: ReportFacts) -> Draft:
    draft = Draft("velocity", facts)
    draft.use_group("velocity.")
    draft.use("capacity.points", "capacity.person_days")
    history = facts.data("velocity")["history"][-SPRINTS_SHOWN:]
    draft.rows("sprints", history, _SPRINT_UNITS, kind="sprint")
    return draft


def _flow(facts: ReportFacts) -> Draft:
    draft = Draft("flow", facts)
    draft.use_group("throughput.", "cycle.", "wip.")
    return draft


def _changes(facts: ReportFacts) -> Draft:
    draft = Draft("changes", facts)
    draft.use_group("commits.")
    changes = facts.data("changes")
    rows = changes["items"][:ITEMS_SHOWN]
    draft.rows("items", rows, most=ITEMS_SHOWN)
    shown = {row["id"] for row in rows}
    draft.cut("items", [f"item:{name}" for name in changes["touched"] if name not in shown])
    return draft


def _risks(facts: ReportFacts) -> Draft:
    draft = Draft("risks", facts)
    draft.use_group("risk.", "risks.")
    draft.list("risks", facts.data("risks")["risks"])
    return draft


def _next_steps(facts: ReportFacts) -> Draft:
    draft = Draft("next_steps", facts)
    draft.use_group("risk.")
    steps = next_steps(facts.data("blockers"), facts.data("risks"), facts.data("ready"))
    draft.quote(*(step["person"] for step in steps))
    draft.list("steps", steps)
    return draft


def _quality(facts: ReportFacts) -> Draft:
    draft = Draft("quality", facts)
    draft.use_group("quality.")
    draft.list("gaps", facts.data("quality")["missing"])
    return draft


def _people(facts: ReportFacts) -> Draft:
    """Who finished and touched what since the last stand-up, has what in hand, and is stuck on what."""
    draft = Draft("people", facts)
    progress, authors = facts.data("progress"), facts.data("changes")["authors"]
    by_author = {author["name"].casefold(): author for author in authors}
    work = {
        "done": progress["done"],
        "today": progress["in_progress"],
        "blocked": facts.data("blockers")["blockers"],
    }
    everyone = [
        *facts.team,
        *sorted({row["assignee"] for rows in work.values() for row in rows if row["assignee"]}),
    ]
    everyone += sorted(author["name"] for author in authors)
    names = {name.casefold(): name for name in reversed(everyone)}
    people = []
    for name in list(dict.fromkeys(names[name.casefold()] for name in everyone)):
        mine = {key: [row for row in rows if _is(row["assignee"], name)] for key, rows in work.items()}
        author = by_author.get(name.casefold())
        people.append({"name": name, "author": author, **mine})
    for number, person in enumerate(people[:MOST_PEOPLE], 1):
        _enter_person(draft, number, person)
    if people[MOST_PEOPLE:]:
        draft.enter("people.more", len(people) - MOST_PEOPLE, "people", ["setting:team"])
    return draft


def _is(assignee: str | None, name: str) -> bool:
    return assignee is not None and assignee.casefold() == name.casefold()


def _enter_person(draft: Draft, number: int, person: Row) -> None:
    draft.quote(person["name"])
    for key in ("done", "today", "blocked"):
        draft.rows(f"{number}.{key}", person[key])
    author = person["author"]
    entry = {"name": person["name"], "touched": author["items"][:MOST_ROWS] if author else []}
    for key in ("linked", "unlinked"):
        name = f"person.{number}.{key}"
        if author and author[key]["commits"]:
            cited = [f"commit:{sha}" for sha in author[key]["shas"]]
            draft.enter(name, author[key]["commits"], "commits", cited)
            entry[key] = name
    draft.append("people", entry)


SECTIONS: Mapping[str, Callable[[ReportFacts], Draft]] = {
    "headline": _headline,
    "sprint": _sprint,
    "people": _people,
    "done": _done,
    "in_progress": _in_progress,
    "blocked": _blocked,
    "velocity": _velocity,
    "flow": _flow,
    "changes": _changes,
    "risks": _risks,
    "next_steps": _next_steps,
    "quality": _quality,
}
"""Every section by its id; a report names those it has."""
