"""Back-test of forecasts: how often each stated confidence came true on the team's own history."""

from __future__ import annotations

from collections.abc import Sequence

from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.plan import Reason
from maestro_cli.planning.forecast.backtest import backtest
from maestro_cli.planning.forecast.forecast import FEWEST_PERIODS
from maestro_cli.planning.forecast.periods import past_sprints, past_weeks, until_work_ended
from maestro_cli.skills.forecast import period_evidence
from maestro_cli.skills.forecast_ground import Unit
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger

HORIZONS = {"sprint": (1, 3, 6), "week": (1, 4, 8, 12)}
ENOUGH = 50
"""One-period forecasts from which a back-test is fully trusted."""

METHOD = (
    "rolling origin: every period from the seventh on is forecast from those before it alone, recalibrated "
    "on those before it alone; a forecast of confidence q is of at least so much, and a tie counts for the "
    "part of its probability that q needs; low and high are Wilson's 95 % interval over the forecasts that "
    "do not overlap; standard is the resampling of the last 12 periods as independent draws"
)


def check_forecasts(
    inputs: Inputs, *, unit: Unit = "auto", horizons: Sequence[int] | None = None
) -> SkillResult:
    """Forecast the team's own past and say how often each confidence came true.

    A history whose last 12 periods or more are empty is taken to end with the last completion.

    Data: `unit`, `horizons` [{periods, unit, levels: [{stated, hit, forecasts, low, high, independent}],
    mean_abs_error, standard: {levels, mean_abs_error}}] with shares as 0 to 1, `history` {periods, first,
    last}, `method`, `note` {code, params} where the history is too short, `figures`. Confidence grows with
    the forecasts checked, to 1 at 50.
    """
    sprints = until_work_ended(past_sprints(inputs.settings, inputs.backlog, inputs.as_of))
    weeks = until_work_ended(past_weeks(inputs.backlog, inputs.as_of))
    if unit == "auto":
        unit = "sprint" if len(sprints) > FEWEST_PERIODS else "week"
    past = sprints if unit == "sprint" else weeks
    asked = tuple(horizons or HORIZONS[unit])
    found = backtest([period.amount for period in past], asked, unit, inputs.seed)
    checked = max((level.forecasts for one in found for level in one.levels), default=0)
    note = None if checked else Reason("few_periods", {"n": len(past), "least": FEWEST_PERIODS + 1})
    ledger = Ledger()
    cited = period_evidence(past, unit)
    rule = f"{past[0].id}…{past[-1].id}" if past else "nothing completed"
    ledger.add("backtest.periods", len(past), cited, rule=rule, unit=f"{unit}s")
    ledger.add("backtest.forecasts", checked, cited, rule=METHOD, unit="forecasts")
    for one in found:
        names = (f"backtest.error.{one.periods}", f"backtest.standard.{one.periods}")
        for name, error in zip(names, (one.mean_abs_error, one.standard.mean_abs_error), strict=True):
            why = "" if error is not None else "the history is too short"
            ledger.add(name, error, cited, rule=METHOD, unit="share", note=why)
    data: dict[str, object] = {
        "unit": unit,
        "horizons": found,
        "history": {
            "periods": len(past),
            "first": past[0].start if past else None,
            "last": past[-1].end if past else None,
        },
        "method": METHOD,
        "note": note,
    }
    return ledger.result(data, max(min(1.0, checked / ENOUGH), 0.1))
