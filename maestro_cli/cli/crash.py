"""The crash log: what a user pastes into a bug report."""

from __future__ import annotations

import platform
import tempfile
import traceback
from pathlib import Path

from maestro_cli import __version__
from maestro_cli.cli.call import Call
from maestro_cli.settings.clock import now


def write_crash_log(error: BaseException, call: Call) -> Path:
    """Write the traceback with version, system and command, without any data of the project."""
    text = "\n".join(
        [
            f"Maestro {__version__} · Python {platform.python_version()} · {platform.platform()}",
            f"command: {call.command} --format {call.format} --seed {call.seed}",
            f"time: {now()}",
            "",
            *traceback.format_exception(error),
        ]
    )
    path = _folder() / f"crash-{now().replace(':', '').replace('.', '')}.log"
    path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return path


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
