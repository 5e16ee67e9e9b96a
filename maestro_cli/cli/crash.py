"""The crash log: what a user pastes into a bug report."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from pathlib import Path

from maestro_cli import __version__
from maestro_cli.cli.call import Call
from maestro_cli.settings.clock import now


def write_crash_log(error: BaseException, call: Call) -> Path:
    """Write the traceback with version, system and command, without secrets; it is for the user alone."""
    text = "\n".join(
        [
            f"Maestro {__version__} · Python {platform.python_version()} · {platform.platform()}",
            f"command: {call.command} --format {call.format} --seed {call.seed}",
            f"time: {now()}",
            "",
            described(error),
        ]
    )
    path = _folder() / f"crash-{now().replace(':', '').replace('.', '')}.log"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return path


def described(error: BaseException) -> str:
    """Return the traceback, without secrets: an error of a library quotes what it was given."""
    from maestro_cli.llm.choice import KEY
    from maestro_cli.model.redact import redact

    key = os.environ.get(KEY, "")
    return redact("".join(traceback.format_exception(error)), (key,))


def _folder() -> Path:
    """Return the user's log folder, or a temporary one where that cannot be written."""
    import platformdirs

    folder = platformdirs.user_log_path("maestro", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="maestro-"))
