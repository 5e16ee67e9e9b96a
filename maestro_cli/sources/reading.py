"""Files of a source, opened and decoded: bounded, and never a device."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass

from maestro_cli.errors import InputError
from maestro_cli.sources.finding import Found

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
class Text:
    """A decoded file: `mark` + `text` in `encoding` are its bytes."""

    text: str
    encoding: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return the bytes of the file with `text` in place of its own."""
        return self.mark + text.encode(self.encoding)


def read_bytes(file: Found, limit: int) -> bytes:
    """Return the bytes of a file that is at most `limit` bytes long; raises InputError."""
    if file.size > limit:
        raise _too_large(file, limit)
    try:
        handle = os.open(file.real, _OPEN_FLAGS)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise InputError(f"{file.path} is not a regular file", code="P-UNREADABLE", path=file.path)
            data = _read_to_end(handle, file.size, limit)
        finally:
            os.close(handle)
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
    mark, encoding = b"", "utf-8"
    if data[:1] in (b"\xef", b"\xff", b"\xfe", b"\0"):
        mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + len(mark)
        raise InputError(
            f"{path} is not {encoding.upper()}: byte 0x{data[offset]:02x} at offset {offset}",
            code="P-ENCODING",
            path=path,
            line=data[:offset].decode(encoding, "replace").count("\n") + 1,
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


def _read_to_end(handle: int, size: int, limit: int) -> bytes:
    """Read what is there, one byte beyond `limit` at most."""
    parts = [os.read(handle, size + 1)]
    total = len(parts[0])
    while parts[-1] and total != size and total <= limit:
        parts.append(os.read(handle, limit + 1 - total))
        total += len(parts[-1])
    return b"".join(parts)


def _too_large(file: Found, limit: int) -> InputError:
    return InputError(
        f"{file.path} is larger than {limit / 2**20:g} MiB: not read",
        code="P-TOO-LARGE",
        path=file.path,
        fix="Split it, or raise `max_file_mib` of its source.",
    )
