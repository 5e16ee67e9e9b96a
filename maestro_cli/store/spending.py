"""What a run has spent on models: entries that are durable before the call they are for."""

from __future__ import annotations

from maestro_cli.model.spending import Spent
from maestro_cli.settings.clock import now
from maestro_cli.store.database import Database


class Spending:
    """The ledger of one run."""

    def __init__(self, database: Database, run_id: str) -> None:
        """Keep what run `run_id` spends in `database`."""
        self._database = database
        self._run_id = run_id

    def spent(self) -> Spent:
        """Return the sum of all entries of the run."""
        row = self._database.row(
            "SELECT coalesce(sum(tokens), 0), coalesce(sum(usd), 0.0), coalesce(sum(unpriced), 0)"
            " FROM spending WHERE run_id = ?",
            (self._run_id,),
        )
        return Spent() if row is None else Spent(int(row[0]), round(float(row[1]), 9), int(row[2]))

    def add(self, purpose: str, change: Spent) -> None:
        """Add an entry; what takes a reservation back is negative."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO spending (run_id, purpose, tokens, usd, unpriced, time)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (self._run_id, purpose, change.tokens, change.usd, change.unpriced, now()),
            )
