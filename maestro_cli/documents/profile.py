"""What runs took, as blocks: a table, what stood out, and what to do."""

from __future__ import annotations

from maestro_cli.documents.profile_words import say
from maestro_cli.model.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from maestro_cli.model.profile import Anomaly, Profile, Row

_COLUMNS = ("count", "median", "p95", "cpu", "peak", "tokens", "usd", "failures", "cached")


def profile_blocks(found: Profile, by: str, language: str) -> tuple[Block, ...]:
    """Return the table by `by` (workflow, agent, step or skill), what stood out, and the advice."""
    if not found.runs:
        return (Paragraph(say(language, "empty")),)
    blocks: list[Block] = [
        Paragraph(say(language, "over", runs=found.runs)),
        _table(found.rows[by], by, language),
    ]
    if found.anomalies:
        told = tuple(_told(one, language) for one in found.anomalies)
        blocks += [Heading(say(language, "anomalies")), Bullets(told), Paragraph(say(language, "rule"))]
    blocks.append(Heading(say(language, "advice")))
    lines = tuple(say(language, one.code, **one.gaps) for one in found.advice)
    return (*blocks, Bullets(lines) if lines else Paragraph(say(language, "none")))


def _told(one: Anomaly, language: str) -> str:
    what = say(language, f"what.{one.what}")
    return say(
        language,
        "anomaly",
        name=one.name,
        run=one.run_id,
        value=f"{one.value:g}",
        what=what,
        limit=f"{one.limit:g}",
        past=one.past,
    )


def _table(rows: tuple[Row, ...], by: str, language: str) -> Table:
    columns = [Column(say(language, f"column.{by}"))]
    columns += [Column(say(language, f"column.{name}"), numeric=True) for name in _COLUMNS]
    return Table(tuple(columns), tuple(_cells(row) for row in rows))


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        str(row.count),
        _number(row.median),
        _number(row.p95),
        _number(row.cpu),
        "-" if row.peak_kib is None else str(row.peak_kib // 1024),
        str(row.tokens),
        f"{row.usd:.4f}",
        str(row.failures),
        str(row.cached),
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
