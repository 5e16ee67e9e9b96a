"""The Messages API on loopback, as far as Maestro uses it: it answers, counts, caches and fails as told.

It refuses what the real API refuses (sampling parameters, forced tools, more than four breakpoints, open
schemas, other versions of the API), so that a request which passes here is a valid one. One token is four
bytes of the prompt's JSON; a schema counts as a part of the prompt that stands before everything else.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.llm import faults

VERSION = "2026-10-21"
LEAST_CACHED = {
    "claude-haiku-4-5": 4096,
    "claude-sonnet-4-6": 1024,
    "claude-sonnet-5": 1024,
    "claude-opus-4-8": 1024,
}
"""Tokens of the shortest prefix that is cached, by the provider's page of 2026; else `USUALLY_CACHED`."""
USUALLY_CACHED = 512
LOOK_BACK = 20

Json = dict[str, Any]

_EMPTY: dict[str, Json] = {"text": {"text": ""}, "tool_use": {"input": {}}}


@dataclass(frozen=True, slots=True)
class Said:
    """What the model says: text, tool calls as (name, input), and why it stops."""

    text: str = "Two items are blocked."
    calls: tuple[tuple[str, Json], ...] = ()
    stop: str | None = None
    thinking: bool = False

    def blocks(self) -> list[Json]:
        thought = {"type": "thinking", "thinking": "", "signature": "c2lnbmVk"}
        tools = [
            {"type": "tool_use", "id": f"toolu_{index}", "name": name, "input": given}
            for index, (name, given) in enumerate(self.calls)
        ]
        text = [{"type": "text", "text": self.text}] if self.text else []
        return [*([thought] if self.thinking else []), *text, *tools]

    @property
    def stop_reason(self) -> str:
        return self.stop or ("tool_use" if self.calls else "end_turn")


@dataclass(frozen=True, slots=True)
class Got:
    """A request as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: Json

    @property
    def text(self) -> str:
        return json.dumps(self.body, ensure_ascii=False)


@dataclass
class FakeApi:
    """A running server. `script` says what each call gets, in order; when it is used up, `usual` answers."""

    usual: Said | Callable[[Json], Said] = field(default_factory=Said)
    script: list[Said | faults.Fault] = field(default_factory=list)
    counting: list[faults.Fault] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)
    cached: set[str] = field(default_factory=set)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)
    hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def calls(self) -> list[Got]:
        """The questions, counting requests left out."""
        return [each for each in self.got if each.path == "/v1/messages"]

    def next(self, body: Json) -> Said | faults.Fault:
        with self.lock:
            if self.script:
                return self.script.pop(0)
        return self.usual(body) if callable(self.usual) else self.usual

    def usage(self, body: Json) -> Json:
        """Count as the API does: read the longest known prefix, write up to the last mark."""
        prefixes = list(_prefixes(body))
        least = LEAST_CACHED.get(body["model"], USUALLY_CACHED)
        marked = [index for index, (_, _, mark) in enumerate(prefixes) if mark]
        read = written = 0
        with self.lock:
            for index in marked:
                for name, size, _ in prefixes[max(0, index - LOOK_BACK) : index + 1]:
                    if name in self.cached:
                        read = max(read, size)
            for index in marked:
                name, size, _ = prefixes[index]
                if size >= least:
                    self.cached.add(name)
                    written = max(written, size - read)
        return {
            "input_tokens": prefixes[-1][1] - read - written,
            "output_tokens": 1,
            "cache_read_input_tokens": read,
            "cache_creation_input_tokens": written,
            "cache_creation": {"ephemeral_5m_input_tokens": written, "ephemeral_1h_input_tokens": 0},
        }


def usages(api: FakeApi) -> list[Json]:
    """Return a list to which every usage is added that is told from now on."""
    told: list[Json] = []
    usage = api.usage

    def telling(body: Json) -> Json:
        told.append(usage(body))
        return told[-1]

    api.usage = telling  # type: ignore[method-assign]
    return told


def tokens(value: object) -> int:
    """Return how many tokens a piece of a prompt has."""
    return len(json.dumps(value, ensure_ascii=False).encode()) // 4 + 1


def prompt_tokens(body: Json) -> int:
    """Return how many tokens the whole prompt has."""
    return list(_prefixes(body))[-1][1]


def serving(api: FakeApi) -> Iterator[FakeApi]:
    """Serve until the caller is done: `yield from serving(FakeApi())` in a fixture."""

    class Handler(_Handler):
        fake = api

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    api.url = f"http://127.0.0.1:{server.server_port}"
    yield api
    api.closing.set()
    server.shutdown()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    fake: FakeApi
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Keep quiet."""

    def do_POST(self) -> None:
        """Answer one request."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.fake.got.append(Got(self.path, headers, body))
        problem = refusal(headers, body)
        if self.path == "/v1/messages/count_tokens":
            fault = self.fake.counting.pop(0) if self.fake.counting else None
            if fault is not None:
                fault.serve(self, self.fake.closing, self.fake.hung_up)
            else:
                faults.send(self, 200, {"input_tokens": prompt_tokens(body)})
        elif problem is not None:
            faults.send(self, 400, faults.error("invalid_request_error", problem))
        else:
            self._say(body)

    def _say(self, body: Json) -> None:
        said = self.fake.next(body)
        if isinstance(said, Said):
            faults.stream(self, list(events(said, body["model"], self.fake.usage(body))))
        else:
            said.serve(self, self.fake.closing, self.fake.hung_up, self.fake.usage(body))


def events(said: Said, model: str, usage: Json) -> Iterator[Json]:
    """Yield the events of a streamed answer."""
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": []}
    yield {"type": "message_start", "message": {**message, "stop_reason": None, "usage": usage}}
    for index, block in enumerate(said.blocks()):
        start = {**block, **_EMPTY.get(block["type"], {})}
        yield {"type": "content_block_start", "index": index, "content_block": start}
        for piece in _deltas(block):
            yield {"type": "content_block_delta", "index": index, "delta": piece}
        yield {"type": "content_block_stop", "index": index}
    delta: Json = {"stop_reason": said.stop_reason, "stop_sequence": None}
    if said.stop == "refusal":
        delta["stop_details"] = {"type": "refusal", "category": "cyber", "explanation": "it may do harm"}
    yield {"type": "message_delta", "delta": delta, "usage": {"output_tokens": tokens(said.blocks())}}
    yield {"type": "message_stop"}


def _deltas(block: Json) -> Iterator[Json]:
    if block["type"] == "text":
        for at in range(0, len(block["text"]), 12):
            yield {"type": "text_delta", "text": block["text"][at : at + 12]}
    elif block["type"] == "tool_use":
        yield {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}


def refusal(headers: Mapping[str, str], body: Json) -> str | None:
    """Return why the real API would answer 400, if it would."""
    choice = body.get("tool_choice") or {}
    schema = body.get("output_config", {}).get("format", {}).get("schema")
    texts = [block for block in _blocks(body) if block.get("type") == "text"]
    checks = {
        f"anthropic-version has to be {VERSION}": headers.get("anthropic-version") != VERSION,
        "sampling parameters are gone": bool({"temperature", "top_p", "top_k"} & body.keys()),
        "tool_choice cannot be forced": choice.get("type") in {"any", "tool"},
        "at most four breakpoints": sum("cache_control" in block for block in _blocks(body)) > 4,
        "text has to be non-empty": any(not block["text"].strip() for block in texts),
        "the last turn has to be the user's": body["messages"][-1]["role"] != "user",
        "additionalProperties has to be false": schema is not None and not _closed(schema),
    }
    return next((problem for problem, wrong in checks.items() if wrong), None)


def _closed(schema: object) -> bool:
    if isinstance(schema, list):
        return all(_closed(each) for each in schema)
    if not isinstance(schema, dict):
        return True
    open_object = schema.get("type") == "object" and schema.get("additionalProperties") is not False
    return not open_object and all(_closed(each) for each in schema.values())


def _blocks(body: Json) -> Iterator[Json]:
    yield from body.get("tools", [])
    system = body.get("system", [])
    yield from system if isinstance(system, list) else [{"type": "text", "text": system}]
    for message in body["messages"]:
        content = message["content"]
        yield from content if isinstance(content, list) else [{"type": "text", "text": content}]


def _prefixes(body: Json) -> Iterator[tuple[str, int, bool]]:
    """Yield name, tokens and whether it is marked, of the prefix that ends with each block."""
    format_ = body.get("output_config", {}).get("format")
    digest = hashlib.sha256(json.dumps([body["model"], format_]).encode())
    size = tokens(format_) if format_ else 0
    for block in _blocks(body):
        plain = {name: value for name, value in block.items() if name != "cache_control"}
        digest.update(json.dumps(plain).encode())
        size += tokens(plain)
        yield digest.hexdigest(), size, "cache_control" in block
