"""Every way in which the API can fail ends in one typed error, in time, after the right number of tries."""

from __future__ import annotations

import time
from dataclasses import replace
from email.utils import formatdate

import pytest

from maestro_cli.errors import ExitCode
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Notice, NoticeKind
from tests.llm import faults
from tests.llm.engines import KEY, QUICK, FakeTime, ask, chain, engine, failing
from tests.llm.fake_api import FakeApi, Said

SPENT = {"error_code": "enforced_spend_limit_reached"}
START = b'event: message_start\ndata: {"type": "message_start", "message": %s}\n\n'
ERROR = b'event: error\ndata: {"type": "error", "error": {"type": "%s", "message": "sorry"}}\n\n'
DELTA = b'event: content_block_delta\ndata: {"type": "content_block_delta", "index": 0, "delta": %s}\n\n'

FAULTS: dict[str, tuple[faults.Fault | Said, Failure, int | None]] = {
    "400": (faults.status(400, "invalid_request_error"), Failure.REJECTED, 1),
    "400 too long": (
        faults.status(400, "invalid_request_error", "prompt is too long: 2 > 1"),
        Failure.TOO_LONG,
        1,
    ),
    "400 spent": (
        faults.status(400, "invalid_request_error", "You have reached your specified API usage limits."),
        Failure.ACCOUNT,
        1,
    ),
    "401": (faults.status(401, "authentication_error"), Failure.AUTH, 1),
    "402": (faults.status(402, "billing_error"), Failure.ACCOUNT, 1),
    "403": (faults.status(403, "permission_error"), Failure.AUTH, 1),
    "404": (faults.status(404, "not_found_error"), Failure.REJECTED, 1),
    "408": (faults.status(408, "timeout_error"), Failure.TIMEOUT, 3),
    "413": (faults.status(413, "request_too_large"), Failure.TOO_LONG, 1),
    "429": (faults.status(429, "rate_limit_error"), Failure.RATE_LIMITED, 3),
    "429 spent": (faults.status(429, "rate_limit_error", details=SPENT), Failure.ACCOUNT, 1),
    "500": (faults.status(500), Failure.UNAVAILABLE, 3),
    "502 html": (
        faults.Fault(lambda h, _, __: faults.send(h, 502, b"<h1>Bad</h1>", "text/html")),
        Failure.UNAVAILABLE,
        3,
    ),
    "529": (faults.status(529, "overloaded_error"), Failure.OVERLOADED, 3),
    "500 do not retry": (
        faults.status(500, headers=[("x-should-retry", "false")]),
        Failure.UNAVAILABLE,
        1,
    ),
    "400 do retry": (
        faults.status(400, "invalid_request_error", headers=[("x-should-retry", "true")]),
        Failure.REJECTED,
        3,
    ),
    "redirect": (
        faults.Fault(
            lambda h, _, __: faults.send(h, 302, b"", headers=[("location", "http://127.0.0.1:9/")])
        ),
        Failure.REJECTED,
        1,
    ),
    "html 200": (faults.body(b"<html>Log in</html>", "text/html"), Failure.MALFORMED, 3),
    "json 200": (faults.body(b'{"type": "message"}', "application/json"), Failure.MALFORMED, 3),
    "empty 200": (faults.body(b""), Failure.MALFORMED, 3),
    "bad json": (faults.sse(b"event: content_block_delta\ndata: {nope\n\n"), Failure.MALFORMED, 3),
    "json of another shape": (faults.sse(b"event: message_delta\ndata: [1]\n\n"), Failure.MALFORMED, 3),
    "missing content": (
        faults.body(START % b'{"id": "m", "usage": {"input_tokens": 1, "output_tokens": 1}}' + DELTA % b"{}"),
        Failure.MALFORMED,
        3,
    ),
    "null content": (
        faults.body(START % b'{"content": null, "usage": {"input_tokens": 1, "output_tokens": 1}}'),
        Failure.MALFORMED,
        3,
    ),
    "no usage": (faults.body(START % b'{"content": []}'), Failure.MALFORMED, 3),
    "wrong usage": (
        faults.body(START % b'{"content": [], "usage": {"input_tokens": -5, "output_tokens": "x"}}'),
        Failure.MALFORMED,
        3,
    ),
    "truncated body": (faults.body(b"event: message_start\ndata: {", length=5000), Failure.CUT, 3),
    "cut stream": (faults.sse(), Failure.CUT, 3),
    "error event": (faults.sse(ERROR % b"overloaded_error"), Failure.OVERLOADED, 3),
    "error event of api": (faults.sse(ERROR % b"api_error"), Failure.UNAVAILABLE, 3),
    "error event unknown": (faults.sse(b"event: error\ndata: oops\n\n"), Failure.REJECTED, 1),
    "hang": (faults.hang(), Failure.TIMEOUT, None),
    "stream hangs": (faults.sse(then="hang"), Failure.TIMEOUT, None),
    "drip": (faults.drip(), Failure.TIMEOUT, 1),
    "drip of headers": (faults.drip(head=False), Failure.TIMEOUT, 1),
    "max_tokens": (Said(stop="max_tokens"), Failure.CUT, 1),
    "refusal": (Said("I", stop="refusal"), Failure.REFUSAL, 1),
    "context full": (Said(stop="model_context_window_exceeded"), Failure.TOO_LONG, 1),
    "pause": (Said(stop="pause_turn"), Failure.MALFORMED, 1),
    "unheard of": (Said(stop="\x1b[31mlunch"), Failure.MALFORMED, 1),
    "tool_use without a tool": (Said(stop="tool_use"), Failure.MALFORMED, 1),
    "empty answer": (Said(""), Failure.MALFORMED, 3),
    "huge": (faults.body(b"data: " + b"x" * (9 * 1024 * 1024)), Failure.MALFORMED, 1),
    "invalid utf-8": (faults.sse(b"event: ping\ndata: \xff\xfe\n\n"), Failure.MALFORMED, 3),
    "closed": (faults.Fault(lambda h, _, __: h.connection.close()), Failure.UNAVAILABLE, 3),
}


# @req MR-14.2
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_in_time_in_one_typed_error(api: FakeApi, name: str) -> None:
    fault, failure, tries = FAULTS[name]
    api.script = [fault] * 5
    deadline = 0.8 if failure is Failure.TIMEOUT else 5.0  # what does not hang has time for its tries
    began = time.monotonic()
    error = failing(api, ask(deadline=deadline))
    assert time.monotonic() - began < 2.5
    assert error.failure is failure
    assert error.attempts == len(api.calls)
    assert tries is None or error.attempts == tries
    assert error.exit_code is ExitCode.PROVIDER
    [diagnostic] = error.diagnostics
    assert diagnostic.code.startswith("E-LLM-")
    assert diagnostic.fix is not None
    assert "--llm offline" in diagnostic.fix
    assert "\x1b" not in error.message
    assert len(error.message) < 400
    assert [KEY in repr(each) + str(each) for each in chain(error)] == [False] * len(list(chain(error)))


@pytest.mark.parametrize(
    "name", ["429", "500", "529", "html 200", "cut stream", "error event", "closed", "invalid utf-8"]
)
def test_a_fault_that_passes_is_retried_and_answered(api: FakeApi, name: str) -> None:
    fault, _, _ = FAULTS[name]
    api.script = [fault, fault]
    reply = engine(api).ask(ask())
    assert (reply.text, reply.attempts, len(api.calls)) == ("Two items are blocked.", 3, 3)


def test_a_server_that_is_not_there_is_unavailable() -> None:
    error = failing(FakeApi(url="http://127.0.0.1:9"))
    assert error.failure is Failure.UNAVAILABLE
    assert "refused" in error.message


def test_a_page_in_place_of_the_api_is_called_so(api: FakeApi) -> None:
    api.script = [faults.body(b"<html>Log in</html>", "text/html; charset=utf-8")] * 3
    assert "answers with text/html" in failing(api).message


def test_a_slow_answer_that_keeps_coming_is_waited_for(api: FakeApi) -> None:
    def slow(_: object) -> Said:
        time.sleep(0.2)
        return Said("late")

    api.usual = slow
    assert engine(api).ask(ask()).text == "late"


@pytest.mark.parametrize(
    ("header", "waits"),
    [("1", [1.0]), ("0.5", [0.5]), ("12", [1.0] * 12), ("0", [])],
)
def test_what_the_server_asks_to_wait_is_waited_once(api: FakeApi, header: str, waits: list[float]) -> None:
    clock = FakeTime()
    api.script = [faults.status(429, "rate_limit_error", headers=[("retry-after", header)])]
    engine(api, timing=clock.timing()).ask(ask(deadline=60))
    assert clock.slept == waits


def test_a_wait_is_counted_down_where_it_can_be_seen(api: FakeApi) -> None:
    clock, notices = FakeTime(), list[Notice]()
    api.script = [faults.status(429, "rate_limit_error", headers=[("retry-after", "3")])]
    engine(api, timing=clock.timing()).ask(ask(deadline=60), notices.append)
    waiting = [each for each in notices if each.kind is NoticeKind.WAITING]
    assert [(each.text, each.seconds_left, each.first) for each in waiting] == [
        ("rate limited, again in 3 s", 3, True),
        ("rate limited, again in 2 s", 2, False),
        ("rate limited, again in 1 s", 1, False),
    ]


def test_a_date_is_waited_for(api: FakeApi) -> None:
    clock = FakeTime()
    headers = [("retry-after", formatdate(clock.at + 7, usegmt=True))]
    api.script = [faults.status(529, "overloaded_error", headers=headers)]
    engine(api, timing=clock.timing()).ask(ask(deadline=60))
    assert sum(clock.slept) == 7


@pytest.mark.parametrize("header", ["3600", "86400.5", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_nobody_waits_for_an_hour(api: FakeApi, header: str) -> None:
    clock = FakeTime()
    api.script = [faults.status(429, "rate_limit_error", headers=[("retry-after", header)])] * 2
    error = failing(api, ask(deadline=10_000), timing=clock.timing())
    assert (error.failure, error.attempts, clock.slept) == (Failure.RATE_LIMITED, 1, [])
    assert "it asks to wait" in error.message


@pytest.mark.parametrize("header", ["soon", "-5", "nan", "inf", "1e999", "Fri, 99 Foo 2026", "\u00bd", ""])
def test_a_wish_that_makes_no_sense_is_a_usual_backoff(api: FakeApi, header: str) -> None:
    clock = FakeTime()
    value = header.encode().decode("latin-1")
    api.script = [faults.status(429, "rate_limit_error", headers=[("retry-after", value)])]
    engine(api, timing=clock.timing()).ask(ask())
    assert 0 <= sum(clock.slept) <= 0.01


def test_a_wait_that_ends_after_the_deadline_is_not_begun(api: FakeApi) -> None:
    clock = FakeTime()
    api.script = [faults.status(429, "rate_limit_error", headers=[("retry-after", "20")])]
    error = failing(api, ask(deadline=15), timing=clock.timing())
    assert (error.failure, clock.slept) == (Failure.RATE_LIMITED, [])


def test_a_last_try_without_time_does_not_hide_what_is_wrong(api: FakeApi) -> None:
    api.script = [faults.status(529, "overloaded_error"), faults.hang()]
    error = failing(api, ask(deadline=2.0), patience=replace(QUICK, silence=5.0))
    assert (error.failure, error.attempts) == (Failure.OVERLOADED, 2)


def test_the_same_seed_waits_the_same(api: FakeApi) -> None:
    waits = []
    for _ in range(2):
        clock = FakeTime()
        api.script = [faults.status(500)] * 2
        engine(api, timing=clock.timing(seed=7)).ask(ask())
        waits.append(clock.slept)
    assert waits[0] == waits[1]
    assert len(waits[0]) == 2


def test_a_key_that_the_server_repeats_is_not_repeated(api: FakeApi) -> None:
    api.script = [faults.status(401, "authentication_error", f"bad key {KEY}\x1b]0;x\x07")]
    error = failing(api)
    assert KEY not in error.message
    assert "\x1b" not in error.message
    assert error.message.startswith("Claude does not accept the key: HTTP 401 bad key")


def test_a_call_that_nobody_waits_for_is_hung_up(api: FakeApi) -> None:
    """Else it would go on costing, and its thread would stay."""
    api.script = [faults.drip(pause=0.02)]
    failing(api, ask(deadline=0.3))
    assert api.hung_up.wait(2)


def test_a_listener_that_gives_up_ends_the_call(api: FakeApi) -> None:
    def interrupted(notice: Notice) -> None:
        if notice.kind is NoticeKind.TEXT:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine(api).ask(ask(), interrupted)


def test_errors_chain_nothing_of_the_sdk(api: FakeApi) -> None:
    """Its exceptions hold the request, and with it the key."""
    api.script = [faults.status(401, "authentication_error")]
    assert [type(each) for each in chain(failing(api))] == [EngineError]
