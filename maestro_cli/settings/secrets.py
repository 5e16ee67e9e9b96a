"""Tells secrets from settings: a secret must not stand in a file that git tracks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_KEY = re.compile(
    r"(?<!project)(?<!issue)(?<!board)(?<!space)(?<!parent)_(key|token|password|passwd|passphrase|secret|credential"
    r"|authorization|apikey)s?$"
)
_VALUE = re.compile(
    r"://[^/\s:@]*:[^/\s@]+@"  # user and password in an address
    r"|\b(sk-[A-Za-z0-9]|gh[opsu]_|github_pat_|glpat-|xox[abprs]-|lin_api_|ATATT|AKIA[0-9A-Z]{8}|eyJ[\w-]{8})[\w-]{8}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
)
_REFERENCE = re.compile(r"\$(\{[A-Za-z_]\w*\}|[A-Za-z_]\w*)")


def looks_secret(key: str, value: object) -> bool:
    """Tell whether `value` under `key` is a secret itself, and not the name of where it is kept.

    `$NAME` and `${NAME}` are such names, and so are keys like `token_env`.
    """
    if isinstance(value, bool) or value is None or not isinstance(value, str | int | float):
        return False
    text = str(value)
    if _VALUE.search(text):
        return True
    name = "_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-.\s]+", "_", key).lower()
    if name.startswith("_max_") or (name.endswith("tokens") and not isinstance(value, str)):
        return False  # how many tokens, not which
    return bool(_KEY.search(name)) and text != "" and not _REFERENCE.fullmatch(text)


def find_secrets(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every secret within `value`; names of columns are no secrets."""
    if isinstance(value, Mapping):
        for key, child in value.items():
            if not (key == "columns" and path[:1] == ("sources",)):
                yield from find_secrets(child, (*path, key))
    elif isinstance(value, list | tuple):
        for index, child in enumerate(value):
            yield from find_secrets(child, (*path, index))
    else:
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        if looks_secret(key, value):
            yield path
