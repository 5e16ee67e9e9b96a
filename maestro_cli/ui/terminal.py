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

    `color`: colours are understood and wanted; `redraws`: lines can be drawn again; `interactive`: and
    nobody said no to it (CI does); `unicode`: the encoding carries box characters and bars.
    """

    width: int = FILE_WIDTH
    unicode: bool = True
    color: bool = False
    redraws: bool = False
    interactive: bool = False

    def console(self, stream: TextIO) -> Console:
        """Return a Rich console for `stream` that obeys these decisions; a live one follows resizing."""
        from rich.console import Console

        return Console(
            file=stream,
            width=None if self.redraws else self.width,
            force_terminal=self.redraws or self.color,
            force_interactive=self.redraws,
            color_system="standard" if self.color else None,
            no_color=not self.color,
            legacy_windows=False,
            markup=False,
            highlight=False,
            emoji=False,
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
    is_terminal = _is_terminal(stream)
    shows_color = (is_terminal or _declared(stream, env)) and env.get("TTY_COMPATIBLE") != "0"
    dumb = env.get("TERM", "").lower() in ("dumb", "unknown")
    forced = env.get("FORCE_COLOR", "") not in ("", "0")
    redraws = is_terminal and shows_color and not dumb
    return Terminal(
        width=_width(stream, env, is_terminal=is_terminal),
        unicode=_carries(stream, _SAMPLE),
        color=shows_color and not env.get("NO_COLOR") and (forced or not dumb),
        redraws=redraws,
        interactive=redraws and not _in_ci(env) and env.get("TTY_INTERACTIVE") != "0",
    )


def stdout_terminal() -> Terminal:
    """Decide for standard output."""
    return terminal_for(sys.stdout)


def _in_ci(env: Mapping[str, str]) -> bool:
    """Say whether this runs in continuous integration, by the variable that all services set."""
    return env.get("CI", "").lower() not in ("", "0", "false")


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _declared(stream: TextIO | None, env: Mapping[str, str]) -> bool:
    """Say whether a pipe, never a file, was declared to end in something that understands ANSI."""
    if stream is None or env.get("TTY_COMPATIBLE") != "1":
        return False
    try:
        return not stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
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
