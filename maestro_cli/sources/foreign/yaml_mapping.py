"""One YAML mapping with the line of each key, within the bounds of every other file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yaml.events import DocumentStartEvent, MappingStartEvent, ScalarEvent, StreamEndEvent, StreamStartEvent

from maestro_cli.sources.problems import Problems
from maestro_cli.sources.yaml_events import YamlError, YamlEvents


@dataclass(frozen=True, slots=True)
class Mapping:
    """Values as they are written (text, list, dict or None), and the line on which each key stands."""

    values: dict[str, Any]
    line_of: Callable[[str], int]
    aliases: int


def read_mapping(text: str, problems: Problems, first_line: int = 1) -> Mapping | None:
    """Return the mapping that `text` is; None with a problem where it is none."""

    def complain(message: str, line: int, fix: str) -> None:
        problems.error("P-YAML", message, line, fix)

    try:
        events = YamlEvents(text, complain, first_line)
        event = events.next()
        while type(event) in (StreamStartEvent, DocumentStartEvent):
            event = events.next()
        if type(event) is StreamEndEvent or (type(event) is ScalarEvent and not event.value):
            return Mapping({}, lambda _name: first_line, 0)
        if type(event) is not MappingStartEvent:
            complain("not a mapping of keys to values", first_line, "Check the file with its own tool.")
            return None
        values, marks = events.mapping()
        events.next()
        events.next()
    except YamlError as error:
        complain(error.message, error.line, error.fix)
        return None
    lines = {name: events.line(mark) for name, mark in marks.items()}
    return Mapping(values, lambda name: lines.get(name, first_line), events.aliases)
