from __future__ import annotations

from typing import Any

import pytest

from maestro_cli.errors import Diagnostic, SettingsError, Severity
from maestro_cli.model.findings import CoverageStatus
from maestro_cli.model.items import Item, content_hash
from maestro_cli.traceability.coverage import measure
from tests.traceability.projects import context, found, item, messages

REQ = item("REQ-1", "requirement")


def status(items: list[Item], levels: tuple[str, ...] = (), **more: Any) -> dict[str, str]:
    coverage = measure(context(items, **more).backlog, levels)
    return {row.id: row.status.value for row in coverage.requirements}


# @req MR-6.1
@pytest.mark.parametrize("kind", ["epic", "feature", "story", "task", "bug", "spike", "wbs_item"])
def test_live_work_of_every_kind_covers(kind: str) -> None:
    assert status([REQ, item("X-1", kind, satisfies=["REQ-1"])]) == {"REQ-1": "covered"}


@pytest.mark.parametrize("kind", ["decision", "risk"])
def test_what_is_no_work_does_not_cover(kind: str) -> None:
    assert status([REQ, item("X-1", kind, satisfies=["REQ-1"])]) == {"REQ-1": "uncovered"}


@pytest.mark.parametrize("state", ["draft", "ready", "in_progress", "blocked", "review", "done"])
def test_work_in_every_status_but_cancelled_covers(state: str) -> None:
    assert status([REQ, item("US-1", satisfies=["REQ-1"], status=state)]) == {"REQ-1": "covered"}


# @req MR-6.1
def test_cancelled_work_does_not_cover() -> None:
    work = item("US-1", satisfies=["REQ-1"], status="cancelled")
    assert found([REQ, work]) == [("T1-UNCOVERED", "REQ-1")]


def test_a_parent_link_to_a_requirement_is_not_yet_coverage() -> None:
    assert ("T1-UNCOVERED", "REQ-1") in found([REQ, item("US-1", parent="REQ-1")])


def test_draft_and_cancelled_requirements_need_no_work() -> None:
    items = [item("R-1", "requirement", status="draft"), item("R-2", "requirement", status="cancelled")]
    assert found(items) == []
    assert status(items) == {"R-1": "draft"}


@pytest.mark.parametrize("link", [{"parent": "REQ-1"}, {"satisfies": ["REQ-1"]}])
def test_a_covered_requirement_below_covers(link: dict[str, Any]) -> None:
    below = item("REQ-2", "requirement", **link)
    assert set(status([REQ, below, item("US-1", satisfies=["REQ-2"])]).values()) == {"covered"}
    assert set(status([REQ, below]).values()) == {"uncovered"}


# @req MR-6.1
def test_a_child_without_work_makes_its_parent_partial() -> None:
    items = [
        REQ,
        item("REQ-2", "requirement", parent="REQ-1"),
        item("REQ-3", "requirement", parent="REQ-1"),
        item("US-1", satisfies=["REQ-2"]),
    ]
    assert found(items) == [("T1-PARTIAL", "REQ-1"), ("T1-UNCOVERED", "REQ-3")]
    assert "REQ-3" in messages(items, "T1-PARTIAL")[0]
    row = measure(context(items).backlog).requirements[0]
    assert (row.items, row.through, row.missing) == ((), ("REQ-2",), ("REQ-3",))


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_child_that_needs_no_work_does_not_make_its_parent_partial(state: str) -> None:
    items = [
        REQ,
        item("REQ-2", "requirement", parent="REQ-1", status=state),
        item("US-1", satisfies=["REQ-1"]),
    ]
    assert found(items) == []


def test_levels_are_looked_for_below_the_work_that_satisfies() -> None:
    items = [
        REQ,
        item("FT-1", "feature", satisfies=["REQ-1"]),
        item("US-1", parent="FT-1"),
        item("T-1", "task", parent="US-1"),
    ]
    assert status(items, ("feature", "story", "task")) == {"REQ-1": "covered"}
    assert status(items[:-1], ("feature", "story", "task")) == {"REQ-1": "partial"}
    settings = {"trace": {"levels": ["feature", "task"]}}
    assert messages(items[:-1], "T1-PARTIAL", settings=settings) == [
        "REQ-1 is covered in part only: no live task"
    ]
    levels = measure(context(items[:-1]).backlog, ("feature", "task")).levels
    assert [(level.level, level.covered, level.total) for level in levels] == [
        ("feature", 1, 1),
        ("task", 0, 1),
    ]


def test_cancelled_work_below_reaches_no_level() -> None:
    items = [
        REQ,
        item("FT-1", "feature", satisfies=["REQ-1"]),
        item("US-1", parent="FT-1", status="cancelled"),
    ]
    assert status(items, ("story",)) == {"REQ-1": "partial"}


def test_an_unknown_level_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="'storey'") as caught:
        measure(context([REQ]).backlog, ("storey",))
    assert caught.value.diagnostics[0].fix == "Did you mean story?"


def test_circles_of_requirements_end() -> None:
    ring = [item(f"R-{n}", "requirement", parent=f"R-{(n + 1) % 3}") for n in range(3)]
    assert set(status(ring).values()) == {"uncovered"}
    assert set(status([*ring, item("US-1", satisfies=["R-1"])]).values()) == {"covered"}


def test_a_requirement_does_not_cover_itself() -> None:
    selfish = item("R-1", "requirement", parent="R-1", satisfies=["R-1"])
    assert status([selfish]) == {"R-1": "uncovered"}
    row = measure(context([selfish, item("US-1", satisfies=["R-1"])]).backlog).requirements[0]
    assert (row.status, row.items, row.through) == (CoverageStatus.COVERED, ("US-1",), ())


@pytest.mark.parametrize(("count", "end"), [(5, "R-14"), (6, "R-14 and 1 more")])
def test_a_long_list_of_gaps_is_cut(count: int, end: str) -> None:
    children = [item(f"R-{10 + n}", "requirement", parent="REQ-1") for n in range(count)]
    (message,) = messages([REQ, item("US-1", satisfies=["REQ-1"]), *children], "T1-PARTIAL")
    assert message.endswith(end)


# @req MR-6.3
def test_a_link_reviewed_at_another_content_is_suspect() -> None:
    req = item("REQ-1", "requirement", title="Pay by card")
    fresh = content_hash(req)
    for reviewed in (fresh, fresh.upper(), fresh + "00ff"):
        assert found([req, item("US-1", satisfies=[f"REQ-1@{reviewed}"])]) == []
    stale = [req, item("US-1", satisfies=["REQ-1@00000000"])]
    assert found(stale) == [("T1-SUSPECT", "US-1")]
    assert messages(stale, "T1-SUSPECT") == [
        f"REQ-1 changed after US-1 was reviewed against it (reviewed at 00000000, now {fresh})"
    ]
    assert (
        found(
            [req, item("US-2", satisfies=["REQ-1"]), item("US-1", satisfies=["REQ-1@0"], status="cancelled")]
        )
        == []
    )


# @req MR-6.10
def test_what_cannot_be_read_is_never_uncovered() -> None:
    unreadable = [Diagnostic(Severity.ERROR, "P-YAML", "broken", "backlog/b.yaml", 3)]
    assert found([REQ], diagnostics=unreadable) == [("T1-UNKNOWN", "REQ-1")]
    assert status([REQ], diagnostics=unreadable) == {"REQ-1": CoverageStatus.UNKNOWN}
    warning = [Diagnostic(Severity.WARNING, "P-UNKNOWN-FIELD", "colour", "backlog/b.yaml", 3)]
    assert found([REQ], diagnostics=warning) == [("T1-UNCOVERED", "REQ-1")]
