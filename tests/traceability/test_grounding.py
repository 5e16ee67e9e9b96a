from __future__ import annotations

from typing import Any

import pytest

from maestro_cli.model.decisions import Statement
from maestro_cli.traceability.check import check
from tests.traceability.projects import SPRINTS, context, found, item

ITEMS = [item("B-1", "bug")]


def codes(**fields: Any) -> list[str]:
    good = {"evidence": ("item:B-1",)} | fields
    statement = Statement("S-1", "R-1", "reporter", "Velocity rose.", **good)
    return [code for code, _ in found(ITEMS, statements=[statement], settings={"sprints": SPRINTS})]


def test_a_grounded_statement() -> None:
    sources = ("item:B-1", "commit:1a2b3c4", "sprint:S-9", "setting:sprint.reserve", "calculation:velocity")
    assert codes(evidence=sources, stated="23", fact="23") == []


# @req MR-6.8
def test_evidence_is_needed() -> None:
    assert codes(evidence=()) == ["T6-NO-EVIDENCE"]


@pytest.mark.parametrize(
    "source", ["item:B-9", "item:", "B-1", "", "rumour:B-1", "sprint:X-9", "commit:main", "commit:"]
)
def test_sources_that_do_not_exist(source: str) -> None:
    assert codes(evidence=("item:B-1", source, source)) == ["T6-INVALID-SOURCE"]


# @req MR-6.8
@pytest.mark.parametrize(
    ("confidence", "low"), [(0.0, True), (0.59, True), (float("nan"), True), (0.6, False)]
)
def test_low_confidence(confidence: float, low: bool) -> None:
    assert codes(confidence=confidence) == (["T6-LOW-CONFIDENCE"] if low else [])


# @req MR-6.8
@pytest.mark.parametrize(
    ("stated", "fact", "wrong"),
    [
        ("23", "23", False),
        ("23.0", "23", False),
        (" S-9 ", "S-9", False),
        (None, "23", False),
        ("23", "22", True),
        ("23", None, True),
        ("many", "23", True),
    ],
)
def test_figures_have_to_be_the_computed_ones(stated: str | None, fact: str | None, wrong: bool) -> None:
    assert codes(stated=stated, fact=fact) == (["T6-FIGURE-MISMATCH"] if wrong else [])


def test_statements_of_two_documents_are_told_apart() -> None:
    both = [Statement("done:1", run, "reporter", "Velocity rose.") for run in ("weekly", "standup")]
    sound = Statement("done:1", "retro", "reporter", "Velocity rose.", ("item:B-1",))
    result = check(context(ITEMS, statements=[*both, sound])).results[-1]
    assert (result.checked_count, result.passed_count) == (3, 1)
    assert len({violation.fingerprint for violation in result.violations}) == 2
