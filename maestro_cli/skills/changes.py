"""What changed in git: per item, by whom, and what names no item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate, takewhile
from typing import Any

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.history import Commit, Lines, Repository
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger
from maestro_cli.skills.tallies import Tallies, Tally

LINES_LIMIT = 20_000
"""Commits whose lines are counted: all of people while there are no more, else those of the items shown.

To compare a commit with its parent takes git ten times as long as to read what it says."""

AUTHORS_SHOWN = 10

ITEMS_SHOWN = 12
"""Items that a report shows."""

ROWS_KEPT = 500
"""Items that get a row, those with most commits first; `touched` and the figures have all of them."""


def summarize_changes(
    inputs: Inputs, since: date, until: date, *, lines_limit: int = LINES_LIMIT
) -> SkillResult:
    """Count the commits of `since` to `until`, both included, in one pass that keeps sums and hashes only.

    Data: `repository` {present, shallow, note}, `period`, `items` [{id, title, commits, insertions,
    deletions, authors, last, shas}] by number of commits, `touched` (all ids), `unlinked`, `bots`,
    `merges` and `people` of the same shape without id, `authors` [{name, commits, items, linked,
    unlinked}], of which `linked` and `unlinked` have that shape too, `figures`. Merges and bots count
    neither for items nor for lines. Without a repository every figure is None, in a partial clone
    those of lines. Where people made more than `lines_limit` commits, the figure `commits.lines_limit`
    says so, and lines are None but for the first `ITEMS_SHOWN` items, as long as these have no more
    commits than that. Confidence is 1, 0.7 for a shallow history, 0 without a repository.
    """
    ledger = Ledger()
    tallies = Tallies()
    if inputs.repository.present:
        tallies.add(inputs.commits(since, until))
    ranked = tallies.ranked()
    limit = lines_limit if tallies.people.commits > lines_limit else None
    shas = tallies.people.shas if limit is None else _shas_within(limit, ranked)
    lines = dict(inputs.line_counts(shas))
    _enter_figures(ledger, tallies, inputs, (since, until), _total(tallies.people, lines), limit)
    data: dict[str, object] = {
        "repository": {
            "present": inputs.repository.present,
            "shallow": inputs.repository.shallow,
            "note": inputs.repository.note,
        },
        "period": {"since": since, "until": until, "days": (until - since).days + 1},
        "items": [
            _item_row(ledger, inputs, item_id, _row(ledger, tally, lines))
            for item_id, tally in ranked[:ROWS_KEPT]
        ],
        "touched": sorted(tallies.items),
        "people": _row(ledger, tallies.people, lines),
        "bots": _row(ledger, tallies.bots, lines),
        "merges": _row(ledger, tallies.merges, lines),
        "unlinked": _row(ledger, tallies.unlinked, lines),
        "authors": [
            {
                "name": name,
                "commits": commits,
                "items": sorted(tallies.touched[name]),
                "linked": _row(ledger, tallies.linked.get(name, Tally()), lines),
                "unlinked": _row(ledger, tallies.loose.get(name, Tally()), lines),
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

    `changes` is what `summarize_changes` says of a later period, which is then not read again. Nothing
    is read once no id is left.
    """
    left = set(ids)
    until = inputs.as_of
    if changes is not None:
        left -= set(changes["touched"])
        until = date.fromisoformat(changes["period"]["since"]) - timedelta(days=1)
    if left and since <= until:
        for commit in inputs.commits(since, until):
            if not (commit.is_merge or commit.is_bot):
                left.difference_update(commit.item_ids)
            if not left:
                break
    return frozenset(left)


def _shas_within(limit: int, ranked: Sequence[tuple[str, Tally]]) -> list[str]:
    """Return the commits of the first items that have no more than `limit` of them together."""
    shown = [tally for _, tally in ranked[:ITEMS_SHOWN]]
    sums = accumulate(tally.commits for tally in shown)
    fitting = takewhile(lambda pair: pair[1] <= limit, zip(shown, sums, strict=True))
    return [*dict.fromkeys(sha for tally, _ in fitting for sha in tally.shas)]


def _total(tally: Tally, lines: Mapping[str, Lines]) -> Lines | None:
    """Return the lines of all commits of `tally`; None where those of one were not counted."""
    counted = [lines[sha] for sha in tally.shas if sha in lines]
    if len(counted) < tally.commits:
        return None
    return Lines(sum(one.insertions for one in counted), sum(one.deletions for one in counted))


def _enter_figures(
    ledger: Ledger,
    tallies: Tallies,
    inputs: Inputs,
    period: tuple[date, date],
    lines: Lines | None,
    limit: int | None,
) -> None:
    present = inputs.repository.present
    people = tallies.people
    note, line_note = _notes(inputs.repository, limit)
    figures = (
        ("commits.count", people.commits, people, "commits", ", no merges, no bots"),
        ("commits.total", tallies.total, people, "commits", ""),
        ("commits.authors", len(people.authors), None, "people", ", no merges, no bots"),
        ("commits.insertions", lines.insertions if lines else None, None, "lines", ", no merges, no bots"),
        ("commits.deletions", lines.deletions if lines else None, None, "lines", ", no merges, no bots"),
        ("commits.items", len(tallies.items), None, "items", ", items named"),
        ("commits.unlinked", tallies.unlinked.commits, tallies.unlinked, "commits", ", no item named"),
        ("commits.bots", tallies.bots.commits, tallies.bots, "commits", ", bots"),
        ("commits.merges", tallies.merges.commits, tallies.merges, "commits", ", merges"),
    )
    for name, value, tally, unit, what in figures:
        newest = tally.newest if tally else []
        cited = [*map(commit_evidence, newest)]
        if not present or tally is None or tally.commits != len(newest) or not newest:
            cited.append(Evidence(f"calculation:{name}", f"git log {period[0]}…{period[1]}{what}"))
        said = line_note if unit == "lines" else note
        ledger.add(name, value if present else None, cited, unit=unit, note=said)
    if limit is not None:
        rule = Evidence(
            "calculation:commits.lines_limit", "commits of people whose lines are counted, at most"
        )
        ledger.add("commits.lines_limit", limit, [rule], unit="commits")


def _notes(repository: Repository, limit: int | None) -> tuple[str, str]:
    """Return what is to be known of the figures, and of those of lines."""
    note = "" if repository.present else "no git repository"
    if repository.shallow:
        note = "shallow history: older commits are not here"
    if repository.partial:
        return note, "partial clone: changed lines are not counted"
    if limit is not None:
        return note, f"more than {limit:,} commits: changed lines are counted for the items shown only"
    return note, note


def _item_row(ledger: Ledger, inputs: Inputs, item_id: str, row: Mapping[str, object]) -> dict[str, object]:
    item = inputs.backlog.get(item_id)
    title = item.title if item else ""
    ledger.cite(Evidence(f"item:{item_id}", title))
    status = item.status.value if item else None
    return {"id": item_id, "title": title, "status": status, **row}


def _row(ledger: Ledger, tally: Tally, counted: Mapping[str, Lines]) -> dict[str, object]:
    for commit in tally.newest:
        ledger.cite(commit_evidence(commit))
    lines = _total(tally, counted)
    return {
        "commits": tally.commits,
        "insertions": lines.insertions if lines else None,
        "deletions": lines.deletions if lines else None,
        "authors": [name for name, _ in _ranked(tally.authors)[:AUTHORS_SHOWN]],
        "author_count": len(tally.authors),
        "last": tally.last if tally.commits else None,
        "shas": [commit.sha[:7] for commit in tally.newest],
    }


def _ranked(authors: Counter[str]) -> list[tuple[str, int]]:
    return sorted(authors.items(), key=lambda pair: (-pair[1], pair[0]))


def commit_evidence(commit: Commit) -> Evidence:
    """Return the evidence that a commit is: seven digits of its hash, and its subject."""
    return Evidence(f"commit:{commit.sha[:7]}", commit.subject)
