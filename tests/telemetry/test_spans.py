"""Spans reach a real HTTP server, hold names and numbers only, and their absence never hurts a run."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from maestro_cli.cli.call import Call
from maestro_cli.cli.run import new_run
from maestro_cli.model.telemetry import Measure, Outcome
from maestro_cli.telemetry import spans
from maestro_cli.wiring import open_workspace
from tests.projects import AS_OF, shop_copy

STEP = Measure(
    "plan-1", "plan", "gather", "planner", Outcome.FAILED, "2026-11-21T08:00:00.250Z", 0.5, "x", 0.1, 9, 7
)
DRIVE = Measure("plan-1", "plan", "", "", Outcome.COMPLETED, "2026-11-21T08:00:00.000Z", 2.0)


class Collector(http.server.ThreadingHTTPServer):
    """Keeps what is posted to it, and answers with `status`."""

    status = 200

    def __init__(self) -> None:
        self.requests: list[tuple[str, ExportTraceServiceRequest]] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.requests.append((self.path, ExportTraceServiceRequest.FromString(body)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is declared
        """Say nothing."""


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.url)
        yield server
        server.shutdown()
        thread.join()


def environ(collector: Collector, **more: str) -> dict[str, str]:
    return {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, **more}


def test_a_drive_is_a_trace_with_a_span_for_each_step(collector: Collector) -> None:
    assert spans.export_spans((STEP, DRIVE), environ(collector)) is None
    ((path, request),) = collector.requests
    assert path == "/v1/traces"
    (resource,) = request.resource_spans
    told = {each.key: each.value.string_value for each in resource.resource.attributes}
    assert told["service.name"] == "maestro"
    found = {span.name: span for scope in resource.scope_spans for span in scope.spans}
    root, step = found["plan"], found["plan.gather"]
    assert (step.parent_span_id, step.trace_id) == (root.span_id, root.trace_id)
    assert root.parent_span_id == b""
    assert step.end_time_unix_nano - step.start_time_unix_nano == 500_000_000
    assert step.start_time_unix_nano - root.start_time_unix_nano == 250_000_000
    assert (step.status.code, root.status.code) == (2, 0)
    keys = {each.key for each in step.attributes}
    names = ("run.id", "workflow", "step", "agent", "skill", "outcome", "cpu_seconds", "peak_kib", "tokens")
    assert keys == {f"maestro.{name}" for name in names}


def test_a_real_run_sends_no_text_of_the_project(
    collector: Collector, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shop_copy(tmp_path / "canary-shop")
    call = Call(project=root, as_of=AS_OF, progress="none", llm="offline")
    workspace = open_workspace(call)
    goal = "canary-goal sk-ant-REDACTED"
    answer = new_run(workspace, call, "report", {"report": "status", "goal": goal})
    assert answer.exit_code == 0
    ((_, request),) = collector.requests
    sent = request.SerializeToString()
    found = [span for scope in request.resource_spans[0].scope_spans for span in scope.spans]
    assert {span.name for span in found} >= {"report", "report.gather", "report.velocity", "report.write"}
    titles = [item.title for item in workspace.backlog()]
    for text in (*titles, "canary", "sk-ant", str(tmp_path), "US-1"):
        assert text.encode() not in sent
    assert "W-SPANS" not in capsys.readouterr().err


def test_a_collector_that_refuses_is_told_once_and_nothing_else(
    collector: Collector, capsys: pytest.CaptureFixture[str]
) -> None:
    collector.status = 400
    told = spans.export_spans((DRIVE,), environ(collector))
    assert told is not None
    assert told.code == "W-SPANS"
    assert capsys.readouterr() == ("", "")


def test_without_the_packages_or_with_another_protocol_it_is_said_what_to_do(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = spans.export_spans((DRIVE,), environ(collector, OTEL_EXPORTER_OTLP_PROTOCOL="grpc"))
    assert told is not None
    assert told.fix == "Set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf."
    monkeypatch.setattr(spans, "find_spec", lambda name: None if name.endswith(".http") else object())
    told = spans.export_spans((DRIVE,), environ(collector))
    assert told is not None
    assert told.fix == "Run `pip install 'maestro-cli[otel]'`."
    assert collector.requests == []


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://x"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_TRACES_EXPORTER": "none"}, False),
    ],
)
def test_only_the_environment_asks_for_spans(given: dict[str, str], wanted: bool) -> None:
    assert spans.is_wanted(given) is wanted
