"""A request in the words of the Messages API.

Order decides what is cached: tools, then system, then turns, each byte for byte as before. Of the four
breakpoints that the API allows, two end stable system blocks and two follow the conversation. Prefixes
shorter than a model's minimum (512 to 4,096 tokens) are not cached, without an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from maestro_cli.llm.interface import ModelTurn, Request, UserTurn
from maestro_cli.llm.prices import ModelCard
from maestro_cli.model.redact import redact

if TYPE_CHECKING:
    from pydantic import BaseModel

_BREAKPOINT = {"type": "ephemeral"}
_ENDS = 2
_COUNTED = ("model", "messages", "system", "tools", "output_config")

Json = dict[str, Any]


def body_of(
    request: Request, turns: Iterable[UserTurn | ModelTurn], card: ModelCard, known: tuple[str, ...] = ()
) -> Json:
    """Return the body of a call; secrets, and `known` ones by value, are taken out of every text."""
    body: Json = {
        "model": card.id,
        "max_tokens": min(request.max_output_tokens, card.max_output),
        "messages": [_message(turn, known) for turn in turns],
    }
    if request.system:
        body["system"] = _system(request, known)
    if request.tools:
        body["tools"] = [
            {"name": tool.name, "description": tool.description, "input_schema": dict(tool.input_schema)}
            for tool in request.tools
        ]
    if request.continues:
        _mark([each["content"][-1] for each in body["messages"] if each["role"] == "user"])
    output = _output(request, card)
    return {**body, "output_config": output} if output else body


def counted(body: Json) -> Json:
    """Return the part of a body that the endpoint for counting tokens takes."""
    return {name: body[name] for name in _COUNTED if name in body}


def estimated_tokens(body: Json) -> int:
    """Return a number of tokens that no prompt exceeds in practice: one for every two bytes.

    English takes about three bytes a token with the tokenizer of 2026, Korean two to three.
    """
    return len(json.dumps(counted(body), ensure_ascii=False).encode()) // 2 + 1


def _system(request: Request, known: tuple[str, ...]) -> list[Json]:
    blocks = [_text(block.text, known) for block in request.system]
    _mark([each for each, block in zip(blocks, request.system, strict=True) if block.stable])
    return blocks


def _mark(blocks: list[Json]) -> None:
    for block in blocks[-_ENDS:]:
        block["cache_control"] = dict(_BREAKPOINT)


def _message(turn: UserTurn | ModelTurn, known: tuple[str, ...]) -> Json:
    if isinstance(turn, ModelTurn):
        return {"role": "assistant", "content": json.loads(turn.raw) if turn.raw else _said(turn, known)}
    results = [
        {
            "type": "tool_result",
            "tool_use_id": each.call_id,
            "content": redact(each.content, known),
            "is_error": each.failed,
        }
        for each in turn.results
    ]
    return {"role": "user", "content": [*results, *([_text(turn.text, known)] if turn.text else [])]}


def _said(turn: ModelTurn, known: tuple[str, ...]) -> list[Json]:
    calls = [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": dict(call.input)}
        for call in turn.calls
    ]
    return [*([_text(turn.text, known)] if turn.text else []), *calls]


def _text(text: str, known: tuple[str, ...]) -> Json:
    return {"type": "text", "text": redact(text, known)}


def _output(request: Request, card: ModelCard) -> Mapping[str, Any]:
    output: Json = {}
    if request.schema is not None:
        output["format"] = {"type": "json_schema", "schema": _schema(request.schema)}
    if request.effort is not None and card.effort:
        output["effort"] = str(request.effort)
    return output


def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    """Return the JSON Schema of a model as the API takes it, without titles: they only say names again."""
    from anthropic import transform_schema
    from pydantic.json_schema import GenerateJsonSchema

    class Untitled(GenerateJsonSchema):
        def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
            return False

    schema = model.model_json_schema(schema_generator=Untitled)
    schema.pop("title", None)
    return transform_schema(schema)
