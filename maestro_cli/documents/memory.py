"""Memory as blocks: facts that people told, sessions, and what worked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from maestro_cli.documents.memory_words import say
from maestro_cli.model.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from maestro_cli.model.memory import Experience, Fact, Summary, Turn

Session = tuple[str, int, str]
_NUMBERS = frozenset({"turns", "runs", "success", "seconds", "turn"})


def memory_blocks(
    facts: Sequence[Fact], sessions: Sequence[Session], ways: Sequence[Experience], language: str
) -> tuple[Block, ...]:
    """Return all that is remembered; parts with nothing in them are left out."""
    blocks: list[Block] = []
    for title, rows in (
        ("facts", facts_table(facts, language) if facts else None),
        ("sessions", _sessions(sessions, language) if sessions else None),
        ("ways", ways_table(ways, language) if ways else None),
    ):
        if rows is not None:
            blocks += [Heading(say(language, title)), rows]
    if ways:
        blocks.append(Paragraph(say(language, "formula")))
    return tuple(blocks) or (Paragraph(say(language, "empty")),)


def facts_table(facts: Iterable[Fact], language: str) -> Table:
    """Return facts with their source and date."""
    rows = tuple((fact.id, fact.text, fact.source, fact.date) for fact in facts)
    return Table(_columns(language, "id", "text", "source", "date"), rows)


def ways_table(ways: Iterable[Experience], language: str) -> Table:
    """Return how ways of answering went."""
    names = ("id", "strategy", "schedule", "agents", "skills", "runs", "success", "seconds")
    rows = tuple(
        (
            kind_id(one),
            one.way.strategy,
            say(language, f"schedule.{one.way.schedule.value}"),
            ", ".join(one.way.agents),
            ", ".join(one.way.skills) or "-",
            str(one.runs),
            f"{one.success:.2f}",
            f"{one.seconds:.2f}",
        )
        for one in ways
    )
    return Table(_columns(language, *names), rows)


def session_blocks(name: str, turns: Sequence[Turn], old: Summary, language: str) -> tuple[Block, ...]:
    """Return one session: what its older turns come to, and the `turns` that are kept verbatim."""
    blocks: list[Block] = [Heading(f"session:{name}")]
    if old.turns:
        asked = ", ".join(f"{intent} × {count}" for intent, count in old.intents.items())
        lines = [say(language, "asked", intents=asked or "-")]
        lines += [say(language, "about", items=", ".join(old.items))] if old.items else []
        lines += [
            say(
                language,
                "stated",
                name=one.name,
                value=f"{one.value} {one.unit}".strip(),
                evidence=", ".join(one.evidence),
            )
            for one in old.figures
        ]
        blocks += [Paragraph(say(language, "summary", turns=old.turns)), Bullets(tuple(lines))]
    rows = tuple(
        (str(turn.number), turn.text, ", ".join(turn.intents) or "-", turn.headline or "-") for turn in turns
    )
    return (*blocks, Table(_columns(language, "turn", "text", "intents", "headline"), rows))


def kind_id(one: Experience) -> str:
    """Return how a kind of request is named: `kind:blockers/simple`."""
    return f"kind:{one.way.intent}/{one.way.complexity}"


def _sessions(sessions: Iterable[Session], language: str) -> Table:
    rows = tuple((f"session:{name}", str(count), last) for name, count, last in sessions)
    return Table(_columns(language, "id", "turns", "last"), rows)


def _columns(language: str, *names: str) -> tuple[Column, ...]:
    return tuple(Column(say(language, f"column.{name}"), numeric=name in _NUMBERS) for name in names)
