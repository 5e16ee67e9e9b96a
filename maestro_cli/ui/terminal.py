"""What a stream can show: colour, width, box characters, redrawing. Decided here and nowhere else."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

FILE_WIDTH = 100
"""Columns off a terminal, unless COLUMNS says otherwise: fits CI logs, pull requests and editors."""

_MIN_WIDTH = 20
_SAMPLE = "─│█░…•✓⠋"


@dataclass(frozen=True, slots=True)
class Terminal:
    """What one stream can show. The default is a file: no ANSI, Unicode, `FILE_WIDTH` columns.

    `is_terminal`: escape sequences are understood; `color`: and wanted; `interactive`: lines may be
    redrawn (never in CI); `unicode`: the encoding carries box characters and bars.
    """

    width: int = FILE_WIDTH
    unicode: bool = True
    color: bool = False
    is_terminal: bool = False
    interactive: bool = False

    def console(self, stream: TextIO | None = None) -> Console:
        """Return a Rich console for `stream` (default: none, for capturing) that obeys these decisions."""
        import io

        from rich.console import Console

        return Console(
            file=io.StringIO() if stream is None else stream,
            width=self.width,
            force_terminal=self.is_terminal,
            force_interactive=self.interactive,
            color_system="standard" if self.color else None,
            no_color=not self.color,
            legacy_windows=False,
            markup=False,
            highlight=False,
            emoji=False,
            safe_box=True,
        )


FILE = Terminal()
"""How artefacts look in a file (`--output FILE`), whatever the environment says."""


def terminal_for(stream: TextIO | None, environ: Mapping[str, str] | None = None) -> Terminal:
    """Decide what `stream` can show.

    Off a terminal there is no ANSI, whatever FORCE_COLOR says; TTY_COMPATIBLE=1 declares a pipe to be a
    terminal (CI logs), TTY_COMPATIBLE=0 the opposite. NO_COLOR wins over FORCE_COLOR, which wins over
    TERM=dumb. CI and TTY_INTERACTIVE=0 forbid redrawing. COLUMNS gives the width.
    """
    env = os.environ if environ is None else environ
    is_terminal = _is_terminal(stream, env)
    dumb = env.get("TERM", "").lower() in ("dumb", "unknown")
    forced = env.get("FORCE_COLOR", "") not in ("", "0")
    return Terminal(
        width=_width(stream, env, is_terminal=is_terminal),
        unicode=_carries(stream, _SAMPLE),
        color=is_terminal and not env.get("NO_COLOR") and (forced or not dumb),
        is_terminal=is_terminal and (forced or not dumb),
        interactive=is_terminal and not dumb and not in_ci(env) and env.get("TTY_INTERACTIVE") != "0",
    )


def stdout_terminal() -> Terminal:
    """Decide for standard output."""
    return terminal_for(sys.stdout)


def stderr_terminal() -> Terminal:
    """Decide for standard error."""
    return terminal_for(sys.stderr)


def in_ci(environ: Mapping[str, str] | None = None) -> bool:
    """Say whether this runs in continuous integration, by the variable that all services set."""
    env = os.environ if environ is None else environ
    return env.get("CI", "").lower() not in ("", "0", "false")


def _is_terminal(stream: TextIO | None, env: Mapping[str, str]) -> bool:
    declared = env.get("TTY_COMPATIBLE")
    if stream is None or declared == "0":
        return False
    try:
        if stream.isatty():
            return True
        return declared == "1" and not stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _width(stream: TextIO | None, env: Mapping[str, str], *, is_terminal: bool) -> int:
    columns = env.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return max(_MIN_WIDTH, min(int(columns), 1000))
    if not is_terminal or stream is None:
        return FILE_WIDTH
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        width = shutil.get_terminal_size((80, 24)).columns
    return max(_MIN_WIDTH, width or 80)


def _carries(stream: TextIO | None, text: str) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
