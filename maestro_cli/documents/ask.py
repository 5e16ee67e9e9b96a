"""Answers to requests: data for programs, Markdown with footnotes, and blocks for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maestro_cli.documents.escape import md_text
from maestro_cli.documents.report import footnotes, section_blocks
from maestro_cli.documents.report_words import say
from maestro_cli.model.blocks import Block, Bullets, Heading, Paragraph
from maestro_cli.model.requests import Intent, Route

Data = dict[str, Any]


def answer_data(
    route: Route,
    text: str,
    combined: Mapping[str, Any],
    grounded: Mapping[str, Any],
    acted: Mapping[str, Any],
    language: str,
    session: Mapping[str, Any] | None = None,
) -> Data:
    """Return what `maestro ask` answers with, as in the contract; `answer` is the text without footnotes.

    `session` has its `name`, what the request was `understood` to mean by it, and the `facts` to be shown.
    """
    sections = [each for each in grounded["sections"] if each["markdown"]]
    cited = {name for each in sections for figure in each["figures"] for name in figure["evidence"]}
    evidence = combined["evidence"]
    steps = _steps(sections)
    data: Data = {
        "text": text,
        "agents": list(route.agents),
        "intent": route.intent.value,
        "complexity": route.complexity.value,
        "strategy": route.strategy.value,
        "why": route.why,
        "routed_by": route.by,
        "sections": sections,
        "missing": combined["missing"],
        "dropped": grounded["dropped"],
        "evidence": [{"id": name, "detail": evidence.get(name, "")} for name in sorted(cited)],
        "confidence": combined["confidence"],
        "actions_suggested": steps,
        "actions_taken": acted["taken"],
        "actions_skipped": acted["skipped"],
        "actions_refused": acted["refused"],
        "unclear": acted["unclear"],
        "session": session,
    }
    data["answer"] = _text(data, language)
    return data


def answer_markdown(data: Data, language: str) -> str:
    """Return the whole answer below what was asked, with a footnote for every figure."""
    notes = "\n".join(footnotes(data, language))
    title = f"# {md_text(data['text'])}"
    return "\n\n".join(part for part in (title, data["answer"], notes) if part) + "\n"


def answer_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return the answer as blocks, below what was asked."""
    blocks: list[Block] = [Heading(data["text"], 1)]
    for section in data["sections"]:
        if section["id"] != "headline":
            blocks.append(Heading(section["title"]))
        blocks.extend(section_blocks(section["markdown"]))
    for title, lines in _rest(data, language):
        blocks += [Heading(title), Bullets(tuple(lines))] if title else [Paragraph(line) for line in lines]
    return tuple(blocks)


def _steps(sections: list[Data]) -> list[str]:
    """Return the next steps that the answer names, a line each."""
    lines = [
        line for each in sections if each["id"] == "next_steps" for line in each["markdown"].splitlines()
    ]
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def _text(data: Data, language: str) -> str:
    parts = []
    for section in data["sections"]:
        if section["id"] != "headline":
            parts.append(f"## {section['title']}")
        parts.append(section["markdown"])
    for title, lines in _rest(data, language):
        parts += (
            [f"## {title}", "\n".join(f"- {md_text(line)}" for line in lines)]
            if title
            else map(md_text, lines)
        )
    return "\n\n".join(str(part) for part in parts if part)


def _rest(data: Data, language: str) -> list[tuple[str, list[str]]]:
    """Return what stands behind the sections: changes, what was not answered, what is remembered, and who."""
    changes = [
        say(language, f"ask.{outcome}", what=one["summary"], why=one["why"])
        for outcome in ("taken", "skipped", "refused")
        for one in data[f"actions_{outcome}"]
    ]
    changes += [say(language, "ask.which")] if data["unclear"] else []
    missing = [
        f"{one['skill']}: {one['why']}" + (f" → {one['fix']}" if one["fix"] else "")
        for one in data["missing"]
    ]
    understood, facts = _remembered(data, language)
    found = [
        (say(language, "section.actions"), changes),
        (say(language, "section.missing"), missing),
        (say(language, "section.remembered"), facts),
    ]
    rest = [(title, lines) for title, lines in found if lines]
    if data["intent"] == Intent.OUT_OF_SCOPE:
        rest.append(("", [say(language, "ask.out_of_scope")]))
    else:
        names = ", ".join(say(language, f"agent.{name}") for name in data["agents"])
        rest.append(("", [*understood, say(language, "ask.agents", agents=names)]))
    return rest


def _remembered(data: Data, language: str) -> tuple[list[str], list[str]]:
    """Return what the request was understood to mean, and what people told, each with its source."""
    session = data.get("session") or {}
    lines = []
    if one := session.get("understood"):
        items, intents = ", ".join(one["items"]) or "-", ", ".join(one["intents"])
        gaps = {"said": one["said"], "items": items, "intents": intents, "turn": one["turn"]}
        lines.append(say(language, f"ask.understood.{one['how']}", **gaps))
    told = session.get("facts", ()) if data["agents"] else ()
    facts = [say(language, "ask.fact", **fact) for fact in told]
    return lines, facts


def route_blocks(route: Route, language: str) -> tuple[Block, ...]:
    """Return who would answer a request, and how."""
    if route.intent is Intent.OUT_OF_SCOPE:
        return (Paragraph(say(language, "ask.out_of_scope"), "warning"),)
    names = ", ".join(say(language, f"agent.{name}") for name in route.agents)
    wanted = ", ".join(wish.intent.value for wish in route.wishes)
    lines = (
        say(language, "ask.agents", agents=names),
        f"{wanted} ({route.complexity.value}, {route.strategy.value})",
        route.why,
    )
    return (Bullets(lines),)
