"""Planted faults: each is found exactly once, alone and among all others, and is gone when mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from maestro_cli.model.findings import FailOn
from maestro_cli.model.items import Item
from maestro_cli.traceability.check import check, gate
from tests.traceability.projects import context, found, item

Items = dict[str, Item]
Found = list[tuple[str, str]]


def project() -> Items:
    """1,000 items without a fault: 10 epics, 190 requirements, 800 stories."""
    items = [item("REQ-0", "requirement")]
    items += [item(f"REQ-{n}", "requirement", parent="REQ-0") for n in range(1, 190)]
    items += [item(f"EP-{n}", "epic", satisfies=["REQ-0"]) for n in range(10)]
    for n in range(800):
        depends_on = [f"US-{n - 7}"] if n >= 7 else []
        satisfies = [f"REQ-{n % 189 + 1}"]
        items.append(item(f"US-{n}", parent=f"EP-{n % 10}", satisfies=satisfies, depends_on=depends_on))
    return {one.id: one for one in items}


def dangling(items: Items) -> Found:
    for n in range(10):
        name = f"US-{100 + n}"
        items[name] = replace(items[name], depends_on=(*items[name].depends_on, f"GONE-{n}"))
    return [("T4-MISSING", f"US-{100 + n}") for n in range(10)]


def dangling_parents(items: Items) -> Found:
    for n in range(10):
        items[f"US-{200 + n}"] = replace(items[f"US-{200 + n}"], parent=f"GONE-{n}")
    return [("T2-DANGLING", f"US-{200 + n}") for n in range(10)]


def orphans(items: Items) -> Found:
    for n in range(10):
        items[f"US-{300 + n}"] = replace(items[f"US-{300 + n}"], parent=None, satisfies=())
    return [("T2-STORY-NO-PARENT", f"US-{300 + n}") for n in range(10)]


def uncovered(items: Items) -> Found:
    targets = {f"REQ-{n}" for n in range(20, 30)}
    for name, one in items.items():
        if any(link.id in targets for link in one.satisfies):
            items[name] = replace(one, satisfies=())
    return [("T1-UNCOVERED", name) for name in targets] + [("T1-PARTIAL", "REQ-0")]


def cycles(items: Items) -> Found:
    for n in range(5):
        first, second = f"US-{700 + 14 * n}", f"US-{707 + 14 * n}"
        items[first] = replace(items[first], depends_on=(second,))
        items[second] = replace(items[second], depends_on=(first,))
    return [("T4-CYCLE", f"US-{700 + 14 * n}") for n in range(5)]


FAULTS = [dangling, dangling_parents, orphans, uncovered, cycles]


def test_the_project_has_no_fault() -> None:
    report = check(context(project().values()))
    assert len(project()) == 1_000
    assert report.summary.total_violations == 0
    assert gate(report, FailOn.INFO)


@pytest.mark.parametrize("plant", FAULTS)
def test_each_kind_alone(plant: Callable[[Items], Found]) -> None:
    items = project()
    planted = plant(items)
    assert found(items.values()) == sorted(planted)
    assert gate(check(context(items.values()))) is (plant is orphans)


def test_all_kinds_together() -> None:
    items = project()
    planted = [finding for plant in FAULTS for finding in plant(items)]
    assert found(items.values()) == sorted(planted)


def test_mending_one_takes_away_that_one() -> None:
    items = project()
    planted = [finding for plant in FAULTS for finding in plant(items)]
    clean = project()
    for code, name in [f for f in planted if f[0] not in {"T1-UNCOVERED", "T1-PARTIAL"}][::7]:
        items[name] = clean[name]
        planted.remove((code, name))
        assert found(items.values()) == sorted(planted)
