"""What changed between two states of a project: requirements, links, coverage and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from maestro_cli.model.findings import CoverageStatus, TraceReport, Violation
from maestro_cli.model.items import Item, Kind, Status, content_hash
from maestro_cli.traceability.interface import TraceContext
from maestro_cli.traceability.network import Link, Network

_NO_CONTENT = frozenset({"id", "place", "source", "digests"})
_ORDER = {CoverageStatus.UNCOVERED: 0, CoverageStatus.PARTIAL: 1, CoverageStatus.COVERED: 2}
"""Coverage that can be gained and lost: a draft needs none, and unknown is no loss."""


@dataclass(frozen=True, slots=True)
class RequirementDiff:
    """A requirement that came, changed or went. A changed one has the `fields` that differ.

    `content_changed` says that title or description differ: whoever reviewed a link to it has to look
    again. `before` and `after` are its coverage. Path and line are those of the state it is still in.
    """

    id: str
    title: str
    path: str
    line: int
    fields: tuple[str, ...] = ()
    content_changed: bool = False
    old_title: str | None = None
    before: CoverageStatus | None = None
    after: CoverageStatus | None = None


@dataclass(frozen=True, slots=True)
class LinkDiff:
    """A link that came or went, by the ids of its ends."""

    source: str
    target: str
    type: str


@dataclass(frozen=True, slots=True)
class FindingDiff:
    """A finding that came or went; waived ones do not count."""

    code: str
    severity: str
    entity_id: str
    message: str
    path: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class TraceDiff:
    """All that changed, each list by id (links by their ends; findings by code, entity and message).

    `gained` and `lost` are requirements of both states whose coverage is better or worse now.
    """

    added: tuple[RequirementDiff, ...]
    changed: tuple[RequirementDiff, ...]
    removed: tuple[RequirementDiff, ...]
    links_added: tuple[LinkDiff, ...]
    links_removed: tuple[LinkDiff, ...]
    gained: tuple[RequirementDiff, ...]
    lost: tuple[RequirementDiff, ...]
    coverage_before: Mapping[str, int]
    coverage_after: Mapping[str, int]
    findings_new: tuple[FindingDiff, ...]
    findings_fixed: tuple[FindingDiff, ...]


@dataclass(frozen=True, slots=True)
class _State:
    items: Mapping[str, Item]
    coverage: Mapping[str, CoverageStatus]
    links: Mapping[tuple[str, str, str], Link]
    report: TraceReport


def diff(then: TraceContext, now: TraceContext, check: Callable[[TraceContext], TraceReport]) -> TraceDiff:
    """Compare two states; `check` answers with the findings of each. Linear, but for sorting what differs.

    A requirement that was cancelled went, and one that is no longer cancelled came. Two findings are the
    same one when their fingerprints are, as often as they are there.
    """
    old, new = _state(then, check(then)), _state(now, check(now))
    both = old.items.keys() & new.items.keys()
    covered = [
        _requirement(new.items[key], old, new)
        for key in sorted(both)
        if old.coverage.get(key) != new.coverage.get(key)
    ]
    return TraceDiff(
        added=tuple(_requirement(new.items[k], old, new) for k in sorted(new.items.keys() - both)),
        changed=tuple(_changed(sorted(both), old, new)),
        removed=tuple(_requirement(old.items[k], old, new) for k in sorted(old.items.keys() - both)),
        links_added=_links(new, old),
        links_removed=_links(old, new),
        gained=tuple(row for row in covered if _gain(row) > 0),
        lost=tuple(row for row in covered if _gain(row) < 0),
        coverage_before=old.report.coverage.counts,
        coverage_after=new.report.coverage.counts,
        findings_new=_findings(new.report, old.report),
        findings_fixed=_findings(old.report, new.report),
    )


def _state(context: TraceContext, report: TraceReport) -> _State:
    network = Network(context.backlog, context.tests)
    nodes = network.nodes
    return _State(
        items={
            item.id: item
            for item in reversed(context.backlog.items)
            if item.kind is Kind.REQUIREMENT and item.status is not Status.CANCELLED
        },
        coverage={row.id: row.status for row in report.coverage.requirements},
        links={
            (nodes[link.source].id, nodes[link.target].id, link.type.value): link
            for links in network.up.values()
            for link in links
        },
        report=report,
    )


def _requirement(item: Item, old: _State, new: _State) -> RequirementDiff:
    return RequirementDiff(
        id=item.id,
        title=item.title,
        path=item.place.path,
        line=item.place.line,
        before=old.coverage.get(item.id),
        after=new.coverage.get(item.id),
    )


def _changed(ids: Iterable[str], old: _State, new: _State) -> Iterator[RequirementDiff]:
    for key in ids:
        before, after = old.items[key], new.items[key]
        names = _differing(before, after)
        if names:
            yield replace(
                _requirement(after, old, new),
                fields=names,
                content_changed=content_hash(before) != content_hash(after),
                old_title=before.title if "title" in names else None,
            )


def _differing(before: Item, after: Item) -> tuple[str, ...]:
    names = [field.name for field in fields(Item) if field.name not in _NO_CONTENT]
    return tuple(name for name in names if _said(before, name) != _said(after, name))


def _said(item: Item, name: str) -> tuple[object, str | None]:
    return getattr(item, name), item.digest_of(name)


def _links(one: _State, other: _State) -> tuple[LinkDiff, ...]:
    return tuple(LinkDiff(*key) for key in sorted(one.links.keys() - other.links.keys()))


def _gain(row: RequirementDiff) -> int:
    before = None if row.before is None else _ORDER.get(row.before)
    after = None if row.after is None else _ORDER.get(row.after)
    return 0 if before is None or after is None else after - before


def _findings(one: TraceReport, other: TraceReport) -> tuple[FindingDiff, ...]:
    """Return the findings of `one` that `other` does not have."""
    left = Counter(violation.fingerprint for violation in _live(other))
    found = []
    for violation in _live(one):
        if left[violation.fingerprint] > 0:
            left[violation.fingerprint] -= 1
        else:
            found.append(violation)
    found.sort(key=lambda one: (one.code, one.entity_id, one.message))
    return tuple(
        FindingDiff(one.code, one.severity.value, one.entity_id, one.message, one.path, one.line)
        for one in found
    )


def _live(report: TraceReport) -> Iterator[Violation]:
    return (one for result in report.results for one in result.violations if not one.waived)
