"""Sentences, rows and footnotes about a plan, in one language. All text is plain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from maestro_cli.documents.locale import (
    first_ids,
    format_chance,
    format_date,
    format_number,
    format_share,
    format_span,
)
from maestro_cli.documents.plan_words import plan_word

Data = Mapping[str, Any]
"""Plain data of `maestro plan` with `titles` and `assignees` by id."""

LEVELS = ("50", "70", "85", "95")

_MOST_CITED = 12


@dataclass(frozen=True, slots=True)
class SprintView:
    """A sprint: heading, load as bar and text, and a row (id, item, points, value, owner, why) per item."""

    id: str
    heading: str
    load: float
    capacity: float
    load_text: str
    rows: tuple[tuple[str, str, str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its mark, and what it cites as (evidence id, what it shows)."""

    mark: str
    title: str
    cited: tuple[tuple[str, str], ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class PlanSentences:
    """Sentences about one plan in one language."""

    data: Data
    language: str

    def say(self, key: str, **gaps: object) -> str:
        """Return the words for `key`, its gaps filled."""
        return plan_word(self.language, key, **gaps)

    def name(self, item_id: str) -> str:
        """Return the title of an item; empty where it is not known."""
        return str(self.data.get("titles", {}).get(item_id, ""))

    def title(self, project: str) -> str:
        """Return the title of the document."""
        title = self.say("title")
        return f"{title}: {project}" if project else title

    def header(self, as_of: date | None) -> tuple[str, ...]:
        """Return the lines on top: date, sprints, goal."""
        lines = [self.say("as_of", day=format_date(as_of, self.language))] if as_of else []
        sprints = self.data["sprints"]
        if sprints:
            span = format_span(_day(sprints[0]["start"]), _day(sprints[-1]["end"]), self.language)
            lines.append(self.say("span.one" if len(sprints) == 1 else "span", count=len(sprints), span=span))
        goal = self.data.get("goal")
        if goal:
            cover = self.say("goal.cover", planned=len(goal["planned"]), named=len(goal["items"]))
            lines.append(f"{self.say('goal', text=goal['text'])} ({cover})")
        unread = len(self.data.get("unreadable", ()))
        if unread:
            lines.append(self.say("unreadable", count=unread))
        return tuple(lines)

    def summary(self) -> str:
        """Return how much is planned of what there is room for."""
        sprints = self.data["sprints"]
        load, capacity = sum(s["load"] for s in sprints), sum(s["capacity"] for s in sprints)
        return self.say(
            "summary",
            count=len(self.data["included"]),
            load=format_number(load, 2),
            capacity=format_number(capacity, 2),
            share=format_share(load, capacity) or "–",
            out=len(self.data.get("excluded", ())),
        )

    def proof(self) -> str:
        """Return the value reached and how far from the best it can be."""
        objective, bound = self.data["objective"], self.data["bound"]
        gaps = {"objective": format_number(objective), "bound": format_number(bound)}
        if self.data["proven_optimal"]:
            return self.say("proof.optimal", **gaps)
        share = f"{format_number((bound - objective) / bound * 100, 2)}%" if bound else "–"
        key = "proof.preferred" if self.data.get("preferred") else "proof.gap"
        return self.say(key, short=format_number(bound - objective), gap=share, **gaps)

    def basis(self) -> str:
        """Return where the capacity comes from, and the trend of velocity."""
        capacity, velocity = self.data.get("capacity"), self.data.get("velocity")
        if not capacity:
            return ""
        gaps: dict[str, object] = {}
        if velocity and velocity.get("median") is not None:
            gaps = {"median": format_number(velocity["median"]), "count": len(velocity["used"])}
        elif capacity["basis"] == "velocity":
            return ""
        told = self.say(f"basis.{capacity['basis']}", **gaps)
        trend = (velocity or {}).get("trend")
        if trend:
            told += " " + self.say("trend", direction=self.say(f"trend.{trend['direction']}"))
        return told

    def sprints(self) -> tuple[SprintView, ...]:
        """Return every sprint with its items, in order; empty ones that follow one another as one."""
        planned = {entry["id"]: entry for entry in self.data["included"]}
        views: list[SprintView] = []
        for filled, run in groupby(self.data["sprints"], key=lambda sprint: bool(sprint["items"])):
            sprints = list(run)
            if filled or len(sprints) == 1:
                views += [self._sprint(sprint, planned) for sprint in sprints]
            else:
                views.append(self._empty_run(sprints))
        return tuple(views)

    def _empty_run(self, sprints: Sequence[Data]) -> SprintView:
        first, last = sprints[0], sprints[-1]
        name = f"{first['id']} … {last['id']}"
        span = format_span(_day(first["start"]), _day(last["end"]), self.language)
        return SprintView(
            id=name,
            heading=self.say("sprint", id=name, span=span),
            load=0.0,
            capacity=max(float(sprint["capacity"]) for sprint in sprints),
            load_text=self.say("load.empty", count=len(sprints)),
            rows=(),
        )

    def _sprint(self, sprint: Data, planned: Mapping[str, Data]) -> SprintView:
        load, capacity = float(sprint["load"]), float(sprint["capacity"])
        figures = {"load": format_number(load, 2), "capacity": format_number(capacity, 2)}
        key = "load" if capacity > 0 else "load.none"
        span = format_span(_day(sprint["start"]), _day(sprint["end"]), self.language)
        return SprintView(
            id=sprint["id"],
            heading=self.say("sprint", id=sprint["id"], span=span),
            load=load,
            capacity=capacity,
            load_text=self.say(key, share=format_share(load, capacity), **figures),
            rows=tuple(self._row(planned[item]) for item in sprint["items"]),
        )

    def _row(self, entry: Data) -> tuple[str, str, str, str, str, str]:
        return (
            entry["id"],
            self.name(entry["id"]),
            format_number(entry["points"]),
            format_number(entry["value"]),
            str(self.data.get("assignees", {}).get(entry["id"]) or self.say("nobody")),
            reason_text(entry),
        )

    def bottleneck(self) -> str:
        """Return what keeps most value out."""
        found = self.data.get("bottleneck")
        if not found:
            return ""
        if found.get("sentence"):
            return str(found["sentence"])
        known = ("nothing", "capacity", "dependency", "person", "skill", "estimate")
        key = found["kind"] if found["kind"] in known else "other"
        items = first_ids(found.get("items", ()))
        value = format_number(found.get("value", 0))
        return self.say(f"bottleneck.{key}", kind=found["kind"], value=value, items=items)

    def forecast(self) -> tuple[tuple[str, str], ...]:
        """Return rows (level, day), none where no percentile is known."""
        percentiles = (self.data.get("forecast") or {}).get("percentiles", {})
        if not any(percentiles.values()):
            return ()
        return tuple((f"P{level}", self._by(percentiles.get(level))) for level in LEVELS)

    def forecast_lines(self) -> tuple[str, ...]:
        """Return what the forecast is about, its chance, or why there is none."""
        forecast = self.data.get("forecast")
        if not forecast:
            return ()
        used = len(forecast["history_used"])
        if not forecast.get("points"):
            return (self.say("forecast.no_scope"),)
        lines = [self.say("forecast.scope", points=format_number(forecast["points"]), count=used)]
        observed = forecast.get("observed") or ()
        if forecast.get("probability") is not None and forecast.get("by"):
            day = format_date(_day(forecast["by"]), self.language)
            lines.append(
                self.say("forecast.probability", day=day, share=format_chance(forecast["probability"]))
            )
        elif len(observed) == 2:
            early, late = map(self._by, observed)
            lines = [self.say("forecast.observed", count=used, early=early, late=late)]
        elif (forecast.get("note") or {}).get("code") == "standstill":
            lines = [self.say("forecast.standstill", count=used)]
        elif not used:
            lines = [self.say("forecast.no_history")]
        return tuple(lines)

    def _by(self, day: str | None) -> str:
        return format_date(_day(day), self.language) if day else self.say("forecast.later")

    def notes(self) -> tuple[Note, ...]:
        """Return one footnote for capacity, one for the forecast, one for whatever else the plan cites."""
        details = {entry["id"]: entry.get("detail", "") for entry in self.data.get("evidence", ())}
        capacity = self.data.get("capacity") or {}
        velocity = self.data.get("velocity") or {}
        details |= {entry["id"]: entry.get("detail", "") for entry in capacity.get("evidence", ())}
        groups = {
            "capacity": [*(e["id"] for e in capacity.get("evidence", ())), *velocity.get("evidence", ())],
            "forecast": list((self.data.get("forecast") or {}).get("evidence", ())),
        }
        cited = {name for group in groups.values() for name in group}
        cited |= {f"item:{entry['id']}" for entry in self.data["included"]}  # they stand in the tables
        groups["plan"] = [name for name in details if name not in cited]
        return tuple(self._note(mark, ids, details) for mark, ids in groups.items() if ids)

    def _note(self, mark: str, ids: Sequence[str], details: Mapping[str, str]) -> Note:
        unique = list(dict.fromkeys(ids))
        more = len(unique) - _MOST_CITED
        return Note(
            mark,
            self.say(f"evidence.{mark}"),
            tuple((name, details.get(name, "")) for name in unique[:_MOST_CITED]),
            self.say("evidence.more", count=more) if more > 0 else "",
        )


def conflict_text(conflict: Data) -> str:
    """Return what a conflict says, or its code and items."""
    return conflict.get("message") or f"{conflict['code'].replace('_', ' ')}: {first_ids(conflict['items'])}"


def reason_text(entry: Data) -> str:
    """Return why an item is in or out, or the code of it."""
    return str(entry.get("reason") or entry["reason_code"].replace("_", " "))


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
