"""Finds the project: the nearest folder with a maestro.yaml, from here upwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from maestro_cli.errors import SettingsError

FILE_NAME = "maestro.yaml"
_FIX = "Run `maestro init` there, or name the project's folder with --project."


def find_project(project: Path | None = None, start: Path | None = None) -> Path:
    """Return the root of the project.

    `project` is the folder itself (`--project`); without it the search goes up from `start` (else the
    working directory) to the user's home or the top of the file system, whichever comes first.
    Raises SettingsError (E-NO-PROJECT) when there is no maestro.yaml.
    """
    if project is not None:
        if not os.path.lexists(project / FILE_NAME):
            what = "has no maestro.yaml" if project.is_dir() else "is not a folder"
            raise SettingsError(f"{project} {what}", code="E-NO-PROJECT", fix=_FIX)
        return project.resolve()
    try:
        here = (start or Path.cwd()).resolve()
    except FileNotFoundError:
        raise SettingsError("the working directory is gone", code="E-NO-PROJECT", fix=_FIX) from None
    for folder in _upwards(here):
        if os.path.lexists(folder / FILE_NAME):
            return folder
    raise SettingsError(f"no maestro.yaml in {here} or above it", code="E-NO-PROJECT", fix=_FIX)


def _upwards(here: Path) -> Iterator[Path]:
    home = Path(os.path.expanduser("~")).resolve()  # noqa: PTH111 - Path.home() raises where there is none
    for folder in (here, *here.parents):
        yield folder
        if folder == home:
            return
