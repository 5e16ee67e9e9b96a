"""Places that files of other tools name: only those inside the project are shown."""

from __future__ import annotations

import posixpath


def place_of(file: str, line: object, root: str) -> tuple[str, int] | None:
    """Return path and line, relative to the project; None for a path that leads out of it or is no path.

    `root` is the folder from which `file` is named.
    """
    path = posixpath.normpath(posixpath.join(root, file.replace("\\", "/"))) if file.strip() else ""
    outside = posixpath.isabs(path) or path in ("", ".", "..") or path.startswith("../") or path[1:2] == ":"
    if outside or not path.isprintable() or len(path) > 500:
        return None
    plain = isinstance(line, int) and not isinstance(line, bool) and 0 < line < 10**9
    return path, line if plain and isinstance(line, int) else 1
