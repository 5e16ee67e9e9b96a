"""The language of documents."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal

from maestro_cli.settings.schema import Settings

Language = Literal["en", "ko"]


def resolve_language(settings: Settings, environ: Mapping[str, str] | None = None) -> Language:
    """Return `en` or `ko`.

    `auto` follows the locale as other programs do (LC_ALL, then LC_MESSAGES, then LANG), so documents then
    depend on the machine: a project whose artefacts must be byte-identical everywhere sets the language.
    """
    if settings.project.language != "auto":
        return settings.project.language
    environ = os.environ if environ is None else environ
    named = (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name))
    tongue = next(named, "").partition(".")[0].partition("_")[0].partition("-")[0]
    return "ko" if tongue.lower() == "ko" else "en"
