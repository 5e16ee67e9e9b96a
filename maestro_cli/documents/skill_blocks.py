"""Answers of single skills as blocks: velocity, capacity, blockers, next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from maestro_cli.documents.figures import shown
from maestro_cli.documents.locale import format_date, format_known, format_number, format_share, format_span
from maestro_cli.documents.report_words import say
from maestro_cli.model.blocks import Bar, Bars, Block, Bullets, Column, Heading, Paragraph, Table

IDS_SHOWN = 4

Data = Mapping[str, Any]


def velocity_blocks(data: Data, language: str, last: int = 5) -> tuple[Block, ...]:
    """Return the median and trend, and the last sprints with what they completed."""
    title = Heading(say(language, "section.velocity"), 1)
    if data["median"] is None:
        return (title, Paragraph(say(language, "velocity.none"), "warning"))
    figures = figures_of(data, language)
    parts = [say(language, "velocity.median", **_only(figures, "velocity.median", "velocity.sprints"))]
    if data["trend"]:
        direction = say(language, f"trend.{data['trend']['direction']}")
        slope = figures["velocity.slope"]
        parts.append(say(language, "velocity.trend", slope=slope, direction=direction))
    if data["completion_ratio"] is not None:
        parts.append(say(language, "velocity.ratio", ratio=figures["velocity.completion_ratio"]))
    sprints = data["history"][-last:]
    bars = tuple(
        Bar(
            sprint["id"],
            sprint["completed"],
            sprint["committed"] or sprint["completed"],
            _of(sprint["completed"], sprint["committed"]),
        )
        for sprint in sprints
    )
    return (title, Paragraph(" ".join(parts)), Bars(bars), Paragraph(say(language, f"basis.{data['basis']}")))


def capacity_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return the capacity of each sprint, what it was multiplied from, and the people of the first."""
    columns = columns_of(language, "sprint", "dates", "#capacity", "#person_days", "#hours")
    rows = [
        (
            sprint["id"],
            format_span(date.fromisoformat(sprint["start"]), date.fromisoformat(sprint["end"]), language),
            *(format_known(sprint[name]) for name in ("capacity", "person_days", "hours")),
        )
        for sprint in data["sprints"]
    ]
    blocks: list[Block] = [Heading(say(language, "title.capacity"), 1), Table(columns, tuple(rows))]
    first = data["sprints"][0]
    factors = " × ".join(f"{name} {format_number(value, 2)}" for name, value in first["factors"].items())
    blocks.append(Paragraph(say(language, "capacity.factors", sprint=first["id"], factors=factors)))
    if first["members"]:
        columns = columns_of(language, "person", "#days", "#person_days", "#points", "#assigned", "#over")
        members = tuple(
            (
                member["name"],
                *(
                    format_number(member[name])
                    for name in ("days", "person_days", "points", "assigned", "over")
                ),
            )
            for member in first["members"]
        )
        blocks += [Heading(say(language, "title.people", sprint=first["id"])), Table(columns, members)]
    return tuple(blocks)


def blockers_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return what is blocked, by what, whose it is, since when, what it holds up and what to do."""
    title = Heading(say(language, "section.blocked"), 1)
    if not data["blockers"]:
        return (title, Paragraph(say(language, "blocked.none"), "good"))
    columns = columns_of(language, "item", "owner", "since", "why", "holds_up", "step")
    rows = tuple(_blocker(row, language) for row in data["blockers"])
    return (title, Paragraph(_blocked_summary(data, language)), Table(columns, rows))


def next_blocks(data: Data, language: str, limit: int = 20) -> tuple[Block, ...]:
    """Return what can be taken up, in order, and what everything else waits for."""
    ready, waiting = data["ready"], data["waiting"]
    blocks: list[Block] = [Heading(say(language, "title.next"), 1)]
    if ready:
        held = {row["id"] for row in waiting}
        columns = columns_of(language, "item", "priority", "#points", "owner", "unblocks")
        rows = tuple(
            (
                f"{row['id']} {row['title']}",
                say(language, f"priority.{row['priority']}"),
                format_known(row["points"]),
                row["assignee"] or "–",
                some_ids(freed := [name for name in row["unblocks"] if name in held], len(freed)),
            )
            for row in ready[:limit]
        )
        blocks.append(Table(columns, rows))
    else:
        blocks.append(Paragraph(say(language, "next.none"), "warning"))
    if waiting:
        entries = tuple(f"{row['id']} {row['title']}: {_waits(row, language)}" for row in waiting[:limit])
        blocks += [Heading(say(language, "title.waiting")), Bullets(entries)]
    for rows in (ready, waiting):
        if len(rows) > limit:
            blocks.append(Paragraph(say(language, "rows.cut", shown=str(limit), total=str(len(rows)))))
    return tuple(blocks)


def figures_of(data: Data, language: str) -> dict[str, str]:
    """Return the figures of an answer in words, by name."""
    return {figure["name"]: shown(figure, language) for figure in data["figures"]}


def _only(figures: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name.rpartition(".")[2]: figures[name] for name in names}


def columns_of(language: str, *names: str) -> tuple[Column, ...]:
    """Return columns by name; one that begins with # holds numbers."""
    return tuple(Column(say(language, f"column.{n.lstrip('#')}"), numeric=n.startswith("#")) for n in names)


def _of(completed: float, committed: float | None) -> str:
    if not committed:
        return format_number(completed)
    return f"{format_number(completed)}/{format_number(committed)} ({format_share(completed, committed)})"


def _blocked_summary(data: Data, language: str) -> str:
    figures = figures_of(data, language)
    names = {name.replace(".", "_"): text for name, text in figures.items()}
    return say(language, "blocked.summary", **names)


def _blocker(row: Data, language: str) -> tuple[str, ...]:
    since = "–"
    if row["since"]:
        day = format_date(date.fromisoformat(row["since"]), language)
        since = say(language, f"since.{row['since_basis']}", day=day, days=str(row["since_days"]))
    waiting = [f"{one['id']} ({one['assignee'] or '–'})" for one in row["waiting_for"]]
    why = "; ".join(part for part in (row["reason"], ", ".join(waiting[:IDS_SHOWN])) if part)
    held = row["holds_up"]
    holds = say(language, "holds", count=str(held["count"]), ids=some_ids(held["ids"], held["count"]))
    step = row["next_step"]
    who = step["id"] + (f" ({step['person']})" if step["person"] else "")
    return (
        f"{row['id']} {row['title']}",
        row["assignee"] or "–",
        since,
        why or "–",
        holds if held["count"] else "–",
        say(language, f"step.{step['code']}", who=who),
    )


def _waits(row: Data, language: str) -> str:
    parts = []
    for cause in row["waits_for"]:
        since = format_date(date.fromisoformat(cause["since"]), language) if cause["since"] else ""
        key = "wait.self" if cause["why"] == "draft" and not cause["id"] else f"wait.{cause['why']}"
        text = say(language, key, id=cause["id"] or "", text=cause["text"])
        whose = ", ".join(
            part for part in (cause["assignee"], since and say(language, "since", day=since)) if part
        )
        parts.append(text + (f" ({whose})" if whose else ""))
    return "; ".join(parts)


def some_ids(ids: Sequence[str], total: int) -> str:
    """Return the first of the ids, with an ellipsis where there are more."""
    listed = ", ".join(ids[:IDS_SHOWN])
    return f"{listed}, …" if total > min(len(ids), IDS_SHOWN) and listed else listed or "–"
