"""One question until it is answered: budget, tries, waits, and one round of repair."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from maestro_cli.llm.budget import Budget, spending
from maestro_cli.llm.connection import Connection
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import (
    Listener,
    ModelTurn,
    Notice,
    NoticeKind,
    Reply,
    Request,
    ToolCall,
    Usage,
    UserTurn,
)
from maestro_cli.llm.patience import Patience, Timing, count_down, wait_before
from maestro_cli.llm.payload import Json, body_of, estimated_tokens
from maestro_cli.llm.prices import ModelCard, prices_as_of
from maestro_cli.llm.replies import Message, read_value

if TYPE_CHECKING:
    from pydantic import BaseModel

_REPAIR = "Your answer does not fit the schema ({}). Give the whole answer again, as JSON that fits it."
_MARGIN = 1.02
_WAITING = {
    Failure.RATE_LIMITED: "rate limited",
    Failure.OVERLOADED: "Claude is overloaded",
    Failure.UNAVAILABLE: "Claude cannot be reached",
    Failure.TIMEOUT: "no answer in time",
    Failure.CUT: "the answer was cut off",
}


class Exchange:
    """Asks one request of one model. Used once."""

    def __init__(
        self,
        connection: Connection,
        card: ModelCard,
        budget: Budget,
        patience: Patience,
        timing: Timing,
        request: Request,
        listen: Listener,
        known: tuple[str, ...],
    ) -> None:
        """Begin the time of the request; `known` secrets are taken out of what is sent."""
        self._connection, self._card, self._budget = connection, card, budget
        self._patience, self._timing = patience, timing
        self._request, self._listen, self._known = request, listen, known
        self._end = timing.monotonic() + request.deadline
        self._day = datetime.fromtimestamp(timing.now(), UTC).date().isoformat()
        self._used = Usage()
        self._usd: float | None = 0.0
        self._attempts = 0
        self._notes: dict[str, None] = {}
        self._refused: list[ToolCall] = []

    def reply(self) -> Reply:
        """Return the complete reply. Raises EngineError."""
        turns = self._request.turns
        message = self._offered(self._answer(turns))
        schema = self._request.schema
        if schema is None or message.calls:
            return self._reply(message, None)
        value, problem = read_value(schema, message.text)
        if problem:
            self._tell(NoticeKind.REPAIRING, f"the answer does not fit: {problem}")
            before = (*turns, message.turn) if message.text.strip() else turns
            message = self._offered(self._answer((*before, UserTurn(_REPAIR.format(problem)))))
            value, problem = read_value(schema, message.text)
        if problem:
            raise self._final(EngineError(Failure.MALFORMED, problem, transient=False))
        return self._reply(message, value)

    def _answer(self, turns: tuple[UserTurn | ModelTurn, ...]) -> Message:
        body = body_of(self._request, turns, self._card, self._known)
        prompt = self._prompt_tokens(body)
        failed: EngineError | None = None
        for attempt in count(1):
            self._tell(NoticeKind.ASKING, f"asking {self._card.id}")
            try:
                return self._try(body, prompt)
            except EngineError as error:
                out_of_time = error.failure is Failure.TIMEOUT and not self._left()
                # what is wrong with the API says more than that the last try had no time left
                failed = failed if failed and out_of_time else error
            self._wait(failed, attempt)
        raise AssertionError  # count() never ends

    def _offered(self, message: Message) -> Message:
        """Take out calls of tools that were not offered: the model may have read of them in some text."""
        offered = {tool.name for tool in self._request.tools}
        refused = [call for call in message.calls if call.name not in offered]
        if not refused:
            return message
        self._refused += refused
        calls = tuple(call for call in message.calls if call.name in offered)
        if not calls and not message.text.strip() and self._request.schema is None:
            told = "it only asks for tools that it does not have"
            raise self._final(EngineError(Failure.MALFORMED, told, transient=False))
        return replace(message, calls=calls, turn=ModelTurn(message.text, calls))

    def _try(self, body: Json, prompt: int) -> Message:
        most = self._card.most_usd(prompt, body["max_tokens"], self._day)
        reserved = self._budget.reserve(self._request.purpose, prompt + body["max_tokens"], most)
        self._attempts += 1
        used = Usage(input=prompt)
        try:
            message = self._connection.stream(body, self._left(), self._heard)
            used = message.usage
        except EngineError as error:
            used = self._used_by(error, prompt)
            raise
        finally:
            usd = self._card.usd(used, self._day)
            self._budget.settle(reserved, spending(used.total, usd))
            self._used += used
            self._usd = None if usd is None or self._usd is None else self._usd + usd
        return message

    def _used_by(self, error: EngineError, prompt: int) -> Usage:
        """Return what a failed try cost: what was told, else the prompt where the API may have read it."""
        if error.usage is not None:
            return error.usage
        if error.failure not in {Failure.TIMEOUT, Failure.CUT}:
            return Usage()
        self._note("a call without an answer is counted with its whole prompt")
        return Usage(input=prompt)

    def _prompt_tokens(self, body: Json) -> int:
        if not self._budget.limited:
            return estimated_tokens(body)
        try:
            return int(self._connection.count(body, self._left()) * _MARGIN) + 1
        except EngineError:
            self._note("the prompt was measured by its length: the API did not count it")
            return estimated_tokens(body)

    def _wait(self, failed: EngineError, attempt: int) -> None:
        patience = self._patience
        wait = wait_before(attempt + 1, failed.retry_after, patience, self._timing)
        hopeless = attempt >= patience.attempts or wait > patience.longest or wait >= self._left()
        if not failed.transient or hopeless:
            raise self._final(failed)
        why = _WAITING.get(failed.failure, "the answer cannot be used")
        count_down(wait, self._timing, lambda left, first: self._waiting(why, left, first))

    def _final(self, error: EngineError) -> EngineError:
        error.attempts, error.usage, error.usd = self._attempts, self._used, self._usd
        error.model = self._card.id
        return error

    def _reply(self, message: Message, value: BaseModel | None) -> Reply:
        if self._usd is None:
            self._note(f"the price of {self._card.id} is not known (prices as of {prices_as_of()})")
        return Reply(
            text=message.text,
            value=value,
            calls=message.calls,
            usage=self._used,
            usd=self._usd,
            model=self._card.id,
            stop=message.stop,
            attempts=self._attempts,
            turn=message.turn,
            notes=tuple(self._notes),
            refused=tuple(self._refused),
        )

    def _left(self) -> float:
        return max(0.0, self._end - self._timing.monotonic())

    def _heard(self, piece: str | Usage) -> None:
        if isinstance(piece, Usage):
            self._listen(Notice(self._request.purpose, NoticeKind.USAGE, "", tokens=piece.total))
        else:
            self._tell(NoticeKind.TEXT, piece)

    def _tell(self, kind: NoticeKind, text: str) -> None:
        self._listen(Notice(self._request.purpose, kind, text))

    def _waiting(self, why: str, left: int, first: bool) -> None:
        text = f"{why}, again in {left} s"
        self._listen(Notice(self._request.purpose, NoticeKind.WAITING, text, left, first))

    def _note(self, text: str) -> None:
        self._notes[text] = None
