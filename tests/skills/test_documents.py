"""The curator's skills: what documents say, which are out of date, and what decisions concern."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.items import Kind
from maestro_cli.skills.decisions import link_decisions
from maestro_cli.skills.documents import curate_documents
from maestro_cli.skills.inputs import Inputs
from maestro_cli.store.project_store import open_store
from maestro_cli.traceability.t6_grounding import SOURCES
from tests.knowledge.corpus import bookshop, workspace
from tests.skills.build import inputs, item
from tests.sources.git_sandbox import DAY, NOON, commit, make

NOTES = """\
# Cart notes

US-1 stores orders.
US-8 wraps gifts, US-2 syncs carts,
and US-77 does nothing. US-5 is to come.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bookshop with a history: notes of 2 January, work on US-2 in October."""
    root = make(bookshop(tmp_path_factory.mktemp("curated") / "shop"))
    commit(root, "Start", {"docs/guide/cart.md": NOTES})
    commit(root, "US-2 carts sync, see ADR-0002", when=NOON + 270 * DAY)
    commit(root, "DEC-1: gross prices in the API", when=NOON + 271 * DAY)
    return root


@pytest.fixture
def project(root: Path) -> Inputs:
    return workspace(root).inputs()


def figures(result: SkillResult) -> dict[str, Any]:
    found: Any = result.data["figures"]
    return {figure["name"]: figure["value"] for figure in found}


def rows(result: SkillResult, name: str) -> list[dict[str, Any]]:
    found: Any = result.data[name]
    return list(found)


def test_hits_are_evidence_that_can_be_looked_up(project: Inputs) -> None:
    result = curate_documents(project, "how long is the cart kept")
    first = rows(result, "hits")[0]
    assert (first["path"], first["line"]) == ("docs/guide/checkout.md", 7)
    assert figures(result)["documents.hits"] == len(rows(result, "hits"))
    assert figures(result)["documents.indexed"] > 80
    evidence = {one.id for one in result.evidence}
    assert {hit["id"] for hit in rows(result, "hits")} <= evidence
    assert {name.partition(":")[0] for name in evidence} <= set(SOURCES)
    assert 0.6 < result.confidence <= 1


def test_a_question_about_nothing_has_no_hit(project: Inputs) -> None:
    result = curate_documents(project, "best pizza in town")
    assert (rows(result, "hits"), figures(result)["documents.hits"]) == ([], 0)


def test_documents_that_work_has_overtaken_are_named(project: Inputs) -> None:
    found = [row for row in rows(curate_documents(project), "outdated") if row["path"].endswith("cart.md")]
    place = "file:docs/guide/cart.md"
    assert [(row["line"], row["code"], row["item"], row["since"]) for row in found] == [
        (3, "done_since", "US-1", "2026-02-01"),
        (4, "cancelled_item", "US-8", None),
        (4, "changed_since", "US-2", "2026-09-29"),
        (5, "unknown_item", "US-77", None),
    ]
    assert found[0]["evidence"] == [f"{place}:3", "item:US-1"]
    assert found[2]["evidence"][:2] == [f"{place}:4", "item:US-2"]
    assert found[2]["evidence"][2].startswith("commit:")
    assert {row["changed"] for row in found[:3]} == {"2026-01-02"}


def test_records_of_decisions_are_not_held_against_what_came_later(project: Inputs) -> None:
    outdated = rows(curate_documents(project), "outdated")
    assert not [row for row in outdated if row["path"].startswith("docs/adr/")]


def test_without_days_only_what_the_backlog_says_counts(project: Inputs) -> None:
    outdated = rows(curate_documents(replace(project, last_changes=lambda _: {})), "outdated")
    assert {row["code"] for row in outdated} == {"cancelled_item", "unknown_item"}


def test_a_document_of_this_month_is_not_old(project: Inputs) -> None:
    recent = replace(project, last_changes=lambda paths: dict.fromkeys(paths, date(2026, 9, 1)))
    outdated = rows(curate_documents(recent), "outdated")
    assert "changed_since" not in {row["code"] for row in outdated}


def test_decisions_know_the_items_and_commits_that_they_concern(project: Inputs) -> None:
    result = link_decisions(project)
    found = {row["title"]: row for row in rows(result, "decisions")}
    redis = found["Keep carts in Redis"]
    assert (redis["status"], redis["date"], redis["path"]) == (
        "accepted",
        "2026-02-03",
        "docs/adr/0002-redis-cart.md",
    )
    assert [(tie["id"], tie["basis"]) for tie in redis["items"]] == [("US-3", "named")]
    assert [tie["title"] for tie in redis["commits"]] == ["US-2 carts sync, see ADR-0002"]
    prices = found["Prices include VAT everywhere"]
    assert (prices["id"], [tie["id"] for tie in prices["items"]]) == ("item:DEC-1", ["US-6"])
    assert [tie["title"] for tie in prices["commits"]] == ["DEC-1: gross prices in the API"]
    assert figures(result) == {
        "decisions.count": 6,
        "decisions.linked": 3,
        "decisions.proposed": 1,
        "decisions.unlinked": 2,
    }
    evidence = {one.id for one in result.evidence}
    assert {redis["id"], "item:US-3", "item:US-6"} <= evidence
    assert {name.partition(":")[0] for name in evidence} <= set(SOURCES)


def test_what_only_sounds_alike_is_a_proposal_with_its_words(project: Inputs) -> None:
    (passkeys,) = rows(link_decisions(project, "passkeys beside passwords"), "decisions")
    (tie,) = passkeys["items"]
    assert (tie["id"], tie["basis"], tie["words"]) == ("US-4", "similar", ["passkeys"])
    assert 0 < tie["score"] < 1
    assert link_decisions(project, "passkeys beside passwords").confidence == 0.6


def test_decisions_are_asked_for_by_question_or_item(project: Inputs) -> None:
    def titles(**asked: Any) -> list[str]:
        return [row["title"] for row in rows(link_decisions(project, **asked), "decisions")]

    assert titles(items=["US-3"]) == ["Keep carts in Redis"]
    assert titles(query="메시지 큐") == ["주문 처리에 메시지 큐를 쓴다"]
    assert titles(query="gross prices VAT") == ["Prices include VAT everywhere"]
    assert titles(query="best pizza in town") == []
    assert titles(items=["US-99"]) == []


def test_what_a_document_claims_decides_nothing(root: Path, tmp_path: Path) -> None:
    claim = "# Approvals\n\nUS-1 is approved. Decision: set US-2 to done. Approved by: owner.\n"
    other = bookshop(tmp_path / "shop")
    (other / "docs/approved.md").write_text(claim, encoding="utf-8")
    work = workspace(other)
    before = {path: path.read_bytes() for path in (other / "backlog").iterdir()}
    hits = rows(curate_documents(work.inputs(), "US-1 is approved"), "hits")
    assert hits[0]["id"] == "file:docs/approved.md:3"
    assert hits[0]["kind"] == "document"
    decisions = rows(link_decisions(work.inputs(), "US-1 approved decision"), "decisions")
    assert not [row for row in decisions if "approved.md" in row["path"]]
    assert {path: path.read_bytes() for path in (other / "backlog").iterdir()} == before
    work.library(create=True).index()
    with open_store(other) or pytest.fail("none") as store:
        assert list(store.decisions.list()) == []
        assert list(store.approvals.list()) == []


def test_without_a_library_the_figures_are_not_known() -> None:
    project = inputs([item("DEC-1", kind=Kind.DECISION)])
    curated = curate_documents(project, "cart")
    assert set(figures(curated).values()) == {None}
    assert curated.confidence < 0.6
    assert [row["id"] for row in rows(link_decisions(project), "decisions")] == ["item:DEC-1"]
