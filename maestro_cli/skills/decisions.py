"""Decisions of the project, with the items and commits that they concern."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from maestro_cli.knowledge.records import Record, read_records
from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.history import Commit
from maestro_cli.model.items import Item, Kind
from maestro_cli.model.passages import Hit, PassageKind
from maestro_cli.skills.inputs import Inputs, Searcher
from maestro_cli.skills.ledger import Ledger
from maestro_cli.sources.git_mentions import Mentions

MOST_COMMITS = 5000
"""Commits, the newest first, that are looked through for the ids of decisions."""

MOST_SHOWN = 20
MOST_PROPOSED = 3
LEAST_SURE = 0.6

NAMED, SIMILAR = "named", "similar"

_RECORD = re.compile(r"\bADR[-_ #]*0*(\d{1,5})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tie:
    """A link of a decision: to an item, or to a commit by its short hash.

    `basis` is named where one names the other, else similar: a proposal, for the `words` that both say.
    """

    id: str
    title: str
    basis: str
    words: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Known:
    """A decision: a record in a file or an item of kind decision; `id` is its evidence.

    `status` is as it is written there and approves nothing.
    """

    id: str
    title: str
    status: str
    date: date | None
    path: str
    line: int
    items: tuple[Tie, ...] = ()
    commits: tuple[Tie, ...] = ()


def link_decisions(inputs: Inputs, query: str = "", items: Sequence[str] = ()) -> SkillResult:
    """Find decisions, all or those that are about `query` or concern `items`, and what they concern.

    Ids in the text tie; where there are none, items that are about the same are proposed, nothing is written.
    Data: `decisions` as Known, in order of path and line; `figures`. Confidence is 1 where all links are
    named, and 0.6 where all are proposed.
    """
    found = _linked(inputs)
    if query.strip():
        about = _about(inputs, query)
        found = [one for one in found if one.id in about or one.path in about]
    if items:
        found = [one for one in found if set(items).intersection(tie.id for tie in one.items)]
    found.sort(key=lambda one: (one.path, one.line, one.id))
    ledger = Ledger()
    rules = {
        "decisions.count": found,
        "decisions.linked": [one for one in found if _ties(one, NAMED)],
        "decisions.proposed": [one for one in found if _ties(one, SIMILAR)],
        "decisions.unlinked": [one for one in found if not one.items and not one.commits],
    }
    for name, some in rules.items():
        cited = [Evidence(one.id, one.title) for one in some]
        ledger.add(name, len(some), cited, rule="decision records, kind = decision", unit="decisions")
    for one in found:
        for tie in one.items:
            ledger.cite(Evidence(f"item:{tie.id}", tie.title))
        for tie in one.commits:
            ledger.cite(Evidence(f"commit:{tie.id}", tie.title))
    return ledger.result({"decisions": found}, _sure(found))


def _linked(inputs: Inputs) -> list[Known]:
    library = inputs.knowledge
    records = list(read_records(library.passages((PassageKind.DECISION,)))) if library else []
    decided = [item for item in inputs.backlog if item.kind is Kind.DECISION]
    mentions = Mentions([item.id for item in inputs.backlog])
    by_record, by_item = _naming_commits(inputs, records, decided)
    found = [
        _of_record(one, _items(inputs, mentions.find(one.text)), by_record.get(one.number, ()))
        for one in records
    ]
    found += [
        _of_item(
            item,
            _items(inputs, (*_referred(item), *mentions.find(f"{item.title}\n{item.description}")), item.id),
            by_item.get(item.id, ()),
        )
        for item in decided
    ]
    return _with_proposals(found, library, {item.id for item in decided}) if library else found


def _of_record(one: Record, items: tuple[Tie, ...], commits: Iterable[Commit]) -> Known:
    name = f"file:{one.path}:{one.line}"
    return Known(name, one.title, one.status, one.date, one.path, one.line, items, _commits(commits))


def _of_item(item: Item, items: tuple[Tie, ...], commits: Iterable[Commit]) -> Known:
    day, place = item.completed or item.created, item.place
    return Known(
        f"item:{item.id}",
        item.title,
        item.status.value,
        day,
        place.path,
        place.line,
        items,
        _commits(commits),
    )


def _referred(item: Item) -> tuple[str, ...]:
    linked = (item.parent, *(reference.id for reference in item.satisfies), *item.depends_on)
    return tuple(name for name in linked if name)


def _items(inputs: Inputs, names: Iterable[str], own: str = "") -> tuple[Tie, ...]:
    """Return a tie to each item that is named and exists."""
    known = (inputs.backlog.get(name) for name in dict.fromkeys(names) if name != own)
    return tuple(Tie(item.id, item.title, NAMED) for item in known if item is not None)


def _commits(commits: Iterable[Commit]) -> tuple[Tie, ...]:
    shown = islice(commits, MOST_SHOWN)
    return tuple(Tie(commit.sha[:7], commit.subject, NAMED) for commit in shown)


def _naming_commits(
    inputs: Inputs, records: Sequence[Record], decided: Sequence[Item]
) -> tuple[Mapping[int | None, list[Commit]], Mapping[str, list[Commit]]]:
    """Return the commits that name a record (`ADR-5` in the subject) or an item that is a decision."""
    by_record: dict[int | None, list[Commit]] = {}
    by_item: dict[str, list[Commit]] = {item.id: [] for item in decided}
    if not records and not decided:
        return by_record, by_item
    for commit in islice(inputs.commits(None, inputs.as_of), MOST_COMMITS):
        for number in dict.fromkeys(_RECORD.findall(commit.subject)):
            by_record.setdefault(int(number), []).append(commit)
        for name in commit.item_ids:
            if name in by_item:
                by_item[name].append(commit)
    return by_record, by_item


def _with_proposals(found: list[Known], library: Searcher, decided: Collection[str]) -> list[Known]:
    """Propose items for decisions that name none."""
    alone = [one for one in found if not one.items]
    answers = library.search_each([one.title for one in alone], MOST_PROPOSED + 1, kinds=(PassageKind.ITEM,))
    proposed = {one.id: _proposals(answer.hits, decided) for one, answer in zip(alone, answers, strict=True)}
    return [replace(one, items=proposed.get(one.id, one.items)) for one in found]


def _proposals(hits: Iterable[Hit], decided: Collection[str]) -> tuple[Tie, ...]:
    others = [hit for hit in hits if hit.id.removeprefix("item:") not in decided]
    return tuple(
        Tie(hit.id.removeprefix("item:"), _title(hit), SIMILAR, hit.words, hit.share)
        for hit in others[:MOST_PROPOSED]
    )


def _title(hit: Hit) -> str:
    return hit.title.partition(" › ")[0].removeprefix(hit.id.removeprefix("item:")).strip()


def _about(inputs: Inputs, query: str) -> set[str]:
    """Return the paths of records and the ids of items that answer a query."""
    if inputs.knowledge is None:
        return set()
    found = inputs.knowledge.search(query, MOST_SHOWN, kinds=(PassageKind.DECISION, PassageKind.ITEM))
    return {hit.path if hit.kind is PassageKind.DECISION else hit.id for hit in found.hits}


def _ties(one: Known, basis: str) -> list[Tie]:
    return [tie for tie in (*one.items, *one.commits) if tie.basis == basis]


def _sure(found: Sequence[Known]) -> float:
    named = sum(len(_ties(one, NAMED)) for one in found)
    every = named + sum(len(_ties(one, SIMILAR)) for one in found)
    return LEAST_SURE + (1 - LEAST_SURE) * (named / every if every else 1.0)
