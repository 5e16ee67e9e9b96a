"""What came back, checked: a reply counts only when it is complete, and a value only when it fits its schema.

A stream that is cut looks like success to the SDK, so the stop reason decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import ModelTurn, ToolCall, Usage
from maestro_cli.model.text import safe_text

_SENT_BACK = {
    "text": ("type", "text"),
    "thinking": ("type", "thinking", "signature"),
    "redacted_thinking": ("type", "data"),
    "tool_use": ("type", "id", "name", "input"),
}
"""The kinds of blocks that we know, and what of each goes back with the next request."""
_PROBLEMS = 10


class _Wire(BaseModel):
    model_config = ConfigDict(extra="allow")


_Shape = TypeVar("_Shape", bound=_Wire)


class _Block(_Wire):
    type: str
    text: str = ""
    id: str = ""
    name: str = ""
    input: dict[str, Any] = {}


class _Writes(_Wire):
    ephemeral_1h_input_tokens: NonNegativeInt = 0


class _Usage(_Wire):
    input_tokens: NonNegativeInt
    output_tokens: NonNegativeInt
    cache_read_input_tokens: NonNegativeInt | None = None
    cache_creation_input_tokens: NonNegativeInt | None = None
    cache_creation: _Writes | None = None


class _Details(_Wire):
    category: str | None = None
    explanation: str | None = None


class _Message(_Wire):
    content: list[_Block]
    stop_reason: str | None = None
    stop_details: _Details | None = None
    usage: _Usage


@dataclass(frozen=True, slots=True)
class Message:
    """A complete answer of the model."""

    text: str
    calls: tuple[ToolCall, ...]
    stop: str
    usage: Usage
    turn: ModelTurn


def usage_of(data: object) -> Usage:
    """Return the tokens that the API told. Raises EngineError (malformed) where that makes no sense."""
    return _usage(_validated(_Usage, data))


def message_of(data: Mapping[str, Any]) -> Message:
    """Return a message that is complete. Raises EngineError, with the usage, where it is not."""
    wire = _validated(_Message, data)
    usage = _usage(wire.usage)
    problem = _incomplete(wire, usage)
    if problem is not None:
        raise problem
    text = safe_text("".join(block.text for block in wire.content if block.type == "text"))
    calls = tuple(
        ToolCall(block.id, safe_text(block.name), _clean(block.input))
        for block in wire.content
        if block.type == "tool_use"
    )
    if not text.strip() and not calls:
        raise EngineError(Failure.MALFORMED, "the answer is empty", usage=usage)
    return Message(text, calls, str(wire.stop_reason), usage, ModelTurn(text, calls, _raw(data)))


def read_value(schema: type[BaseModel], text: str) -> tuple[BaseModel | None, str]:
    """Return the value that `text` holds as JSON, or None and what does not fit, without the data itself."""
    try:
        return schema.model_validate_json(json.dumps(_clean(json.loads(text)))), ""
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        lines = [f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}" for each in found]
        return None, "; ".join(lines[:_PROBLEMS])
    except json.JSONDecodeError as error:
        return None, f"not JSON: {error.msg} at character {error.pos}"
    except (ValueError, RecursionError) as error:
        return None, f"not JSON: {type(error).__name__}"


def _incomplete(wire: _Message, usage: Usage) -> EngineError | None:
    match wire.stop_reason:
        case "end_turn":
            return None
        case "tool_use" if any(block.type == "tool_use" for block in wire.content):
            return None
        case None:
            return EngineError(Failure.CUT, "the connection ended before the answer", usage=usage)
        case "max_tokens":
            told = f"it was cut off after {usage.output} tokens"
            return EngineError(Failure.CUT, told, usage=usage, transient=False)
        case "refusal":
            details = wire.stop_details or _Details()
            told = ": ".join(each for each in (details.category, details.explanation) if each)
            return EngineError(Failure.REFUSAL, told, usage=usage)
        case "model_context_window_exceeded":
            return EngineError(Failure.TOO_LONG, "its context window is full", usage=usage)
        case other:
            told = f"it stopped for an unexpected reason, {other}"
            return EngineError(Failure.MALFORMED, told, usage=usage, transient=False)


def _usage(wire: _Usage) -> Usage:
    hour = wire.cache_creation.ephemeral_1h_input_tokens if wire.cache_creation else 0
    written = wire.cache_creation_input_tokens or 0
    return Usage(
        input=wire.input_tokens,
        output=wire.output_tokens,
        cache_read=wire.cache_read_input_tokens or 0,
        cache_write=max(0, written - hour),
        cache_write_1h=hour,
    )


def _validated(shape: type[_Shape], data: object) -> _Shape:
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        told = f"not the shape of a message ({where or 'the whole'})"
    raise EngineError(Failure.MALFORMED, told)


def _raw(data: Mapping[str, Any]) -> str:
    known = [block for block in data["content"] if block["type"] in _SENT_BACK]
    kept = [{name: block[name] for name in _SENT_BACK[block["type"]] if name in block} for block in known]
    return json.dumps(kept, ensure_ascii=False)


def _clean(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {safe_text(name): _clean(each) for name, each in value.items()}
    return value
