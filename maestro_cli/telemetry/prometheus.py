"""Totals as Prometheus text, for a textfile collector or whoever scrapes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from maestro_cli.model.telemetry import StepTotal, Totals

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

_STEP = ("workflow", "step", "agent")


def exposition(totals: Totals) -> str:
    """Return `totals` in the Prometheus text exposition format, sorted by name and labels."""
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    registry.register(_Collector(totals))
    return generate_latest(registry).decode()


class _Collector:
    """Hands the metrics to the library when it asks for them."""

    def __init__(self, totals: Totals) -> None:
        self._totals = totals

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        totals = self._totals
        runs = GaugeMetricFamily("maestro_runs", "Runs that are kept.", labels=("workflow", "status"))
        for workflow, status, count in totals.runs:
            runs.add_metric((workflow, status), count)
        approvals = GaugeMetricFamily("maestro_approvals", "Approvals.", labels=("status",))
        for status, count in totals.approvals:
            approvals.add_metric((status,), count)
        yield from (runs, approvals)
        yield CounterMetricFamily("maestro_decisions", "Entries of the audit chain.", value=totals.decisions)
        yield CounterMetricFamily("maestro_llm_tokens", "Tokens that models used.", value=totals.tokens)
        yield CounterMetricFamily("maestro_llm_usd", "US dollars that models cost.", value=totals.usd)
        yield from _steps(totals.steps)


def _steps(steps: Iterable[StepTotal]) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily

    drives = CounterMetricFamily(
        "maestro_drives", "Runs from start or resume to an end.", labels=("workflow", "outcome")
    )
    driven = CounterMetricFamily(
        "maestro_drive_seconds", "Wall time of these.", labels=("workflow", "outcome")
    )
    ended = CounterMetricFamily("maestro_steps", "Steps that ended.", labels=(*_STEP, "outcome"))
    took = CounterMetricFamily("maestro_step_seconds", "Wall time of steps.", labels=(*_STEP, "outcome"))
    tokens = CounterMetricFamily("maestro_step_tokens", "Tokens of steps that used any.", labels=_STEP)
    fallbacks = CounterMetricFamily("maestro_step_fallbacks", "Times that a model failed.", labels=_STEP)
    used: dict[tuple[str, ...], tuple[int, int]] = {}
    for one in steps:
        if not one.step_id:
            drives.add_metric((one.workflow, one.outcome.value), one.count)
            driven.add_metric((one.workflow, one.outcome.value), round(one.seconds, 6))
            continue
        labels = (one.workflow, one.step_id, one.agent)
        ended.add_metric((*labels, one.outcome.value), one.count)
        took.add_metric((*labels, one.outcome.value), round(one.seconds, 6))
        spent, failed = used.get(labels, (0, 0))
        used[labels] = (spent + one.tokens, failed + one.fallbacks)
    for named, (spent, failed) in used.items():
        if spent or failed:
            tokens.add_metric(named, spent)
            fallbacks.add_metric(named, failed)
    yield from (drives, driven, ended, took, tokens, fallbacks)
