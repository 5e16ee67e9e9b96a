"""The items index: what was read from which file, so that unchanged files are not parsed again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FileStamp:
    """How a file looked when it was read. `items` is the number of items in it."""

    size: int
    mtime_ns: int
    sha256: str
    items: int


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """A file with what was parsed from it; `payload` is opaque to whoever keeps it."""

    path: str
    stamp: FileStamp
    payload: bytes


class FileIndex(Protocol):
    """Where parsed files are kept, by source name. It is a cache: losing it costs time only."""

    def stamps(self, source: str) -> Mapping[str, FileStamp]:
        """Return the stamp of every known file of `source`, by path."""

    def payloads(self, source: str, paths: Collection[str] | None = None) -> Mapping[str, bytes]:
        """Return the payloads of these files, or of all files of `source`."""

    def update(self, source: str, changed: Iterable[IndexedFile], removed: Iterable[str]) -> None:
        """Keep the changed files and forget the removed ones, in one transaction."""
