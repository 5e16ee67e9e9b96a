"""The backlog of a project, from its sources."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.errors import Diagnostic, InputError, Severity
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item
from maestro_cli.sources import incremental
from maestro_cli.sources.finding import Found
from maestro_cli.sources.parsing import Parsed, parse
from maestro_cli.sources.reading import read_bytes
from maestro_cli.sources.selection import Selected, select_sources

if TYPE_CHECKING:
    from maestro_cli.model.index import FileIndex
    from maestro_cli.settings.schema import Settings


def load_backlog(root: Path, settings: Settings, index: FileIndex | None = None) -> Backlog:
    """Return the backlog of the project at `root`; nothing is written but `index`.

    With an index, files that are unchanged since it was written are not parsed. Never raises for what
    stands in a source: that is in the diagnostics of the backlog.
    """
    with _few_collections():
        if index is not None:
            return incremental.load(select_sources(root, settings), index, _without_duplicates)
        diagnostics: list[Diagnostic] = []
        items: list[Item] = []
        for part in select_sources(root, settings):
            diagnostics += part.problems
            for parsed in _read_all(part):
                items += parsed.items
                diagnostics += parsed.diagnostics
        return Backlog(_without_duplicates(items, diagnostics), diagnostics)


def sync_sources(
    root: Path, settings: Settings, index: FileIndex
) -> tuple[list[Diagnostic], list[incremental.SourceChange]]:
    """Bring `index` up to date with the files; return all problems, and what changed in each source."""
    with _few_collections():
        return incremental.refresh(select_sources(root, settings), index, _without_duplicates)


def _read_all(part: Selected) -> Iterable[Parsed]:
    if part.foreign is None:
        return (_read(file, part) for file in part.files)
    from maestro_cli.sources.foreign.reading import parse_all, read_files

    return parse_all(part.files, read_files(part.files, part.limit), part.name, part.foreign)


def _read(file: Found, part: Selected) -> Parsed:
    """Read and parse one file; a file that cannot be read is a diagnostic."""
    try:
        data = read_bytes(file, part.limit)
    except InputError as error:
        return Parsed((), error.diagnostics)
    return parse(data, file.path, part.name, part.columns)


def _without_duplicates(items: Iterable[Item], diagnostics: list[Diagnostic]) -> list[Item]:
    """Return the first item of each id, and report the others with both places."""
    first: dict[str, Item] = {}
    for item in items:
        before = first.setdefault(item.id, item)
        if before is not item:
            diagnostics.append(
                Diagnostic(
                    Severity.ERROR,
                    "P-DUPLICATE-ID",
                    f"{item.id} stands already at {before.place.path}:{before.place.line}; that one counts",
                    item.place.path,
                    item.place.line,
                    "Give one of the two another id, or remove it.",
                )
            )
    return list(first.values())


@contextmanager
def _few_collections() -> Iterator[None]:
    """Hold the cyclic garbage collector: reading makes many objects and no cycles, so it finds nothing.

    Measured: it takes two thirds of the time to read 20,000 items.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
