"""The items index: what was parsed from which file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple

from maestro_cli.model.index import FileStamp, IndexedFile
from maestro_cli.store.database import Database


class StoredIndex:
    """Implements `maestro_cli.model.index.FileIndex` over the table `files`."""

    def __init__(self, database: Database) -> None:
        """Keep the index in `database`."""
        self._database = database

    def stamps(self, source: str) -> Mapping[str, FileStamp]:
        """Return the stamp of every known file of `source`, by path and in its order."""
        rows = self._database.rows(
            "SELECT path, size, mtime_ns, sha256, items FROM files WHERE source = ? ORDER BY path", (source,)
        )
        return {path: FileStamp(*stamp) for path, *stamp in rows}

    def payloads(self, source: str, paths: Collection[str] | None = None) -> Mapping[str, bytes]:
        """Return the payloads of these files, or of all files of `source`, in order of path."""
        if paths is None:
            found = self._database.rows(
                "SELECT path, payload FROM files WHERE source = ? ORDER BY path", (source,)
            )
            return dict(found)
        with self._database.reading() as connection:
            rows = [
                connection.execute(
                    "SELECT path, payload FROM files WHERE source = ? AND path = ?", (source, path)
                ).fetchone()
                for path in sorted(set(paths))
            ]
        return dict(row for row in rows if row is not None)

    def update(self, source: str, changed: Iterable[IndexedFile], removed: Iterable[str]) -> None:
        """Keep the changed files and forget the removed ones, in one transaction."""
        gone = [(source, path) for path in removed]
        kept = [(source, file.path, *astuple(file.stamp), file.payload) for file in changed]
        if not gone and not kept:
            return
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM files WHERE source = ? AND path = ?", gone)
            connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", kept)
