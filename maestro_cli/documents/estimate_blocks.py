"""Answers of `maestro estimate` and `maestro estimate backtest` as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from maestro_cli.documents.estimate_words import estimate_word
from maestro_cli.documents.figures import shown
from maestro_cli.documents.locale import format_date, format_number
from maestro_cli.model.blocks import Block, Column, Heading, Paragraph, Table

Data = Mapping[str, Any]

MOST_ITEMS = 50
MOST_VALUES = 15


def estimate_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return the items with their estimates, what these stand on, and how to take one over."""
    return tuple(_estimates(data, language))


def backtest_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return what was scored and how, and a table of the figures."""
    return tuple(_backtest(data, language))


def _estimates(data: Data, language: str) -> Iterator[Block]:
    yield Heading(estimate_word(language, "title"), 1)
    for note in data["notes"]:
        yield Paragraph(_note(note, language), "good" if note["code"] == "all_estimated" else "warning")
    rows, learnt = data["items"], data["learnt"]
    if not rows or not learnt["items"]:
        return
    yield Table(_columns(rows, language), tuple(_row(row, rows, language) for row in rows[:MOST_ITEMS]))
    if len(rows) > MOST_ITEMS:
        yield Paragraph(estimate_word(language, "more", shown=MOST_ITEMS, total=len(rows)))
    yield Paragraph("\n".join(_basis(data, language)))
    yield Paragraph(estimate_word(language, "set", command=rows[0]["command"]))


def _columns(rows: list[Data], language: str) -> tuple[Column, ...]:
    level = rows[0]["level"]
    span = estimate_word(language, "interval", share=_share(level)) if level else None
    columns = [
        Column(estimate_word(language, "item")),
        Column(estimate_word(language, "points"), numeric=True),
        Column(span or estimate_word(language, "range"), numeric=True),
        Column(estimate_word(language, "like")),
    ]
    if _has_points(rows):
        columns.insert(1, Column(estimate_word(language, "current"), numeric=True))
    return tuple(columns)


def _row(row: Data, rows: list[Data], language: str) -> tuple[str, ...]:
    low, high = _points(row["low"]), _points(row["high"])
    near = [
        estimate_word(
            language,
            "neighbour",
            id=one["id"],
            points=_points(one["points"]),
            share=_share(one["similarity"]),
        )
        for one in row["neighbours"]
    ]
    if row["method"] == "same_text":
        near.insert(0, estimate_word(language, "same_text"))
    cells = [
        f"{row['id']} {row['title']}",
        _points(row["points"]),
        low if low == high else f"{low}–{high}",
        ", ".join(near) or "–",
    ]
    if _has_points(rows):
        cells.insert(1, "–" if row["current"] is None else _points(row["current"]))
    return tuple(cells)


def _has_points(rows: list[Data]) -> bool:
    return any(row["current"] is not None for row in rows)


def _basis(data: Data, language: str) -> Iterator[str]:
    figures = {figure["name"]: shown(figure, language) for figure in data["figures"]}
    learnt = data["learnt"]
    yield estimate_word(language, "basis", history=figures["estimate.history"])
    if learnt["mae"] is not None:
        judged = shown({"value": learnt["judged"], "unit": "items"}, language)
        mae, median = (_fine(learnt[name]) for name in ("mae", "mae_median"))
        held = _share(learnt["coverage"])
        yield estimate_word(language, "judged", judged=judged, mae=mae, median=median, coverage=held)
        yield estimate_word(language, "weights", shares=_experts(learnt["weights"], language))
    values = [_points(value) for value in learnt["scale"]]
    if len(values) <= MOST_VALUES:
        yield estimate_word(language, "scale", values=", ".join(values))


def _note(note: Data, language: str) -> str:
    gaps = dict(note["params"])
    key = note["code"]
    if gaps.get("day"):
        key, gaps["day"] = f"{key}.day", format_date(date.fromisoformat(gaps["day"][:10]), language)
    gaps |= {name: _points(gaps[name]) for name in ("before", "after") if name in gaps}
    return estimate_word(language, key, **gaps)


def _backtest(data: Data, language: str) -> Iterator[Block]:
    yield Heading(estimate_word(language, "backtest.title"), 1)
    if data["note"]:
        yield Paragraph(_note(data["note"], language), "warning")
        return
    total = data["train"] + data["choose"] + data["n"]
    counts = {name: data[name] for name in ("train", "choose", "n")}
    yield Paragraph(estimate_word(language, f"protocol.{data['protocol']}", **counts, all=total))
    columns = (
        Column(estimate_word(language, "figure")),
        Column(estimate_word(language, "value"), numeric=True),
    )
    points = [(name, _fine(data[name])) for name in ("mae", "mae_median", "mae_random")]
    shares = [(name, _share(data[name])) for name in ("sa", "within_one_step")]
    held = "coverage" if data["level"] else "coverage.range"
    rows = [*points, *shares, (held, _share(data["coverage"]))]
    level = _share(data["level"])
    yield Table(columns, tuple((estimate_word(language, name, share=level), text) for name, text in rows))
    key = "weights" if data["level"] else "unjudged"
    yield Paragraph(estimate_word(language, key, shares=_experts(data["experts"], language)))


def _experts(shares: Mapping[str, float], language: str) -> str:
    ordered = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(
        f"{estimate_word(language, f'expert.{name}')} {_share(share)}"
        for name, share in ordered
        if share >= 0.005
    )


def _points(value: float) -> str:
    return format_number(value, 2)


def _fine(value: float) -> str:
    return f"{value:.2f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{int(value * 100 + 0.5)}%"
