"""Items in CSV: one a record, the fields as columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maestro_cli.model.items import Item
from maestro_cli.model.text import counted, csv_plain
from maestro_cli.sources.fields import READERS, build_item
from maestro_cli.sources.lines import BREAK, line_starts
from maestro_cli.sources.problems import Problems, nearest, quoted

if TYPE_CHECKING:
    from maestro_cli.sources.tracker_columns import Tracker

_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Record:
    """A record: the line on which it begins (1-based) and its cells."""

    line: int
    cells: list[str]


def read_csv_items(text: str, columns: Mapping[str, str], source: str, problems: Problems) -> list[Item]:
    """Return the items in `text`; `columns` names the column of a field where it is not the field's name."""
    delimiter = sniff(text, columns)
    records = read_records(text, delimiter, problems)
    header = next(records, None)
    if header is None:
        return []
    tracker = tracker_of(header.cells)
    if tracker is not None:
        return _read_export(tracker, header, records, columns, source, problems)
    fields = field_columns(header, columns, problems)
    items: list[Item] = []
    width = len(fields)
    for record in records:
        cells = record.cells
        if len(cells) != width and _is_ragged(record, width, problems):
            continue
        values = {
            name: csv_plain(cell) if cell[0] == "'" else cell
            for name, cell in zip(fields, cells, strict=False)
            if cell and name
        }
        if values:
            item = build_item(values, record.line, _always(record.line), source, problems)
            if item is not None:
                items.append(item)
    return items


def tracker_of(header: Sequence[str]) -> Tracker | None:
    """Return the tracker whose export has this header; None for a file of ours."""
    if all(column_key(name) in READERS for name in header):
        return None
    from maestro_cli.sources.tracker_columns import recognise

    return recognise(header)


def _read_export(
    tracker: Tracker,
    header: Record,
    records: Iterator[Record],
    columns: Mapping[str, str],
    source: str,
    problems: Problems,
) -> list[Item]:
    """Read the export of a tracker: its columns are known, and what `columns` says comes first."""
    from maestro_cli.sources.tracker_columns import merged

    fields = _export_fields(tracker, header, columns, problems)
    items: list[Item] = []
    unread: set[str] = set()
    for record in records:
        if len(record.cells) != len(fields) and _is_ragged(record, len(fields), problems):
            continue
        values = merged(tracker, fields, record.cells, unread)
        item = build_item(values, record.line, _always(record.line), source, problems) if values else None
        if item is not None:
            items.append(item)
    if unread:
        example = quoted(min(unread))
        problems.warn(
            "P-COLUMNS",
            f"{counted(len(unread), 'date')} such as {example} may be read in two ways: left out",
            header.line,
            "Export with dates such as 2026-11-30.",
        )
    return items


def _export_fields(
    tracker: Tracker, header: Record, columns: Mapping[str, str], problems: Problems
) -> list[str | None]:
    from maestro_cli.sources.tracker_columns import fields_of, tell

    fields = fields_of(tracker, header.cells, columns)
    tell(tracker, header.cells, fields, problems)
    renamed = _renamed(columns, header.line, problems)
    for place, name in enumerate(header.cells):
        field = renamed.get(name.strip()) or renamed.get(column_key(name))
        fields[place] = field or fields[place]
    for field, column in columns.items():
        if field in READERS and field not in fields:
            problems.error(
                "P-CSV", f"no column {quoted(column)} for {field}", header.line, "Check `columns`."
            )
    return fields


def sniff(text: str, columns: Mapping[str, str] = {}) -> str:
    """Return the delimiter with which the header names most columns that we know: comma, `;` or tab."""
    header = text[:10_000].lstrip("\r\n")
    line = BREAK.split(header, maxsplit=1)[0]
    known = {*READERS, *(column_key(name) for name in columns.values())}

    def score(delimiter: str) -> int:
        return sum(column_key(cell.strip().strip('"')) in known for cell in line.split(delimiter))

    return max(_DELIMITERS, key=score)


def column_key(name: str) -> str:
    """Return the name of a column without case, and with `_` for spaces and hyphens."""
    return re.sub(r"[ \-]+", "_", name.strip().casefold())


def read_records(text: str, delimiter: str, problems: Problems) -> Iterator[Record]:
    """Yield the records of `text` that are not blank; faults of quoting are in `problems` with their line."""
    csv.field_size_limit(max(csv.field_size_limit(), 2**31 - 1))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    starts: list[int] = []
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            starts = starts or [0, *line_starts(text)]
            opened = line + quote_line(text, starts[line - 1], delimiter)
            _report(error, line, rows.line_num, min(opened, rows.line_num), problems)
        else:
            if cells and (len(cells) > 1 or cells[0].strip()):
                yield Record(line, cells)


def cells_of(text: str, start: int, delimiter: str) -> list[tuple[int, int]]:
    """Return where each cell of the record at `start` begins and ends, quotes included."""
    spans: list[tuple[int, int]] = []
    cell = re.compile(rf'(?:"(?:[^"]|"")*"?)?[^{delimiter}\r\n]*')
    while True:
        found = cell.match(text, start)
        end = start if found is None else found.end()
        spans.append((start, end))
        if text[end : end + 1] != delimiter:
            return spans
        start = end + 1


def quote_line(text: str, start: int, delimiter: str) -> int:
    """Return how many lines below `start` the last quoted cell of the record there opens."""
    quoted_cells = [begin for begin, end in cells_of(text, start, delimiter) if text[begin:end][:1] == '"']
    return len(BREAK.findall(text, start, quoted_cells[-1])) if quoted_cells else 0


def field_columns(header: Record, columns: Mapping[str, str], problems: Problems) -> list[str | None]:
    """Return the field of each column, None for a column that is not read."""
    renamed = _renamed(columns, header.line, problems)
    fields: list[str | None] = []
    for cell in header.cells:
        name = csv_plain(cell.strip())
        key = renamed.get(name) or renamed.get(column_key(name)) or column_key(name)
        known = key in READERS and (key not in columns or name in renamed or column_key(name) in renamed)
        if known and key in fields:
            problems.error("P-CSV", f"two columns hold {key}", header.line, "Keep one: the first is read.")
        elif not known and name and not columns:
            problems.unknown_field(name, header.line)
        fields.append(key if known and key not in fields else None)
    for field, column in columns.items():
        if field in READERS and field not in fields:
            problems.error(
                "P-CSV", f"no column {quoted(column)} for {field}", header.line, "Check `columns`."
            )
    missing = [name for name in ("id", "title") if name not in fields and name not in columns]
    if missing:
        problems.error(
            "P-MISSING-FIELD",
            f"no column {' and no column '.join(missing)}: no items read",
            header.line,
            "Name the columns as the fields, or map them with `columns:` of a csv source.",
        )
    return fields if not missing and {"id", "title"} <= set(fields) else []


def _renamed(columns: Mapping[str, str], line: int, problems: Problems) -> dict[str, str]:
    """Return the field of each column that `columns` names."""
    renamed: dict[str, str] = {}
    for field, column in columns.items():
        if field not in READERS:
            near = nearest(field, READERS)
            hint = f", did you mean {near}?" if near else ""
            problems.error("P-SOURCE", f"`columns` names no field of ours: {quoted(field)}{hint}", line)
        else:
            renamed[column] = field
            renamed.setdefault(column_key(column), field)
    return renamed


def _is_ragged(record: Record, width: int, problems: Problems) -> bool:
    """Report a record of another width than the header; say whether it is of no use."""
    if width == 0:
        return True
    cells = len(record.cells)
    if not any(cell.strip() for cell in record.cells[width:]) and cells > width:
        return False
    fix = "Put cells that hold the separator in quotes."
    if cells > width:
        problems.error("P-CSV", f"{cells} cells under {width} columns: not read", record.line, fix)
        return True
    problems.warn("P-CSV", f"{cells} cells under {width} columns: the last are empty", record.line, fix)
    return False


def _always(line: int) -> Callable[[str], int]:
    return lambda _name: line


def _report(error: csv.Error, first: int, last: int, opened: int, problems: Problems) -> None:
    """Say which lines are lost, and where the quote opened that lost them."""
    lost = f"line {first} was" if first == last else f"lines {first} to {last} were"
    problems.error(
        "P-CSV",
        f"the quote that opens on line {opened} does not close as it should ({error}): {lost} not read",
        opened,
        'Close it, and write a quote within a cell as "".',
    )
