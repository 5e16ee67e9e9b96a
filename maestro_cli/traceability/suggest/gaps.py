"""Links that a project lacks: requirements without work, and stories that hang on nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import CoverageStatus
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.model.texts import Text
from maestro_cli.traceability.coverage import measure
from maestro_cli.traceability.suggest.recovery import AT_A_TIME, Link, recover

SATISFIES, PARENT = "satisfies", "parent"

_WORK = frozenset({Kind.EPIC, Kind.FEATURE, Kind.STORY, Kind.BUG})
_ORPHANS = frozenset({Kind.STORY, Kind.SPIKE})
_PARENTS = frozenset({Kind.EPIC, Kind.FEATURE})
_GAPS = frozenset({CoverageStatus.UNCOVERED, CoverageStatus.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Gap:
    """Links of one kind that may be missing, and how many items lack one.

    `field` is `satisfies`, which the target of a link gets with its source (a requirement) in it, or
    `parent`, which the source gets.
    """

    field: str
    lacking: int
    links: tuple[Link, ...]


def find_gaps(backlog: Backlog, limit: int, min_score: float) -> tuple[Gap, ...]:
    """Return for each item that lacks a link up to `limit` others that it may belong to, best first.

    Requirements without live work are held against epics, features, stories and bugs; stories and spikes
    that hang on nothing against epics and features. The links that exist are learnt from, unless the project
    is so large that only the items that lack one are looked at. Raises UsageError as `recover` does.
    """
    live = [item for item in backlog if item.status is not Status.CANCELLED]
    uncovered = {row.id for row in measure(backlog).requirements if row.status in _GAPS}
    orphans = {i.id for i in live if i.kind in _ORPHANS and i.parent is None and not i.satisfies}
    return (
        _gap(SATISFIES, live, uncovered, Kind.REQUIREMENT.__eq__, _WORK.__contains__, limit, min_score),
        _gap(PARENT, live, orphans, _ORPHANS.__contains__, _PARENTS.__contains__, limit, min_score),
    )


def _gap(
    field: str,
    live: Sequence[Item],
    lacking: set[str],
    is_source: Callable[[Kind], bool],
    is_target: Callable[[Kind], bool],
    limit: int,
    min_score: float,
) -> Gap:
    if not lacking:
        return Gap(field, 0, ())
    sources = [_text(item) for item in live if is_source(item.kind)]
    targets = [_text(item) for item in live if is_target(item.kind)]
    known = set(_known(field, live))
    if len(sources) * len(targets) > AT_A_TIME:
        sources, known = [text for text in sources if text.id in lacking], set()
    links = [
        link
        for part in recover(sources, targets, known)
        for link in part.links(limit, min_score, lacking)
        if link.why
    ]
    return Gap(field, len(lacking), tuple(links))


def _known(field: str, live: Sequence[Item]) -> Iterator[tuple[str, str]]:
    for item in live:
        if field == SATISFIES:
            yield from ((reference.id, item.id) for reference in item.satisfies)
        elif item.parent is not None:
            yield item.id, item.parent


def _text(item: Item) -> Text:
    return Text(item.id, item.description, item.title)
