"""How much memory this process has used."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_HIGHEST = re.compile(r"^VmHWM:\s*(\d+) kB$", re.MULTILINE)


def peak_kib() -> int | None:
    """Return the most memory that this process has used so far; None on Windows, which does not say.

    Linux counts what the process that started this one had into `ru_maxrss`, so its own status is asked.
    """
    try:
        found = _HIGHEST.search(_STATUS.read_text(encoding="ascii"))
    except OSError:
        found = None
    return int(found[1]) if found else _of_usage()


def _of_usage() -> int | None:
    if importlib.util.find_spec("resource") is None:
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak
