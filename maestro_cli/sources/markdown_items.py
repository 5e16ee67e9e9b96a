"""An item in Markdown: YAML front matter, and the body as its description."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from yaml.events import DocumentStartEvent, MappingStartEvent, ScalarEvent, StreamStartEvent

from maestro_cli.model.items import Item
from maestro_cli.sources.fields import build_item
from maestro_cli.sources.problems import Problems
from maestro_cli.sources.yaml_events import YamlError, YamlEvents

_OPENS = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|[\n\r]|\Z)", re.MULTILINE)


def front_matter(text: str) -> tuple[int, int, int] | None:
    """Return where the front matter begins and ends, and where the body begins; None without any.

    The end is -1 when the front matter is opened and never closed.
    """
    opens = _OPENS.match(text)
    if opens is None:
        return None
    closes = _CLOSES.search(text, opens.end())
    if closes is None and "\n" not in text:  # files of the last century end their lines with CR alone
        closes = re.compile(r"(?<=\r)(?:---|\.\.\.)[ \t]*(?:\r|\Z)").search(text, opens.end())
    if closes is None:
        return opens.end(), -1, -1
    return opens.end(), closes.start(), closes.end()


def read_markdown_item(text: str, source: str, problems: Problems) -> list[Item]:
    """Return the item in `text`, or nothing where there is none; faults are in `problems`."""
    found = front_matter(text)
    if found is None:
        name = PurePosixPath(problems.path).stem.lower()
        if text.strip() and name not in ("readme", "index", "contributing"):
            problems.warn(
                "P-NO-ITEM",
                "no front matter, so no item",
                1,
                "Begin the file with `---`, `id:` and `title:`.",
            )
        return []
    begins, ends, body = found
    if ends < 0:
        problems.error("P-YAML", "the front matter is never closed", 1, "End it with a line of `---`.")
        return []
    try:
        below = text.count("\n", 0, body) + 1
        item = _read(text[begins:ends], text[body:], below, source, problems)
    except YamlError as error:
        problems.error("P-YAML", error.message, error.line, error.fix)
        return []
    return [] if item is None else [item]


def _read(matter: str, body: str, below: int, source: str, problems: Problems) -> Item | None:
    def complain(message: str, line: int, fix: str) -> None:
        problems.error("P-YAML", message, line, fix)

    events = YamlEvents(matter, complain, first_line=2)
    event = events.next()
    while type(event) in (StreamStartEvent, DocumentStartEvent):
        event = events.next()
    if type(event) is not MappingStartEvent:
        empty = type(event) is not ScalarEvent or not event.value
        what = "is empty" if empty and not matter.strip() else "is not a mapping of fields"
        complain(f"the front matter {what}", 2, "An item has `id:` and `title:`.")
        return None
    values, marks = events.mapping()
    events.next()
    events.next()
    if body.strip():
        values["description"] = body

    def line_of(name: str) -> int:
        return events.line(marks[name]) if name in marks else below

    return build_item(values, events.line(event.start_mark), line_of, source, problems)
