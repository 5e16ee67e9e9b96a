"""Writing to standard streams that may be closed, full, or of a narrow encoding."""

from __future__ import annotations

import contextlib
import os
from typing import TextIO


def write_quietly(stream: TextIO | None, text: str) -> bool:
    """Write and flush `text`, and say whether that worked. A broken or closed stream never raises."""
    if stream is None:
        return False
    try:
        stream.write(encodable(stream, text))
        stream.flush()
    except (OSError, ValueError):
        return False
    return True


def settle(stream: TextIO | None) -> None:
    """Flush `stream`, and send nowhere what cannot be written: the interpreter would end with 120 for it."""
    if stream is not None and not write_quietly(stream, ""):
        discard(stream)


def encodable(stream: TextIO, text: str) -> str:
    r"""Return `text` with whatever the encoding of `stream` cannot carry as `\uXXXX`."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        return text.encode(encoding, "backslashreplace").decode(encoding)
    except LookupError:
        return text.encode("ascii", "backslashreplace").decode("ascii")


def discard(stream: TextIO) -> None:
    """Send what is still buffered in `stream` nowhere, so that the interpreter ends without a complaint."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
