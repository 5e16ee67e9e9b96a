"""Who is at the keyboard, as it is written beside an approval."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping

VARIABLE = "MAESTRO_USER"


def user_name(environ: Mapping[str, str] | None = None) -> str:
    """Return the name in MAESTRO_USER, else that of the system's user; never empty."""
    given = (os.environ if environ is None else environ).get(VARIABLE, "").strip()
    if given:
        return given
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in some containers
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"
