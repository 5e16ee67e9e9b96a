"""Conditions made into functions that say whether an item holds them.

A condition on the other ends of links is asked once of each item, whichever way it is reached, so that
checking takes time linear in items and links however deep conditions are nested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, cast

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item
from maestro_cli.model.verification import Verification
from maestro_cli.settings.rules.condition import Condition, Demand, Links, Moment, Operator
from maestro_cli.settings.rules.operands import has_wildcards
from maestro_cli.settings.rules.pattern import compile_search
from maestro_cli.traceability.links import LinkIndex

Thing = Item | Verification
"""What conditions are asked of."""
Test = Callable[[Any], bool]
_Read = Callable[[Any], Any]

_READ: dict[str, _Read] = {
    "kind": lambda thing: thing.kind.value,
    "status": lambda thing: thing.status.value,
    "priority": lambda thing: thing.priority.value,
    "result": lambda thing: thing.result.value,
    "path": lambda thing: thing.place.path,
}
_ENDS: dict[str, Callable[[Item], Iterable[str | None]]] = {
    "parent": lambda item: (item.parent,),
    "satisfies": lambda item: (link.id for link in item.satisfies),
    "depends_on": lambda item: item.depends_on,
    "linked_feature": lambda item: (item.linked_feature,),
    "linked_stories": lambda item: item.linked_stories,
    "linked_task": lambda item: (item.linked_task,),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What conditions may look at beside the item itself."""

    backlog: Backlog
    links: LinkIndex
    today: date


def compile_condition(condition: Condition, around: Surroundings) -> Test:
    """Return a function that says whether a thing holds all of `condition`."""
    tests = [compile_demand(demand, around) for demand in condition.demands]
    choices = [compile_condition(part, around) for part in condition.any_of]
    forbidden = [compile_condition(part, around) for part in condition.none_of]

    def holds(thing: Thing) -> bool:
        return (
            all(test(thing) for test in tests)
            and (not choices or any(test(thing) for test in choices))
            and not any(test(thing) for test in forbidden)
        )

    return holds


def compile_demand(demand: Demand | Links, around: Surroundings) -> Test:
    """Return a function that says whether a thing holds one demand."""
    if isinstance(demand, Links):
        return _links(demand, around)
    read = _READ.get(demand.field) or attrgetter(demand.field)
    wanted = demand.wanted
    match demand.operator:
        case Operator.PRESENT:
            return lambda thing: _is_given(read(thing)) is wanted[0]
        case Operator.IS:
            return _any_entry(read, _equal(wanted))
        case Operator.NOT:
            found = _any_entry(read, _equal(wanted))
            return lambda thing: not found(thing)
        case Operator.CONTAINS:
            return _any_entry(read, _phrases(wanted))
        case Operator.LACKS:
            found = _any_entry(read, _phrases(wanted))
            return lambda thing: not found(thing)
        case Operator.MATCHES:
            return _any_entry(read, compile_search(str(wanted[0])))
        case Operator.MIN | Operator.MAX:
            return _bound(read, demand.operator, cast("float", wanted[0]))
        case Operator.BEFORE | Operator.AFTER:
            return _order(read, demand.operator, cast("Moment", wanted[0]), around.today)


def _is_given(value: object) -> bool:
    return value is not None and value not in ("", ())


def _any_entry(read: _Read, test: Callable[[Any], bool]) -> Test:
    """Ask the value, or each of several; nothing holds nothing."""

    def holds(thing: Thing) -> bool:
        value = read(thing)
        if value is None:
            return False
        return any(map(test, value)) if isinstance(value, tuple) else test(value)

    return holds


def _equal(wanted: Sequence[object]) -> Callable[[Any], bool]:
    """Compare without regard to capitals; `*` stands for any text and `?` for one character."""
    texts = [part for part in wanted if isinstance(part, str)]
    numbers = frozenset(part for part in wanted if not isinstance(part, str))
    plain = frozenset(part.casefold() for part in texts if not has_wildcards(part))
    globs = [_wildcards(part) for part in texts if has_wildcards(part)]

    def test(value: object) -> bool:
        if isinstance(value, int | float):
            return value in numbers
        text = str(value)
        return text.casefold() in plain or any(glob(text) for glob in globs)

    return test


def _wildcards(text: str) -> Callable[[str], object]:
    from fnmatch import translate

    return re.compile(translate(text.replace("[", "[[]")), re.IGNORECASE).match


def _phrases(wanted: Sequence[object]) -> Callable[[Any], bool]:
    """Look for whole words or phrases, whatever their capitals; scripts without spaces have no word edges."""
    parts = []
    for phrase in map(str, wanted):
        before = r"(?<![A-Za-z0-9_])" if re.match(r"[A-Za-z0-9_]", phrase) else ""
        after = r"(?![A-Za-z0-9_])" if re.search(r"[A-Za-z0-9_]\Z", phrase) else ""
        parts.append(before + re.escape(phrase) + after)
    search = re.compile("|".join(parts), re.IGNORECASE).search
    return lambda text: search(text) is not None


def _bound(read: _Read, operator: Operator, limit: float) -> Test:
    def holds(thing: Thing) -> bool:
        value = read(thing)
        if value is None:
            return False
        size = len(value) if isinstance(value, str | tuple) else value
        return bool(size >= limit if operator is Operator.MIN else size <= limit)

    return holds


def _order(read: _Read, operator: Operator, moment: Moment, today: date) -> Test:
    """Compare days; what is not given is neither before nor after anything."""

    def holds(thing: Thing) -> bool:
        day, other = read(thing), moment.base
        if isinstance(other, str):
            other = today if other == "today" else getattr(thing, other)
        if day is None or other is None:
            return False
        distance = (day - other) / timedelta(days=1) - moment.days
        return bool(distance < 0 if operator is Operator.BEFORE else distance > 0)

    return holds


def _links(demand: Links, around: Surroundings) -> Test:
    ends = _ends(demand, around)
    fits = None if demand.other.empty else compile_condition(demand.other, around)
    known: dict[str, bool] = {}

    def counts(end: str | Verification) -> bool:
        if fits is None:
            return True
        name = end if isinstance(end, str) else f"test {end.id} {end.place.path}:{end.place.line}"
        if name not in known:
            thing = around.backlog.get(end) if isinstance(end, str) else end
            known[name] = thing is not None and fits(thing)
        return known[name]

    def holds(thing: Item) -> bool:
        found = sum(map(counts, ends(thing)))
        return found >= demand.least and (demand.most is None or found <= demand.most)

    return holds


def _ends(demand: Links, around: Surroundings) -> Callable[[Item], Iterable[str | Verification]]:
    ends = _ENDS.get(demand.field)
    if ends is not None:
        return lambda item: [end for end in dict.fromkeys(ends(item)) if end]
    index = getattr(around.links, demand.field)
    return lambda item: index.get(item.id, ())
