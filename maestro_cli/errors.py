"""What can go wrong, and with which exit code a command ends because of it.

    MaestroError                3  a bug of ours when raised bare
    ├── UsageError              2  wrong usage, settings or input
    │   ├── SettingsError          maestro.yaml, an environment variable, the user's settings
    │   └── InputError             a source that cannot be read or makes no sense
    ├── ProviderError           4  a provider, tool or network failed and no fallback was allowed
    ├── StoreError              5  the store under .maestro/
    │   ├── StoreLockedError
    │   ├── StoreDamagedError
    │   ├── StoreFullError
    │   └── StoreNewerError
    ├── WaitingError            6  a run waits for an approval
    └── RunCancelledError     130  somebody cancelled the run while it ran

An error carries every problem found, not the first, each as a `Diagnostic`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    BUG = 3
    PROVIDER = 4
    STORE = 5
    WAITING = 6
    INTERRUPTED = 130


class Severity(StrEnum):
    """How bad a diagnostic is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: what happened, where, and what to do next.

    `line` is 1-based; `path` is relative to the project where it lies inside it.
    """

    severity: Severity
    code: str
    message: str
    path: str | None = None
    line: int | None = None
    fix: str | None = None


class MaestroError(Exception):
    """Base of all errors that Maestro raises on purpose."""

    exit_code = ExitCode.BUG
    code = "E-BUG"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        path: str | None = None,
        line: int | None = None,
        fix: str | None = None,
        diagnostics: Iterable[Diagnostic] = (),
    ) -> None:
        """Raise with one message, or with all `diagnostics` of a file at once."""
        super().__init__(message)
        self.message = message
        self.diagnostics = tuple(diagnostics) or (
            Diagnostic(Severity.ERROR, code or self.code, message, path, line, fix),
        )


class UsageError(MaestroError):
    """The command, its settings or its input cannot be used as given."""

    exit_code = ExitCode.USAGE
    code = "E-USAGE"


class SettingsError(UsageError):
    """A setting is unknown, has a wrong value, or its file cannot be read."""

    code = "E-SETTINGS"


class InputError(UsageError):
    """A source of work items cannot be read."""

    code = "E-INPUT"


class ProviderError(MaestroError):
    """A provider, tool or network failed and no fallback was allowed."""

    exit_code = ExitCode.PROVIDER
    code = "E-PROVIDER"


class StoreError(MaestroError):
    """The store under .maestro/ cannot be used."""

    exit_code = ExitCode.STORE
    code = "E-STORE"


class StoreLockedError(StoreError):
    """Another process holds the store for longer than the time limit."""

    code = "E-STORE-LOCKED"


class StoreDamagedError(StoreError):
    """A file of the store is not what SQLite wrote."""

    code = "E-STORE-DAMAGED"


class StoreFullError(StoreError):
    """The disk is full or the store cannot be written."""

    code = "E-STORE-FULL"


class StoreNewerError(StoreError):
    """The store was written by a newer version of Maestro."""

    code = "E-STORE-NEWER"


class WaitingError(MaestroError):
    """The run waits for an approval."""

    exit_code = ExitCode.WAITING
    code = "E-WAITING"


class RunCancelledError(MaestroError):
    """The run was cancelled from outside while it ran."""

    exit_code = ExitCode.INTERRUPTED
    code = "E-CANCELLED"
