"""Claude Code's settings.json: the one permission that the slash commands need, put in and taken out."""

from __future__ import annotations

import json
import os
from pathlib import Path

from maestro_cli.assets import json_edit
from maestro_cli.errors import SettingsError
from maestro_cli.files import write_atomically

RULE = "Bash(maestro *)"
_BOM = "\ufeff"
_NEW = '{\n  "permissions": {\n    "allow": [\n      ' + json.dumps(RULE) + "\n    ]\n  }\n}\n"

Added = str
"""What had to be added: "" (nothing), rule, allow, permissions or file."""


def with_rule(path: Path) -> tuple[bytes, Added]:
    """Return the settings with the permission, and what was added for it. Nothing is written.

    Raises SettingsError when the file is not settings as Claude Code writes them.
    """
    if not path.exists():
        return _NEW.encode(), "file"
    text, settings = _read(path)
    if "permissions" not in settings:
        return _insert(text, ["permissions"], {"allow": [RULE]}, path), "permissions"
    permissions = settings["permissions"]
    if not isinstance(permissions, dict):
        raise _unusable(path, "permissions is not an object")
    if "allow" not in permissions:
        return _insert(text, ["permissions", "allow"], [RULE], path), "allow"
    if not isinstance(permissions["allow"], list):
        raise _unusable(path, "permissions.allow is not a list")
    if RULE in permissions["allow"]:
        return path.read_bytes(), ""
    return _insert(text, ["permissions", "allow"], RULE, path), "rule"


def without_rule(path: Path, added: Added) -> bytes | None:
    """Return the settings without what `with_rule` added; None when the file itself goes.

    What others have put into the same place meanwhile stays.
    """
    text, settings = _read(path)
    permissions = settings.get("permissions")
    if not isinstance(permissions, dict) or not added:
        return path.read_bytes()
    allow = permissions.get("allow")
    if not isinstance(allow, list) or RULE not in allow:
        return path.read_bytes()
    text = json_edit.remove(text, ["permissions", "allow", allow.index(RULE)])
    if len(allow) == 1 and added != "rule":
        text = json_edit.remove(text, ["permissions", "allow"])
        if len(permissions) == 1 and added != "allow":
            text = json_edit.remove(text, ["permissions"])
            if len(settings) == 1 and added == "file":
                return None
    return _encoded(text, path)


def has_rule(path: Path) -> bool:
    """Tell whether the permission is there; False as well for settings that cannot be read."""
    try:
        return path.exists() and not with_rule(path)[1]
    except SettingsError:
        return False


def plugin_enabled(path: Path) -> bool:
    """Tell whether these settings switch on the plugin `maestro` of any marketplace."""
    try:
        enabled = _read(path)[1].get("enabledPlugins") if path.exists() else None
    except SettingsError:
        return False
    return isinstance(enabled, dict) and any(
        name.partition("@")[0] == "maestro" and on is True for name, on in enabled.items()
    )


def replace(path: Path, data: bytes | None) -> Path | None:
    """Write `data` after keeping the old file beside it, and return that copy.

    With None the file goes without a copy: nothing but ours was in it.
    """
    if data is None:
        path.unlink()
        return None
    kept = _back_up(path) if path.exists() else None
    write_atomically(path, data)
    return kept


def _back_up(path: Path) -> Path:
    """Copy to the first free name; the copy is never readable for more people than the file."""
    data, mode = path.read_bytes(), path.stat().st_mode & 0o777
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.maestro-backup-{number}")
        try:
            handle = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:
            number += 1
            continue
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        return copy


def _read(path: Path) -> tuple[str, dict[str, object]]:
    try:
        text = path.read_bytes().decode()
        settings = json.loads(text.removeprefix(_BOM))
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise _unusable(path, "it is not UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise _unusable(
            path, f"it is not JSON: {getattr(error, 'msg', 'nested too deeply')}", line
        ) from error
    if not isinstance(settings, dict):
        raise _unusable(path, "it is not a JSON object")
    return text.removeprefix(_BOM), settings


def _insert(text: str, where: list[str], value: object, path: Path) -> bytes:
    return _encoded(json_edit.insert(text, where, value), path)


def _encoded(text: str, path: Path) -> bytes:
    """Return the text as bytes, with the byte order mark that the file has."""
    mark = _BOM.encode() if path.read_bytes().startswith(_BOM.encode()) else b""
    return mark + text.encode()


def _unusable(path: Path, why: str, line: int | None = None) -> SettingsError:
    return SettingsError(
        f"{path} was left as it is: {why}",
        code="E-CLAUDE-SETTINGS",
        path=str(path),
        line=line,
        fix=f'Mend the file, or add "{RULE}" to permissions.allow in it yourself.',
    )
