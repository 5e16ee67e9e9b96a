"""The options that every command understands, with one meaning everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Call:
    """How a command was called: `items show`, with answers of `kind` items. `as_of` None means today."""

    command: str = ""
    kind: str = ""
    format: str = "text"
    output: Path | None = None
    project: Path | None = None
    as_of: date | None = None
    seed: int = 0
    llm: str | None = None
    progress: str = "auto"
    quiet: bool = False
    debug: bool = False
    dry_run: bool = False
    exit_zero: bool = False
