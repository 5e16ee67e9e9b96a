"""`maestro forecast`: when work is done, how much by a day, and how often such forecasts come true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add, add_default, parse_date
from maestro_cli.cli.skill import answer_skill

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.backlog import Backlog
    from maestro_cli.model.evidence import SkillResult
    from maestro_cli.skills.forecast_ground import Rate
    from maestro_cli.skills.inputs import Inputs

app = typer.Typer(name="forecast")

MOST_PERIODS = 104
UNIT_HELP = "Points per sprint, or items per week; auto takes what is known."


class Unit(StrEnum):
    """What a period is."""

    AUTO = "auto"
    SPRINT = "sprint"
    WEEK = "week"


def forecast(
    call: Call,
    items: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID,…", help="Only these: items, requirements, epics or milestone:NAME; may be repeated."
        ),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(parser=parse_date, metavar="DATE", help="How sure it is by this day, and how much is."),
    ] = None,
    unit: Annotated[Unit, typer.Option(help=UNIT_HELP)] = Unit.AUTO,
    growth: Annotated[
        str | None,
        typer.Option(metavar="AMOUNT|auto", help="Work that is added per period; auto takes the past's."),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(metavar="FACTOR|auto", help="Items that one item becomes; auto takes the past's."),
    ] = None,
) -> Answer:
    """Forecast when work is done, as sure as the team's own past allows; `backtest` checks it."""
    from maestro_cli.documents.forecast_blocks import forecast_blocks
    from maestro_cli.skills.forecast import forecast_completion

    named = [name.strip() for text in items or () for name in text.split(",") if name.strip()] or None
    added, becomes = _rate("--growth", growth, least=0.0), _rate("--split", split, least=1.0)

    def skill(inputs: Inputs) -> SkillResult:
        _find_all(inputs.backlog, named or ())
        return forecast_completion(
            inputs, items=named, until=until, unit=unit.value, growth=added, split=becomes
        )

    return answer_skill(call, "forecast", skill, forecast_blocks)


def backtest(
    call: Call,
    unit: Annotated[Unit, typer.Option(help=UNIT_HELP)] = Unit.AUTO,
    horizons: Annotated[
        str | None,
        typer.Option(metavar="N,…", help="Periods ahead; by default 1,4,8,12 weeks or 1,3,6 sprints."),
    ] = None,
) -> Answer:
    """Check past forecasts: how often each stated confidence came true, beside the usual resampling."""
    from maestro_cli.documents.forecast_blocks import backtest_blocks
    from maestro_cli.skills.backtest import check_forecasts

    asked = _horizons(horizons) if horizons is not None else None
    return answer_skill(
        call,
        "forecast-backtest",
        lambda inputs: check_forecasts(inputs, unit=unit.value, horizons=asked),
        backtest_blocks,
    )


def _rate(option: str, text: str | None, least: float) -> Rate:
    from maestro_cli.errors import UsageError

    if text is None or text == "auto":
        auto: Literal["auto"] | None = "auto" if text else None
        return auto
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if least <= value <= 1e6:
        return value
    raise UsageError(
        f"{option} {text} is neither auto nor a number from {least:g} on.",
        code="E-FORECAST",
        fix=f"Write {option} auto, or {option} {least + 0.5:g}.",
    )


def _horizons(text: str) -> tuple[int, ...]:
    from maestro_cli.errors import UsageError

    words = [word.strip() for word in text.split(",") if word.strip()]
    if words and all(word.isascii() and word.isdigit() for word in words):
        found = tuple(sorted({int(word) for word in words}))
        if found[0] >= 1 and found[-1] <= MOST_PERIODS:
            return found
    raise UsageError(
        f"--horizons {text} is not a list of periods from 1 to {MOST_PERIODS}.",
        code="E-FORECAST",
        fix="Write --horizons 1,4,8,12.",
    )


def _find_all(backlog: Backlog, names: Sequence[str]) -> None:
    """Raise InputError for the first name that means nothing."""
    from maestro_cli.cli.lookup import find_item
    from maestro_cli.planning.forecast.targets import WorkPlan

    plan = WorkPlan(backlog, "week")
    for name in names:
        if not plan.knows(name):
            find_item(backlog, name)


add_default(app, forecast)
add(app, backtest, kind="forecast-backtest")
