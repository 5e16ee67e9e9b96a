"""Which files belong to which source of a project."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.settings.discovery import FILE_NAME
from maestro_cli.sources.finding import SUFFIXES, Found, find_files
from maestro_cli.sources.foreign.registry import FORMATS
from maestro_cli.sources.patterns import is_pattern, match_files
from maestro_cli.sources.problems import Problems, nearest, quoted

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Settings, Source
    from maestro_cli.sources.foreign.selection import Foreign

DEFAULT_PATH = "backlog"
FILE_TYPES = ("files", "csv")
OTHER_TYPES = ("git",)
"""Types that give something else than items."""


@dataclass(slots=True)
class Selected:
    """A source with the files it consists of, in order of their paths."""

    name: str
    limit: int
    columns: dict[str, str] = field(default_factory=dict)
    files: list[Found] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    foreign: Foreign | None = None


def named_sources(settings: Settings) -> list[tuple[str, Source]]:
    """Return the sources of items with their names, which are distinct: name, else path, else type.

    Where the settings name no source, it is the folder backlog/.
    """
    from maestro_cli.settings.schema import Source

    named: list[tuple[str, Source]] = []
    taken: dict[str, int] = {}
    for source in settings.sources or (Source(type="files"),):
        if source.type not in OTHER_TYPES:
            name = source.name or source.path or (DEFAULT_PATH if source.type == "files" else source.type)
            count = taken[name] = taken.get(name, 0) + 1
            named.append((name if count == 1 else f"{name} ({count})", source))
    return named


def select_sources(root: Path, settings: Settings) -> list[Selected]:
    """Return the sources of items in the order of the settings; without any, the files below backlog/.

    A file belongs to one source: to the one of another tool or the `csv` source that names it, else to
    the first that finds it. Where a tool looks into files of others, as into code, they stay theirs.
    """
    if not settings.sources and not (root / DEFAULT_PATH).exists():
        return [_nothing_yet()]
    selected = [
        (source.type == "files", _select(root, name, source)) for name, source in named_sources(settings)
    ]
    claimed: set[str] = set()
    for _, part in sorted(selected, key=itemgetter(0)):
        if part.foreign is not None and not FORMATS[part.foreign.type].owns:
            continue
        part.files = [file for file in part.files if file.real not in claimed]
        claimed.update(file.real for file in part.files)
    return [part for _, part in selected]


def _nothing_yet() -> Selected:
    problems = Problems(DEFAULT_PATH)
    problems.warn("P-NO-ITEM", "there is no backlog/ yet", fix="Run `maestro init`, or set `sources`.")
    return Selected(DEFAULT_PATH, 0, problems=problems.found)


def _select(root: Path, name: str, source: Source) -> Selected:
    if source.type in FORMATS:
        from maestro_cli.sources.foreign.selection import select_foreign

        return select_foreign(root, name, source)
    path = source.path or (DEFAULT_PATH if source.type == "files" else "")
    part = Selected(name, int(source.max_file_mib * 2**20))
    problems = Problems(FILE_NAME)
    if source.type not in FILE_TYPES:
        supported = (*FILE_TYPES, *OTHER_TYPES, *FORMATS)
        near = nearest(source.type, supported)
        hint = f", did you mean {near}?" if near else ""
        problems.error(
            "P-SOURCE",
            f"the source type {quoted(source.type)} is not supported{hint}",
            fix=f"Supported are {', '.join(supported)}.",
        )
    elif not path:
        problems.error("P-SOURCE", "a csv source has no `path`", fix="Name the file: `path: items.csv`.")
    else:
        part.files, part.problems = _files(root, path)
        if source.type == "csv":
            part.columns = dict(source.columns)
            if any(not file.path.lower().endswith(".csv") for file in part.files) or (root / path).is_dir():
                part.files = []
                problems.error(
                    "P-SOURCE", f"{path} is not a .csv file", fix="Use `type: files` for a folder."
                )
    part.problems += problems.found
    return part


def _files(root: Path, path: str) -> tuple[list[Found], list[Diagnostic]]:
    """Return the files of a path, which is a pattern where nothing has that very name."""
    if not is_pattern(path) or (root / path).exists():
        return find_files(root, path)
    matched, problems = match_files(root, (path,), "sources")
    files = [file for file in matched if file.path.lower().endswith(SUFFIXES)]
    if files or any(problem.severity is Severity.ERROR for problem in problems):
        return files, problems
    none = Problems(FILE_NAME)
    none.error("P-SOURCE", f"no file of items matches {quoted(path)}", fix="Check `sources` in maestro.yaml.")
    return [], none.found
