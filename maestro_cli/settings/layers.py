"""Where settings come from: files, environment and flags, each read into one layer."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from maestro_cli.errors import Diagnostic, SettingsError, Severity
from maestro_cli.settings.leaves import PREFIX, Shape, groups, leaves, nearest
from maestro_cli.settings.secrets import find_secrets
from maestro_cli.settings.words import dotted, unknown
from maestro_cli.settings.yaml_nodes import Document, read_yaml

LIMIT = 2**20
RESERVED = frozenset({"MAESTRO_TRUST", "MAESTRO_DEBUG"})
_KEEP = "Secrets come from the environment or the keyring, never from a tracked file."
Path_ = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting got its value: the layer, and the file and line or the variable's name."""

    layer: Literal["flag", "environment", "project", "user", "default"]
    where: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """Return it as people read it: `project (maestro.yaml:3)`."""
        line = f":{self.line}" if self.line else ""
        return f"{self.layer} ({self.where}{line})" if self.where else self.layer


@dataclass(frozen=True, slots=True)
class Layer:
    """The values of one layer by dotted leaf, what is wrong with them, and where each comes from."""

    values: Mapping[str, object]
    locate: Callable[[Path_], Origin]
    problems: tuple[Diagnostic, ...] = ()

    def problem(
        self, location: Path_, message: str, fix: str | None, code: str = "P-BAD-VALUE"
    ) -> Diagnostic:
        """Return a diagnostic about the value at `location`."""
        origin = self.locate(location)
        if origin.layer in ("project", "user"):
            return Diagnostic(Severity.ERROR, code, message, origin.where, origin.line, fix)
        return Diagnostic(Severity.ERROR, code, f"{origin.where or origin.layer}: {message}", fix=fix)


def file_layer(path: Path, layer: Literal["project", "user"], root: Path | None) -> Layer | None:
    """Read a file of settings; None when it does not exist. `root` bounds where a project's file may lie."""
    shown = path.name if root else str(path)
    data = _read(path, shown, root)
    if data is None:
        return None
    document = read_yaml(data, path=shown, limit=LIMIT)

    def locate(location: Path_) -> Origin:
        return Origin(layer, shown, document.line(location))

    return _sorted_out(document, Layer({}, locate, document.problems))


def environment_layer(environ: Mapping[str, str]) -> tuple[Layer, tuple[Diagnostic, ...]]:
    """Read `MAESTRO_*`; also return warnings about names that are no settings. Empty means not set."""
    names = {leaf.variable: leaf for leaf in leaves().values()}
    given = {name: environ[name] for name in sorted(environ) if name.startswith(PREFIX) and environ[name]}
    values: dict[str, object] = {}
    warnings = []
    for name, text in given.items():
        leaf = names.get(name)
        if leaf is None or leaf.shape is Shape.TABLE:
            if name not in RESERVED:
                warnings.append(_not_a_variable(name, leaf.key if leaf else None, names))
        elif leaf.shape is Shape.LIST:
            values[leaf.key] = [part.strip() for part in text.split(",") if part.strip()]
        else:
            values[leaf.key] = text
    return Layer(values, lambda path: Origin("environment", _variable(path))), tuple(warnings)


def flag_layer(overrides: Mapping[str, object]) -> Layer:
    """Take the values of flags by dotted key; None means not given.

    Raises SettingsError for a key that does not exist.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    for key in given:
        if key not in leaves():
            message, fix = unknown(key, tuple(leaves()))
            raise SettingsError(message, code="P-UNKNOWN-KEY", fix=fix)
    return Layer(given, lambda _: Origin("flag"))


def _variable(path: Path_) -> str:
    return next(
        (leaf.variable for leaf in leaves().values() if tuple(path[: len(leaf.path)]) == leaf.path), ""
    )


def _not_a_variable(name: str, table: str | None, names: Mapping[str, object]) -> Diagnostic:
    if table:
        message, fix = f"{name} is ignored: {table} holds a table", f"Set {table} in maestro.yaml."
    else:
        near = nearest(name.removeprefix(PREFIX), [known.removeprefix(PREFIX) for known in names])
        message, fix = f"{name} is not a setting", f"Did you mean {PREFIX}{near}?" if near else ""
    return Diagnostic(Severity.WARNING, "P-UNKNOWN-VARIABLE", message, fix=fix or None)


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
) -> tuple[dict[str, object], list[tuple[Path_, Diagnostic]]]:
    """Return the leaves, and the problem of every key that is none by its path."""
    values: dict[tuple[str, ...], object] = {}
    problems: list[tuple[Path_, Diagnostic]] = []
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
