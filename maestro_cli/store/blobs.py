"""Plain data, kept under the SHA-256 of its canonical form."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from maestro_cli.errors import StoreError
from maestro_cli.model.plain import canonical
from maestro_cli.store.database import Database
from maestro_cli.store.guard import damaged, guarded

_PACK_ABOVE = 1024


class Blobs:
    """Values by digest; equal values are kept once, large ones compressed."""

    def __init__(self, database: Database) -> None:
        """Keep the values in `database`."""
        self._database = database

    def put(self, value: object) -> str:
        """Keep plain data and return its digest as hex.

        Raises:
            TypeError: The value is not plain data.
            StoreError: It cannot be written.
        """
        with guarded(self._database.path):
            data = canonical(value)
        digest = hashlib.sha256(data).hexdigest()
        packed = len(data) > _PACK_ABOVE
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO blobs VALUES (?, ?, ?)",
                (digest, packed, zlib.compress(data) if packed else data),
            )
        return digest

    def get(self, digest: str) -> Any:  # noqa: ANN401 - plain data has no narrower type
        """Return the value of a digest.

        Raises:
            StoreDamagedError: What is kept is not what was put.
            StoreError: Nothing is kept under this digest.
        """
        row = self._database.row("SELECT packed, data FROM blobs WHERE digest = ?", (digest,))
        if row is None:
            raise StoreError(f"no result is kept under {digest}", path=str(self._database.path))
        try:
            data = zlib.decompress(row[1]) if row[0] else bytes(row[1])
        except (zlib.error, TypeError) as error:
            raise damaged(self._database.path, f"result {digest[:12]} cannot be unpacked") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise damaged(self._database.path, f"result {digest[:12]} is not what was kept")
        return json.loads(data)
