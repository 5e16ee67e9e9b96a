"""Conditions read from what maestro.yaml says, with every problem at its place.

A field is asked by a plain value (`status: ready`, `labels: "sev-*"`), a list of which one will do, true or
false for given or not, or a group of operators that all hold (`points: {min: 1, max: 13}`). Fields that
link take the fields of the other end and how many there have to be (`parent: {kind: epic}`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from maestro_cli.settings.rules.condition import Condition, Demand, Links, Operator
from maestro_cli.settings.rules.fields import ITEM_FIELDS, TEST_FIELDS, Field, Shape
from maestro_cli.settings.rules.operands import OPERATORS, OperandError, read_operand

MOST_DEEP = 5
"""Conditions within conditions."""

ANY, NONE = "any", "none"
_COUNTS = (Operator.MIN, Operator.MAX, Operator.PRESENT)
_Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value at `place` in the condition; `unknown` marks a key that does not exist."""

    place: _Place
    message: str
    value: object
    fix: str | None = None
    unknown: bool = False


@dataclass(slots=True)
class _Reading:
    """One reading: the problems so far."""

    problems: list[Problem] = field(default_factory=list)

    def note(
        self, place: _Place, message: str, value: object, fix: str | None = None, *, unknown: bool = False
    ) -> None:
        self.problems.append(Problem(place, message, value, fix, unknown))


def read_condition(raw: object) -> tuple[Condition, tuple[Problem, ...]]:
    """Read a condition on items; with problems, it holds what could be read."""
    reading = _Reading()
    condition = _condition(raw, (), ITEM_FIELDS, reading, 0)
    return condition, tuple(reading.problems)


def _condition(
    raw: object, place: _Place, fields: Mapping[str, Field], reading: _Reading, depth: int
) -> Condition:
    if not isinstance(raw, Mapping):
        reading.note(place, "must be a group of fields and what they have to hold", raw)
        return Condition()
    if depth > MOST_DEEP:
        reading.note(place, f"is nested more than {MOST_DEEP} deep", raw)
        return Condition()
    demands: list[Demand | Links] = []
    for name, wanted in raw.items():
        if name in (ANY, NONE):
            continue
        known = fields.get(name)
        if known is None:
            reading.note((*place, name), "is not a field", wanted, _meant(name, fields), unknown=True)
        elif known.shape is Shape.LINK:
            demands.append(_links(known, wanted, (*place, name), reading, depth))
        else:
            demands.extend(_demands(known, wanted, (*place, name), reading))
    groups = {name: tuple(_group(raw, name, place, fields, reading, depth)) for name in (ANY, NONE)}
    return Condition(tuple(demands), groups[ANY], groups[NONE])


def _group(
    raw: Mapping[str, object],
    name: str,
    place: _Place,
    fields: Mapping[str, Field],
    reading: _Reading,
    depth: int,
) -> Iterator[Condition]:
    parts = raw.get(name, [])
    if not isinstance(parts, list) or (name in raw and not parts):
        reading.note((*place, name), "must be a list of conditions", parts)
        return
    for index, part in enumerate(parts):
        yield _condition(part, (*place, name, index), fields, reading, depth + 1)


def _links(known: Field, wanted: object, place: _Place, reading: _Reading, depth: int) -> Links:
    fields = TEST_FIELDS if known.to_tests else ITEM_FIELDS
    if isinstance(wanted, bool):
        wanted = {Operator.MIN: 1} if wanted else {Operator.MAX: 0}
    elif isinstance(wanted, str | list):
        wanted = {"id": wanted}
    if not isinstance(wanted, Mapping):
        reading.note(place, "must be true, false, ids or a group", wanted)
        return Links(known.name, 0, None, Condition())
    counts = {name: wanted[name] for name in _COUNTS if name in wanted}
    rest = {name: value for name, value in wanted.items() if name not in _COUNTS}
    least = _count(counts.get(Operator.MIN), (*place, "min"), reading)
    most = _count(counts.get(Operator.MAX), (*place, "max"), reading)
    present = counts.get(Operator.PRESENT)
    if present is not None and not isinstance(present, bool):
        reading.note((*place, "present"), "must be true or false", present)
    if present is False:
        most = 0
    if least is None:
        least = 1 if most is None else 0
    if most is not None and most < least:
        reading.note(place, f"must have at least {least} and at most {most}, which cannot be", wanted)
    return Links(known.name, least, most, _condition(rest, place, fields, reading, depth + 1))


def _count(value: object, place: _Place, reading: _Reading) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        reading.note(place, "must be a whole number, at least 0", value)
        return None
    return value


def _demands(known: Field, wanted: object, place: _Place, reading: _Reading) -> Iterator[Demand]:
    if not isinstance(wanted, Mapping):
        operator = Operator.PRESENT if isinstance(wanted, bool) else Operator.IS
        yield from _demand(known, operator, wanted, place, reading)
        return
    if not wanted:
        reading.note(place, "must say what the field has to hold", wanted)
    for name, operand in wanted.items():
        yield from _demand(known, name, operand, (*place, name), reading)


def _demand(known: Field, name: str, operand: object, place: _Place, reading: _Reading) -> Iterator[Demand]:
    if name not in OPERATORS[known.shape]:
        fix = _meant(name, OPERATORS[known.shape])
        reading.note(place, "is not a question to this field", operand, fix, unknown=True)
        return
    try:
        yield Demand(known.name, Operator(name), read_operand(known, Operator(name), operand))
    except OperandError as error:
        reading.note(place, str(error), operand, error.fix)


def _meant(word: str, known: Iterable[str]) -> str:
    from maestro_cli.settings.leaves import nearest

    known = list(known)
    near = nearest(word, known)
    return f"Did you mean {near}?" if near else f"Known here: {', '.join(known)}."
