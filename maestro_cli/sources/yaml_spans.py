"""Where the items of a YAML text stand, character by character."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from maestro_cli.sources.yaml_events import MAX_DEPTH, YamlError, YamlEvents


@dataclass(slots=True)
class Span:
    """A value in the text: `text[start:end]` is all of it, without comments or line ends after it."""

    start: int
    end: int
    column: int
    style: str | None = None
    """The quote of a scalar or the indicator of a block scalar; `flow` or `block` of a collection."""
    text: str | None = None
    anchored: bool = False
    entries: list[Span] = field(default_factory=list)
    keys: dict[str, tuple[Span, Span]] = field(default_factory=dict)
    """Key and value by key, in order; the first of equal keys."""
    is_mapping: bool = False


def item_spans(text: str, offset: int = 0) -> dict[str, Span]:
    """Return the mapping of each item in `text` by id, the first one of an id; raises YamlError.

    `offset` is added to every place: what stands before `text` in its file.
    """
    reader = _Reader(text, offset)
    roots = reader.documents()
    found: dict[str, Span] = {}
    for root in roots:
        listed = root.keys["items"][1].entries if "items" in root.keys else root.entries
        for span in [*listed, root]:
            if span.is_mapping and "id" in span.keys:
                found.setdefault((span.keys["id"][1].text or "").strip(), span)
    return found


class _Reader:
    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.events = YamlEvents(text, lambda _message, _line, _fix: None)

    def documents(self) -> list[Span]:
        roots: list[Span] = []
        while True:
            event = self.events.next()
            if type(event) is StreamEndEvent:
                return roots
            if type(event) not in (StreamStartEvent, DocumentStartEvent, DocumentEndEvent):
                roots.append(self.span(event, 1))

    def span(self, event: Any, depth: int) -> Span:  # noqa: ANN401 - PyYAML's events are not typed
        if depth > MAX_DEPTH:
            raise YamlError("too deep", self.events.line(event.start_mark), "Make it flatter.")
        start, end = event.start_mark.index + self.offset, event.end_mark.index + self.offset
        found = Span(start, end, event.start_mark.column)
        if type(event) is AliasEvent:
            found.style = "*"
            return found
        found.anchored = event.anchor is not None or event.tag is not None
        if type(event) is ScalarEvent:
            self._scalar(found, event)
        elif type(event) is MappingStartEvent:
            self._mapping(found, event, depth)
        elif type(event) is SequenceStartEvent:
            self._sequence(found, event, depth)
        return found

    def _end(self, event: Any) -> int:  # noqa: ANN401 - PyYAML's events are not typed
        return int(event.end_mark.index) + self.offset

    def _next(self) -> Any:  # noqa: ANN401 - PyYAML's events are not typed
        return self.events.next()

    def _scalar(self, found: Span, event: ScalarEvent) -> None:
        found.style, found.text = event.style, event.value
        if event.style in ("|", ">"):
            whole = self.text[found.start - self.offset : found.end - self.offset]
            found.end = found.start + len(whole.rstrip())

    def _mapping(self, found: Span, event: MappingStartEvent, depth: int) -> None:
        found.is_mapping = True
        found.style = "flow" if event.flow_style else "block"
        while type(following := self._next()) is not MappingEndEvent:
            key = self.span(following, depth + 1)
            value = self.span(self.events.next(), depth + 1)
            if key.text is not None:
                found.keys.setdefault(key.text, (key, value))
            found.end = max(found.end, value.end, key.end)
        if event.flow_style:
            found.end = self._end(following)

    def _sequence(self, found: Span, event: SequenceStartEvent, depth: int) -> None:
        found.style = "flow" if event.flow_style else "block"
        while type(following := self._next()) is not SequenceEndEvent:
            found.entries.append(self.span(following, depth + 1))
            found.end = max(found.end, found.entries[-1].end)
        if event.flow_style:
            found.end = self._end(following)
