"""Projects of a few files, and an index in memory, for tests of the item sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from maestro_cli.model.index import FileStamp, IndexedFile
from maestro_cli.sources.parsing import Parsed, parse


def project(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` below `root`."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read(text: str | bytes, name: str = "a.yaml", columns: dict[str, str] | None = None) -> Parsed:
    """Parse one file of items."""
    return parse(text if isinstance(text, bytes) else text.encode(), name, "files", columns or {})


def codes(parsed: Parsed) -> list[tuple[str, int | None]]:
    """Return code and line of every problem."""
    return [(problem.code, problem.line) for problem in parsed.diagnostics]


class MemoryIndex:
    """A file index in memory that counts what is asked of it."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, IndexedFile]] = {}
        self.read: list[str] = []

    def stamps(self, source: str) -> Mapping[str, FileStamp]:
        return {path: file.stamp for path, file in self.files.get(source, {}).items()}

    def payloads(self, source: str, paths: Collection[str] | None = None) -> Mapping[str, bytes]:
        self.read.append(source)
        kept = self.files.get(source, {})
        return {path: file.payload for path, file in kept.items() if paths is None or path in paths}

    def update(self, source: str, changed: Iterable[IndexedFile], removed: Iterable[str]) -> None:
        kept = self.files.setdefault(source, {})
        for path in removed:
            kept.pop(path, None)
        kept.update({file.path: file for file in changed})
