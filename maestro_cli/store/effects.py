"""The ledger of outside effects: what was begun and done, by idempotency key.

A step may run twice when a process dies. Whoever writes a file or calls a tool begins the effect
here first and marks it done afterwards; a second run finds it done and does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from maestro_cli.settings.clock import now
from maestro_cli.store.database import Database


@dataclass(frozen=True, slots=True)
class Effect:
    """An outside effect: where it goes and the SHA-256 of what it brings there."""

    key: str
    target: str
    sha256: str
    done: bool


class Effects:
    """Effects by idempotency key."""

    def __init__(self, database: Database) -> None:
        """Keep the ledger in `database`."""
        self._database = database

    def begin(self, key: str, target: str, sha256: str) -> Effect:
        """Note an effect before it happens and return it as it stands; one that is done stays so."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO effects VALUES (?, ?, ?, ?, NULL) ON CONFLICT (key) DO UPDATE SET"
                " target = excluded.target, sha256 = excluded.sha256, begun = excluded.begun"
                " WHERE done IS NULL",
                (key, target, sha256, now()),
            )
            return self.get(key) or Effect(key, target, sha256, done=False)

    def done(self, key: str) -> None:
        """Note that an effect has happened."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE effects SET done = ? WHERE key = ? AND done IS NULL", (now(), key))

    def get(self, key: str) -> Effect | None:
        """Return an effect, or None when it was never begun."""
        row = self._database.row("SELECT target, sha256, done FROM effects WHERE key = ?", (key,))
        return Effect(key, row[0], row[1], done=row[2] is not None) if row else None

    def wrote(self, target: str, sha256: str) -> bool:
        """Say whether Maestro itself brought this very content to `target` in some run."""
        found = self._database.row(
            "SELECT 1 FROM effects WHERE target = ? AND sha256 = ? LIMIT 1", (target, sha256)
        )
        return found is not None
