"""Finds what a user names on the command line, or says what comes near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_cli.errors import InputError, UsageError

if TYPE_CHECKING:
    from maestro_cli.model.backlog import Backlog
    from maestro_cli.model.items import Item
    from maestro_cli.model.runs import Run
    from maestro_cli.store.project_store import Store


def find_item(backlog: Backlog, item_id: str) -> Item:
    """Return the item, or raise InputError naming the nearest ids."""
    item = backlog.get(item_id)
    if item is not None:
        return item
    from rapidfuzz import process

    ids = [item.id for item in backlog]
    found = process.extract(item_id, ids, processor=str.casefold, limit=3, score_cutoff=60)
    near = [match for match, *_ in found]
    fix = f"Did you mean {', '.join(near)}?" if near else "See `maestro items list`."
    raise InputError(f"there is no item {item_id}", code="E-NO-ITEM", fix=fix)


def find_run(store: Store | None, run_id: str) -> Run:
    """Return the run, or raise UsageError when there is none."""
    run = store.runs.get(run_id) if store else None
    if run is None:
        raise UsageError(f"there is no run {run_id}", code="E-NO-RUN", fix="See `maestro runs list`.")
    return run
