"""Runs a command: delivers its answer, and turns every ending into an exit code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from maestro_cli.cli.call import Call
from maestro_cli.errors import ExitCode, MaestroError, UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def execute(function: Callable[..., Answer], call: Call, values: Mapping[str, object]) -> int:
    """Call `function`, deliver what it answers, and return the exit code."""
    from maestro_cli.cli.deliver import deliver, deliver_error

    try:
        answer = function(call, **values)
        deliver(answer, call)
        return _code(answer.exit_code, call)
    except MaestroError as error:
        if error.exit_code is ExitCode.BUG:
            return _crash(error, call)
        deliver_error(error, call)
        return _code(error.exit_code, call)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except OSError as error:
        if not _is_of_system(error):
            return _crash(error, call)
        deliver_error(_refused(error), call)
        return ExitCode.USAGE
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug ends with exit 3
        return _crash(error, call)


_OF_SYSTEM = frozenset(
    {
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
    }
)


def _is_of_system(error: OSError) -> bool:
    """Say whether the system refused something that no code could have got."""
    return error.errno in _OF_SYSTEM


def _refused(error: OSError) -> UsageError:
    what = f"{error.filename}: " if error.filename else ""
    return UsageError(
        f"{what}{error.strerror}", code="E-SYSTEM", fix="Look at the rights and the free space there."
    )


def _code(code: ExitCode, call: Call) -> int:
    return ExitCode.DONE if call.exit_zero and code is ExitCode.FOUND else code


def _crash(error: Exception, call: Call) -> int:
    from maestro_cli.cli.crash import described, write_crash_log
    from maestro_cli.ui.streams import write_quietly

    path = write_crash_log(error, call)
    said = f"error: Maestro has a bug ({type(error).__name__}). Please report it with {path}\n"
    write_quietly(sys.stderr, said)
    if call.debug:
        write_quietly(sys.stderr, described(error))
    return ExitCode.BUG
