"""Answers of `maestro forecast` and `maestro forecast backtest` as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from maestro_cli.documents.figures import shown
from maestro_cli.documents.forecast_words import forecast_word
from maestro_cli.documents.locale import first_ids, format_chance, format_date, format_number
from maestro_cli.model.blocks import Bar, Bars, Block, Column, Heading, Paragraph, Table

Data = Mapping[str, Any]

MOST_TARGETS = 30
MOST_DAYS = 12
FEWEST_CHECKED = 10
"""Forecasts from which it is told how often they came true: of two, a share says nothing."""

FIRST, LAST = 0.01, 0.95
"""Chances that the chart begins and ends with."""


def forecast_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return the days per level, the chance by a day, how it grows, and the targets."""
    return tuple(_forecast(data, language))


def backtest_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return a table per horizon: stated, came true, its interval, and the usual resampling."""
    return tuple(_backtest(data, language))


def _forecast(data: Data, language: str) -> Iterator[Block]:
    yield Heading(forecast_word(language, "title"), 1)
    note = data["note"]
    if note and note["code"] == "no_scope":
        key = "no_scope.unestimated" if note["params"]["unestimated"] else "no_scope"
        yield Paragraph(forecast_word(language, key), "warning")
        return
    yield Paragraph("\n".join(_scope(data, language)))
    if note:
        yield Paragraph("\n".join(_why_not(data, note, language)), "warning")
        return
    yield Table(*_levels(data, language))
    if data["probability"] is not None:
        day, chance = _day(data["by"], language), format_chance(data["probability"])
        yield Paragraph(forecast_word(language, "chance", day=day, share=chance))
    bars = chance_bars(data["curve"], language)
    if bars:
        yield Heading(forecast_word(language, "by_day"))
        yield Bars(bars)
    if data["targets"]:
        yield Heading(forecast_word(language, "targets"))
        yield Table(*_targets(data["targets"][:MOST_TARGETS], language))
        more = len(data["targets"]) - MOST_TARGETS
        if more > 0:
            yield Paragraph(forecast_word(language, "more", count=more))
    yield Paragraph("\n".join(_basis(data, language)))


def _scope(data: Data, language: str) -> Iterator[str]:
    figures = {figure["name"]: shown(figure, language) for figure in data["figures"]}
    key = "scope" if data["unit"] == "sprint" else "scope.week"
    gaps = {"items": figures["forecast.items"], "amount": figures["forecast.amount"]}
    yield forecast_word(language, key, **gaps)
    for name in ("added", "unestimated"):
        if data["work"][name]:
            yield forecast_word(language, name, ids=first_ids(data["work"][name]))


def _why_not(data: Data, note: Data, language: str) -> Iterator[str]:
    periods = forecast_word(language, f"period.{data['unit']}")
    gaps = {**note["params"], "count": note["params"].get("periods")}
    yield forecast_word(language, note["code"], **{**gaps, "periods": periods})
    if len(data["observed"]) == 2:
        early, late = (_day(day, language) for day in data["observed"])
        yield forecast_word(language, "observed", early=early, late=late)
        yield from _presence(data, language)


def _levels(data: Data, language: str) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    columns = [Column(forecast_word(language, "level")), Column(forecast_word(language, "done"))]
    amounts = (data["by_date"] or {}).get("percentiles", {})
    if amounts:
        day = _day(data["by_date"]["day"], language)
        columns.append(Column(forecast_word(language, "at_least", day=day), numeric=True))
    unit = forecast_word(language, f"unit.{data['unit']}")
    rows = []
    for level, day in data["percentiles"].items():
        row = [f"P{level}", _day(day, language)]
        if amounts:
            row.append(f"{format_number(amounts[level])} {unit}")
        rows.append(tuple(row))
    return tuple(columns), tuple(rows)


def chance_bars(curve: Sequence[Data], language: str) -> tuple[Bar, ...]:
    """Return the chance by day, from the first that has one to the first that is nearly sure."""
    first = next((place for place, at in enumerate(curve) if at["probability"] >= FIRST), len(curve))
    last = next((place for place, at in enumerate(curve) if at["probability"] >= LAST), len(curve) - 1)
    told = curve[first : last + 1]
    every = -(-len(told) // MOST_DAYS) or 1
    return tuple(
        Bar(_day(at["end"], language), at["probability"], 1.0, format_chance(at["probability"]))
        for at in told[::every]
    )


def _targets(
    targets: Sequence[Data], language: str
) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    columns = [Column(forecast_word(language, "target")), Column(forecast_word(language, "count"), True)]
    columns += [Column("P50"), Column("P85")]
    dated = any(target["probability"] is not None for target in targets)
    if dated:
        columns += [Column(forecast_word(language, "by")), Column(forecast_word(language, "share"), True)]
    rows = []
    for target in targets:
        name = target["id"] if target["kind"] == "milestone" else f"{target['id']} {target['title']}"
        days = [_day(target["percentiles"][level], language) for level in ("50", "85")]
        row = [name, _count(target, language), *days]
        if dated:
            known = target["probability"] is not None
            row += (
                [_day(target["by"], language), format_chance(target["probability"])] if known else ["–", "–"]
            )
        rows.append(tuple(row))
    return tuple(columns), tuple(rows)


def _count(target: Data, language: str) -> str:
    count, drafts = len(target["items"]), len(target["drafts"])
    return forecast_word(language, "count.drafts", count=count, drafts=drafts) if drafts else str(count)


def _basis(data: Data, language: str) -> Iterator[str]:
    figures = {figure["name"]: figure["value"] for figure in data["figures"]}
    yield forecast_word(
        language,
        "basis",
        used=len(data["history_used"]),
        periods=figures["forecast.periods"],
        unit=forecast_word(language, f"period.{data['unit']}"),
        checked=data["calibrated_on"],
    )
    yield from _presence(data, language)
    yield _growth(data, language)
    split = data["split"]
    if split["applied"] != 1:
        yield forecast_word(language, "split.applied", factor=format_number(split["applied"], 2))
    elif (split["factor"] or 1) != 1:
        yield forecast_word(language, "split.learnt", factor=format_number(split["factor"], 2))


def _presence(data: Data, language: str) -> Iterator[str]:
    """Yield that periods ahead count by who is there; nothing where all count alike."""
    if data["presence"]:
        periods = forecast_word(language, f"period.{data['unit']}")
        yield forecast_word(language, "presence", periods=periods)


def _growth(data: Data, language: str) -> str:
    growth, unit = data["growth"], data["unit"]
    amount = growth["applied"] or growth["per_period"]
    if amount is None:
        return forecast_word(language, "growth.unknown")
    if not amount:
        return forecast_word(language, "growth.none")
    return forecast_word(
        language,
        "growth.applied" if growth["applied"] else "growth.learnt",
        amount=format_number(amount, 2),
        unit=forecast_word(language, f"unit.{unit}"),
        period=forecast_word(language, f"one.{unit}"),
        count=shown({"value": growth["periods"], "unit": f"{unit}s"}, language),
    )


def _backtest(data: Data, language: str) -> Iterator[Block]:
    yield Heading(forecast_word(language, "backtest"), 1)
    periods = forecast_word(language, f"period.{data['unit']}")
    if data["note"]:
        gaps = {**data["note"]["params"], "periods": periods}
        yield Paragraph(forecast_word(language, "backtest.none", **gaps), "warning")
        return
    count = data["history"]["periods"]
    yield Paragraph(forecast_word(language, "backtest.intro", count=count, periods=periods))
    for horizon in data["horizons"]:
        key = f"backtest.horizon.{data['unit']}"
        yield Heading(forecast_word(language, key, periods=horizon["periods"]))
        if not horizon["levels"]:
            yield Paragraph(forecast_word(language, "short"), "warning")
            continue
        checked = horizon["levels"][0]["forecasts"]
        if checked < FEWEST_CHECKED:
            few = forecast_word(language, "few", count=checked, least=FEWEST_CHECKED)
            yield Paragraph(few, "warning")
            continue
        yield Table(*_scores(horizon, language))
        own, usual = horizon["mean_abs_error"], horizon["standard"]["mean_abs_error"]
        gaps = {"own": _exactly(own), "usual": _exactly(usual), "periods": periods}
        yield Paragraph(forecast_word(language, "error", **gaps))


def _scores(horizon: Data, language: str) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    names = ("stated", "hit", "interval", "forecasts", "usual")
    columns = tuple(Column(forecast_word(language, name), numeric=True) for name in names)
    rows = tuple(
        (
            _percent(level["stated"]),
            _exactly(level["hit"]),
            f"{_percent(level['low'])}–{_percent(level['high'])}",
            str(level["forecasts"]),
            _exactly(usual["hit"]),
        )
        for level, usual in zip(horizon["levels"], horizon["standard"]["levels"], strict=True)
    )
    return columns, rows


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _exactly(share: float) -> str:
    return f"{format_number(share * 100)}%"


def _day(day: str | None, language: str) -> str:
    return format_date(date.fromisoformat(day), language) if day else forecast_word(language, "later")
