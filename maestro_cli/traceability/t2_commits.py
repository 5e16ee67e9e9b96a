"""Commits against items: ids that do not exist, and work on items that nobody started."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import FindingSeverity
from maestro_cli.model.history import Commit
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.traceability.interface import Code, Finding, on_item

HISTORY_DAYS = 90
"""Commits older than this are not held against the backlog of today."""

COMMIT_UNKNOWN_ITEM = Code(
    "T2-COMMIT-UNKNOWN-ITEM", FindingSeverity.INFO, "Commits name an item that does not exist.", True
)
COMMIT_ITEM_OPEN = Code(
    "T2-COMMIT-ITEM-OPEN",
    FindingSeverity.INFO,
    "Commits name an item that is still draft or ready, or close one that is still open.",
)

DONE_NO_COMMIT = Code(
    "T2-DONE-NO-COMMIT",
    FindingSeverity.INFO,
    "A story, task or bug is done, and no commit since it was begun names it or what hangs under it.",
    True,
)

OF_HISTORY = frozenset({COMMIT_UNKNOWN_ITEM.id, COMMIT_ITEM_OPEN.id, DONE_NO_COMMIT.id})
"""Codes whose findings depend on which commits are read."""

_BUILT = frozenset({Kind.STORY, Kind.TASK, Kind.BUG})
_NOT_STARTED = frozenset({Status.DRAFT, Status.READY})
_CLOSES = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\s+#?([A-Za-z0-9][\w.#/-]*)", re.IGNORECASE)


def check_commits(
    backlog: Backlog, commits: Iterable[Commit], since: date | None = None
) -> tuple[int, list[Finding]]:
    """Return the number of commits that name items, and what they contradict: one finding for each id.

    Where all commits from `since` on are known, and some of them name items, done items that were begun
    after it should be among the named.

    Merges say nothing of their own and are passed over. `Commit.item_ids` holds ids that exist
    and ids that only look like those of the project. A commit closes an item by one of the words
    that GitHub knows, right before the id in the subject.
    """
    count = 0
    named: set[str] = set()
    unknown: dict[str, _Naming] = {}
    contradicted: dict[str, _Naming] = {}
    for commit in commits:
        if commit.is_merge or not commit.item_ids:
            continue
        count += 1
        named.update(commit.item_ids)
        closed = {match.rstrip(".") for match in _CLOSES.findall(commit.subject)}
        for item_id in commit.item_ids:
            item = backlog.get(item_id)
            if item is None:
                _note(unknown, item_id, commit)
            elif item.status in _NOT_STARTED or (item_id in closed and not item.closed):
                _note(contradicted, item_id, commit)
    findings = [_unknown(item_id, naming) for item_id, naming in unknown.items()]
    for item_id, naming in contradicted.items():
        item = backlog.get(item_id)
        findings += [_open(item, naming)] if item else []
    if since is not None:
        findings += _without_commit(backlog, named, since)
    return count, findings


def _without_commit(backlog: Backlog, named: Collection[str], since: date) -> Iterator[Finding]:
    """Yield done items that no commit names; a project whose commits name no item has another way."""
    seen: set[str] = set()
    for start in (backlog.get(item_id) for item_id in named):
        item = start
        while item is not None and item.id not in seen:
            seen.add(item.id)
            item = None if item.parent is None else backlog.get(item.parent)
    for item in backlog.items if seen else ():
        begun = item.started or item.created
        is_due = item.status is Status.DONE and item.kind in _BUILT and begun is not None and begun >= since
        if is_due and item.id not in seen:
            yield on_item(
                DONE_NO_COMMIT.id,
                item,
                f"{item.id} is done, and no commit since {since.isoformat()} names it",
                f"Name {item.id} in the commits that make it, or say in its text where the work is.",
            )


_Naming = tuple[int, Commit]
"""How many commits name an id, and the newest of them: history is not kept."""


def _note(namings: dict[str, _Naming], item_id: str, commit: Commit) -> None:
    count, newest = namings.get(item_id, (0, commit))
    newest = max(newest, commit, key=lambda one: (one.when, one.sha))
    namings[item_id] = (count + 1, newest)


def _unknown(item_id: str, naming: _Naming) -> Finding:
    newest = naming[1]
    return Finding(
        code=COMMIT_UNKNOWN_ITEM.id,
        entity="commit",
        entity_id=newest.sha,
        message=f"{_so_many(naming)} {item_id}, which does not exist; newest {newest.sha[:7]}",
        action=f"Add {item_id} to the backlog, or name the right item in the next commit.",
        about=(item_id,),
        failing=(newest.sha,),
    )


def _open(item: Item, naming: _Naming) -> Finding:
    newest = naming[1]
    return on_item(
        COMMIT_ITEM_OPEN.id,
        item,
        f"{_so_many(naming)} {item.id}, which is still {item.status.value};"
        f" newest {newest.sha[:7]} of {newest.when.date().isoformat()}",
        f"Set `status` of {item.id} to what the commits say, such as in_progress or done.",
    )


def _so_many(naming: _Naming) -> str:
    return "1 commit names" if naming[0] == 1 else f"{naming[0]} commits name"
