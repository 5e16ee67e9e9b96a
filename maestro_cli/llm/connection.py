"""The line to the Messages API: one call at a time, over the official SDK with its own retries switched off.

A call runs in a thread of its own, since nothing else bounds it: timeouts of the transport begin again with
every byte, and looking up a host name has none. Whoever asked always gets an answer within the time.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cached_property
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Usage
from maestro_cli.llm.payload import Json, counted
from maestro_cli.llm.replies import Message, message_of, usage_of
from maestro_cli.llm.sdk_errors import failure_of

if TYPE_CHECKING:
    from anthropic import Anthropic
    from httpx2 import Response
    from pydantic import SecretStr

MAX_BYTES = 8 * 1024 * 1024
"""Longer answers are not read to their end: no document of ours needs a hundredth of it."""
_COUNTING = 5.0

Heard = Callable[[str | Usage], None]
_Put = Callable[[str, Any], None]
_GONE: ContextVar[threading.Event] = ContextVar("_GONE")
"""Set when nobody waits for the call of this thread any more: what goes on would only cost."""


class Connection:
    """Calls the API. Safe to use from several threads."""

    def __init__(self, key: SecretStr, base_url: str, silence: float, now: Callable[[], float]) -> None:
        """Call `base_url` with `key`; after `silence` seconds without a byte a call has failed."""
        self._key = key
        self._base_url = base_url
        self._silence = silence
        self._now = now

    def open(self) -> None:
        """Load the SDK, which takes seconds at first, so that no call has to count them into its time."""
        _ = self._client.messages

    def stream(self, body: Json, seconds: float, heard: Heard) -> Message:
        """Return the complete answer; `heard` gets its text piece by piece, and what it has used so far.

        Raises EngineError, nothing else.
        """
        client = self._client

        def work(put: _Put) -> None:
            with client.messages.stream(**body) as stream:
                _check_type(stream.response)
                for event in stream:
                    if event.type == "text":
                        put("text", event.text)
                    elif event.type in {"message_start", "message_delta"}:
                        put("usage", stream.current_message_snapshot.usage.to_dict())
                put("done", message_of(stream.get_final_message().to_dict()))

        message: Message = self._within(seconds, work, heard)
        return message

    def count(self, body: Json, seconds: float) -> int:
        """Return the tokens of the prompt by the API's own count, within a quarter of the `seconds` left."""
        client = self._client

        def work(put: _Put) -> None:
            put("done", int(client.messages.count_tokens(**counted(body)).input_tokens))

        number: int = self._within(min(seconds / 4, _COUNTING), work, _nothing)
        return number

    def _within(self, seconds: float, work: Callable[[_Put], None], heard: Heard) -> Any:  # noqa: ANN401
        inbox: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        gone = threading.Event()
        threading.Thread(target=self._run, args=(work, inbox, gone), daemon=True).start()
        try:
            return _collected(inbox, time.monotonic() + seconds, heard)
        finally:
            gone.set()

    def _run(
        self, work: Callable[[_Put], None], inbox: SimpleQueue[tuple[str, Any]], gone: threading.Event
    ) -> None:
        def put(kind: str, value: Any) -> None:  # noqa: ANN401
            inbox.put((kind, value))

        _GONE.set(gone)
        try:
            work(put)
        except Exception as error:  # noqa: BLE001 - whatever the SDK throws becomes one typed error
            inbox.put(("failed", failure_of(error, self._key.get_secret_value(), self._now())))

    @cached_property
    def _client(self) -> Anthropic:
        import anthropic
        import httpx2

        timeout = httpx2.Timeout(self._silence, connect=min(self._silence, 10.0))
        http = anthropic.DefaultHttpxClient(
            timeout=timeout, follow_redirects=False, event_hooks={"response": [_limit]}
        )
        weakref.finalize(self, http.close)
        return anthropic.Anthropic(
            api_key=self._key.get_secret_value(),
            base_url=self._base_url,
            max_retries=0,
            timeout=timeout,
            http_client=http,
        )


def _collected(inbox: SimpleQueue[tuple[str, Any]], end: float, heard: Heard) -> Any:  # noqa: ANN401
    used = None
    while True:
        try:
            kind, value = inbox.get(timeout=max(0.0, end - time.monotonic()))
        except Empty:
            kind, value = "failed", EngineError(Failure.TIMEOUT, "the time for the call is over")
        match kind:
            case "done":
                return value
            case "text":
                heard(value)
            case "usage":
                used = usage_of(value)
                heard(used)
            case _:
                value.usage = value.usage or used
                break
    raise value


def _nothing(_: str | Usage) -> None:
    return None


def _check_type(response: Response) -> None:
    kind = response.headers.get("content-type", "nothing").partition(";")[0]
    if kind != "text/event-stream":
        raise EngineError(Failure.MALFORMED, f"the address answers with {kind}, not with a stream of events")


def _limit(response: Response) -> None:
    import httpx2

    class Limited(httpx2.SyncByteStream):
        def __init__(self, inner: httpx2.SyncByteStream) -> None:
            self._inner = inner

        def __iter__(self) -> Iterator[bytes]:
            total = 0
            for chunk in self._inner:
                total += len(chunk)
                if _GONE.get().is_set():
                    raise EngineError(Failure.TIMEOUT)
                if total > MAX_BYTES:
                    raise EngineError(
                        Failure.MALFORMED, f"it is longer than {MAX_BYTES} bytes", transient=False
                    )
                yield chunk

        def close(self) -> None:
            self._inner.close()

    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = Limited(response.stream)
