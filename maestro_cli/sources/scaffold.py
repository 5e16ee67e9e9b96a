"""Starts a project: writes its first files and never loses one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from maestro_cli.errors import Diagnostic, Severity, UsageError
from maestro_cli.files import inside, write_atomically, writing

IGNORED = ".maestro/"


def write_project(root: Path, files: Mapping[str, str], *, force: bool, dry_run: bool) -> list[str]:
    """Write `files` below `root` and the .gitignore entry; return the paths that changed.

    With `force` a file that is there is kept beside the new one as `NAME.before-init`.
    Raises UsageError naming every file that is in the way otherwise.
    """
    changed = {path: text for path, text in files.items() if _current(root, path) != text.encode()}
    if not force:
        _refuse(root, [path for path in changed if inside(root, path).exists()])
    ignore = _with_ignored(_current(root, ".gitignore"))
    if not dry_run:
        for path, text in changed.items():
            with writing(path):
                _write(inside(root, path), text.encode())
        if ignore is not None:
            with writing(".gitignore"):
                write_atomically(root / ".gitignore", ignore)
    return [*changed, *([".gitignore"] if ignore is not None else [])]


def _current(root: Path, path: str) -> bytes | None:
    target = inside(root, path)
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", code="E-INIT", path=path) from error


def _refuse(root: Path, paths: list[str]) -> None:
    if paths:
        fix = "Use --force to write anew (the old file is kept as NAME.before-init), or another folder."
        found = [Diagnostic(Severity.ERROR, "E-EXISTS", f"{path} exists", path, None, fix) for path in paths]
        raise UsageError(f"{root} is not empty", diagnostics=found)


def _write(target: Path, data: bytes) -> None:
    if target.exists():
        target.replace(_free_name(target))
    write_atomically(target, data)


def _free_name(target: Path) -> Path:
    kept = target.with_name(f"{target.name}.before-init")
    number = 2
    while kept.exists():
        kept = target.with_name(f"{target.name}.before-init.{number}")
        number += 1
    return kept


def _with_ignored(current: bytes | None) -> bytes | None:
    """Return .gitignore with the entry for the store, or None when it has one."""
    text = current or b""
    if IGNORED.encode() in (line.strip() for line in text.splitlines()):
        return None
    gap = b"" if not text or text.endswith(b"\n") else b"\n"
    return text + gap + IGNORED.encode() + b"\n"
