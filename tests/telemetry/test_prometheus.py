"""The Prometheus text is read back by the library's own parser and says what the totals say."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from maestro_cli.model.telemetry import Outcome, StepTotal, Totals
from maestro_cli.telemetry.prometheus import exposition

TOTALS = Totals(
    runs=(("ask", "waiting", 1), ("plan", "completed", 6)),
    steps=(
        StepTotal("plan", "", "", Outcome.COMPLETED, 6, 12.5, 0, 0.0, 0),
        StepTotal("plan", "narrate", "reporter", Outcome.COMPLETED, 5, 2.5, 900, 0.1, 1),
        StepTotal("plan", "narrate", "reporter", Outcome.FAILED, 1, 0.5, 100, 0.0, 1),
    ),
    approvals=(("done", 2), ("pending", 1)),
    decisions=16,
    tokens=1000,
    usd=0.1,
)


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_every_total_is_a_sample() -> None:
    found = samples(exposition(TOTALS))
    narrate = (("agent", "reporter"), ("step", "narrate"), ("workflow", "plan"))
    done = (("agent", "reporter"), ("outcome", "completed"), ("step", "narrate"), ("workflow", "plan"))
    assert found["maestro_runs", (("status", "waiting"), ("workflow", "ask"))] == 1
    assert found["maestro_approvals", (("status", "done"),)] == 2
    assert found["maestro_decisions_total", ()] == 16
    assert found["maestro_llm_tokens_total", ()] == 1000
    assert found["maestro_llm_usd_total", ()] == 0.1
    drives = (("outcome", "completed"), ("workflow", "plan"))
    assert (found["maestro_drives_total", drives], found["maestro_drive_seconds_total", drives]) == (6, 12.5)
    assert (found["maestro_steps_total", done], found["maestro_step_seconds_total", done]) == (5, 2.5)
    assert found["maestro_step_tokens_total", narrate] == 1000
    assert found["maestro_step_fallbacks_total", narrate] == 2


def test_the_same_totals_are_the_same_bytes_and_nothing_is_zero_samples() -> None:
    assert exposition(TOTALS) == exposition(TOTALS)
    assert samples(exposition(Totals()))["maestro_decisions_total", ()] == 0
