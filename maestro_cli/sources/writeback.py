"""Items written back: only the fields that changed, and never over somebody else's change."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.errors import InputError, UsageError
from maestro_cli.files import holding, inside, safe_name, write_atomically, writing
from maestro_cli.model.items import Item, Status
from maestro_cli.sources.edits import edit_file
from maestro_cli.sources.fields import Raw
from maestro_cli.sources.finding import Found
from maestro_cli.sources.foreign.registry import FORMATS
from maestro_cli.sources.loading import load_backlog
from maestro_cli.sources.patterns import is_match, is_pattern, start_of
from maestro_cli.sources.reading import read_bytes
from maestro_cli.sources.selection import DEFAULT_PATH, named_sources
from maestro_cli.sources.values import checked
from maestro_cli.sources.yaml_write import block

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Settings

_RANK = {
    Status.DRAFT: 0,
    Status.READY: 1,
    Status.IN_PROGRESS: 2,
    Status.BLOCKED: 2,
    Status.REVIEW: 3,
    Status.DONE: 4,
    Status.CANCELLED: 4,
}


TRIES = 50
"""How often an edit is worked out anew when other processes keep changing its file."""


class ChangedMeanwhileError(UsageError):
    """A file is not what it was when its edit was worked out."""


@dataclass(frozen=True, slots=True)
class FileEdit:
    """A change to one file, not written yet; `path` is relative to the project."""

    path: str
    before: bytes
    after: bytes
    is_new: bool = False


def set_fields(root: Path, settings: Settings, item: Item, changes: Mapping[str, object | None]) -> FileEdit:
    """Return the edit of the file of `item` that gives it these fields; None removes one.

    Every byte outside the fields stays. Raises UsageError for a value that the field cannot take, and
    where the file cannot be changed without touching more.
    """
    raws = checked(changes)
    before = read_item_file(root, settings, item.place.path, item.source)
    after = edit_file(before, item.place.path, columns_of(settings, item.source), {item.id: raws})
    return FileEdit(item.place.path, before, after)


def change_item(root: Path, settings: Settings, item: Item, changes: Mapping[str, object | None]) -> FileEdit:
    """Give `item` these fields and write its file; another process that writes it too loses nothing.

    Raises UsageError as `set_fields` and `apply_edit` do.
    """
    for _ in range(TRIES - 1):
        edit = set_fields(root, settings, item, changes)
        with contextlib.suppress(ChangedMeanwhileError):
            apply_edit(root, edit)
            return edit
    edit = set_fields(root, settings, item, changes)
    apply_edit(root, edit)
    return edit


def set_all(
    root: Path, settings: Settings, changes: Iterable[tuple[Item, Mapping[str, object | None]]]
) -> list[FileEdit]:
    """Return one edit a file, by path, that gives these items these fields; raises as `set_fields` does."""
    files: dict[tuple[str, str], dict[str, dict[str, Raw]]] = {}
    for item, fields in changes:
        files.setdefault((item.place.path, item.source), {})[item.id] = checked(fields)
    edits = []
    for (path, source), raws in sorted(files.items()):
        before = read_item_file(root, settings, path, source)
        edits.append(FileEdit(path, before, edit_file(before, path, columns_of(settings, source), raws)))
    return edits


def apply_edit(root: Path, edit: FileEdit) -> None:
    """Write an edit, whole or not at all; raises UsageError when the file is not what it was before it.

    One process at a time compares and writes, so that two edits of a file never swallow one another.
    """
    target = inside(root, edit.path)
    with writing(edit.path), holding(root):
        if edit.is_new:
            _write_new(target, edit)
        elif not target.is_file() or target.read_bytes() != edit.before:
            raise _changed(edit.path, "changed in the meantime")
        elif edit.after != edit.before:
            write_atomically(target, edit.after)


def _write_new(target: Path, edit: FileEdit) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.open("xb").close()  # claims the name: nobody's file is ever replaced
    except FileExistsError as error:
        raise _changed(edit.path, "exists already") from error
    try:
        write_atomically(target, edit.after)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def add_item(root: Path, settings: Settings, fields: Mapping[str, object]) -> FileEdit:
    """Return the new Markdown file for an item with these fields, of which id and title must be there.

    Raises UsageError for a bad value, and for an id that an item has already.
    """
    existing = load_backlog(root, settings).get(str(fields.get("id", "")).strip())
    if existing is not None:
        place = f"{existing.place.path}:{existing.place.line}"
        raise UsageError(
            f"{existing.id} stands already at {place}",
            code="P-DUPLICATE-ID",
            path=existing.place.path,
            line=existing.place.line,
            fix="Choose another id, or change that one with `maestro items set`.",
        )
    return new_item(root, settings, fields)


def new_item(
    root: Path, settings: Settings, fields: Mapping[str, object], taken: Iterable[str] = ()
) -> FileEdit:
    """Return the new Markdown file for an item; `taken` are paths that are spoken for."""
    raws = {
        name: raw for name, raw in checked({"id": None, "title": None, **fields}).items() if raw is not None
    }
    body = raws.pop("description", "")
    lines = [f"{name}: {block(raw, name, 0, chr(10))}" for name, raw in raws.items()]
    text = "\n".join(["---", *lines, "---", *([body] if body else [])]) + "\n"
    return FileEdit(_free_path(root, settings, raws["id"], set(taken)), b"", text.encode(), is_new=True)


def merge_status(old: Status, new: Status) -> Status:
    """Return the status after a merge: the one further on, for a merge never takes progress back."""
    return new if _RANK[new] > _RANK[old] or (_RANK[new] == _RANK[old] < _RANK[Status.DONE]) else old


def columns_of(settings: Settings, source: str) -> dict[str, str]:
    """Return the columns that the settings map for the source of this name."""
    return dict(dict(named_sources(settings))[source].columns)


def _refuse_foreign(settings: Settings, path: str, source: str) -> None:
    """Raise UsageError for a file that belongs to another tool."""
    entry = FORMATS.get(dict(named_sources(settings))[source].type)
    if entry is not None:
        raise UsageError(
            f"{path} belongs to {entry.tool}: nothing is written there",
            code="P-FOREIGN",
            path=path,
            fix=f"Change it with {entry.tool}, or bring its items in with `maestro items import`.",
        )


def read_item_file(root: Path, settings: Settings, path: str, source: str) -> bytes:
    """Return the bytes of a file of items; raises InputError or UsageError."""
    _refuse_foreign(settings, path, source)
    target = inside(root, path)
    try:
        looks = target.stat()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", code="P-UNREADABLE", path=path
        ) from error
    limit = int(dict(named_sources(settings))[source].max_file_mib * 2**20)
    return read_bytes(Found(path, str(target), looks.st_size, looks.st_mtime_ns), limit)


def _folder(root: Path, path: str) -> str | None:
    """Return the folder of a source that takes a new file; None for a pattern that would not read it."""
    if (root / path).is_file():
        return str(Path(path).parent)
    if not is_pattern(path) or (root / path).exists():
        return path
    start = start_of(path)
    return start if is_match(path, f"{start}/new.md") else None


def _free_path(root: Path, settings: Settings, item_id: str, taken: set[str]) -> str:
    paths = [source.path for _, source in named_sources(settings) if source.type == "files" and source.path]
    folder = next(filter(None, (_folder(root, path) for path in paths)), DEFAULT_PATH)
    inside(root, folder)
    name = safe_name(item_id)
    for count in range(1, 10_000):
        path = (Path(folder) / f"{name}{f'-{count}' if count > 1 else ''}.md").as_posix()
        if path.casefold() not in taken and not (root / path).exists() and not (root / path).is_symlink():
            return path
    raise UsageError(f"no free file name for {item_id} in {folder}", code="P-PATH")


def _changed(path: str, what: str) -> ChangedMeanwhileError:
    return ChangedMeanwhileError(
        f"{path} {what}: nothing was written", code="P-EDIT", path=path, fix="Try again."
    )
