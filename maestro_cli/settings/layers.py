"""What one place says about the settings; the layers of environment and flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from maestro_cli.errors import Diagnostic, SettingsError, Severity
from maestro_cli.settings.leaves import PREFIX, Shape, leaves, nearest
from maestro_cli.settings.words import unknown

RESERVED = frozenset({"MAESTRO_TRUST", "MAESTRO_DEBUG", "MAESTRO_GOLDEN", "MAESTRO_TEST_CLAUDE"})
"""Variables that are no settings: trust and debugging, and two of Maestro's own tests."""
Place = Sequence[str | int]


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
    locate: Callable[[Place], Origin]
    problems: tuple[Diagnostic, ...] = ()

    def problem(
        self, location: Place, message: str, fix: str | None, code: str = "P-BAD-VALUE"
    ) -> Diagnostic:
        """Return a diagnostic about the value at `location`."""
        origin = self.locate(location)
        if origin.layer in ("project", "user"):
            return Diagnostic(Severity.ERROR, code, message, origin.where, origin.line, fix)
        return Diagnostic(Severity.ERROR, code, f"{origin.where or origin.layer}: {message}", fix=fix)


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


def _variable(path: Place) -> str:
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
