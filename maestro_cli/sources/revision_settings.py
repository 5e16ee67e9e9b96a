"""The settings of a project at a revision: where its items and tests stood, and which sprints it had.

A change of maestro.yaml can take items out of a project without touching one of them, so what a revision
held is told by its own settings. What is demanded of it is told by those of today.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.errors import SettingsError
from maestro_cli.sources.revision import laid_out

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Settings

_DATA = ("sources", "sprint", "sprints")


def settings_at(root: Path, today: Settings, commit: str) -> Settings:
    """Return the settings `today` with the sources, sprints and tests of `commit`.

    Those of today where the commit has no settings, or none that this version reads. Raises InputError
    `P-GIT` when git cannot read the commit.
    """
    from maestro_cli.settings.discovery import FILE_NAME
    from maestro_cli.settings.loading import load_settings
    from maestro_cli.settings.settings_file import LIMIT

    with laid_out(root, commit, (FILE_NAME,), LIMIT) as folder:
        if not (folder / FILE_NAME).is_file():
            return today
        try:
            then = load_settings(folder).settings
        except SettingsError:
            return today
    trace = today.trace.model_copy(update={"tests": then.trace.tests})
    return today.model_copy(update={name: getattr(then, name) for name in _DATA} | {"trace": trace})
