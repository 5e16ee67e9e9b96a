"""Settings as they may be shown: by dotted key, secrets hidden."""

from __future__ import annotations

from maestro_cli.settings.leaves import leaves
from maestro_cli.settings.schema import Settings
from maestro_cli.settings.secrets import find_secrets

HIDDEN = "(hidden)"


def shown_settings(settings: Settings) -> dict[str, object]:
    """Return every setting by dotted key, in the schema's order, as plain data."""
    tree = settings.model_dump(mode="json")
    shown: dict[str, object] = {}
    for key, leaf in leaves().items():
        value = tree
        for part in leaf.path:
            value = value[part]
        shown[key] = without_secrets(value, leaf.path)
    return shown


def without_secrets(value: object, path: tuple[str | int, ...]) -> object:
    """Return `value`, which stands at `path`, with every secret within it hidden."""
    secrets = set(find_secrets(value, path))
    return _hidden(value, path, secrets) if secrets else value


def _hidden(value: object, path: tuple[str | int, ...], secrets: set[tuple[str | int, ...]]) -> object:
    if path in secrets:
        return HIDDEN
    if isinstance(value, dict):
        return {key: _hidden(child, (*path, key), secrets) for key, child in value.items()}
    if isinstance(value, list):
        return [_hidden(child, (*path, index), secrets) for index, child in enumerate(value)]
    return value
