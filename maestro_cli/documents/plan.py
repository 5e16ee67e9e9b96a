"""The sprint plan as blocks for a terminal and as Markdown for a tracker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from maestro_cli.documents.escape import Markdown
from maestro_cli.documents.plan_changes import ChangesView
from maestro_cli.documents.plan_sentences import SprintView
from maestro_cli.documents.plan_view import PlanView, plan_view
from maestro_cli.documents.plan_words import plan_word
from maestro_cli.documents.report import footnotes, section_blocks
from maestro_cli.documents.templates import render_template
from maestro_cli.model.blocks import Bar, Bars, Block, Bullets, Column, Heading, Paragraph, Table


def plan_blocks(
    data: Mapping[str, Any], language: str, *, as_of: date | None = None, project: str = ""
) -> tuple[Block, ...]:
    """Return the plan of `data` (plain, with `titles` and `assignees` by id) as blocks in `language`."""
    view = plan_view(data, language, as_of=as_of, project=project)
    said = data.get("headline") or {"markdown": ""}
    return tuple(_blocks(view, language, said["markdown"]))


def plan_markdown(
    data: Mapping[str, Any],
    language: str,
    *,
    as_of: date | None = None,
    project: str = "",
    root: Path | None = None,
) -> Markdown:
    """Return the plan as Markdown from the template `plan`, the one of the project at `root` first.

    The template sees `plan` (a PlanView), `marks` (of its footnotes), `headline` (the words of a model, and
    else nothing), `headline_notes` (their footnotes) and `data`.
    Raises UsageError where the project's own template is broken.
    """
    view = plan_view(data, language, as_of=as_of, project=project)
    said = data.get("headline")
    notes = footnotes({"sections": [said], "evidence": said["evidence"]}, language) if said else ()
    values = {
        "plan": view,
        "marks": [note.mark for note in view.notes],
        "headline": Markdown(said["markdown"] if said else ""),
        "headline_notes": [Markdown(note) for note in notes],
        "data": data,
    }
    return render_template("plan", language, values, root)


def _blocks(view: PlanView, language: str, headline: str) -> Iterator[Block]:
    def say(key: str) -> str:
        return plan_word(language, key)

    yield Heading(view.title, 1)
    yield Paragraph("\n".join(line for line in (*view.header, view.changes.stability) if line))
    yield Paragraph(view.proof, "good" if view.proven else "warning")
    yield from section_blocks(headline)
    yield Paragraph("\n".join(line for line in (view.summary, view.basis) if line))
    yield Heading(say("overview"))
    yield Bars(
        tuple(Bar(sprint.id, sprint.load, sprint.capacity, sprint.load_text) for sprint in view.sprints)
    )
    for sprint in view.sprints:
        yield from _sprint(sprint, language)
    yield Heading(say("bottleneck"))
    yield Paragraph(view.bottleneck)
    yield Heading(say("conflicts"))
    yield Bullets(view.conflicts) if view.conflicts else Paragraph(say("conflicts.none"), "good")
    yield Heading(say("forecast"))
    yield Paragraph("\n".join(view.forecast_lines))
    if view.forecast:
        yield Table((Column(say("forecast.level")), Column(say("forecast.done"))), view.forecast)
    if view.chances:
        yield Bars(view.chances)
    yield Heading(say("left_out"))
    if view.left_out:
        columns = ("id", "item", "reason", "remedy")
        yield Table(tuple(Column(say(key)) for key in columns), view.left_out)
    else:
        yield Paragraph(say("left_out.none"), "good")
    if view.left_out_more:
        yield Paragraph(view.left_out_more)
    yield from _changes(view.changes, language)
    yield Paragraph(say("suggestion"))


def _changes(view: ChangesView, language: str) -> Iterator[Block]:
    def say(key: str) -> str:
        return plan_word(language, key)

    if view.gains or view.notes:
        yield Heading(say("changes"))
        yield Bullets(view.gains + view.notes)
    if view.what_if:
        yield Heading(view.what_if_title)
        numbers = (Column(say("what_if.now"), numeric=True), Column(say("what_if.then"), numeric=True))
        yield Table((Column(""), *numbers), view.what_if)
        yield Bullets(view.what_if_lines)
    if view.alternatives:
        yield Heading(say("alternatives"))
        columns = ("value", "added", "removed")
        yield Table(tuple(Column(say(f"alternatives.{key}")) for key in columns), view.alternatives)
        yield Paragraph(view.alternatives_note)


def _sprint(sprint: SprintView, language: str) -> Iterator[Block]:
    yield Heading(f"{sprint.heading} · {sprint.load_text}")
    if not sprint.rows:
        yield Paragraph(plan_word(language, "empty"))
        return
    columns = tuple(
        Column(plan_word(language, key), numeric=key in ("points", "value"))
        for key in ("id", "item", "points", "value", "owner", "why")
    )
    yield Table(columns, sprint.rows)
