"""Memory of a project: ways of answering and how they went, turns of sessions, and facts that people told."""

from __future__ import annotations

import builtins
import json

from maestro_cli.model.memory import Experience, Fact, Schedule, Turn, Way, averaged
from maestro_cli.model.plain import canonical, from_plain
from maestro_cli.settings.clock import now
from maestro_cli.store.database import Database, Row
from maestro_cli.store.guard import damaged

_WAY = "intent = ? AND complexity = ? AND strategy = ? AND schedule = ? AND agents = ? AND skills = ?"


class Experiences:
    """How ways of answering went."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    def record(self, run_id: str, way: Way, seconds: float, *, success: bool) -> bool:
        """Count a run, and say whether it counted: a run counts once, however often it ends."""
        values = (way.intent, way.complexity, way.strategy, way.schedule, *_lists(way))
        with self._database.transaction() as connection:
            known = connection.execute("SELECT 1 FROM experienced WHERE run_id = ?", (run_id,)).fetchone()
            if known:
                return False
            connection.execute("INSERT INTO experienced VALUES (?)", (run_id,))
            row = connection.execute(
                f"SELECT runs, success, seconds FROM experience WHERE {_WAY}",  # noqa: S608 - fixed text
                values,
            ).fetchone()
            runs, was, took = row or (0, float(success), seconds)
            connection.execute(
                "INSERT INTO experience VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " runs = excluded.runs, success = excluded.success, seconds = excluded.seconds,"
                " updated = excluded.updated",
                (*values, runs + 1, averaged(was, float(success)), averaged(took, seconds), now()),
            )
        return True

    def list(self, intent: str | None = None, complexity: str | None = None) -> tuple[Experience, ...]:
        """Return all, or those of one kind of request, by kind and way."""
        rows = self._database.rows(
            "SELECT * FROM experience WHERE (?1 IS NULL OR intent = ?1) AND (?2 IS NULL OR complexity = ?2)"
            " ORDER BY intent, complexity, strategy, schedule, agents, skills",
            (intent, complexity),
        )
        return tuple(self._experience(row) for row in rows)

    def forget(self, intent: str, complexity: str) -> int:
        """Forget one kind of request; return how many ways went. The runs behind them do not count again."""
        with self._database.transaction() as connection:
            done = connection.execute(
                "DELETE FROM experience WHERE intent = ? AND complexity = ?", (intent, complexity)
            )
            return done.rowcount

    def _experience(self, row: Row) -> Experience:
        intent, complexity, strategy, schedule, agents, skills, *rest = row
        try:
            way = Way(
                intent,
                complexity,
                strategy,
                Schedule(schedule),
                tuple(json.loads(agents)),
                tuple(json.loads(skills)),
            )
        except (ValueError, TypeError) as error:
            raise damaged(self._database.path, "a remembered way cannot be read") from error
        return Experience(way, *rest)


def _lists(way: Way) -> tuple[str, str]:
    return canonical(way.agents).decode(), canonical(way.skills).decode()


class Conversations:
    """Turns by session. Nothing of them is ever handed to another project: each has its own store."""

    def __init__(self, database: Database) -> None:
        """Keep the turns in `database`."""
        self._database = database

    def put(self, session: str, turn: Turn) -> None:
        """Keep the turn of a run; a later ending of the same run takes its place."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO turns (session, run_id, data) VALUES (?, ?, ?)"
                " ON CONFLICT (run_id) DO UPDATE SET data = excluded.data",
                (session, turn.run_id, canonical(turn).decode()),
            )

    def turns(self, session: str) -> tuple[Turn, ...]:
        """Return the turns of a session, oldest first, numbered from 1. Raises StoreDamagedError."""
        rows = self._database.rows("SELECT data FROM turns WHERE session = ? ORDER BY number", (session,))
        return tuple(self._turn(text, number) for number, (text,) in enumerate(rows, 1))

    def sessions(self) -> builtins.list[tuple[str, int, str]]:
        """Return (name, turns, time of the newest turn) of every session, by name."""
        rows = self._database.rows(
            "SELECT session, count(*), max(json_extract(data, '$.time')) FROM turns GROUP BY session"
            " ORDER BY session"
        )
        return [(str(name), int(count), str(time)) for name, count, time in rows]

    def forget(self, session: str) -> int:
        """Forget a session; return how many turns went."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM turns WHERE session = ?", (session,)).rowcount

    def _turn(self, text: str, number: int) -> Turn:
        try:
            return from_plain(Turn, {**json.loads(text), "number": number})
        except (ValueError, TypeError, KeyError) as error:
            raise damaged(self._database.path, "a turn of a session cannot be read") from error


class Facts:
    """What people told, in that order. The number of a forgotten fact is not given again."""

    def __init__(self, database: Database) -> None:
        """Keep the facts in `database`."""
        self._database = database

    def add(self, text: str, source: str, date: str) -> Fact:
        """Keep a fact; one that was told before in the same words is not kept twice."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM facts WHERE text = ?", (text,)).fetchone()
            if row:
                return Fact(*row)
            done = connection.execute(
                "INSERT INTO facts (text, source, date) VALUES (?, ?, ?)", (text, source, date)
            )
            return Fact(int(done.lastrowid or 0), text, source, date)

    def list(self) -> tuple[Fact, ...]:
        """Return all, oldest first."""
        return tuple(Fact(*row) for row in self._database.rows("SELECT * FROM facts ORDER BY number"))

    def forget(self, number: int) -> int:
        """Forget one; return how many went."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM facts WHERE number = ?", (number,)).rowcount
