"""LangGraph's checkpoints of a project, in `.maestro/checkpoints.db`.

LangGraph's own SqliteSaver calls the checkpoint with the greatest id the newest. Ids come from
the clock, so a clock set back brings an old state back; here the newest is the one written last.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from langgraph.checkpoint.base import (
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_id,
)
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.utils import load_pending_writes, pending_writes_sql, search_where

from maestro_cli.errors import UsageError
from maestro_cli.store.database import Database, Row
from maestro_cli.store.guard import damaged
from maestro_cli.store.schemas import CHECKPOINT_FILE, open_file
from maestro_cli.store.serde import StrictSerializer

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

OnSaved = Callable[[str, int], None]

_BEFORE = "seq < (SELECT max(seq) FROM checkpoints WHERE checkpoint_id = ?)"
_ONE = "thread_id = ? AND checkpoint_ns = ? AND checkpoint_id = ?"
_PARTS = {"id", "channel_values", "channel_versions", "versions_seen"}
_COLUMNS = "thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata"


@contextmanager
def checkpoint_saver(root: Path, on_saved: OnSaved | None = None) -> Iterator[CheckpointSaver]:
    """Open the checkpoints of the project at `root`.

    `on_saved(thread_id, step)` is called each time a checkpoint is on disk. Raises StoreError.
    """
    database = open_file(root, CHECKPOINT_FILE)
    assert database is not None  # noqa: S101 - None is for create=False only
    with database:
        yield CheckpointSaver(database, on_saved)


class CheckpointSaver(SqliteSaver):
    """LangGraph's saver over one of our databases, for sync and async graphs.

    The async methods block for as long as SQLite takes, well under a millisecond each.
    """

    def __init__(self, database: Database, on_saved: OnSaved | None = None) -> None:
        """Keep checkpoints in `database`, whose tables exist."""
        super().__init__(database.connection, serde=StrictSerializer())
        self.is_setup = True
        self._database = database
        self._on_saved = on_saved

    @contextmanager
    def cursor(self, transaction: bool = True) -> Iterator[sqlite3.Cursor]:
        """Hand out a cursor, inside a transaction unless it is only for reading."""
        with self._database.transaction() if transaction else self._database.reading() as connection:
            cursor = connection.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Return the checkpoint that `config` names, or the newest of its thread and namespace."""
        if get_checkpoint_id(config):
            return self._read(config)
        asked = config["configurable"]
        thread, namespace = str(asked["thread_id"]), asked.get("checkpoint_ns", "")
        head = self._database.row(
            "SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ?"
            " ORDER BY seq DESC LIMIT 1",
            (thread, namespace),
        )
        return None if head is None else self._read(_config(thread, namespace, head[0]))

    def list(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - as LangGraph declares it
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> Iterator[CheckpointTuple]:
        """Yield checkpoints, the one written last first.

        Raises UsageError for a filter key that is not a plain name.
        """
        try:
            where, values = search_where(config, filter)
        except ValueError as error:
            raise UsageError(str(error)) from error
        if before is not None:
            where += f"{' AND' if where else 'WHERE'} {_BEFORE}"
            values = [*values, get_checkpoint_id(before)]
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM checkpoints {where} ORDER BY seq DESC LIMIT ?",  # noqa: S608 - keys are checked by LangGraph
            [*values, -1 if limit is None else limit],
        )
        yield from map(self._tuple, rows)

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint, then tell whoever asked to be told."""
        saved = super().put(config, checkpoint, metadata, new_versions)
        if self._on_saved is not None:
            self._on_saved(str(config["configurable"]["thread_id"]), int(metadata.get("step", 0)))
        return saved

    def delete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Delete the checkpoints whose metadata names one of these runs, and their writes."""
        key = "thread_id, checkpoint_ns, checkpoint_id"
        of_run = f"SELECT {key} FROM checkpoints WHERE json_extract(CAST(metadata AS TEXT), '$.run_id') = ?"  # noqa: S608 - fixed text
        with self._database.transaction() as connection:
            for run_id in run_ids:
                connection.execute(f"DELETE FROM writes WHERE ({key}) IN ({of_run})", (run_id,))  # noqa: S608 - fixed text
                connection.execute(f"DELETE FROM checkpoints WHERE ({key}) IN ({of_run})", (run_id,))  # noqa: S608 - fixed text

    def copy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Copy all checkpoints and writes of a thread, in their order."""
        rest = "checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata"
        writes = "checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type, value"
        with self._database.transaction() as connection:
            for table, columns, order in (("checkpoints", rest, "seq"), ("writes", writes, "rowid")):
                connection.execute(
                    f"INSERT OR REPLACE INTO {table} (thread_id, {columns})"  # noqa: S608 - fixed text
                    f" SELECT ?, {columns} FROM {table} WHERE thread_id = ? ORDER BY {order}",
                    (target_thread_id, source_thread_id),
                )

    def prune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Keep only the newest checkpoint of each namespace, or with `delete` none.

        Not for graphs with a DeltaChannel, whose newest checkpoint needs those before it.
        Raises UsageError for another strategy.
        """
        if strategy not in {"keep_latest", "delete"}:
            raise UsageError(f"unknown way to prune: {strategy!r}", fix="Use keep_latest or delete.")
        for thread_id in thread_ids:
            if strategy == "delete":
                self.delete_thread(thread_id)
            else:
                self._keep_latest(thread_id)

    def _keep_latest(self, thread_id: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM checkpoints WHERE thread_id = ?1 AND seq NOT IN"
                " (SELECT max(seq) FROM checkpoints WHERE thread_id = ?1 GROUP BY checkpoint_ns)",
                (thread_id,),
            )
            connection.execute(
                "DELETE FROM writes WHERE thread_id = ?1 AND (checkpoint_ns, checkpoint_id) NOT IN"
                " (SELECT checkpoint_ns, checkpoint_id FROM checkpoints WHERE thread_id = ?1)",
                (thread_id,),
            )

    def _read(self, config: RunnableConfig) -> CheckpointTuple | None:
        asked = config["configurable"]
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM checkpoints WHERE {_ONE}",  # noqa: S608 - fixed text
            (str(asked["thread_id"]), asked.get("checkpoint_ns", ""), asked["checkpoint_id"]),
        )
        return None if row is None else self._tuple(row)

    def _tuple(self, row: Row) -> CheckpointTuple:
        thread, namespace, checkpoint_id, parent, kind, checkpoint, metadata = row
        writes = self._database.rows(
            pending_writes_sql(has_task_path=True), (thread, namespace, checkpoint_id)
        )
        state = self.serde.loads_typed((kind, checkpoint))
        about = _metadata(metadata)
        if about is None or not isinstance(state, dict) or not state.keys() >= _PARTS:
            raise damaged(self._database.path, f"checkpoint {checkpoint_id} of {thread} is not one")
        return CheckpointTuple(
            _config(thread, namespace, checkpoint_id),
            cast("Checkpoint", state),
            about,
            _config(thread, namespace, parent) if parent else None,
            load_pending_writes(writes, self.serde),
        )

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Do what `get_tuple` does."""
        return self.get_tuple(config)

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - as LangGraph declares it
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """Do what `list` does."""
        for found in self.list(config, filter=filter, before=before, limit=limit):
            yield found

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Do what `put` does."""
        return self.put(config, checkpoint, metadata, new_versions)

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Do what `put_writes` does."""
        self.put_writes(config, writes, task_id, task_path)

    async def adelete_thread(self, thread_id: str) -> None:
        """Do what `delete_thread` does."""
        self.delete_thread(thread_id)

    async def adelete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Do what `delete_for_runs` does."""
        self.delete_for_runs(run_ids)

    async def acopy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Do what `copy_thread` does."""
        self.copy_thread(source_thread_id, target_thread_id)

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Do what `prune` does."""
        self.prune(thread_ids, strategy=strategy)


def _metadata(data: bytes | None) -> CheckpointMetadata | None:
    """Read the metadata of a checkpoint; None when it is not JSON or no object."""
    try:
        found = json.loads(data or b"{}")
    except (ValueError, TypeError, RecursionError):
        return None
    return cast("CheckpointMetadata", found) if isinstance(found, dict) else None


def _config(thread: str, namespace: str, checkpoint_id: str) -> RunnableConfig:
    return {"configurable": {"thread_id": thread, "checkpoint_ns": namespace, "checkpoint_id": checkpoint_id}}
