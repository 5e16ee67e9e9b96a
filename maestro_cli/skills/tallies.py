"""Sums over the commits of a period: of people, bots and merges, per item and per author."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from maestro_cli.model.history import Commit

COMMITS_SHOWN = 5
"""Commits that are kept per tally, newest first; of the others only the hash."""


@dataclass(slots=True)
class Tally:
    """Some of the commits: the hashes of all, the newest few whole, who made them and the last day."""

    shas: list[str] = field(default_factory=list)
    authors: Counter[str] = field(default_factory=Counter)
    newest: list[Commit] = field(default_factory=list)
    last: date = date.min

    @property
    def commits(self) -> int:
        """How many there are."""
        return len(self.shas)

    def add(self, commit: Commit, day: date) -> None:
        """Count a commit of that day."""
        shas = self.shas
        if len(shas) < COMMITS_SHOWN:
            self.newest.append(commit)
        shas.append(commit.sha)
        self.authors[commit.author] += 1
        if day > self.last:  # noqa: PLR1730 - a call for each of 100,000 commits is felt
            self.last = day


@dataclass(slots=True)
class Tallies:
    """All, people's, bots' and merge commits are told apart; only people's count for an item."""

    people: Tally = field(default_factory=Tally)
    bots: Tally = field(default_factory=Tally)
    merges: Tally = field(default_factory=Tally)
    unlinked: Tally = field(default_factory=Tally)
    items: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    linked: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    loose: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    touched: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    total: int = 0

    def add(self, commits: Iterable[Commit]) -> None:
        """Count commits, newest first."""
        for commit in commits:
            self.total += 1
            day = commit.when.date()
            for tally in self._of(commit):
                tally.add(commit, day)

    def _of(self, commit: Commit) -> list[Tally]:
        """Return the tallies that a commit belongs to, each once."""
        if commit.is_merge:
            return [self.merges]
        if commit.is_bot:
            return [self.bots]
        ids, author = commit.item_ids, commit.author
        if not ids:
            return [self.people, self.unlinked, self.loose[author]]
        self.touched[author].update(ids)
        return [self.people, self.linked[author], *map(self.items.__getitem__, ids)]

    def ranked(self) -> list[tuple[str, Tally]]:
        """Return items and their tallies, those with most commits first."""
        return sorted(self.items.items(), key=lambda pair: (-pair[1].commits, pair[0]))
