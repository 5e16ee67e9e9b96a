"""A Messages API on loopback that answers every request with one word and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FakeApi:
    """What the client sent, in order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[dict[str, Any]] = []

    @property
    def prompts(self) -> str:
        """All text that users' messages carried."""
        return "\n".join(
            part if isinstance(part, str) else part.get("text", "")
            for request in self.requests
            for message in request.get("messages", [])
            for part in ([message["content"]] if isinstance(message["content"], str) else message["content"])
        )


@contextmanager
def fake_api() -> Iterator[FakeApi]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    api = FakeApi(f"http://127.0.0.1:{server.server_port}")
    _Handler.api = api
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: FakeApi

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the base class uses
        pass

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        if "count_tokens" in self.path:
            self._send(json.dumps({"input_tokens": 1}), "application/json")
            return
        self.api.requests.append(asked)
        if asked.get("stream"):
            lines = (f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in _events())
            self._send("".join(lines), "text/event-stream")
        else:
            message = _message() | {"content": [{"type": "text", "text": "Fine."}], "stop_reason": "end_turn"}
            self._send(json.dumps(message), "application/json")

    def do_GET(self) -> None:
        self._send('{"data": []}', "application/json")

    def do_HEAD(self) -> None:
        self._send("", "application/json")

    def _send(self, text: str, kind: str) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _message() -> dict[str, Any]:
    usage = {"input_tokens": 1, "output_tokens": 1}
    start = {"id": "msg_1", "type": "message", "role": "assistant", "model": "fake", "content": []}
    return start | {"stop_reason": None, "stop_sequence": None, "usage": usage}


def _events() -> list[dict[str, Any]]:
    block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    delta = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Fine."}}
    end = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 1}}
    stop = {"type": "content_block_stop", "index": 0}
    return [
        {"type": "message_start", "message": _message()},
        block,
        delta,
        stop,
        end,
        {"type": "message_stop"},
    ]
