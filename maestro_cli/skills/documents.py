"""Documents that answer a question, and documents that the work has overtaken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from maestro_cli.model.evidence import Evidence, SkillResult
from maestro_cli.model.items import Item, Status
from maestro_cli.model.passages import Found, Hit, Passage, PassageKind, Strategy
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger
from maestro_cli.sources.git_mentions import Mentions

OLD_DAYS = 90
"""Days without a change from which a document is held against what happened since to the items it names."""

LEAST_SURE = 0.6
BY_KEYWORD = 0.9


@dataclass(frozen=True, slots=True)
class Outdated:
    """A place in a document that does not fit the backlog.

    `code`: unknown_item (there is no such item), cancelled_item, done_since (it was finished after the
    document was last changed) or changed_since (it was worked on, and the document is old). Days come from
    git alone; `evidence` are the place, the item and the commit.
    """

    path: str
    line: int
    code: str
    item: str
    changed: date | None = None
    since: date | None = None
    evidence: tuple[str, ...] = ()


def curate_documents(inputs: Inputs, query: str = "", limit: int = 8) -> SkillResult:
    """Find what answers `query`, and name the documents that are out of date.

    Data: `hits` as model/passages.Hit; `outdated` as Outdated, in order of path and line; `figures`.
    Decision records are history: of them only unknown ids count. Confidence grows from 0.6 with the share of
    the question that the best hit says.
    """
    ledger = Ledger()
    if inputs.knowledge is None:
        for name in ("hits", "indexed", "outdated"):
            ledger.unknown(f"documents.{name}", "", "knowledge", "documents cannot be searched here")
        return ledger.result({"hits": (), "outdated": ()}, 0.5)
    found = inputs.knowledge.search(query, limit)
    outdated = tuple(find_outdated(inputs, inputs.knowledge.passages(_FILES)))
    cited = [hit_evidence(hit) for hit in found.hits]
    ledger.add("documents.hits", len(found.hits), cited, rule="knowledge search", unit="passages")
    ledger.add("documents.indexed", found.passages, (), rule="knowledge index", unit="passages")
    places = [Evidence(one.evidence[0], one.item) for one in outdated]
    ledger.add("documents.outdated", len(outdated), places, rule="ids in documents", unit="places")
    for name in dict.fromkeys(name for one in outdated for name in one.evidence):
        item = inputs.backlog.get(name.removeprefix("item:")) if name.startswith("item:") else None
        ledger.cite(Evidence(name, item.title if item else ""))
    return ledger.result({"hits": found.hits, "outdated": outdated}, _sure(found))


def hit_evidence(hit: Hit) -> Evidence:
    """Return the evidence that a hit is: its place, and the headings above it."""
    return Evidence(hit.id, hit.title)


def find_outdated(inputs: Inputs, passages: Iterable[Passage]) -> Iterator[Outdated]:
    """Yield the places in documents that do not fit the backlog, each item once a document."""
    named = list(_named(inputs, passages))
    days = inputs.last_changes({passage.path for passage, _, _ in named})
    latest = _latest_commits(inputs, named, days)
    for passage, line, name in named:
        item, day = inputs.backlog.get(name), days.get(passage.path)
        here = f"file:{passage.path}:{line}"
        if item is None:
            yield Outdated(passage.path, line, "unknown_item", name, evidence=(here,))
        elif passage.kind is PassageKind.DOCUMENT:
            place = (passage.path, line)
            yield from _of_item(item, place, day, latest.get(name), inputs.as_of)


_FILES = (PassageKind.DECISION, PassageKind.DOCUMENT)


def _named(inputs: Inputs, passages: Iterable[Passage]) -> Iterator[tuple[Passage, int, str]]:
    """Yield the first place of each id in each document."""
    mentions = Mentions([item.id for item in inputs.backlog])
    seen: set[tuple[str, str]] = set()
    for passage in passages:
        for name in mentions.find(passage.text):
            if (passage.path, name) not in seen:
                seen.add((passage.path, name))
                at = max(0, passage.text.find(name))
                yield passage, passage.line + passage.text.count("\n", 0, at), name


def _latest_commits(
    inputs: Inputs, named: Iterable[tuple[Passage, int, str]], days: Mapping[str, date]
) -> dict[str, tuple[date, str]]:
    """Return day and commit of the newest that names each item of an old document."""
    border = inputs.as_of - timedelta(days=OLD_DAYS)
    old = {name: days[passage.path] for passage, _, name in named if days.get(passage.path, border) < border}
    found: dict[str, tuple[date, str]] = {}
    if old:
        for commit in inputs.commits(min(old.values()), inputs.as_of):
            for name in commit.item_ids:
                if name in old:
                    found.setdefault(name, (commit.when.date(), commit.sha[:7]))
    return found


def _of_item(
    item: Item, place: tuple[str, int], day: date | None, latest: tuple[date, str] | None, as_of: date
) -> Iterator[Outdated]:
    cited = (f"file:{place[0]}:{place[1]}", f"item:{item.id}")
    if item.status is Status.CANCELLED:
        yield Outdated(*place, "cancelled_item", item.id, day, evidence=cited)
    elif day is None:
        return
    elif item.completed is not None and day < item.completed <= as_of:
        yield Outdated(*place, "done_since", item.id, day, item.completed, cited)
    elif (as_of - day).days > OLD_DAYS:
        if latest is not None and latest[0] > day:
            yield Outdated(*place, "changed_since", item.id, day, latest[0], (*cited, f"commit:{latest[1]}"))
        elif item.started is not None and day < item.started <= as_of:
            yield Outdated(*place, "changed_since", item.id, day, item.started, cited)


def _sure(found: Found) -> float:
    best = max((hit.share for hit in found.hits), default=0.5)
    return (LEAST_SURE + (1 - LEAST_SURE) * best) * (
        1.0 if found.strategy is not Strategy.KEYWORD else BY_KEYWORD
    )
