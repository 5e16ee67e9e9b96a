"""Changes to the items of one file that leave every other byte as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from maestro_cli.errors import InputError, UsageError
from maestro_cli.model.text import csv_plain
from maestro_cli.sources.cells import cell
from maestro_cli.sources.csv_items import cells_of, field_columns, read_records, sniff, tracker_of
from maestro_cli.sources.fields import READERS, Raw
from maestro_cli.sources.lines import line_starts, newline_of
from maestro_cli.sources.markdown_items import front_matter
from maestro_cli.sources.parsing import parse
from maestro_cli.sources.problems import Problems
from maestro_cli.sources.reading import decode
from maestro_cli.sources.values import DEFAULTS, raw_value
from maestro_cli.sources.yaml_edit import Replacement, apply, edit_item
from maestro_cli.sources.yaml_events import YamlError
from maestro_cli.sources.yaml_spans import item_spans

Changes = Mapping[str, Mapping[str, Raw]]
"""Raw values by field, by id of the item; None removes a field."""


def edit_file(data: bytes, path: str, columns: dict[str, str], changes: Changes) -> bytes:
    """Return `data` with `changes`; a field that reads the same already is left as it is written.

    The result is read again, and refused with an UsageError unless it holds exactly what was asked for.
    """
    text = decode(data, path)
    parsed = parse(data, path, "", columns, with_secrets=True)
    before = {item.id: item for item in reversed(parsed.items)}
    doubtful = any(problem.code == "P-BAD-VALUE" for problem in parsed.diagnostics)
    wanted: dict[str, dict[str, Raw]] = {}
    for item_id, fields in changes.items():
        if item_id not in before:
            raise InputError(f"{item_id} is not in {path} any more", path=path, fix="Read the items again.")
        old = before[item_id]
        wanted[item_id] = {
            name: raw for name, raw in fields.items() if doubtful or raw_value(getattr(old, name)) != raw
        }
    wanted = {item_id: fields for item_id, fields in wanted.items() if fields}
    if not wanted:
        return data
    try:
        after = text.encode(apply(text.text, list(_replacements(text.text, path, columns, wanted))))
    except YamlError as error:
        raise InputError(error.message, code="P-YAML", path=path, line=error.line, fix=error.fix) from error
    _verify(data, after, path, columns, wanted)
    return after


def _replacements(text: str, path: str, columns: dict[str, str], changes: Changes) -> Iterator[Replacement]:
    name = path.lower()
    if name.endswith(".csv"):
        yield from _in_csv(text, path, columns, changes)
        return
    offset, end, body = (
        (0, len(text), None) if not name.endswith(".md") else front_matter(text) or (0, 0, None)
    )
    spans = item_spans(text[offset:end], offset)
    for item_id, fields in changes.items():
        item = spans.get(item_id)
        if item is None:
            raise _by_hand(path, item_id)
        rest = dict(fields)
        if body is not None and "description" in rest and _owns_description(text[body:], item.keys):
            yield _in_body(text, body, rest.pop("description"))
        if any(item.keys[field][1].anchored for field in rest if field in item.keys):
            raise _by_hand(path, item_id)
        yield from edit_item(text, item, rest, end)


def _owns_description(body: str, keys: Mapping[str, object]) -> bool:
    return bool(body.strip()) or "description" not in keys


def _in_body(text: str, body: int, description: Raw) -> Replacement:
    """Replace the text of a Markdown body, without the white space around it."""
    whole = text[body:]
    newline = newline_of(text)
    new = re.sub("\r\n|[\r\n]", newline, description or "")
    core = whole.strip()
    if core:
        start = body + len(whole) - len(whole.lstrip())
        return Replacement(start, start + len(core), new)
    lead = "" if text[body - 1 : body] in ("\n", "\r") else newline
    return Replacement(body, body, f"{lead}{new}{newline}")


def _in_csv(text: str, path: str, columns: dict[str, str], changes: Changes) -> Iterator[Replacement]:
    delimiter = sniff(text, columns)
    unread = Problems(path)
    records = read_records(text, delimiter, unread)
    header = next(records)
    tracker = tracker_of(header.cells)
    if tracker is not None:
        raise UsageError(
            f"{path} is an export of {tracker.name}: nothing is written there",
            code="P-FOREIGN",
            path=path,
            fix=f"Change it in {tracker.name}, or bring its items in with `maestro items import`.",
        )
    fields = field_columns(header, columns, unread)
    absent = sorted({name for changed in changes.values() for name in changed} - set(fields))
    if absent:
        raise UsageError(
            f"{path} has no column {' and no column '.join(absent)}",
            code="P-CSV",
            path=path,
            line=header.line,
            fix=f"Add it to the first line of {path}.",
        )
    starts = [0, *line_starts(text)]
    position = fields.index("id")
    left = dict(changes)
    for record in records:
        item_id = csv_plain(record.cells[position]).strip() if position < len(record.cells) else ""
        wanted = left.pop(item_id, None)
        if wanted is not None:
            spans = cells_of(text, starts[record.line - 1], delimiter)
            yield from _in_record(
                text, spans, [fields.index(name) for name in wanted], list(wanted.values()), delimiter
            )
    if left:
        raise _by_hand(path, next(iter(left)))


def _in_record(
    text: str, spans: list[tuple[int, int]], positions: list[int], raws: list[Raw], delimiter: str
) -> Iterator[Replacement]:
    beyond: dict[int, str] = {}
    for position, raw in zip(positions, raws, strict=True):
        if position < len(spans):
            start, end = spans[position]
            yield Replacement(start, end, cell(raw, delimiter, quoted=text[start : start + 1] == '"'))
        else:
            beyond[position] = cell(raw, delimiter)
    if beyond:
        cells = [beyond.get(position, "") for position in range(len(spans), max(beyond) + 1)]
        yield Replacement(spans[-1][1], spans[-1][1], "".join(delimiter + text for text in cells))


def _verify(before: bytes, after: bytes, path: str, columns: dict[str, str], changes: Changes) -> None:
    """Refuse a result that does not hold what was asked for, or changed anything else."""
    old, new = (parse(data, path, "", columns, with_secrets=True) for data in (before, after))
    faults = [[one for one in each.diagnostics if one.code != "P-SECRET"] for each in (old, new)]
    if len(old.items) != len(new.items) or len(faults[1]) > len(faults[0]):
        raise _by_hand(path, next(iter(changes)))
    seen: set[str] = set()
    for was, now in zip(old.items, new.items, strict=True):
        wanted = changes.get(was.id, {}) if was.id not in seen else {}
        seen.add(was.id)
        for name in READERS:
            expected = wanted.get(name, raw_value(getattr(was, name)))
            got = raw_value(getattr(now, name))
            if got != (DEFAULTS.get(name) if expected is None else expected) and not (
                name == "status" and {"completed", "status"} & wanted.keys() and wanted.get(name) is None
            ):  # an item with `completed` and without status is done
                raise _by_hand(path, was.id)


def _by_hand(path: str, item_id: str) -> UsageError:
    return UsageError(
        f"{item_id} cannot be changed in {path} without touching more than asked",
        code="P-EDIT",
        path=path,
        fix="Edit it by hand: it uses anchors, or a layout that is written back by nobody else.",
    )
