"""Risks as blocks: what was found, worst first, and behind it the chain, the slips, ages and people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maestro_cli.documents.figures import shown, shown_number
from maestro_cli.documents.locale import format_known, format_number
from maestro_cli.documents.report_words import also_said, say
from maestro_cli.documents.skill_blocks import columns_of, figures_of, some_ids
from maestro_cli.model.blocks import Block, Heading, Paragraph, Table

ROWS_SHOWN = 8

Data = Mapping[str, Any]


def risks_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return each risk with its trigger and the items it concerns, then the figures of single items."""
    title = Heading(say(language, "section.risks"), 1)
    judged = say(language, "risks.checked", count=str(len(data["checked"])))
    details = (*_chain(data, language), *_slips(data, language), *_ages(data, language))
    details += _hanging(data, language)
    if not data["risks"]:
        return (title, Paragraph(judged + " " + say(language, "risks.none"), "good"), *details)
    figures = figures_of(data, language)
    rows = tuple(
        (
            say(language, f"severity.{risk['severity']}"),
            _risk(risk, figures, language),
            some_ids(risk["ids"], risk["count"]),
        )
        for risk in data["risks"]
    )
    table = Table(columns_of(language, "severity", "risk", "items"), rows)
    return (title, table, Paragraph(judged), *details)


def _risk(risk: Data, figures: Mapping[str, str], language: str) -> str:
    roles = {role: figures[name] for role, name in risk["figures"].items()}
    keys = [f"risk.{risk['code']}", *also_said(language, risk["code"], roles)]
    return ". ".join(say(language, key, **roles) for key in keys)


def _chain(data: Data, language: str) -> tuple[Block, ...]:
    """Return the chain step by step; only where it is a risk."""
    chain = data["chain"]
    if not chain or not _is_found(data, "critical_chain"):
        return ()
    steps = [
        say(language, "risks.step", id=" + ".join(step), points=format_number(points))
        for step, points in zip(chain["steps"], chain["amounts"], strict=True)
    ]
    return (Heading(say(language, "title.chain")), Paragraph(" → ".join(steps)))


def _slips(data: Data, language: str) -> tuple[Block, ...]:
    slips = data["slips"]
    if not slips:
        return ()
    sprints = _counted(data["sprints"], "sprints", language)
    if slips["skipped"]:
        size = _counted(slips["candidates"], "items", language)
        said = say(language, f"risks.{slips['skipped']}", candidates=size, sprints=sprints)
        return (Paragraph(said),)
    if not slips["rows"]:
        return ()
    rows = tuple(
        (
            f"{row['id']} {row['title']}",
            row["sprint"],
            *(format_known(row[field]) for field in ("waiting", "points", "value", "cost")),
            _share(row["share"]),
        )
        for row in slips["rows"][:ROWS_SHOWN]
    )
    waiting = ("#waiting", "#their_points", "#their_value")
    columns = columns_of(language, "item", "sprint", *waiting, "#cost", "#share")
    said = say(
        language,
        "risks.slips",
        objective=format_number(slips["objective"]),
        sprints=sprints,
        tried=_counted(slips["tried"], "items", language),
        planned=_counted(slips["planned"], "items", language),
    )
    return (Heading(say(language, "title.slips")), Table(columns, rows), Paragraph(said))


def _ages(data: Data, language: str) -> tuple[Block, ...]:
    """Return how old work in progress is and how much of the finished took as long, where that is known."""
    rows = [row for row in data["ageing"] if row["share"] is not None]
    if not rows:
        return ()
    columns = columns_of(language, "item", "#days", "#as_long")
    shown_rows = tuple(
        (f"{row['id']} {row['title']}", str(row["days"]), _share(row["share"])) for row in rows[:ROWS_SHOWN]
    )
    said = say(language, "risks.ageing", n=str(rows[0]["n"]))
    return (Heading(say(language, "title.ageing")), Table(columns, shown_rows), Paragraph(said))


def _hanging(data: Data, language: str) -> tuple[Block, ...]:
    if not data["hanging"]:
        return ()
    rows = tuple(
        (
            row["person"],
            some_ids(row["ids"], len(row["ids"])),
            format_known(row["points"]),
            _share(row["share"]),
        )
        for row in data["hanging"][:ROWS_SHOWN]
    )
    columns = columns_of(language, "person", "items", "#points", "#share")
    return (Heading(say(language, "title.hanging")), Table(columns, rows))


def _is_found(data: Data, code: str) -> bool:
    return any(risk["code"] == code for risk in data["risks"])


def _counted(value: float, unit: str, language: str) -> str:
    return shown({"value": value, "unit": unit}, language)


def _share(share: float | None) -> str:
    return "–" if share is None else shown_number({"value": share, "unit": "share"}) + "%"
