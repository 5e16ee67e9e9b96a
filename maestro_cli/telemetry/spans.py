"""One OpenTelemetry trace for each drive of a run, a span for each of its steps.

Only when the environment names an OTLP endpoint: no setting of a project can send anything anywhere.
Spans are made from what was measured when the run has ended, so a run is not slowed down by them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from maestro_cli import __version__
from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.telemetry import Measure, Outcome

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
TIMEOUTS = ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT")
PATIENCE = 3.0
"""Seconds that a collector may take where the environment does not say."""


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Tell whether the environment asks for spans."""
    off = environ.get("OTEL_SDK_DISABLED", "").strip().casefold() == "true"
    none = environ.get("OTEL_TRACES_EXPORTER", "").strip().casefold() == "none"
    return any(environ.get(name, "").strip() for name in ENDPOINTS) and not off and not none


def export_spans(measures: Sequence[Measure], environ: Mapping[str, str]) -> Diagnostic | None:
    """Send the spans of one drive to the endpoint; return what to warn of when that is not possible."""
    if not measures:
        return None
    hindrance = _hindrance(environ)
    if hindrance is not None:
        return hindrance
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import SpanExportResult

    log = logging.getLogger("opentelemetry")
    log.addHandler(logging.NullHandler())  # else Python prints its lines raw; the result says what is needed
    log.propagate = False
    given = any(environ.get(name, "").strip() for name in TIMEOUTS)
    try:
        exporter = OTLPSpanExporter(timeout=None if given else PATIENCE)
        done = exporter.export(_spans(measures)) is SpanExportResult.SUCCESS
    except (OSError, ValueError) as error:  # an address that is none
        return _unsent(type(error).__name__, _LOOK)
    return None if done else _unsent("the collector did not take them", _LOOK)


_LOOK = f"Look at {ENDPOINTS[0]}, or unset it."


def _unsent(why: str, fix: str) -> Diagnostic:
    return Diagnostic(Severity.WARNING, "W-SPANS", f"no spans were sent: {why}", fix=fix)


def _hindrance(environ: Mapping[str, str]) -> Diagnostic | None:
    protocol = next((environ[name] for name in PROTOCOLS if environ.get(name)), "http/protobuf")
    if protocol != "http/protobuf":
        return _unsent("only http/protobuf is spoken here", f"Set {PROTOCOLS[1]}=http/protobuf.")
    for package in ("opentelemetry", "opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http"):
        if not _is_there(package):
            return _unsent(f"{package} is not installed", "Run `pip install 'maestro-cli[otel]'`.")
    return None


def _is_there(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:  # the package that it is in is not there
        return False


def _spans(measures: Sequence[Measure]) -> Sequence[ReadableSpan]:
    """Return the spans: the drive's, if it was measured, as the parent of all others."""
    from opentelemetry import trace
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept = InMemorySpanExporter()
    provider = _provider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracer = provider.get_tracer("maestro", __version__)
    drives = [one for one in measures if one.is_drive]
    steps = [one for one in measures if not one.is_drive]
    first = drives[0] if drives else steps[0]
    root = tracer.start_span(first.workflow, start_time=_start(first), attributes=_attributes(first))
    parent = trace.set_span_in_context(root)
    for one in steps:
        name = f"{one.workflow}.{one.step_id}"
        span = tracer.start_span(name, parent, start_time=_start(one), attributes=_attributes(one))
        _close(span, one)
    _close(root, first)
    provider.shutdown()
    return kept.get_finished_spans()


def _provider() -> TracerProvider:
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    found = Resource.create({"service.version": __version__})
    if str(found.attributes.get("service.name", "")).startswith("unknown_service"):
        found = found.merge(Resource({"service.name": "maestro"}))
    return TracerProvider(resource=found, shutdown_on_exit=False)


def _close(span: object, measure: Measure) -> None:
    from opentelemetry.trace import Span, Status, StatusCode

    assert isinstance(span, Span)  # noqa: S101 - a tracer makes spans
    if measure.outcome is Outcome.FAILED:
        span.set_status(Status(StatusCode.ERROR))
    span.end(_start(measure) + round(measure.seconds * 1e9))


def _start(measure: Measure) -> int:
    """Return when it began, in nanoseconds since 1970."""
    return round(datetime.fromisoformat(measure.time).timestamp() * 1000) * 1_000_000


def _attributes(one: Measure) -> dict[str, str | int | float]:
    """Return names and numbers; ids of runs are digests, and nothing else of the project is in them."""
    found: dict[str, str | int | float | None] = {
        "maestro.run.id": one.run_id,
        "maestro.workflow": one.workflow,
        "maestro.step": one.step_id or None,
        "maestro.agent": one.agent or None,
        "maestro.skill": one.skill,
        "maestro.outcome": one.outcome.value,
        "maestro.cpu_seconds": one.cpu,
        "maestro.peak_kib": one.peak_kib,
        "maestro.tokens": one.tokens or None,
        "maestro.usd": one.usd or None,
        "maestro.fallbacks": one.fallbacks or None,
    }
    return {name: value for name, value in found.items() if value is not None}
