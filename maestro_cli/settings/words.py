"""What is wrong with a value, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from maestro_cli.settings.leaves import fields_at, nearest
from maestro_cli.settings.secrets import looks_secret

_TAGS = ("day", "range", "[kind]", "[kinds]", "[key]")
_WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing": lambda _: "is missing",
    "model_type": lambda _: "must be a group of keys and values",
    "dict_type": lambda _: "must be a group of keys and values",
    "tuple_type": lambda _: "must be a list",
    "list_type": lambda _: "must be a list",
    "string_type": lambda _: "must be text; put it in quotes",
    "string_too_short": lambda _: "must not be empty",
    "too_short": lambda _: "must not be empty",
    "int_type": lambda _: "must be a whole number",
    "int_parsing": lambda _: "must be a whole number",
    "int_from_float": lambda _: "must be a whole number",
    "int_parsing_size": lambda _: "must be a smaller number",
    "float_type": lambda _: "must be a number",
    "float_parsing": lambda _: "must be a number",
    "finite_number": lambda _: "must be a finite number",
    "greater_than": lambda context: f"must be more than {context['gt']:g}",
    "greater_than_equal": lambda context: f"must be at least {context['ge']:g}",
    "less_than_equal": lambda context: f"must be at most {context['le']:g}",
    "literal_error": lambda context: f"must be {context['expected']}".replace("'", ""),
    "date_from_datetime_parsing": lambda _: "must be a date that exists, such as 2026-11-21",
    "value_error": lambda context: str(context["error"]),
}


def dotted(location: Sequence[str | int]) -> str:
    """Write a place in the settings as people do: `team[0].days_off[1]`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in place(location)]
    return "".join(parts).removeprefix(".")


def place(location: Sequence[str | int]) -> tuple[str | int, ...]:
    """Return pydantic's location without the parts that name alternatives of a type."""
    return tuple(
        part
        for index, part in enumerate(location)
        if not (part in _TAGS and index and (part == "[key]" or isinstance(location[index - 1], int)))
    )


def explain(error: Any) -> tuple[str, str | None]:  # noqa: ANN401 - a pydantic ErrorDetails, as plain dict
    """Return what is wrong, and what to do, for one error of pydantic."""
    where, context = dotted(error["loc"]), error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        return unknown(str(error["loc"][-1]), fields_at(error["loc"]), where)
    words = _WORDS.get(error["type"])
    what = words(context) if words else error["msg"][:1].lower() + error["msg"][1:]
    return f"{where} {what}{_found(error)}", context.get("fix") or _meant(error["input"], context)


def unknown(key: str, known: Sequence[str], where: str | None = None) -> tuple[str, str | None]:
    """Return the message and the fix for a key that does not exist."""
    near = nearest(key, known)
    fix = f"Did you mean {near}?" if near else f"Known here: {', '.join(known)}." if known else None
    return f"{where or key} is not a setting", fix


def _found(error: Any) -> str:  # noqa: ANN401
    value = error["input"]
    shown = isinstance(value, str | int | float) and not isinstance(value, bool)
    if error["type"] == "missing" or not shown or looks_secret("", value):
        return ""
    text = repr(value)
    return f"; found {text if len(text) <= 60 else text[:57] + '...'}"


def _meant(value: object, context: dict[str, Any]) -> str | None:
    if not isinstance(value, str) or "expected" not in context:
        return None
    near = nearest(value, re.findall(r"'([^']*)'", context["expected"]))
    return f"Did you mean {near}?" if near else None
