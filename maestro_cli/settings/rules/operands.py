"""What a field is compared with: texts, numbers, days and patterns, checked for the field's shape."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, cast

from maestro_cli.settings.rules.condition import Moment, Operator
from maestro_cli.settings.rules.fields import DATES, Field, Shape
from maestro_cli.settings.rules.pattern import PatternError, compile_search

_TEXTS = (Operator.CONTAINS, Operator.LACKS, Operator.MATCHES)
_EQUAL = (Operator.IS, Operator.NOT)
_SIZE = (Operator.MIN, Operator.MAX)

OPERATORS: Mapping[Shape, Sequence[Operator]] = {
    Shape.TEXT: (*_EQUAL, Operator.PRESENT, *_TEXTS, *_SIZE),
    Shape.WORD: _EQUAL,
    Shape.LIST: (*_EQUAL, Operator.PRESENT, Operator.MATCHES, *_SIZE),
    Shape.NUMBER: (*_EQUAL, Operator.PRESENT, *_SIZE),
    Shape.DATE: (*_EQUAL, Operator.PRESENT, Operator.BEFORE, Operator.AFTER),
    Shape.GROUP: (Operator.PRESENT,),
}
"""What can be asked of fields of a shape."""

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d|[a-z]+)(?:\s*([+-])\s*(\d{1,5}))?")


class OperandError(ValueError):
    """A value that a field cannot be compared with."""

    def __init__(self, message: str, fix: str | None = None) -> None:
        """Say what it must be, and what to do."""
        super().__init__(message)
        self.fix = fix


def read_operand(field: Field, operator: Operator, raw: object) -> tuple[str | float | bool | Moment, ...]:
    """Return what `field` is compared with. Raises OperandError for a value that does not fit."""
    match operator:
        case Operator.PRESENT:
            return (_truth(raw),)
        case Operator.MIN | Operator.MAX:
            return (_number(raw),)
        case Operator.BEFORE | Operator.AFTER:
            return (_moment(raw),)
        case Operator.MATCHES:
            return (_pattern(raw),)
        case _:
            return tuple(_equal(field, part) for part in _parts(raw))


def has_wildcards(text: str) -> bool:
    """Say whether a text stands for more than itself."""
    return "*" in text or "?" in text


def _parts(raw: object) -> list[object]:
    parts = raw if isinstance(raw, list) else [raw]
    if not parts:
        raise OperandError("must not be empty")
    return parts


def _equal(field: Field, raw: object) -> str | float:
    if field.shape is Shape.NUMBER:
        return _number(raw)
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise OperandError("must be text; put it in quotes")
    text = str(raw)
    if field.shape is Shape.DATE:
        return _day(text).isoformat()
    if not text:
        raise OperandError("must not be empty", "Ask whether a field is given with true or false.")
    if field.words and not any(_fits(text, word) for word in field.words):
        raise _no_word(field, text)
    return text


def _fits(text: str, word: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(word, text.casefold().replace("[", "[[]"))


def _no_word(field: Field, text: str) -> OperandError:
    from maestro_cli.settings.leaves import nearest

    near = nearest(text, field.words)
    fix = f"Did you mean {near}?" if near else f"Known are: {', '.join(field.words)}."
    return OperandError(f"holds {text!r}, which is no {field.name}", fix)


def _truth(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise OperandError("must be true or false")
    return raw


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise OperandError("must be a number")
    return raw


def _pattern(raw: object) -> str:
    if not isinstance(raw, str) or not raw:
        raise OperandError("must be a regular expression; put it in quotes")
    try:
        compile_search(raw)
    except PatternError as error:
        fix = "Patterns are RE2's: nothing looks ahead or back, and any letter is \\pL."
        raise OperandError(str(error), fix) from None
    return raw


def _moment(raw: object) -> Moment:
    found = _MOMENT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None or not (found[1][0].isdigit() or found[1] in ("today", *DATES)):
        raise OperandError(f"must be a date, today or one of {', '.join(DATES)}, with days such as today+14")
    days = int(f"{found[2] or '+'}{found[3] or 0}")
    if found[1][0].isdigit():
        return Moment(_day(found[1]), days)
    return Moment(cast("Literal['today', 'created', 'started', 'completed', 'due']", found[1]), days)


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise OperandError("must be a date such as 2026-11-21")
