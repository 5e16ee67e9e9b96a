"""Ways in which an API fails, each served over a real socket."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail. `do` gets the handler, an event that ends every wait, and the usage so far."""

    do: Callable[[BaseHTTPRequestHandler, threading.Event, Json], None]

    def serve(
        self,
        handler: BaseHTTPRequestHandler,
        closing: threading.Event,
        hung_up: threading.Event,
        usage: Json | None = None,
    ) -> None:
        """Fail; the connection is closed afterwards. `hung_up` is set where the client left first."""
        handler.close_connection = True
        try:
            self.do(handler, closing, usage or {})
        except (BrokenPipeError, ConnectionResetError):
            hung_up.set()


def error(kind: str, message: str, **more: object) -> Json:
    """Return the body of an error as the API writes it."""
    return {"type": "error", "error": {"type": kind, "message": message, **more}, "request_id": "req_1"}


def send(
    handler: BaseHTTPRequestHandler,
    status: int,
    body: object,
    kind: str = "application/json",
    headers: Sequence[tuple[str, str]] = (),
    length: int | None = None,
) -> None:
    """Send a whole answer; `length` may lie."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(status)
    handler.send_header("content-type", kind)
    handler.send_header("connection", "close" if handler.close_connection else "keep-alive")
    handler.send_header("content-length", str(len(data) if length is None else length))
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(data)


def stream(handler: BaseHTTPRequestHandler, events: Sequence[Json], *, end: bool = True) -> None:
    """Send events as a stream; without `end` the connection stays open."""
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream; charset=utf-8")
    handler.send_header("connection", "close")
    handler.end_headers()
    handler.close_connection = True
    for event in events:
        handler.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())
    if end:
        handler.wfile.flush()


def status(
    number: int,
    kind: str = "api_error",
    message: str = "no",
    headers: Sequence[tuple[str, str]] = (),
    **more: object,
) -> Fault:
    """Answer with an HTTP error."""
    return Fault(lambda handler, _, __: send(handler, number, error(kind, message, **more), headers=headers))


def body(data: bytes, kind: str = "text/event-stream", length: int | None = None) -> Fault:
    """Answer 200 with these bytes."""
    return Fault(lambda handler, _, __: send(handler, 200, data, kind, length=length))


def hang() -> Fault:
    """Answer nothing."""
    return Fault(lambda _, closing, __: _wait(closing, 30))


def drip(data: bytes = b"event: ping\ndata: {}\n\n", pause: float = 0.05, *, head: bool = True) -> Fault:
    """Answer one byte at a time, for ever; without `head` the bytes are those of the first line."""

    def do(handler: BaseHTTPRequestHandler, closing: threading.Event, _: Json) -> None:
        if head:
            stream(handler, [])
        else:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
        while not closing.is_set():
            for byte in data if head else b"a" * 64:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                _wait(closing, pause)

    return Fault(do)


def sse(*more: bytes, then: str = "close", start: bool = True) -> Fault:
    """Begin a stream with a first piece of text, send `more`, then close, hang, or reset."""

    def do(handler: BaseHTTPRequestHandler, closing: threading.Event, usage: Json) -> None:
        stream(handler, begun(usage) if start else [])
        for each in more:
            handler.wfile.write(each)
        handler.wfile.flush()
        if then == "hang":
            _wait(closing, 30)

    return Fault(do)


def begun(usage: Json) -> list[Json]:
    """Return the events of an answer that has begun."""
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [],
        "usage": usage,
    }
    return [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "par"}},
    ]


def _wait(closing: threading.Event, seconds: float) -> None:
    closing.wait(seconds)
