"""The keys of the schema: which exist, what their environment variables are called, which are near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import get_args, get_origin

from maestro_cli.settings.group import Group
from maestro_cli.settings.rules.declared import DeclaredRule
from maestro_cli.settings.schema import DateRange, Member, PastSprint, Settings, TracedTests

PREFIX = "MAESTRO_"


class Shape(StrEnum):
    """What kind of value a key holds: one, a list of single values, or a table."""

    ONE = "one"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A key that layers set as a whole: `sprint.length_days`, `team`, `trace.severity`."""

    key: str
    shape: Shape

    @property
    def path(self) -> tuple[str, ...]:
        """The key's parts."""
        return tuple(self.key.split("."))

    @property
    def variable(self) -> str:
        """The name of its environment variable."""
        return PREFIX + self.key.replace(".", "_").upper()


@cache
def leaves() -> Mapping[str, Leaf]:
    """Return every leaf of the schema by its dotted key, in the schema's order."""
    return {leaf.key: leaf for leaf in _leaves(Settings, "")}


@cache
def groups() -> frozenset[str]:
    """Return the keys that hold other keys."""
    return frozenset(key.partition(".")[0] for key in leaves() if "." in key)


def fields_at(location: Iterable[str | int]) -> tuple[str, ...]:
    """Return the keys that are known where a value of the schema stands."""
    parts = tuple(location)
    if "range" in parts:
        return tuple(DateRange.model_fields)
    if parts[:2] == ("trace", "tests"):
        return tuple(TracedTests.model_fields)
    models: dict[str, type[Group]] = {"team": Member, "sprints": PastSprint, "trace.rules": DeclaredRule}
    names = [str(part) for part in parts[:2]]
    model = models.get(names[0]) or models.get(".".join(names)) if names else None
    return tuple(model.model_fields) if model else ()


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `word` was probably meant to be, if one is near."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        word, list(choices), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60
    )
    return None if found is None else str(found[0])


def _leaves(model: type[Group], prefix: str) -> Iterator[Leaf]:
    for name, info in model.model_fields.items():
        kind = info.annotation
        if not prefix and isinstance(kind, type) and issubclass(kind, Group):
            yield from _leaves(kind, f"{name}.")
        else:
            yield Leaf(prefix + name, _shape(kind))


def _shape(kind: object) -> Shape:
    if get_origin(kind) is dict or (isinstance(kind, type) and issubclass(kind, Group)):
        return Shape.TABLE
    if get_origin(kind) is not tuple:
        return Shape.ONE
    element = get_args(kind)[0]
    table = get_origin(element) is dict or (isinstance(element, type) and issubclass(element, Group))
    return Shape.TABLE if table else Shape.LIST
