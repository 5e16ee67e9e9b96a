"""The traceability matrix: for each requirement what satisfies it at each level, its tests and its gaps."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import CoverageStatus, RequirementCoverage, TraceReport, Violation
from maestro_cli.model.history import Commit
from maestro_cli.model.items import Item, Kind, Status
from maestro_cli.model.verification import Verdict, Verification
from maestro_cli.traceability.network import LinkType, Network, key_of_test

MOST_OF_ROW = 10_000
"""Items that one row lists."""

MOST_IN_ALL = 1_000_000
"""Items that all rows list together; deep trees in which every level satisfies something pass it."""

_DIGITS = re.compile(r"([0-9]+)")
_BELOW = frozenset({LinkType.SATISFIES, LinkType.PARENT})


@dataclass(frozen=True, slots=True)
class RowTest:
    """A test that verifies the item of a row, or work that the row lists."""

    id: str
    result: Verdict
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding that counts, at the item of the row."""

    code: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One item and what traces to it.

    `links` has what satisfies it or is a part of it, by kind: work with all that hangs below it, and
    those requirements that stand right below; what satisfies and verifies those is in their rows.
    Cancelled items are not listed. `suspect` are the ids that were linked to an older wording of the item.
    `coverage` is None where the row is no requirement, `commits` where history was not read. `cut` says
    that more is linked than is listed.
    """

    id: str
    title: str
    kind: str
    status: str
    owner: str | None
    path: str
    line: int
    links: Mapping[str, tuple[str, ...]]
    tests: tuple[RowTest, ...]
    coverage: CoverageStatus | None
    missing: tuple[str, ...]
    suspect: tuple[str, ...]
    problems: tuple[Problem, ...]
    commits: int | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of these `kinds` by path, line and id; `levels` are the kinds that any of them lists."""

    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(slots=True)
class _Project:
    """What the rows are made from, each part indexed once."""

    backlog: Backlog
    network: Network
    tests: Mapping[str, Verification]
    commits: Mapping[str, Collection[int]] | None
    coverage: Mapping[str, RequirementCoverage]
    problems: Mapping[str, Sequence[Violation]]
    rank: Mapping[str, int]
    left: int


def matrix(
    backlog: Backlog,
    report: TraceReport,
    network: Network,
    tests: Sequence[Verification] = (),
    commits: Iterable[Commit] | None = None,
    kinds: Collection[Kind] = (Kind.REQUIREMENT,),
) -> Matrix:
    """Make a row of each item of these kinds that is not cancelled, in time linear in what is listed."""
    project = _Project(
        backlog=backlog,
        network=network,
        tests={key_of_test(test.id): test for test in reversed(tests)},
        commits=None if commits is None else _by_item(commits),
        coverage={row.id: row for row in report.coverage.requirements},
        problems=_problems(report),
        rank={name: rank for rank, name in enumerate(sorted((i.id for i in backlog.items), key=_natural))},
        left=MOST_IN_ALL,
    )
    chosen = [item for item in backlog.items if item.kind in kinds and item.status is not Status.CANCELLED]
    chosen.sort(key=lambda item: (item.place.path, item.place.line, item.id))
    rows = tuple(_row(item, project) for item in chosen)
    listed = {level for row in rows for level in row.links}
    wanted = tuple(kind.value for kind in Kind if kind in kinds)
    return Matrix(wanted, tuple(kind.value for kind in Kind if kind.value in listed), rows)


def _row(item: Item, project: _Project) -> MatrixRow:
    below, cut = _below(item, project)
    links: dict[str, list[str]] = {}
    for one in below:
        links.setdefault(one.kind.value, []).append(one.id)
    ids = [item.id, *(one.id for one in below if one.kind is not Kind.REQUIREMENT)]
    coverage = project.coverage.get(item.id)
    found = project.problems.get(item.id, ())
    return MatrixRow(
        id=item.id,
        title=item.title,
        kind=item.kind.value,
        status=item.status.value,
        owner=item.assignee,
        path=item.place.path,
        line=item.place.line,
        links={
            kind.value: tuple(sorted(links[kind], key=project.rank.__getitem__))
            for kind in Kind
            if kind in links
        },
        tests=tuple(_tests(ids, project)),
        coverage=None if coverage is None else coverage.status,
        missing=() if coverage is None else coverage.missing,
        suspect=tuple(
            project.network.nodes[link.source].id
            for link in project.network.down.get(item.id, ())
            if link.suspect
        ),
        problems=tuple(Problem(one.code, one.severity.value, one.message) for one in found),
        commits=None if project.commits is None else _count(ids, project.commits),
        cut=cut,
    )


def _below(item: Item, project: _Project) -> tuple[list[Item], bool]:
    """Return what satisfies an item, with all below it, and whether there is more than that."""
    most = min(MOST_OF_ROW, project.left)
    found: dict[str, Item] = {}
    todo = [item.id]
    cut = False
    while todo and not cut:
        key = todo.pop()
        for link in project.network.down.get(key, ()):
            one = project.backlog.get(link.source)
            if one is None or link.type not in _BELOW or one.id in found or one.id == item.id:
                continue
            if one.status is Status.CANCELLED:
                continue
            if len(found) >= most:
                cut = True
                break
            found[one.id] = one
            if one.kind is not Kind.REQUIREMENT:
                todo.append(one.id)
    project.left -= len(found)
    return list(found.values()), cut


def _natural(name: str) -> tuple[object, ...]:
    """Sort names as people count: US-9 before US-10."""
    parts = _DIGITS.split(name)
    numbers = [(len(number), number) for number in (part.lstrip("0") for part in parts[1::2])]
    return (*zip(parts[::2], [*numbers, (0, "")], strict=True), name)


def _tests(ids: Iterable[str], project: _Project) -> Iterator[RowTest]:
    if not project.tests:
        return
    keys = {
        link.source
        for item_id in ids
        for link in project.network.down.get(item_id, ())
        if link.type is LinkType.VERIFIES
    }
    for test in sorted((project.tests[key] for key in keys), key=lambda test: test.id):
        yield RowTest(test.id, test.result, test.place.path, test.place.line)


def _by_item(commits: Iterable[Commit]) -> dict[str, list[int]]:
    """Return the numbers of the commits that name each item; merges say nothing of their own."""
    naming: dict[str, list[int]] = {}
    for number, commit in enumerate(commits):
        if not commit.is_merge:
            for item_id in commit.item_ids:
                naming.setdefault(item_id, []).append(number)
    return naming


def _count(ids: Iterable[str], commits: Mapping[str, Collection[int]]) -> int:
    return len({number for item_id in ids for number in commits.get(item_id, ())})


def _problems(report: TraceReport) -> dict[str, list[Violation]]:
    found: dict[str, list[Violation]] = {}
    for result in report.results:
        for violation in result.violations:
            if violation.counts and violation.path is not None:
                found.setdefault(violation.entity_id, []).append(violation)
    return found
