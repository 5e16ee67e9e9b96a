"""All settings of a project from every layer, each with the place it came from.

Precedence: flag > environment (`MAESTRO_*`) > project (maestro.yaml) > user > default, key by key; lists
and tables are replaced as a whole, never mixed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from maestro_cli.errors import Diagnostic, SettingsError
from maestro_cli.settings.discovery import FILE_NAME
from maestro_cli.settings.layers import Layer, Origin, environment_layer, flag_layer
from maestro_cli.settings.leaves import groups, leaves
from maestro_cli.settings.schema import Settings
from maestro_cli.settings.settings_file import file_layer
from maestro_cli.settings.trust import guarded, is_trusted, without_guarded
from maestro_cli.settings.user_files import user_file
from maestro_cli.settings.words import explain, place


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with their origins by dotted key, warnings, and where the project is.

    `guarded` are the values of maestro.yaml that need trust, by dotted key; `untrusted` are those of them
    that are ignored until `maestro trust`: all or none.
    """

    settings: Settings
    origins: Mapping[str, Origin]
    diagnostics: tuple[Diagnostic, ...] = ()
    path: Path | None = None
    root: Path | None = None
    guarded: Mapping[str, object] = field(default_factory=dict)
    untrusted: Mapping[str, object] = field(default_factory=dict)


def load_settings(
    root: Path | None,
    overrides: Mapping[str, object] = MappingProxyType({}),
    *,
    environ: Mapping[str, str] | None = None,
) -> Loaded:
    """Load the settings of the project in `root`; None for a command outside any project.

    `overrides` are flags by dotted key (`{"llm.provider": "offline"}`), None meaning not given. `environ`
    stands in for the process's environment. Raises SettingsError with every problem of every layer.
    """
    environ = os.environ if environ is None else environ
    path, own = root / FILE_NAME if root else None, user_file()
    user = file_layer(own, "user", None) if own else None
    project = file_layer(path, "project", root) if path else None
    environment, warnings = environment_layer(environ)
    present = [layer for layer in (user, project, environment, flag_layer(overrides)) if layer]
    _refuse([problem for layer in present for problem in (*layer.problems, *_wrong(layer))])
    needy = guarded(project.values) if project else {}
    trusted = root is None or is_trusted(root, needy, environ)
    if project and not trusted:
        present[present.index(project)] = replace(project, values=without_guarded(project.values))
    values, origins = _merged(present)
    return Loaded(
        settings=Settings.model_validate(_nested(values)),
        origins=origins,
        diagnostics=warnings,
        path=path if project else None,
        root=root,
        guarded=needy,
        untrusted={} if trusted else needy,
    )


def _merged(layers: Iterable[Layer]) -> tuple[dict[str, object], dict[str, Origin]]:
    """Lay `layers` over each other, the strongest last."""
    values: dict[str, object] = {}
    origins = dict.fromkeys(leaves(), Origin("default"))
    for layer in layers:
        for key, value in layer.values.items():
            values[key] = value
            origins[key] = layer.locate(leaves()[key].path)
    return values, origins


def _wrong(layer: Layer) -> list[Diagnostic]:
    if not layer.values:
        return []
    try:
        Settings.model_validate(_nested(layer.values))
    except ValidationError as error:
        details = error.errors(include_url=False)
        return [layer.problem(place(each["loc"]), *explain(each), _code(each["type"])) for each in details]
    return []


def _code(kind: str) -> str:
    return "P-UNKNOWN-KEY" if kind in ("extra_forbidden", "unknown_field") else "P-BAD-VALUE"


def _nested(values: Mapping[str, object]) -> dict[str, object]:
    tree: dict[str, dict[str, object]] = {group: {} for group in groups()}
    top: dict[str, object] = {}
    for key, value in values.items():
        group, _, name = key.rpartition(".")
        (tree[group] if group else top)[name] = value
    return {**tree, **top}


def _refuse(problems: list[Diagnostic]) -> None:
    if problems:
        problems.sort(key=lambda each: (each.path or "", each.line or 0, each.message))
        single = problems[0].message if len(problems) == 1 else f"the settings have {len(problems)} problems"
        raise SettingsError(single, diagnostics=problems)
