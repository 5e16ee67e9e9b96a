"""A file of settings: read safely, with a line for everything that is wrong with it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from maestro_cli.errors import Diagnostic, SettingsError
from maestro_cli.settings.layers import Layer, Origin, Place
from maestro_cli.settings.leaves import groups, leaves
from maestro_cli.settings.secrets import find_secrets
from maestro_cli.settings.words import dotted, unknown
from maestro_cli.settings.yaml_nodes import Document, read_yaml

LIMIT = 2**20
"""Most bytes of a file of settings."""
_KEEP = "Secrets come from the environment or the keyring, never from a tracked file."


def file_layer(path: Path, layer: Literal["project", "user"], root: Path | None) -> Layer | None:
    """Read a file of settings; None when it does not exist. `root` bounds where a project's file may lie."""
    shown = path.name if root else str(path)
    data = _read(path, shown, root)
    if data is None:
        return None
    document = read_yaml(data, path=shown, limit=LIMIT)

    def locate(location: Place) -> Origin:
        return Origin(layer, shown, document.line(location))

    return _sorted_out(document, Layer({}, locate, document.problems))


def _sorted_out(document: Document, layer: Layer) -> Layer:
    """Split a document into leaves; unknown keys and secrets become problems."""
    content = document.value
    if content is None:
        return layer
    if not isinstance(content, dict):
        found = "a list" if isinstance(content, list) else "a single value"
        problem = layer.problem((), f"must hold settings as `key: value`; found {found}", None, "P-BAD-VALUE")
        return replace(layer, problems=(*layer.problems, problem))
    secrets = list(find_secrets(content))
    values, unknowns = _flatten(content, layer)
    problems = [problem for path, problem in unknowns if path not in secrets]
    problems += [
        layer.problem(path, f"{dotted(path)} looks like a secret", _KEEP, "P-SECRET") for path in secrets
    ]
    return replace(layer, values=values, problems=(*layer.problems, *problems))


def _flatten(
    content: Mapping[str, object], layer: Layer
) -> tuple[dict[str, object], list[tuple[Place, Diagnostic]]]:
    """Return the leaves, and the problem of every key that is none by its path."""
    values: dict[tuple[str, ...], object] = {}
    problems: list[tuple[Place, Diagnostic]] = []
    for name, value in content.items():
        if name not in groups():
            values[name,] = value
        elif isinstance(value, dict):
            values.update({(name, key): child for key, child in value.items()})
        elif value is not None:
            problem = layer.problem((name,), f"{name} must be a group of keys and values", None)
            problems.append(((name,), problem))
    known = {leaf.path: leaf.key for leaf in leaves().values()}
    for path in values.keys() - known.keys():
        message, fix = unknown(path[-1], _siblings(path), ".".join(path))
        problems.append((path, layer.problem(path, message, fix, "P-UNKNOWN-KEY")))
    said = {known[path]: _said(value) for path, value in values.items() if path in known}
    return {key: value for key, value in said.items() if value is not None}, problems


def _siblings(path: tuple[str, ...]) -> list[str]:
    """Return the keys that exist where `path` stands."""
    if len(path) > 1:
        return [leaf.path[1] for leaf in leaves().values() if leaf.path[0] == path[0] and len(leaf.path) > 1]
    return list(dict.fromkeys(leaf.path[0] for leaf in leaves().values()))


def _said(value: object) -> object:
    """Drop the keys without a value: `starts:` alone says nothing."""
    if isinstance(value, dict):
        return {key: _said(child) for key, child in value.items() if child is not None}
    return [_said(child) for child in value] if isinstance(value, list) else value


def _read(path: Path, shown: str, root: Path | None) -> bytes | None:
    """Return at most LIMIT + 1 bytes of a regular file, None when there is none."""
    try:
        if root is not None and path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            raise SettingsError(
                f"{shown} is a symbolic link that leads out of the project",
                path=shown,
                fix="Keep the file itself in the project.",
            )
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        if path.is_symlink():
            raise SettingsError(f"{shown} is a symbolic link to nothing", path=shown) from None
        return None
    except (OSError, RuntimeError) as error:
        raise _unreadable(shown, error) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise SettingsError(f"{shown} is not a file", path=shown, fix="Remove what stands there.")
        return _up_to(LIMIT + 1, handle)
    except OSError as error:
        raise _unreadable(shown, error) from None
    finally:
        os.close(handle)


def _up_to(limit: int, handle: int) -> bytes:
    parts: list[bytes] = []
    while limit > 0 and (part := os.read(handle, limit)):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


def _unreadable(shown: str, error: OSError | RuntimeError) -> SettingsError:
    reason = error.strerror if isinstance(error, OSError) else "its symbolic links form a loop"
    return SettingsError(
        f"{shown} cannot be read: {reason}", path=shown, fix="Check what it is and who may read it."
    )
