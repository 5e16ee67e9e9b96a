"""The folder `.maestro/` of a project: private, and never committed."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from maestro_cli.errors import StoreError
from maestro_cli.store.guard import guarded

FOLDER = ".maestro"


def state_folder(root: Path, *, create: bool = False) -> Path:
    """Return the state folder of the project at `root`; with `create`, make it where it is missing.

    It is kept at mode 0700. Raises StoreError when it is a symbolic link: a repository could send
    the store anywhere with one.
    """
    folder = root / FOLDER
    with guarded(folder):
        if folder.is_symlink():
            raise StoreError(
                f"{folder} is a symbolic link",
                path=str(folder),
                fix="Replace the link by a real folder; state is kept inside the project only.",
            )
        if create:
            _make(folder)
    return folder


def touch_private(path: Path) -> None:
    """Make `path` exist, at mode 0600 whatever the umask; a symbolic link is not followed."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    os.close(handle)
    tighten(path)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tighten(folder)
    ignore = folder / ".gitignore"
    if os.access(folder, os.W_OK) and not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
        ignore.chmod(0o600)


def tighten(path: Path) -> None:
    """Take away what others may do, leaving 0600 or 0700; what is not ours, or gone, keeps its mode."""
    with contextlib.suppress(PermissionError, FileNotFoundError):
        mode = path.lstat().st_mode
        if mode & 0o077 and not stat.S_ISLNK(mode):
            path.chmod(0o700 if stat.S_ISDIR(mode) else 0o600)
