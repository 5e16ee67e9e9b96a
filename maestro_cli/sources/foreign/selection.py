"""Which files belong to a source of another tool, and what its settings say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.model.items import Kind, Status
from maestro_cli.settings.discovery import FILE_NAME
from maestro_cli.sources.foreign.interface import Options
from maestro_cli.sources.foreign.registry import FORMATS, files_of
from maestro_cli.sources.problems import Problems, nearest, quoted
from maestro_cli.sources.selection import Selected
from maestro_cli.sources.vocabulary import KINDS, STATUSES, normal_form

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Source

KEYS = ("paths", "kinds", "statuses", "links", "root")
FIELDS = ("satisfies", "depends_on", "parent", "")
_FIXES = {
    "kinds": f"Kinds are {', '.join(Kind)}.",
    "statuses": f"Statuses are {', '.join(Status)}.",
    "links": "Fields of links are satisfies, depends_on and parent; '' is for none.",
}


@dataclass(frozen=True, slots=True)
class Foreign:
    """The tool whose files a source holds."""

    type: str
    options: Options = field(default_factory=Options)

    def said(self) -> list[object]:
        """Return, as plain data, all that decides how the files are read."""
        words = (self.options.kinds, self.options.statuses, self.options.links)
        return [self.type, [sorted(table.items()) for table in words], self.options.root]


def paths_of(source: Source) -> tuple[str, ...]:
    """Return the files and folders of a source: `path`, and all of `paths`."""
    more = (source.model_extra or {}).get("paths")
    named = [path for path in more if isinstance(path, str)] if isinstance(more, list) else []
    return tuple(dict.fromkeys(filter(None, (source.path, *named))))


def select_foreign(root: Path, name: str, source: Source) -> Selected:
    """Return the files of a source of another tool, and what is wrong with its settings."""
    entry = FORMATS[source.type]
    problems = Problems(FILE_NAME)
    options = _options(source, problems)
    part = Selected(name, int(source.max_file_mib * 2**20), foreign=Foreign(source.type, options))
    paths = paths_of(source)
    if not paths:
        fix = "Name a file or folder: `path: docs`."
        problems.error("P-SOURCE", f"a {source.type} source has no `path`", fix=fix)
    seen: set[str] = set()
    for path in paths:
        files, found = files_of(root, path, entry)
        part.files += [file for file in files if file.real not in seen]
        part.problems += found
        seen.update(file.real for file in files)
    part.files.sort(key=lambda file: file.path)
    part.problems += problems.found
    return part


def _options(source: Source, problems: Problems) -> Options:
    given = source.model_extra or {}
    for key in given:
        if key not in KEYS:
            near = nearest(key, KEYS)
            hint = f", did you mean {near}?" if near else ""
            problems.error(
                "P-SOURCE",
                f"a {source.type} source has no key {quoted(key)}{hint}",
                fix=f"Its keys are path, max_file_mib, {', '.join(KEYS)}.",
            )
    if "paths" in given and not _is_texts(given["paths"]):
        problems.error("P-SOURCE", "`paths` is no list of texts", fix="Write `paths: [docs, src]`.")
    root = given.get("root", "")
    if not isinstance(root, str):
        problems.error("P-SOURCE", "`root` is no text", fix="Write `root: docs`.")
    kinds = _table(given, "kinds", problems)
    statuses = _table(given, "statuses", problems)
    links = _table(given, "links", problems)
    _check(kinds, "kinds", lambda word: normal_form(word) in KINDS or word in set(Kind), problems)
    _check(statuses, "statuses", lambda word: normal_form(word) in STATUSES, problems)
    _check(links, "links", FIELDS.__contains__, problems)
    return Options(kinds, statuses, links, root if isinstance(root, str) else "")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _table(given: dict[str, object], key: str, problems: Problems) -> dict[str, str]:
    table = given.get(key, {})
    if isinstance(table, dict):
        return {str(word): "" if ours is None else str(ours) for word, ours in table.items()}
    fix = f"Write `{key}: {{their word: ours}}`."
    problems.error("P-SOURCE", f"`{key}` is no mapping", fix=fix)
    return {}


def _check(table: dict[str, str], key: str, known: Callable[[str], bool], problems: Problems) -> None:
    """Report and drop words of ours that are none."""
    for word, ours in list(table.items()):
        if not known(ours):
            del table[word]
            problems.error("P-SOURCE", f"`{key}` names no word of ours: {quoted(ours)}", fix=_FIXES[key])
