"""The example project: one set of files, put into a language and moved to today's date."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from maestro_cli.assets import assets_root
from maestro_cli.errors import UsageError

_TOKEN = re.compile(
    r"\{\{(?:(?P<anchor>[dw])(?P<days>[+-]\d+)|en:(?P<en>.*?)\|ko:(?P<ko>.*?)|(?P<language>language))\}\}"
)


NEW = "new"
"""The files of a project that starts empty."""

HISTORY = "history.yaml"
"""Commits that go with an example; not a file of the project."""


def example_names() -> list[str]:
    """Return the names of the examples that ship."""
    names = (folder.name for folder in _examples().iterdir() if folder.is_dir())
    return sorted(name for name in names if name != NEW)


def example_files(name: str, language: str, as_of: date) -> dict[str, str]:
    """Return the files of an example by relative path, in `language`, as if made on `as_of`.

    Raises UsageError for an example that does not ship.
    """
    if name != NEW and name not in example_names():
        raise UsageError(
            f"there is no example {name!r}",
            code="E-EXAMPLE",
            fix=f"Use one of: {', '.join(example_names())}.",
        )
    folder = _examples() / name
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): _rendered(path.read_text(encoding="utf-8"), language, as_of)
        for path in paths
    }


def _examples() -> Path:
    return assets_root() / "templates" / "examples"


def _rendered(text: str, language: str, as_of: date) -> str:
    """Replace `{{d-3}}` by a date before today, `{{w+7}}` by one after this week's Monday, and texts."""
    monday = as_of - timedelta(days=as_of.weekday())

    def replace(match: re.Match[str]) -> str:
        if match["language"]:
            return language
        if match["anchor"]:
            start = as_of if match["anchor"] == "d" else monday
            return (start + timedelta(days=int(match["days"]))).isoformat()
        return match[language] or ""

    return _TOKEN.sub(replace, text)
