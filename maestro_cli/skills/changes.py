"""What changed in git: per item, by whom, and what names no item."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.history import Commit
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger

COMMITS_SHOWN = 5
"""Commits that are kept per item, newest first; the others are counted only."""

AUTHORS_SHOWN = 10

ROWS_KEPT = 500
"""Items that get a row, those with most commits first; `touched` and the figures have all of them."""


@dataclass(slots=True)
class _Tally:
    """Sums over commits; of the commits themselves only the newest few."""

    commits: int = 0
    insertions: int = 0
    deletions: int = 0
    authors: Counter[str] = field(default_factory=Counter)
    newest: list[Commit] = field(default_factory=list)
    last: date | None = None

    def add(self, commit: Commit) -> None:
        self.commits += 1
        self.insertions += commit.insertions
        self.deletions += commit.deletions
        self.authors[commit.author] += 1
        day = commit.when.date()
        if self.last is None or day > self.last:
            self.last = day
        if len(self.newest) < COMMITS_SHOWN:
            self.newest.append(commit)


@dataclass(slots=True)
class _Tallies:
    """All, people's, bots' and merge commits are told apart; only people's count for an item."""

    people: _Tally = field(default_factory=_Tally)
    bots: _Tally = field(default_factory=_Tally)
    merges: _Tally = field(default_factory=_Tally)
    unlinked: _Tally = field(default_factory=_Tally)
    items: dict[str, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    linked: dict[str, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    loose: dict[str, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    touched: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    total: int = 0

    def add(self, commit: Commit) -> None:
        self.total += 1
        if commit.is_merge:
            self.merges.add(commit)
            return
        if commit.is_bot:
            self.bots.add(commit)
            return
        self.people.add(commit)
        if not commit.item_ids:
            self.unlinked.add(commit)
        by_author = self.linked if commit.item_ids else self.loose
        by_author[commit.author].add(commit)
        self.touched[commit.author].update(commit.item_ids)
        for item_id in dict.fromkeys(commit.item_ids):
            self.items[item_id].add(commit)


def summarize_changes(inputs: Inputs, since: date, until: date) -> SkillResult:
    """Count the commits of `since` to `until`, both included, in one pass that keeps sums only.

    Data: `repository` {present, shallow, note}, `period`, `items` [{id, title, commits, insertions,
    deletions, authors, last, shas}] by number of commits, `touched` (all ids), `unlinked`, `bots`,
    `merges` and `people` of the same shape without id, `authors` [{name, commits, items, linked,
    unlinked}], of which `linked` and `unlinked` have that shape too, `figures`. Merges and bots count
    neither for items nor for lines. Without a repository every figure is None, in a partial clone
    those of lines. Confidence is 1, 0.7
    for a shallow history, 0 without a repository.
    """
    ledger = Ledger()
    tallies = _Tallies()
    counted = not inputs.repository.partial
    if inputs.repository.present:
        for commit in inputs.commits(since, until):
            tallies.add(commit)
    _enter_figures(ledger, tallies, inputs, since, until)
    ranked = sorted(tallies.items.items(), key=lambda pair: (-pair[1].commits, pair[0]))
    data: dict[str, object] = {
        "repository": {
            "present": inputs.repository.present,
            "shallow": inputs.repository.shallow,
            "note": inputs.repository.note,
        },
        "period": {"since": since, "until": until, "days": (until - since).days + 1},
        "items": [_item_row(ledger, inputs, item_id, tally) for item_id, tally in ranked[:ROWS_KEPT]],
        "touched": sorted(tallies.items),
        "people": _row(ledger, tallies.people, counted),
        "bots": _row(ledger, tallies.bots, counted),
        "merges": _row(ledger, tallies.merges, counted),
        "unlinked": _row(ledger, tallies.unlinked, counted),
        "authors": [
            {
                "name": name,
                "commits": commits,
                "items": sorted(tallies.touched[name]),
                "linked": _row(ledger, tallies.linked.get(name, _Tally()), counted),
                "unlinked": _row(ledger, tallies.loose.get(name, _Tally()), counted),
            }
            for name, commits in _ranked(tallies.people.authors)
        ],
    }
    confidence = 0.0 if not inputs.repository.present else 0.7 if inputs.repository.shallow else 1.0
    return ledger.result(data, confidence)


def untouched(
    inputs: Inputs, ids: Iterable[str], since: date, changes: Mapping[str, Any] | None = None
) -> frozenset[str]:
    """Return those of `ids` that no commit of people has named from `since` until today.

    `changes` is what `summarize_changes` says of a later period, which is then not read again. Lines are
    not counted, and nothing is read once no id is left.
    """
    left = set(ids)
    until = inputs.as_of
    if changes is not None:
        left -= set(changes["touched"])
        until = date.fromisoformat(changes["period"]["since"]) - timedelta(days=1)
    if left and since <= until:
        for commit in inputs.commits(since, until, numstat=False):
            if not (commit.is_merge or commit.is_bot):
                left.difference_update(commit.item_ids)
            if not left:
                break
    return frozenset(left)


def _enter_figures(ledger: Ledger, tallies: _Tallies, inputs: Inputs, since: date, until: date) -> None:
    present = inputs.repository.present
    people = tallies.people
    note = "" if present else "no git repository"
    if inputs.repository.shallow:
        note = "shallow history: older commits are not here"
    if inputs.repository.partial:
        note = "partial clone: changed lines are not counted"
    figures = (
        ("commits.count", people.commits, people, "commits", ", no merges, no bots"),
        ("commits.total", tallies.total, people, "commits", ""),
        ("commits.authors", len(people.authors), None, "people", ", no merges, no bots"),
        ("commits.insertions", people.insertions, None, "lines", ", no merges, no bots"),
        ("commits.deletions", people.deletions, None, "lines", ", no merges, no bots"),
        ("commits.items", len(tallies.items), None, "items", ", items named"),
        ("commits.unlinked", tallies.unlinked.commits, tallies.unlinked, "commits", ", no item named"),
        ("commits.bots", tallies.bots.commits, tallies.bots, "commits", ", bots"),
        ("commits.merges", tallies.merges.commits, tallies.merges, "commits", ", merges"),
    )
    for name, value, tally, unit, what in figures:
        newest = tally.newest if tally else []
        cited = [*map(commit_evidence, newest)]
        if not present or tally is None or tally.commits != len(newest) or not newest:
            cited.append(Evidence(f"calculation:{name}", f"git log {since}…{until}{what}"))
        known = present and not (unit == "lines" and inputs.repository.partial)
        ledger.add(name, value if known else None, cited, unit=unit, note=note)


def _item_row(ledger: Ledger, inputs: Inputs, item_id: str, tally: _Tally) -> dict[str, object]:
    item = inputs.backlog.get(item_id)
    title = item.title if item else ""
    ledger.cite(Evidence(f"item:{item_id}", title))
    status = item.status.value if item else None
    return {
        "id": item_id,
        "title": title,
        "status": status,
        **_row(ledger, tally, not inputs.repository.partial),
    }


def _row(ledger: Ledger, tally: _Tally, counted: bool) -> dict[str, object]:
    for commit in tally.newest:
        ledger.cite(commit_evidence(commit))
    return {
        "commits": tally.commits,
        "insertions": tally.insertions if counted else None,
        "deletions": tally.deletions if counted else None,
        "authors": [name for name, _ in _ranked(tally.authors)[:AUTHORS_SHOWN]],
        "author_count": len(tally.authors),
        "last": tally.last,
        "shas": [commit.sha[:7] for commit in tally.newest],
    }


def _ranked(authors: Counter[str]) -> list[tuple[str, int]]:
    return sorted(authors.items(), key=lambda pair: (-pair[1], pair[0]))


def commit_evidence(commit: Commit) -> Evidence:
    """Return the evidence that a commit is: seven digits of its hash, and its subject."""
    return Evidence(f"commit:{commit.sha[:7]}", commit.subject)
