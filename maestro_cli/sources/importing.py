"""Items of a file merged into the project: new ones added, changed fields updated, no status taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.errors import Diagnostic, InputError, Severity, UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Status
from maestro_cli.model.redact import is_redacted
from maestro_cli.sources.edits import edit_file
from maestro_cli.sources.fields import READERS, Raw
from maestro_cli.sources.parsing import parse
from maestro_cli.sources.values import raw_fields, raw_value
from maestro_cli.sources.writeback import FileEdit, columns_of, merge_status, new_item, read_item_file

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Settings


LIMIT = 100 * 2**20
"""Bytes of a file of another tool."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would write, and what it cannot or will not do."""

    edits: tuple[FileEdit, ...]
    diagnostics: tuple[Diagnostic, ...]
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """An item from outside with the names of the fields that its file gives."""

    item: Item
    said: frozenset[str]


def read_incoming(data: bytes, name: str) -> tuple[list[Incoming], tuple[Diagnostic, ...]]:
    """Return the items of a file to import, by the ending of its name, and the problems of reading it.

    Texts are as they are, with their secrets: they are written where people keep theirs. JSON is what
    `items list` and `items export` answer, or is shaped like YAML.
    """
    said: dict[str, frozenset[str]] = {}
    data = _items_of_answer(data) if name.lower().endswith(".json") else data
    parsed = parse(data, name, "import", {}, said, with_secrets=True)
    return [Incoming(item, said[item.id]) for item in parsed.items], parsed.diagnostics


def _items_of_answer(data: bytes) -> bytes:
    """Take the items out of an answer of ours, with what they hold of the fields of sources."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return data
    answer = document.get("data") if isinstance(document, dict) and "schemaVersion" in document else None
    if not isinstance(answer, dict) or not isinstance(answer.get("items"), list):
        return data
    rows = [
        {name: value for name, value in row.items() if name in READERS and value not in (None, "", [])}
        if isinstance(row, dict)
        else row
        for row in answer["items"]
    ]
    return json.dumps({"items": rows}).encode()


def tool_of(file: Path) -> str | None:
    """Return whose file this is, by its ending, and for JSON by what it holds; None for one of ours."""
    endings = {".sdoc": "strictdoc", ".lobster": "lobster", ".reqif": "reqif", ".reqifz": "reqif"}
    ending = file.suffix.lower()
    if ending != ".json":
        return endings.get(ending)
    try:
        with file.open("rb") as opened:
            data = opened.read(LIMIT)
    except OSError:
        return None
    marks = (
        (b'"versions"', b'"current_version"', "needs"),
        (b'"schema"', b'"lobster-', "lobster"),
        (b'"DOCUMENTS"', b'"_NODE_TYPE"', "strictdoc"),
    )
    return next((tool for first, second, tool in marks if first in data and second in data), None)


def read_foreign(path: Path, tool: str) -> tuple[list[Incoming], tuple[Diagnostic, ...]]:
    """Return the items of a file or folder of another tool, and the problems of reading it.

    Texts are as they are, as `read_incoming` has them. Raises UsageError for a tool that is not known.
    """
    from maestro_cli.sources.foreign.reading import parse_all, read_files
    from maestro_cli.sources.foreign.registry import FORMATS, files_of
    from maestro_cli.sources.foreign.selection import Foreign

    if tool not in FORMATS:
        raise UsageError(f"{tool!r} is no tool whose files are read", fix=f"One of {', '.join(FORMATS)}.")
    entry = FORMATS[tool]
    place = path.resolve()
    root, start = (place, ".") if place.is_dir() else (place.parent, place.name)
    files, problems = files_of(root, start, entry)
    parts = parse_all(files, read_files(files, LIMIT), "import", Foreign(tool), with_secrets=True)
    incoming = [Incoming(item, frozenset(raw_fields(item))) for part in parts for item in part.items]
    return incoming, (*problems, *(problem for part in parts for problem in part.diagnostics))


def plan_import(root: Path, settings: Settings, backlog: Backlog, incoming: Iterable[Incoming]) -> ImportPlan:
    """Return the edits that bring `incoming` into the project; nothing is written.

    A field that the incoming file does not give stays as it is, and so does one that it gives with a gap
    in the place of a secret. A status is never taken back.
    """
    plan = _Plan(root, settings)
    seen: set[str] = set()
    for arriving in incoming:
        if arriving.item.id in seen:
            plan.note(
                Severity.ERROR,
                "P-DUPLICATE-ID",
                f"{arriving.item.id} comes twice: the first counts",
                arriving,
            )
            continue
        seen.add(arriving.item.id)
        existing = backlog.get(arriving.item.id)
        if existing is None:
            plan.add(arriving)
        else:
            plan.update(existing, arriving)
    return plan.finish()


def _differs(name: str, arriving: Item, existing: Item) -> bool:
    """Compare a field as it arrives with one that was read without its secrets."""
    raw, kept = (raw_value(getattr(item, name)) for item in (arriving, existing))
    if existing.digest_of(name) is None or _has_gap(raw):
        return bool(raw != kept)
    return arriving.digest_of(name) != existing.digest_of(name)


def _has_gap(raw: Raw) -> bool:
    return is_redacted(repr(raw))


class _Plan:
    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self.settings = settings
        self.new: dict[str, FileEdit] = {}
        self.added: list[str] = []
        self.changes: dict[tuple[str, str], dict[str, dict[str, Raw]]] = {}
        self.diagnostics: list[Diagnostic] = []

    def note(self, severity: Severity, code: str, message: str, arriving: Incoming) -> None:
        place = arriving.item.place
        self.diagnostics.append(Diagnostic(severity, code, message, place.path, place.line))

    def gap(self, name: str, then: str, arriving: Incoming) -> None:
        message = f"{name} of {arriving.item.id} has a gap where a secret was left out: {then}"
        self.note(Severity.WARNING, "P-SECRET", message, arriving)

    def add(self, arriving: Incoming) -> None:
        fields = raw_fields(arriving.item)
        given = {name: raw for name, raw in fields.items() if name in arriving.said}
        try:
            edit = new_item(self.root, self.settings, given, self.new)
        except UsageError as error:
            self.diagnostics += error.diagnostics
            return
        for name in filter(lambda name: _has_gap(given[name]), given):
            self.gap(name, "write there what belongs there", arriving)
        self.new[edit.path.casefold()] = edit
        self.added.append(arriving.item.id)

    def update(self, existing: Item, arriving: Incoming) -> None:
        changed = {
            name: raw_value(getattr(arriving.item, name))
            for name in sorted(arriving.said)
            if _differs(name, arriving.item, existing)
        }
        for name in [name for name, raw in changed.items() if _has_gap(raw)]:
            del changed[name]
            self.gap(name, "it stays as it is", arriving)
        if "status" in changed:
            merged = merge_status(existing.status, Status(changed["status"]))
            if merged is existing.status:
                back = changed.pop("status")
                why = f"{existing.id} stays {existing.status}: an import does not take it back to {back}"
                self.note(Severity.WARNING, "P-STATUS-KEPT", why, arriving)
        if changed:
            place = (existing.place.path, existing.source)
            self.changes.setdefault(place, {})[existing.id] = changed

    def finish(self) -> ImportPlan:
        edits: list[FileEdit] = []
        updated: list[str] = []
        for (path, source), changes in sorted(self.changes.items()):
            try:
                before = read_item_file(self.root, self.settings, path, source)
                after = edit_file(before, path, columns_of(self.settings, source), changes)
            except (UsageError, InputError) as error:
                self.diagnostics += error.diagnostics
                continue
            if after != before:
                edits.append(FileEdit(path, before, after))
                updated += changes
        edits += self.new.values()
        return ImportPlan(tuple(edits), tuple(self.diagnostics), tuple(self.added), tuple(sorted(updated)))
