"""The backlog as plain data, so that a run sees the same items from its first step to its last."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item
from maestro_cli.sources.parsing import Parsed
from maestro_cli.sources.payload import pack, pack_problem, unpack, unpack_problem


def take(backlog: Backlog) -> dict[str, Any]:
    """Return all items and problems of `backlog` as plain data, file by file, in their order."""
    files = [
        [path, source, pack(Parsed(tuple(items), ()), path).decode()]
        for (path, source), items in groupby(backlog, key=_file_of)
    ]
    return {"files": files, "problems": [pack_problem(problem) for problem in backlog.diagnostics]}


def restore(snapshot: dict[str, Any]) -> Backlog:
    """Return the backlog that `take` was given."""
    items = (
        item
        for path, source, content in snapshot["files"]
        for item in unpack(content.encode(), path, source).items
    )
    return Backlog(items, map(unpack_problem, snapshot["problems"]))


def _file_of(item: Item) -> tuple[str, str]:
    return item.place.path, item.source
