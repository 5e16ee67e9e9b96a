"""Files of a source: found, opened and decoded without leaving the project or reading a device."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from maestro_cli.errors import Diagnostic, InputError, UsageError
from maestro_cli.files import inside
from maestro_cli.sources.problems import Problems

SUFFIXES = (".md", ".yaml", ".yml", ".csv")
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a source: `path` as it is shown, `real` as it is opened, and how it looked."""

    path: str
    real: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded file: `mark` + `text` in `encoding` are its bytes."""

    text: str
    encoding: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return the bytes of the file with `text` in place of its own."""
        return self.mark + text.encode(self.encoding)


def find_files(root: Path, start: str, report: list[Diagnostic]) -> list[Found]:
    """Return the item files at or below `start` (relative to `root`), in order of their paths.

    Hidden files and folders are skipped, and so is whatever is not a regular file below `root`; what is
    skipped for safety is added to `report`.
    """
    problems = Problems(start)
    found: list[Found] = []
    try:
        top = inside(root, start)
        looks = top.stat()
    except UsageError as error:
        problems.found.extend(error.diagnostics)
    except OSError as error:
        problems.error(
            "P-SOURCE", f"{start} cannot be read: {error.strerror}", fix="Check `sources` in maestro.yaml."
        )
    else:
        shown = os.path.relpath(root / start, root).replace(os.sep, "/")
        if stat.S_ISDIR(looks.st_mode):
            _walk(root, "" if shown == "." else f"{shown}/", str(top), found, report)
        else:
            _add(
                Problems(shown),
                Found(shown, str(top), looks.st_size, looks.st_mtime_ns),
                looks,
                found,
                report,
            )
    report += problems.found
    found.sort(key=_path)
    return found


def read_bytes(file: Found, limit: int) -> bytes:
    """Return the bytes of a file that is at most `limit` bytes long; raises InputError."""
    if file.size > limit:
        raise _too_large(file, limit)
    try:
        handle = os.open(file.real, _OPEN_FLAGS)
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise InputError(f"{file.path} is not a regular file", code="P-UNREADABLE", path=file.path)
            data = stream.read(limit + 1)
    except OSError as error:
        raise InputError(
            f"{file.path} cannot be read: {error.strerror}",
            code="P-UNREADABLE",
            path=file.path,
            fix="Check that it exists and that you may read it.",
        ) from error
    if len(data) > limit:
        raise _too_large(file, limit)
    return data


def decode(data: bytes, path: str) -> Text:
    """Decode UTF-8, with or without byte order mark, or UTF-16 with one; raises InputError with the line."""
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + len(mark)
        raise InputError(
            f"{path} is not {encoding.upper()}: byte 0x{data[offset]:02x} at offset {offset}",
            code="P-ENCODING",
            path=path,
            line=data.count(b"\n", 0, offset) + 1,
            fix="Save the file as UTF-8.",
        ) from error
    nul = text.find("\0")
    if nul >= 0:
        raise InputError(
            f"{path} holds a NUL character: it is not text, or UTF-16 without a byte order mark",
            code="P-ENCODING",
            path=path,
            line=text.count("\n", 0, nul) + 1,
            fix="Save the file as UTF-8.",
        )
    return Text(text, encoding, mark)


def _path(file: Found) -> str:
    return file.path


def _walk(root: Path, prefix: str, folder: str, found: list[Found], report: list[Diagnostic]) -> None:
    pending = [(prefix, folder)]
    while pending:
        prefix, folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append((f"{prefix}{name}/", entry.path))
                    elif name.lower().endswith(SUFFIXES) or entry.is_symlink():
                        _enter(root, f"{prefix}{name}", entry, found, report)
        except OSError as error:
            problems = Problems(prefix)
            problems.error(
                "P-UNREADABLE", f"the folder cannot be read: {error.strerror}", fix="Check its rights."
            )
            report += problems.found


def _enter(
    root: Path, path: str, entry: os.DirEntry[str], found: list[Found], report: list[Diagnostic]
) -> None:
    real = entry.path
    if entry.is_symlink():
        target = _target(root, path, entry, report)
        if target is None:
            return
        real = target
    try:
        looks = entry.stat(follow_symlinks=real is not entry.path)
    except OSError:
        return  # gone since the folder was listed
    if real is entry.path and stat.S_ISREG(looks.st_mode) and path.isprintable():
        found.append(Found(path, real, looks.st_size, looks.st_mtime_ns))
    else:
        _add(Problems(path), Found(path, real, looks.st_size, looks.st_mtime_ns), looks, found, report)


def _add(
    problems: Problems, file: Found, looks: os.stat_result, found: list[Found], report: list[Diagnostic]
) -> None:
    """Keep a file that is a regular one with a name that text can carry; report any other."""
    if any("\ud800" <= char <= "\udfff" for char in file.path):
        problems.path = file.path.encode("utf-8", "backslashreplace").decode()
        problems.error("P-PATH", "the file name is not UTF-8: not read", fix="Rename the file.")
    elif not stat.S_ISREG(looks.st_mode):
        problems.error("P-UNREADABLE", "not a regular file: not read", fix="Put items into plain files.")
    elif file.path.lower().endswith(SUFFIXES):
        found.append(file)
    else:
        problems.error(
            "P-SOURCE", "not a kind of file that holds items", fix=f"Known endings are {', '.join(SUFFIXES)}."
        )
    report += problems.found


def _target(root: Path, path: str, entry: os.DirEntry[str], report: list[Diagnostic]) -> str | None:
    """Return the file behind a symbolic link when it lies in the project; report any other link."""
    problems = Problems(path.encode("utf-8", "backslashreplace").decode())
    target = Path(os.path.realpath(entry.path))
    wanted = path.lower().endswith(SUFFIXES)
    if not target.is_relative_to(root.resolve()):
        problems.error(
            "P-SYMLINK", "the link leads out of the project: not read", fix="Copy the file into the project."
        )
    elif target.is_dir():
        problems.warn(
            "P-SYMLINK", "the link leads to a folder: not followed", fix="Name the folder in `sources`."
        )
    elif not target.exists():
        problems.error("P-SYMLINK", "the link leads nowhere", fix="Mend or remove it.")
    elif wanted:
        return str(target)
    report += problems.found
    return None


def _too_large(file: Found, limit: int) -> InputError:
    return InputError(
        f"{file.path} is larger than {limit / 2**20:g} MiB: not read",
        code="P-TOO-LARGE",
        path=file.path,
        fix="Split it, or raise `max_file_mib` of its source.",
    )
