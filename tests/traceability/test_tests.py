"""Tests as ends of links: failed, skipped, never run, missing where work is done, or about nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import FailOn
from maestro_cli.model.items import Item, content_hash
from maestro_cli.model.verification import Verdict, Verification
from maestro_cli.traceability.check import check, gate
from maestro_cli.traceability.t1_suspect import review_links
from maestro_cli.traceability.verdicts import Verdicts
from tests.traceability.projects import context, found, item, verified, violations

RUN = {"trace": {"levels": ["test"], "tests": {"results": ["reports/*.xml"]}}}
TAGS = {"trace": {"levels": ["test"], "tests": {"tags": ["tests/**"]}}}
REQ = item("REQ-1", "requirement")
WORK = item("EP-1", "epic", satisfies=["REQ-1"])


def t1(items: list[Item], *tests: Verification, settings: Any = RUN) -> list[tuple[str, str]]:
    return found(items, ["T1"], tests=tests, settings=settings)


# @req MR-6.11
def test_a_failed_test_fails_the_requirement() -> None:
    for target in ("REQ-1", "EP-1"):
        tests = [verified(target, result="failed"), verified("REQ-1", name="test_b")]
        report = check(context([REQ, WORK], tests=tests, settings=RUN))
        assert [(v.code, v.entity_id) for v in violations(report)] == [("T1-TEST-FAILED", "REQ-1")]
        assert violations(report)[0].message == "A test of REQ-1 failed: tests/test_a.py::test_a"
        assert not gate(report)
        assert report.results[0].passed_count == 0


def test_a_failed_test_counts_without_any_level() -> None:
    assert t1([REQ, WORK], verified("REQ-1", result="failed"), settings={}) == [("T1-TEST-FAILED", "REQ-1")]


def test_a_failed_test_of_a_requirement_below_is_told_there_only() -> None:
    items = [REQ, WORK, item("REQ-2", "requirement", parent="REQ-1"), item("US-1", satisfies=["REQ-2"])]
    tests = (verified("REQ-1"), verified("US-1", result="failed"))
    assert t1(items, *tests) == [("T1-TEST-FAILED", "REQ-2")]


@pytest.mark.parametrize(
    ("result", "code", "fails_on"),
    [("skipped", "T1-TEST-SKIPPED", FailOn.WARNING), ("unknown", "T1-TEST-UNKNOWN", FailOn.INFO)],
)
def test_no_test_that_ran_is_told(result: str, code: str, fails_on: FailOn) -> None:
    tests = [verified("REQ-1", result=result)]
    report = check(context([REQ, WORK], tests=tests, settings=RUN))
    assert [violation.code for violation in violations(report)] == [code]
    assert gate(report)
    assert not gate(report, fails_on)
    assert t1([REQ, WORK], *tests, verified("EP-1", name="test_b")) == []


def test_tags_without_results_are_not_blamed() -> None:
    assert t1([REQ, WORK], verified("REQ-1", result="unknown"), settings=TAGS) == []
    done = item("REQ-1", "requirement", status="done")
    assert t1([done, WORK], verified("REQ-1", result="unknown"), settings=TAGS) == []


@pytest.mark.parametrize("result", ["skipped", "unknown"])
def test_a_done_requirement_has_a_test_that_passed(result: str) -> None:
    done = item("REQ-1", "requirement", status="done")
    assert t1([done, WORK], verified("REQ-1", result=result)) == [("T1-DONE-UNVERIFIED", "REQ-1")]
    assert t1([done, WORK], verified("EP-1")) == []
    assert t1([done, WORK]) == [("T1-PARTIAL", "REQ-1")]
    excused = {"trace": RUN["trace"] | {"thresholds": {"test": 0.0}}}
    assert t1([done, WORK], settings=excused) == [("T1-DONE-UNVERIFIED", "REQ-1")]
    undemanded = {"trace": RUN["trace"] | {"levels": []}}
    assert t1([done, WORK], settings=undemanded) == []


def test_done_work_has_a_test_that_passed() -> None:
    done, other = item("US-1", satisfies=["REQ-1"], status="done"), item("US-2", satisfies=["REQ-1"])
    below = item("TASK-1", "task", parent="US-1")
    tested = verified("US-2", name="test_b")
    assert t1([REQ, done, other, below], tested) == [("T1-DONE-UNVERIFIED", "US-1")]
    for target in ("US-1", "TASK-1", "REQ-1"):
        assert t1([REQ, done, other, below], tested, verified(target)) == []
    assert t1([REQ, done, other], tested, verified("US-1", result="skipped")) == [
        ("T1-DONE-UNVERIFIED", "US-1")
    ]
    assert t1([REQ, done, other], verified("US-1", result="failed")) == [("T1-TEST-FAILED", "REQ-1")]


def test_a_tag_that_names_nothing_is_dangling_once_a_file() -> None:
    tests = [verified("REQ-9", "REQ-1"), verified("REQ-9", name="test_b", line=7), verified("REQ-8", line=9)]
    report = check(context([REQ, WORK], tests=tests, settings=TAGS))
    shown = [(v.code, v.entity, v.entity_id, v.path, v.line) for v in violations(report)]
    assert shown == [
        ("T2-DANGLING", "test", "tests/test_a.py::test_a", "tests/test_a.py", 1),
        ("T2-DANGLING", "test", "tests/test_a.py::test_a", "tests/test_a.py", 9),
    ]
    assert not gate(report)
    assert violations(report)[0].message.endswith("verifies REQ-9, which does not exist")
    assert len({v.fingerprint for v in violations(report)}) == 2


def test_a_test_that_verifies_nothing_is_no_finding() -> None:
    assert found([REQ, WORK], tests=[verified()]) == []


# @req MR-6.3
def test_a_tag_reviewed_at_another_content_is_suspect() -> None:
    now = content_hash(REQ)
    assert t1([REQ, WORK], verified(f"REQ-1@{now}")) == []
    stale = verified("REQ-1@00000000", line=4)
    report = check(context([REQ, WORK], tests=[stale], settings=TAGS))
    (suspect,) = violations(report)
    assert (suspect.code, suspect.entity, suspect.path, suspect.line) == (
        "T1-SUSPECT",
        "test",
        "tests/test_a.py",
        4,
    )
    assert f"write `REQ-1@{now}`" in suspect.suggested_action


def test_links_to_review() -> None:
    items = [REQ, item("US-1", satisfies=["REQ-1@00000000", "GONE"]), item("US-2", satisfies=["REQ-1"])]
    tests = [verified("REQ-1"), verified(f"REQ-1@{content_hash(REQ)}", name="test_b")]
    links = list(review_links(Backlog(items), tests))
    assert [(link.holder[-6:], link.reviewed, link.is_suspect) for link in links] == [
        ("US-1", "00000000", True),
        ("US-2", None, False),
        ("test_a", None, False),
        ("test_b", content_hash(REQ), False),
    ]
    assert len(list(review_links(Backlog(items), tests, stamped=True))) == 2


def test_verdicts_visit_each_item_once() -> None:
    chain = [item(f"US-{n}", parent=f"US-{n + 1}") for n in range(500)]
    seen: list[str] = []

    class Watched(Backlog):
        __slots__ = ()

        def get(self, item_id: str) -> Item | None:
            seen.append(item_id)
            return super().get(item_id)

    tests = [verified(f"US-{n}", name=f"test_{n}") for n in range(500)]
    verdicts = Verdicts(Watched([*chain, item("US-500", satisfies=["REQ-1"]), REQ]), tests)
    assert verdicts.of("REQ-1") is Verdict.PASSED
    assert verdicts.first("REQ-1", Verdict.PASSED) == "tests/test_a.py::test_0"
    assert len(seen) < 3 * 500


def test_a_waiver_excuses_a_failed_test_until_its_day() -> None:
    waived = item(
        "REQ-1",
        "requirement",
        waive=[{"rule": "T1-TEST-FAILED", "reason": "flaky network", "until": date(2026, 3, 2)}],
    )
    tests = [verified("REQ-1", result="failed")]
    assert gate(check(context([waived, WORK], tests=tests)))
    late = check(context([waived, WORK], tests=tests, as_of=date(2026, 3, 3)))
    assert [v.code for v in violations(late)] == ["T0-WAIVER-EXPIRED", "T1-TEST-FAILED"]
    assert not gate(late)
