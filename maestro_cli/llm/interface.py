"""The seam to a language model: one question, one checked answer, and what it cost.

    engine.ask(request, listen) -> Reply        or raises EngineError, nothing else

Agents build requests and read replies; only an engine knows its provider. The stable part of a prompt
stands first (`system` blocks marked `stable`), so that a second question reads it from the provider's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

    Answer = TypeVar("Answer", bound=BaseModel)


class Size(StrEnum):
    """Which model of the cascade answers; the ids are data (models.json) or the setting `llm.model`."""

    SMALL = "small"
    LARGE = "large"


class Effort(StrEnum):
    """How much the model may think; left out where a model does not know the setting."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the system prompt. `stable` ends a prefix that later calls repeat byte for byte."""

    text: str
    stable: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that the model may ask for; `input_schema` is a JSON Schema of an object."""

    name: str
    description: str
    input_schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What the model asks for. Name and input are its own words: check both before anything is done."""

    id: str
    name: str
    input: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The answer to a tool call of the turn before."""

    call_id: str
    content: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class UserTurn:
    """What we say: text, results of tools, or both."""

    text: str = ""
    results: tuple[ToolResult, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelTurn:
    """What the model said. `raw` is the provider's own form, sent back as it came: thinking is signed."""

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One question.

    `purpose` names the call in the ledger and in progress. `schema` asks for JSON that fits a pydantic
    model; a reply that calls tools has no value yet. `continues` says that more questions follow these
    turns, so they are worth caching. Thinking counts into `max_output_tokens`; `effort` None leaves it to
    the model. `deadline` is in seconds, over all tries, waits and the repair round.
    """

    purpose: str
    turns: tuple[UserTurn | ModelTurn, ...]
    system: tuple[Block, ...] = ()
    schema: type[BaseModel] | None = None
    tools: tuple[Tool, ...] = ()
    size: Size = Size.SMALL
    effort: Effort | None = Effort.LOW
    continues: bool = False
    max_output_tokens: int = 8192
    deadline: float = 120.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counts them; `input` is what was neither read from nor written to the cache."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    cache_write_1h: int = 0

    @property
    def prompt(self) -> int:
        """All tokens of the prompt."""
        return self.input + self.cache_read + self.cache_write + self.cache_write_1h

    @property
    def total(self) -> int:
        """All tokens, in and out."""
        return self.prompt + self.output

    @property
    def cached_share(self) -> float:
        """Which part of the prompt was read from the cache, 0 to 1."""
        return self.cache_read / self.prompt if self.prompt else 0.0

    def __add__(self, other: Usage) -> Usage:
        """Return the sum, field by field."""
        return Usage(
            self.input + other.input,
            self.output + other.output,
            self.cache_read + other.cache_read,
            self.cache_write + other.cache_write,
            self.cache_write_1h + other.cache_write_1h,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer. `usage` and `usd` include failed tries and the repair round.

    `usd` is None where the price of the model is not known; `notes` says so. `turn` continues the
    conversation: append it to the turns of the next request.
    """

    text: str
    value: BaseModel | None
    calls: tuple[ToolCall, ...]
    usage: Usage
    usd: float | None
    model: str
    stop: str
    attempts: int
    turn: ModelTurn
    notes: tuple[str, ...] = field(default=())
    refused: tuple[ToolCall, ...] = field(default=())
    """Calls of tools that the request did not offer; they are no part of the answer."""

    def answer(self, schema: type[Answer]) -> Answer:
        """Return the value as the model that the request asked for."""
        if not isinstance(self.value, schema):
            raise TypeError(f"this reply holds no {schema.__name__}")
        return self.value


class NoticeKind(StrEnum):
    """What an engine tells while it works."""

    ASKING = "asking"
    TEXT = "text"
    USAGE = "usage"
    WAITING = "waiting"
    REPAIRING = "repairing"


@dataclass(frozen=True, slots=True)
class Notice:
    """Progress of a call. `text` is a line to show, for TEXT the next piece of the answer.

    ASKING begins each try, so text before it no longer counts. USAGE comes while the answer does, with the
    `tokens` of the try so far, in and out. WAITING comes once a second with `seconds_left`; `first` marks
    the first of a wait.
    """

    purpose: str
    kind: NoticeKind
    text: str
    seconds_left: int = 0
    first: bool = True
    tokens: int = 0


Listener = Callable[[Notice], None]
"""Called in the thread that asked, in order."""


class Engine(Protocol):
    """Answers requests. Safe to use from several threads."""

    name: str

    def ask(self, request: Request, listen: Listener | None = None) -> Reply:
        """Return a complete, checked reply. Raises EngineError and nothing else."""
