"""Shapes that break recursion and quadratic searches. Work is counted, never timed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item, Kind, Place, Reference
from maestro_cli.model.verification import Verdict, Verification
from maestro_cli.settings.schema import Settings
from maestro_cli.traceability.check import check
from maestro_cli.traceability.interface import TraceContext
from tests.traceability.projects import TODAY, violations

HERE = Place("b.yaml", 1)
REQ = Item("REQ-1", "", HERE, kind=Kind.REQUIREMENT)


class CountingBacklog(Backlog):
    """Counts how often an item is looked up or walked past."""

    __slots__ = ("looked_up",)

    def __init__(self, items: Iterable[Item]) -> None:
        super().__init__(items)
        self.looked_up = 0

    def get(self, item_id: str) -> Item | None:
        self.looked_up += 1
        return super().get(item_id)

    def __contains__(self, item_id: object) -> bool:
        self.looked_up += 1
        return super().__contains__(item_id)


def run(items: Iterable[Item], tests: Sequence[Verification] = ()) -> tuple[dict[str, int], int]:
    backlog = CountingBacklog(items)
    levels = ["story", ["task", "test"]] if tests else ["story"]
    results = {"results": ["reports/*.xml"]} if tests else {}
    settings = Settings.model_validate({"trace": {"levels": levels, "tests": results}})
    counts: dict[str, int] = {}
    for violation in violations(check(TraceContext(backlog, settings, TODAY, tests=tests))):
        counts[violation.code] = counts.get(violation.code, 0) + 1
    return counts, backlog.looked_up


def parents(size: int) -> Iterable[Item]:
    yield REQ
    yield Item("US-0", "", HERE, satisfies=(Reference("REQ-1"),))
    for n in range(1, size):
        yield Item(f"US-{n}", "", HERE, parent=f"US-{n - 1}")


def dependencies(size: int) -> Iterable[Item]:
    for n in range(size):
        yield Item(f"B-{n}", "", HERE, kind=Kind.BUG, depends_on=(f"B-{n - 1}",) if n else ())


def requirements(size: int) -> Iterable[Item]:
    for n in range(size):
        parent = f"R-{n - 1}" if n else None
        yield Item(f"R-{n}", "", HERE, kind=Kind.REQUIREMENT, parent=parent)
    yield Item("US-1", "", HERE, satisfies=(Reference(f"R-{size - 1}"),))


def pairs(size: int) -> Iterable[Item]:
    for n in range(size):
        yield Item(f"B-{n}", "", HERE, kind=Kind.BUG, depends_on=(f"B-{n ^ 1}",))


def ring(size: int) -> Iterable[Item]:
    for n in range(size):
        after = f"EP-{(n + 1) % size}"
        yield Item(f"EP-{n}", "", HERE, kind=Kind.EPIC, parent=after, depends_on=(after,))


def fan(size: int) -> Iterable[Item]:
    yield REQ
    yield Item("B", "", HERE, kind=Kind.BUG, depends_on=tuple(f"US-{n}" for n in range(size)))
    for n in range(size):
        yield Item(f"US-{n}", "", HERE, parent="EP", satisfies=(Reference("REQ-1"),))
    yield Item("EP", "", HERE, kind=Kind.EPIC)


def chain_of_tests(size: int) -> Iterable[Item]:
    yield from parents(size)
    yield from (Item(f"R-{n}", "", HERE, kind=Kind.REQUIREMENT, parent=f"R-{n + 1}") for n in range(size))
    yield Item(f"R-{size}", "", HERE, kind=Kind.REQUIREMENT)


def bad(size: int) -> Iterable[Item]:
    for n in range(size):
        yield Item(f"US-{n}", "", HERE, parent=f"P-{n}", depends_on=(f"D-{n}",))


Shape = Callable[[int], Iterable[Item]]
Expected = Callable[[int], dict[str, int]]

SHAPES: list[tuple[Shape, Expected]] = [
    (parents, lambda _: {}),
    (dependencies, lambda _: {}),
    (requirements, lambda _: {}),
    (pairs, lambda size: {"T4-CYCLE": size // 2}),
    (ring, lambda _: {"T4-CYCLE": 1, "T2-PARENT-CYCLE": 1}),
    (fan, lambda _: {}),
    (bad, lambda size: {"T2-DANGLING": size, "T4-MISSING": size}),
]


# @req MR-13.2
@pytest.mark.parametrize(("shape", "expected"), SHAPES)
def test_work_grows_with_the_project(shape: Shape, expected: Expected) -> None:
    small, large = run(shape(1_000)), run(shape(8_000))
    assert small[0] == expected(1_000)
    assert large[0] == expected(8_000)
    assert large[1] <= 8.1 * small[1] + 100


def test_work_grows_with_the_tests() -> None:
    def checked(size: int) -> tuple[dict[str, int], int]:
        verdicts = list(Verdict)
        tests = [
            Verification(f"t::{n}", (Reference(f"US-{n}"), Reference("REQ-1")), HERE, verdicts[n % 4])
            for n in range(size)
        ]
        return run(chain_of_tests(size), tests)

    small, large = checked(1_000), checked(8_000)
    assert small[0] == {"T1-TEST-FAILED": 1, "T1-UNCOVERED": 1_001}
    assert large[0] == {"T1-TEST-FAILED": 1, "T1-UNCOVERED": 8_001}
    assert large[1] <= 8.1 * small[1] + 100


# @req MR-13.2
@pytest.mark.parametrize(
    ("shape", "size"),
    [
        (parents, 100_000),
        (dependencies, 100_000),
        (requirements, 50_000),
        (pairs, 20_000),
        (ring, 100_000),
        (fan, 100_000),
    ],
)
def test_depth_and_width_are_no_limit(shape: Shape, size: int) -> None:
    assert run(shape(size))[0] == dict(SHAPES)[shape](size)
