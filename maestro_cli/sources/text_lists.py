"""Lists of texts in CSV between which links are looked for, and of the links that are right."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from maestro_cli.errors import InputError
from maestro_cli.model.text import csv_plain
from maestro_cli.model.texts import Text
from maestro_cli.sources.csv_items import Record, column_key, read_records, sniff
from maestro_cli.sources.finding import Found
from maestro_cli.sources.problems import Problems, quoted
from maestro_cli.sources.reading import decode, read_bytes

LIMIT = 5 * 2**20
"""Bytes of a file."""

TEXT_COLUMNS = ("id", "title", "text", "description")
ANSWER_COLUMNS = ("source", "target")


def read_texts(file: Path, problems: Problems) -> list[Text]:
    """Return the texts of a CSV file with the columns id and text (or title, or description).

    What is wrong is in `problems`, all of it; other columns are not read.
    """
    rows = _Rows(file, TEXT_COLUMNS, problems)
    if not rows.have("id") or not rows.have("text", "title", "description"):
        return []
    texts: list[Text] = []
    lines: dict[str, int] = {}
    for line, cells in rows:
        name = cells["id"].strip()
        if not name:
            problems.error("P-MISSING-FIELD", "no id", line, "Give each text an id of its own.")
        elif name in lines:
            why = f"{quoted(name)} stands already on line {lines[name]}"
            problems.error("P-DUPLICATE-ID", why, line, "Give each text an id of its own.")
        else:
            lines[name] = line
            body = "\n".join(cells[column] for column in ("text", "description") if cells[column])
            texts.append(Text(name, body, cells["title"]))
    if not lines and not problems.found:
        problems.error("P-CSV", "no texts below the header", 1, "Give one text a row.")
    return texts


def read_answers(
    file: Path, sources: Collection[str], targets: Collection[str], problems: Problems
) -> set[tuple[str, str]]:
    """Return the pairs of a CSV file with the columns source and target.

    A pair of which an end is not there is left out with a warning. What is wrong is in `problems`.
    """
    rows = _Rows(file, ANSWER_COLUMNS, problems)
    if not rows.have("source") or not rows.have("target"):
        return set()
    answers: set[tuple[str, str]] = set()
    for line, cells in rows:
        source, target = cells["source"].strip(), cells["target"].strip()
        missing = [
            f"{what} {quoted(name)}"
            for what, name, known in (("source", source, sources), ("target", target, targets))
            if name not in known
        ]
        if missing:
            problems.warn("P-NO-TEXT", f"there is no {' and no '.join(missing)}: left out", line)
        else:
            answers.add((source, target))
    return answers


class _Rows:
    """The rows of a CSV file, by the columns that are asked for; one that is not there is empty."""

    def __init__(self, file: Path, columns: Sequence[str], problems: Problems) -> None:
        self.problems = problems
        self.names = columns
        self.records: Iterator[Record] = iter(())
        self.header: list[str] = []
        try:
            text = decode(read_bytes(_found(file), LIMIT), str(file)).text
        except InputError as error:
            problems.found.extend(error.diagnostics)
            return
        self.records = read_records(text, sniff(text, {name: name for name in columns}), problems)
        header = next(self.records, None)
        if header is None:
            problems.error("P-CSV", "the file is empty", None, f"Begin with a header: {','.join(columns)}.")
            return
        self.header = [column_key(csv_plain(cell.strip())) for cell in header.cells]
        self.columns = {name: self.header.index(name) for name in columns if name in self.header}
        for name in self.columns:
            if self.header.count(name) > 1:
                problems.error("P-CSV", f"two columns hold {name}", header.line, "Keep one.")

    def have(self, *names: str) -> bool:
        """Say whether there is one of these columns; a file that can be read should have one."""
        if not self.header:
            return False
        if any(name in self.columns for name in names):
            return True
        hint = f"The columns are {', '.join(map(quoted, self.header[:8]))}."
        self.problems.error("P-MISSING-FIELD", f"no column {' or '.join(names)}", 1, hint)
        return False

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        for record in self.records:
            cells = record.cells
            if len(cells) > len(self.header) and any(cell.strip() for cell in cells[len(self.header) :]):
                why = f"{len(cells)} cells under {len(self.header)} columns: not read"
                self.problems.error("P-CSV", why, record.line, "Put cells that hold the separator in quotes.")
                continue
            known = {name: cells[at] for name, at in self.columns.items() if at < len(cells)}
            yield record.line, {name: csv_plain(known.get(name, "")) for name in self.names}


def _found(file: Path) -> Found:
    """Return a file that is named on the command line: a link may lead to it, wherever it is."""
    try:
        looks = file.stat()
    except (OSError, ValueError) as error:
        raise InputError(
            f"{file} cannot be read: {getattr(error, 'strerror', None) or error}",
            code="P-UNREADABLE",
            path=str(file),
            fix="Check that it exists and that you may read it.",
        ) from error
    if looks.st_size > LIMIT:
        raise InputError(
            f"{file} is larger than {LIMIT / 2**20:g} MiB: not read",
            code="P-TOO-LARGE",
            path=str(file),
            fix="Compare a part of the texts at a time.",
        )
    return Found(str(file), os.path.realpath(file), looks.st_size, looks.st_mtime_ns)
