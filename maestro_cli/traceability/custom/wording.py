"""Conditions in words: `labels has sev-*`, `parent has an item whose kind is epic`."""

from __future__ import annotations

from maestro_cli.settings.rules.condition import Condition, Demand, Links, Moment, Operator
from maestro_cli.settings.rules.fields import ITEM_FIELDS, TEST_FIELDS, Shape

_WORDS = {
    Operator.IS: "is {}",
    Operator.NOT: "is not {}",
    Operator.CONTAINS: "contains {}",
    Operator.LACKS: "does not contain {}",
    Operator.MATCHES: "matches {}",
    Operator.MIN: "is at least {}",
    Operator.MAX: "is at most {}",
    Operator.BEFORE: "is before {}",
    Operator.AFTER: "is after {}",
}
_SHAPED = {
    (Shape.LIST, Operator.IS): "has {}",
    (Shape.LIST, Operator.NOT): "has no {}",
    (Shape.LIST, Operator.MATCHES): "has one that matches {}",
    (Shape.LIST, Operator.MIN): "has at least {} entries",
    (Shape.LIST, Operator.MAX): "has at most {} entries",
    (Shape.TEXT, Operator.MIN): "has at least {} characters",
    (Shape.TEXT, Operator.MAX): "has at most {} characters",
}


def in_words(condition: Condition) -> str:
    """Return a condition as words that follow `demands that`."""
    parts = [demand_in_words(demand) for demand in condition.demands]
    if condition.any_of:
        parts.append("(" + " or ".join(in_words(part) for part in condition.any_of) + ")")
    parts += [f"not ({in_words(part)})" for part in condition.none_of]
    return " and ".join(parts)


def demand_in_words(demand: Demand | Links) -> str:
    """Return one demand in words."""
    if isinstance(demand, Links):
        return _links(demand)
    if demand.operator is Operator.PRESENT:
        return f"{demand.field} is {'' if demand.wanted[0] else 'not '}given"
    wanted = " or ".join(_operand(part) for part in demand.wanted)
    shape = (ITEM_FIELDS.get(demand.field) or TEST_FIELDS[demand.field]).shape
    words = _SHAPED.get((shape, demand.operator)) or _WORDS[demand.operator]
    return f"{demand.field} {words.format(wanted)}"


def _links(demand: Links) -> str:
    several = "tests" if demand.field == "tests" else "items"
    if demand.most == 0:
        count = f"no {several}"
    elif demand.most is None:
        count = f"at least {demand.least} {several}"
    elif demand.least == demand.most:
        count = f"exactly {demand.least} {several}"
    else:
        count = f"{demand.least} to {demand.most} {several}"
    if demand.least == 1 and demand.most is None:
        count = f"a {several[:-1]}" if several == "tests" else f"an {several[:-1]}"
    other = "" if demand.other.empty else f" whose {in_words(demand.other)}"
    return f"{demand.field} has {count}{other}"


def _operand(part: str | float | bool | Moment) -> str:
    if isinstance(part, Moment):
        days = f"{part.days:+d}" if part.days else ""
        return f"{part.base}{days}"
    return f"{part:g}" if isinstance(part, int | float) else f"“{part}”" if " " in part else part
