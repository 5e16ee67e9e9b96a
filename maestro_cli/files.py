"""Files that are written whole or not at all, and only where they belong."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maestro_cli.errors import UsageError

_RESERVED = re.compile(r"(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]")


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a crash leaves the old file or the new one, never a part.

    The file keeps its mode, a new one gets what the umask allows. A symlink is not followed:
    the link itself would be replaced. Raises OSError as the file system does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, _mode_for(path))  # noqa: PTH101 - name is what mkstemp returned
        os.replace(name, path)  # noqa: PTH105 - one call to patch where faults are injected
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)  # noqa: PTH108
        raise
    _sync_directory(path.parent)


def append(path: Path, data: bytes) -> None:
    """Add `data` to the end of a file that others add to as well. Raises OSError as the file system does."""
    with path.open("ab") as stream:
        stream.write(data)


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Keep out every other process that holds `folder`, while the block runs; nothing is left behind.

    The lock is the operating system's and ends with its owner. Where there is none on a folder (Windows,
    some network drives) the block just runs.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def writing(path: Path | str) -> Iterator[None]:
    """Raise UsageError `E-WRITE` that names `path` for whatever the file system refuses."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror or type(error).__name__}",
            code="E-WRITE",
            path=str(path),
            fix="Make the file and its folder writable, or free some space, and try again.",
        ) from error


def inside(root: Path, relative: str) -> Path:
    """Resolve `relative` below `root`, symlinks included.

    Raises UsageError for an absolute path, a path with NUL, or one that leaves `root`.
    """
    if "\0" in relative or "\\" in relative or Path(relative).is_absolute():
        raise UsageError(
            f"{relative!r} is not a path inside the project",
            code="P-PATH",
            fix="Give a path relative to the project, with forward slashes.",
        )
    target = (root / relative).resolve()
    if not target.is_relative_to(root.resolve()):
        raise UsageError(
            f"{relative!r} leads out of the project {root}",
            code="P-PATH",
            fix="Keep the file inside the project; a symbolic link does not widen it.",
        )
    return target


def safe_name(text: str, limit: int = 100) -> str:
    """Return a file name, without ending, that says `text` and is valid on every system.

    Different texts can get the same name: whoever creates a file looks whether it is taken.
    """
    name = re.sub(r"[^\w.-]+", "-", text).strip("-. ")[:limit].rstrip("-. ") or "item"
    return f"_{name}" if _RESERVED.fullmatch(name.partition(".")[0]) else name


def _mode_for(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask


def _sync_directory(directory: Path) -> None:
    """Make the rename itself durable, where the file system offers it."""
    if os.name != "posix":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
