"""A project that a declared rule finds fault with, and one that it passes, made from the rule alone.

Each is tried on the rule before it is shown: where none can be made, as for most patterns, there is none.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, cast

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind, Place, Priority, Reference, Status, ThreePoint
from maestro_cli.settings.rules.condition import Condition, Demand, Links, Moment, Operator
from maestro_cli.settings.rules.fields import ITEM_FIELDS, Shape
from maestro_cli.settings.schema import Settings
from maestro_cli.traceability.custom.rule import ProjectRule
from maestro_cli.traceability.interface import RuleExplanation, TraceContext

_MOST_LINKED = 5
_SHORT = {"requirement": "REQ", "epic": "EP", "feature": "FT", "story": "US"}
_LISTS = ("satisfies", "depends_on", "linked_stories")
_BACK = {"children": "parent", "satisfied_by": "satisfies", "dependents": "depends_on"}
_OPPOSITE = {
    Operator.NOT: Operator.IS,
    Operator.IS: Operator.NOT,
    Operator.LACKS: Operator.CONTAINS,
    Operator.MIN: Operator.MAX,
    Operator.MAX: Operator.MIN,
    Operator.BEFORE: Operator.AFTER,
    Operator.AFTER: Operator.BEFORE,
}


def with_examples(rule: ProjectRule, today: date) -> RuleExplanation:
    """Return the rule in words with the examples that can be made; the others stay empty."""
    declared = rule.declared
    kind = declared.kind[0] if declared.kind else "story"
    good = [(declared.filter, declared.demand)]
    bad = [(declared.filter, Condition()), *((declared.filter, one) for one in _broken(declared.demand))]
    passing = (_written(made) for made in _made(kind, good, today) if _findings(rule, made, today) == 0)
    failing = (_written(made) for made in _made(kind, bad, today) if _findings(rule, made, today))
    return replace(rule.about, failing=next(failing, ""), passing=next(passing, ""))


@dataclass(slots=True)
class _Sample:
    """Items in the making, as fields by id; the first is the one that the rule is about."""

    today: date
    items: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, kind: str) -> dict[str, Any]:
        """Begin another item."""
        name = f"{_SHORT.get(kind, kind.upper().replace('_', '-'))}-{len(self.items) + 1}"
        self.items[name] = {"id": name, "kind": kind, "title": f"Some {kind.replace('_', ' ')}"}
        return self.items[name]

    def hold(self, item: dict[str, Any], condition: Condition) -> None:
        """Give the item what the condition asks for, as far as that can be told."""
        for demand in (*condition.demands, *(d for part in condition.any_of[:1] for d in part.demands)):
            if isinstance(demand, Links):
                self._link(item, demand)
            else:
                value = _value(demand, item, self.today)
                item[demand.field] = value
                if value is None:
                    del item[demand.field]

    def _link(self, item: dict[str, Any], demand: Links) -> None:
        for _ in range(0 if demand.field == "tests" else min(demand.least, _MOST_LINKED)):
            kinds = [
                str(one.wanted[0])
                for one in demand.other.demands
                if isinstance(one, Demand) and (one.field, one.operator) == ("kind", Operator.IS)
            ]
            other = self.add(kinds[0] if kinds else "story")
            self.hold(other, demand.other)
            back = _BACK.get(demand.field)
            near, name, far = (other, back, item) if back else (item, demand.field, other)
            if name in _LISTS:
                near.setdefault(name, []).append(far["id"])
            else:
                near[name] = far["id"]


def _made(kind: str, wanted: list[tuple[Condition, Condition]], today: date) -> Iterator[_Sample]:
    for conditions in wanted:
        sample = _Sample(today)
        subject = sample.add(kind)
        for condition in conditions:
            sample.hold(subject, condition)
        yield sample


def _broken(demand: Condition) -> Iterator[Condition]:
    """Return conditions that each break one demand."""
    for one in demand.demands:
        if isinstance(one, Links):
            if one.most is not None:
                yield Condition((replace(one, least=one.most + 1, most=None),))
        elif one.operator is Operator.PRESENT:
            yield Condition((replace(one, wanted=(not one.wanted[0],)),))
        elif one.operator in _OPPOSITE:
            step = {Operator.MIN: -1, Operator.MAX: 1}.get(one.operator, 0)
            wanted = tuple(part + step if isinstance(part, int | float) else part for part in one.wanted)
            yield Condition((replace(one, operator=_OPPOSITE[one.operator], wanted=wanted),))
    yield from demand.none_of


def _value(demand: Demand, item: Mapping[str, Any], today: date) -> Any:  # noqa: ANN401 - of any field
    shape, first = ITEM_FIELDS[demand.field].shape, demand.wanted[0]
    match demand.operator:
        case Operator.IS:
            text = first.replace("*", "1").replace("?", "a") if isinstance(first, str) else first
            return [*item.get(demand.field, ()), text] if shape is Shape.LIST else text
        case Operator.NOT:
            words = ITEM_FIELDS[demand.field].words
            return next((word for word in words if word not in demand.wanted), None)
        case Operator.PRESENT:
            return _any_value(demand.field, today) if first else None
        case Operator.CONTAINS:
            return f"This is {first}."
        case Operator.MATCHES:
            return re.sub(r"\\.|[^\w\s-]", "", str(first)) or None
        case Operator.LACKS:
            return item.get(demand.field)
        case Operator.MAX if shape is Shape.TEXT:
            return str(item.get(demand.field, "Some words"))[: int(cast("float", first))]
        case Operator.MIN | Operator.MAX if isinstance(first, int | float):
            several = {Shape.LIST: [f"one-{n}" for n in range(int(first))], Shape.TEXT: "x" * int(first)}
            return several.get(shape, first)
        case Operator.BEFORE | Operator.AFTER if isinstance(first, Moment):
            base = today if isinstance(first.base, str) else first.base
            return str(base + timedelta(first.days + (1 if demand.operator is Operator.AFTER else -1)))
    return None


def _any_value(name: str, today: date) -> object:
    of_shape: dict[Shape, object] = {
        Shape.NUMBER: 3,
        Shape.DATE: str(today),
        Shape.LIST: ["one"],
        Shape.GROUP: {"low": 1, "likely": 2, "high": 5},
    }
    names = {"assignee": "kim", "sprint": "S-1"}
    return of_shape.get(ITEM_FIELDS[name].shape, names.get(name, "Some words"))


def _findings(rule: ProjectRule, sample: _Sample, today: date) -> int | None:
    """Return how many faults the rule finds in the sample; None where it is about nothing in it."""
    try:
        backlog = Backlog([_item(fields) for fields in sample.items.values()])
    except (ValueError, TypeError):
        return None
    outcome = rule.check(TraceContext(backlog, Settings(), today))
    return len(outcome.findings) if outcome.checked else None


def _item(fields: Mapping[str, Any]) -> Item:
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    made: dict[str, Callable[[Any], Any]] = {
        "kind": Kind,
        "status": Status,
        "priority": Priority,
        "estimate": lambda parts: ThreePoint(**parts),
    }
    for name in ("created", "started", "completed", "due"):
        made[name] = date.fromisoformat
    read: dict[str, Any] = {
        name: made[name](value) if name in made else value for name, value in plain.items()
    }
    if "satisfies" in read:
        read["satisfies"] = tuple(map(Reference, read["satisfies"]))
    return Item(place=Place("backlog/items.yaml", 1), **read)


def _written(sample: _Sample) -> str:
    """Write the items as YAML, long ones on several lines."""
    lines = ["items:"]
    for item in sample.items.values():
        fields = ", ".join(f"{name}: {_scalar(value)}" for name, value in item.items())
        lines += textwrap.wrap(
            f"- {{{fields}}}",
            width=76,
            initial_indent="  ",
            subsequent_indent="     ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines) + "\n"


def _scalar(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_scalar(part)}" for key, part in value.items()) + "}"
    text = str(value)
    plain = text.replace("-", "").replace("_", "").replace(" ", "").replace(".", "")
    return (
        text
        if plain.isalnum() and text[0].isalnum() and text.isascii()
        else json.dumps(text, ensure_ascii=False)
    )
