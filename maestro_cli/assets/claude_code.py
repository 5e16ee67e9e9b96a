"""Slash commands for Claude Code: installed, compared and taken out again, without touching others' work.

Beside the commands lies a record of what was installed, so that a file that the user has changed
since is told from one that is merely older.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from maestro_cli import __version__
from maestro_cli.assets import assets_root, claude_settings
from maestro_cli.errors import SettingsError, UsageError
from maestro_cli.files import write_atomically, writing

NAMESPACE = "maestro"
RECORD = ".installed.json"


class FileState(StrEnum):
    """How a command file compares with the one that ships."""

    INSTALLED = "installed"
    OUTDATED = "outdated"
    MODIFIED = "modified"
    MISSING = "missing"


class Action(StrEnum):
    """What is done to a file."""

    CREATE = "create"
    UPDATE = "update"
    REMOVE = "remove"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Change:
    """One file and what is done to it; `why` in a few words."""

    path: Path
    action: Action
    why: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """What stands in a Claude Code folder. `files` is by name of the command's file."""

    folder: Path
    files: dict[str, FileState]
    permission: bool
    plugin: bool
    claude: str | None
    maestro: str | None

    @property
    def usable(self) -> bool:
        """The commands are there, as files or as plugin, and find the program that they run."""
        here = all(state is not FileState.MISSING for state in self.files.values())
        return (here or self.plugin) and self.maestro is not None


@dataclass(frozen=True, slots=True)
class _Record:
    """What was installed: content hashes by file name, and what was added to the settings."""

    hashes: dict[str, str]
    added: claude_settings.Added


def user_folder() -> Path:
    """Return Claude Code's folder of the user: $CLAUDE_CONFIG_DIR, else ~/.claude."""
    given = os.environ.get("CLAUDE_CONFIG_DIR")
    return Path(given) if given else Path("~/.claude").expanduser()


def project_folder(project: Path) -> Path:
    """Return Claude Code's folder of a project.

    Raises UsageError when a link in it leads out of the project: a cloned project could
    otherwise have its files written over the user's own.
    """
    folder = project / ".claude"
    inside = project.resolve()
    for path in (folder, _commands(folder), folder / "settings.json", *_commands(folder).glob("*.md")):
        if not path.resolve().is_relative_to(inside):
            raise UsageError(
                f"{path} leads out of the project",
                code="P-PATH",
                fix="Remove that symbolic link, or use --scope user.",
            )
    return folder


def shipped_commands() -> dict[str, bytes]:
    """Return the commands that ship with this version, by file name."""
    return {path.name: path.read_bytes() for path in sorted((assets_root() / "commands").glob("*.md"))}


def status(folder: Path) -> Installation:
    """Compare what is installed in `folder` with what ships."""
    record = _read_record(folder)
    states = {name: _state(folder, name, data, record) for name, data in shipped_commands().items()}
    settings = folder / "settings.json"
    return Installation(
        folder=folder,
        files=states,
        permission=claude_settings.has_rule(settings),
        plugin=claude_settings.plugin_enabled(settings),
        claude=shutil.which("claude"),
        maestro=shutil.which("maestro"),
    )


def install(folder: Path, *, force: bool = False, dry_run: bool = False) -> tuple[Change, ...]:
    """Put commands and permission into `folder`; a command that the user has changed is kept.

    With `force` it is replaced. Returns what was (with `dry_run`: would be) done.
    Raises SettingsError, before anything is written, for settings that cannot be merged.
    """
    record = _read_record(folder)
    settings = (folder / "settings.json").resolve()
    merged, added = claude_settings.with_rule(settings)
    changes = [*_file_changes(folder, record, force=force), _settings_change(settings, added)]
    if not dry_run:
        with writing(folder):
            _write_commands(folder, changes)
            _write_record(folder, record, added or record.added)
            if added:
                claude_settings.replace(settings, merged)
    return tuple(changes)


def uninstall(folder: Path, *, force: bool = False, dry_run: bool = False) -> tuple[Change, ...]:
    """Take out what `install` put in; commands that the user has changed stay (not with `force`).

    The permission stays where it was there before. Returns what was (would be) done.
    """
    record = _read_record(folder)
    changes = list(_removals(folder, record, force=force))
    settings = (folder / "settings.json").resolve()
    left: bytes | None = None
    if settings.exists() and record.added:
        left = claude_settings.without_rule(settings, record.added)
        if left is None:
            changes.append(Change(settings, Action.REMOVE, "made by the installation"))
        elif left != settings.read_bytes():
            changes.append(Change(settings, Action.UPDATE, f"permission {claude_settings.RULE} taken out"))
    if not dry_run:
        with writing(folder):
            _remove(folder, changes, settings, left)
    return tuple(changes)


def _file_changes(folder: Path, record: _Record, *, force: bool) -> Iterator[Change]:
    shipped = shipped_commands()
    for name, data in shipped.items():
        path = _commands(folder) / name
        match _state(folder, name, data, record):
            case FileState.MISSING:
                yield Change(path, Action.CREATE)
            case FileState.OUTDATED:
                yield Change(path, Action.UPDATE, "a newer version ships")
            case FileState.MODIFIED if force:
                yield Change(path, Action.UPDATE, "your changes are replaced")
            case FileState.MODIFIED:
                yield Change(path, Action.KEEP, "you changed it; --force replaces it")
            case FileState.INSTALLED:
                yield Change(path, Action.KEEP, "up to date")
    for name in sorted(record.hashes.keys() - shipped.keys()):
        if _hash_of(_commands(folder) / name) == record.hashes[name]:
            yield Change(_commands(folder) / name, Action.REMOVE, "no longer ships")


def _settings_change(settings: Path, added: claude_settings.Added) -> Change:
    if not added:
        return Change(settings, Action.KEEP, "the permission is there")
    action = Action.CREATE if added == "file" else Action.UPDATE
    return Change(settings, action, f"permission {claude_settings.RULE}")


def _removals(folder: Path, record: _Record, *, force: bool) -> Iterator[Change]:
    shipped = shipped_commands()
    for name in sorted(shipped.keys() | record.hashes.keys()):
        path = _commands(folder) / name
        found = _hash_of(path)
        if found is None:
            continue
        ours = {record.hashes.get(name), _sha256(shipped[name]) if name in shipped else None}
        if found in ours or (force and name in record.hashes):
            yield Change(path, Action.REMOVE)
        else:
            yield Change(path, Action.KEEP, "you changed it; --force removes it")


def _remove(folder: Path, changes: list[Change], settings: Path, left: bytes | None) -> None:
    for change in changes:
        if change.path == settings:
            claude_settings.replace(settings, left)
        elif change.action is Action.REMOVE:
            change.path.unlink()
    commands = _commands(folder)
    (commands / RECORD).unlink(missing_ok=True)
    for emptied in (commands, commands.parent, folder):
        with contextlib.suppress(OSError):  # others' files are in it, or it is a link
            emptied.rmdir()


def _write_commands(folder: Path, changes: list[Change]) -> None:
    shipped = shipped_commands()
    for change in changes:
        if change.path.name not in shipped and change.action is Action.REMOVE:
            change.path.unlink()
        elif change.path.parent == _commands(folder) and change.action in {Action.CREATE, Action.UPDATE}:
            write_atomically(change.path, shipped[change.path.name])


def _state(folder: Path, name: str, shipped: bytes, record: _Record) -> FileState:
    found = _hash_of(_commands(folder) / name)
    if found is None:
        return FileState.MISSING
    if found == _sha256(shipped):
        return FileState.INSTALLED
    return FileState.OUTDATED if found == record.hashes.get(name) else FileState.MODIFIED


def _read_record(folder: Path) -> _Record:
    """Read what was installed; a record that makes no sense counts as none."""
    try:
        raw = json.loads((_commands(folder) / RECORD).read_bytes())
        hashes = {str(name): str(value) for name, value in raw["files"].items()}
        return _Record({name: h for name, h in hashes.items() if Path(name).name == name}, str(raw["added"]))
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return _Record({}, "")


def _write_record(folder: Path, before: _Record, added: claude_settings.Added) -> None:
    """Record the files that are as shipped; of one that the user changed, what was installed before."""
    hashes = {}
    for name, data in shipped_commands().items():
        ours = _hash_of(_commands(folder) / name) == _sha256(data)
        known = _sha256(data) if ours else before.hashes.get(name)
        if known:
            hashes[name] = known
    record = {"maestro": __version__, "files": hashes, "added": added}
    write_atomically(_commands(folder) / RECORD, json.dumps(record, indent=2).encode() + b"\n")


def _commands(folder: Path) -> Path:
    return folder / "commands" / NAMESPACE


def _hash_of(path: Path) -> str | None:
    try:
        return _sha256(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}", path=str(path)) from error


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
