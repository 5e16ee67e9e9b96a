"""Profiles: medians by hand, what stands out by the stated rule, and advice only where its trigger is met."""

from __future__ import annotations

import pytest

from maestro_cli.documents.profile import profile_blocks
from maestro_cli.governance.profile import GROUPINGS, profile
from maestro_cli.model.profile import Advice
from maestro_cli.model.telemetry import Measure, Outcome


def one(
    run: int,
    step: str = "",
    seconds: float = 1.0,
    outcome: Outcome = Outcome.COMPLETED,
    *,
    workflow: str = "plan",
    skill: str | None = None,
    tokens: int = 0,
    usd: float = 0.0,
    fallbacks: int = 0,
    peak: int | None = None,
) -> Measure:
    agent = "planner" if step else ""
    return Measure(
        f"run-{run}", workflow, step, agent, outcome, "", seconds, skill, 0.5, peak, tokens, usd, fallbacks
    )


def advice(measures: list[Measure], max_usd: float | None = None) -> list[str]:
    return [each.code for each in profile(measures, max_usd).advice]


def test_rows_are_medians_sums_and_counts() -> None:
    seconds = [float(n) for n in range(1, 21)]
    measures = [one(n, "gather", s, tokens=10, usd=0.25, skill="x", peak=n) for n, s in enumerate(seconds)]
    measures += [one(20, "gather", 99.0, Outcome.FAILED), one(21, "gather", 0.0, Outcome.CACHED), one(22)]
    found = profile(measures)
    (row,) = found.rows["step"]
    assert (row.name, row.count, row.median, row.p95, row.failures, row.cached) == (
        "plan.gather",
        21,
        10.5,
        19.0,
        1,
        1,
    )
    assert (row.tokens, row.usd, row.peak_kib, row.cpu) == (200, 5.0, 19, 0.5)
    assert found.runs == 23
    assert {name: [row.name for row in rows] for name, rows in found.rows.items()} == {
        "workflow": ["plan"],
        "agent": ["planner"],
        "step": ["plan.gather"],
        "skill": ["x"],
    }
    assert found.rows["workflow"][0].tokens == 200, "a workflow's tokens are those of its steps"


# @req MR-14.11
@pytest.mark.parametrize(
    ("past", "value", "stands_out"),
    [
        ([1.0, 1.1, 0.9, 1.2, 0.8], 1.31, True),
        ([1.0, 1.1, 0.9, 1.2, 0.8], 1.29, False),
        ([1.0, 1.1, 0.9, 1.2], 9.0, False),
        ([1.0] * 5, 1.09, False),
        ([1.0] * 5, 1.11, True),
    ],
)
def test_a_value_stands_out_above_median_and_three_deviations(
    past: list[float], value: float, stands_out: bool
) -> None:
    measures = [one(n, "gather", seconds) for n, seconds in enumerate([*past, value])]
    found = profile(measures).anomalies
    assert [(each.run_id, each.value, each.past) for each in found] == [
        (f"run-{len(past)}", value, len(past))
    ] * stands_out


def test_tokens_stand_out_too_and_failures_are_no_past() -> None:
    measures = [one(n, "narrate", tokens=1000) for n in range(5)]
    found = profile([*measures, one(5, "narrate", tokens=1501)]).anomalies
    assert [(each.what, each.value, each.limit) for each in found] == [("tokens", 1501, 1000)]
    failed = [one(n, "narrate", 1.0, Outcome.FAILED) for n in range(9)]
    assert profile([*failed, one(9, "narrate", 60.0)]).anomalies == ()


@pytest.mark.parametrize(
    ("step", "code"),
    [("optimise", ["heavy.solver"]), ("gather", ["heavy.reading"]), ("write", ["heavy"])],
)
def test_the_step_that_takes_most_is_named(step: str, code: list[str]) -> None:
    assert advice([one(0, step, 8.0), one(0, "other", 2.0)]) == code
    assert advice([one(0, step, 3.0), one(0, "other", 3.1), one(0, "third", 0.1)]) == ["heavy"]
    assert advice([one(0, step, 1.9), one(0, "other", 0.1)]) == []


def test_advice_says_how_much() -> None:
    found = profile([one(0, "optimise", 8.0), one(0, "other", 2.0)]).advice
    assert found == (Advice("heavy.solver", {"name": "plan.optimise", "percent": 80, "seconds": 8.0}),)


def test_failures_fallbacks_money_memory_and_interruptions() -> None:
    failing = [one(n, "act", 1.0, Outcome.FAILED if n < 1 else Outcome.COMPLETED) for n in range(5)]
    assert advice(failing) == ["failing"]
    assert advice(failing[:4]) == []
    asked = [one(n, "narrate", tokens=9, fallbacks=int(n < 1)) for n in range(5)]
    assert advice(asked) == ["fallbacks"]
    assert advice(asked[1:]) == []
    dear = [one(0, "narrate", usd=0.5), one(0, "combine", usd=0.3), one(1, "narrate", usd=0.7)]
    assert advice(dear, max_usd=1.0) == ["dear"]
    assert advice(dear) == advice(dear, max_usd=1.1) == []
    assert advice([one(0, peak=600 * 1024)]) == ["large"]
    assert advice([one(0, peak=600 * 1024 - 1)]) == []
    assert advice([one(n, outcome=Outcome.INTERRUPTED) for n in range(5)]) == ["interrupted"]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("by", GROUPINGS)
def test_every_advice_has_words_in_both_languages(language: str, by: str) -> None:
    measures = [
        one(
            n,
            step,
            9.0,
            Outcome.FAILED if n < 2 else Outcome.COMPLETED,
            workflow=workflow,
            fallbacks=1,
            usd=1.0,
        )
        for n in range(9)
        for workflow, step in (("plan", "optimise"), ("report", "gather"), ("trace", "check"))
    ]
    measures += [one(n, outcome=Outcome.INTERRUPTED, peak=2**20) for n in range(9)]
    found = profile([*measures, one(10, "optimise", 99.0)], max_usd=1.0)
    codes = {each.code for each in found.advice}
    assert codes == {
        "failing",
        "fallbacks",
        "heavy",
        "heavy.reading",
        "heavy.solver",
        "dear",
        "large",
        "interrupted",
    }
    assert found.anomalies
    assert profile_blocks(found, by, language)


def test_nothing_measured_is_said() -> None:
    found = profile([])
    assert (found.runs, found.anomalies, found.advice) == (0, (), ())
    assert len(profile_blocks(found, "step", "en")) == 1
