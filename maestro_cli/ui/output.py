"""The artefact: to standard output, or whole to a file."""

from __future__ import annotations

import contextlib
import errno
import sys
from pathlib import Path
from typing import TextIO

from maestro_cli.errors import UsageError
from maestro_cli.files import write_atomically
from maestro_cli.model.text import one_line
from maestro_cli.ui.streams import discard, encodable

STDOUT = "-"


def write_artefact(artefact: str | bytes, output: str | Path | None = None) -> None:
    """Write `artefact` to the file `output`, or to standard output where that is None or `-`.

    Bytes go out as they are (JSON, SARIF and the like are UTF-8 everywhere); text goes out in the
    encoding of the terminal, in files as UTF-8. A reader that stops reading (`| head -1`) is no
    error. Raises UsageError `E-OUTPUT` where the target is full, closed, a folder or not writable.
    """
    if output is None or str(output) == STDOUT:
        _to_stdout(artefact)
        return
    path = Path(output)
    data = artefact.encode("utf-8", "backslashreplace") if isinstance(artefact, str) else artefact
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as device:  # a pipe or device is written to; replacing it would remove it
                device.write(data)
        else:
            write_atomically(path, data)
    except BrokenPipeError:
        return
    except (OSError, ValueError) as error:
        raise _cannot_write(str(output), error) from error


def _to_stdout(artefact: str | bytes) -> None:
    stream: TextIO | None = sys.stdout
    if stream is None or stream.closed:
        raise _cannot_write("standard output", OSError(errno.EBADF, "it is closed"))
    try:
        _write(stream, artefact)
        stream.flush()
    except BrokenPipeError:
        discard(stream)
    except (OSError, ValueError) as error:
        discard(stream)
        raise _cannot_write("standard output", error) from error


def _write(stream: TextIO, artefact: str | bytes) -> None:
    if isinstance(artefact, str):
        stream.write(encodable(stream, artefact))
        return
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(artefact.decode())
        return
    stream.flush()
    buffer.write(artefact)
    buffer.flush()


def _cannot_write(target: str, error: OSError | ValueError) -> UsageError:
    reason = getattr(error, "strerror", None) or str(error)
    fix = "Choose a file in a folder you may write to, with --output FILE."
    with contextlib.suppress(AttributeError):
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            fix = "Free some space, or write elsewhere with --output FILE."
    return UsageError(f"cannot write to {one_line(target)}: {reason}", code="E-OUTPUT", fix=fix)
