"""Changes in git: sums of whatever history comes, in bounded memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from maestro_cli.model.history import Commit, Lines, Repository
from maestro_cli.settings.language import Language
from maestro_cli.skills.changes import ITEMS_SHOWN, LINES_LIMIT, summarize_changes
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.tallies import COMMITS_SHOWN
from tests.skills.build import AS_OF, Change, commit, figures, histories, inputs, item, report

SINCE = AS_OF - timedelta(days=6)


# @req MR-5.2
@given(histories())
@settings(deadline=None, max_examples=60)
def test_figures_equal_a_recount(commits: list[Change]) -> None:
    project = inputs([item(f"US-{n}") for n in range(3)], commits)
    result = summarize_changes(project, SINCE, AS_OF)
    found = figures(result)
    week = [c for c in commits if SINCE <= c.when.date() <= AS_OF]
    people = [c for c in week if not c.is_merge and not c.is_bot]
    assert found["commits.total"] == len(week)
    assert found["commits.count"] == len(people)
    assert found["commits.merges"] == sum(c.is_merge for c in week)
    assert found["commits.bots"] == sum(c.is_bot and not c.is_merge for c in week)
    assert found["commits.unlinked"] == sum(not c.item_ids for c in people)
    assert found["commits.insertions"] == sum(c.insertions for c in people)
    assert found["commits.authors"] == len({c.author for c in people})
    rows: Any = result.data["items"]
    assert {row["id"]: (row["commits"], row["deletions"]) for row in rows} == {
        name: (
            sum(name in c.item_ids for c in people),
            sum(c.deletions for c in people if name in c.item_ids),
        )
        for name in {name for c in people for name in c.item_ids}
    }


# @req MR-5.2
def test_an_empty_week_is_zero_and_no_repository_is_unknown() -> None:
    empty = figures(summarize_changes(inputs(), SINCE, AS_OF))
    assert (empty["commits.total"], empty["commits.count"]) == (0, 0)
    result = summarize_changes(inputs(repository=Repository(present=False)), SINCE, AS_OF)
    assert set(figures(result).values()) == {None}
    assert result.confidence == 0


def test_one_commit() -> None:
    result = summarize_changes(inputs([item("US-1")], [commit(1, AS_OF, "US-1", insertions=3)]), SINCE, AS_OF)
    rows: Any = result.data["items"]
    assert [(row["id"], row["commits"], row["insertions"], row["shas"]) for row in rows] == [
        ("US-1", 1, 3, ["1000000"])
    ]


def test_a_shallow_history_is_said() -> None:
    shallow = inputs(repository=Repository(present=True, shallow=True))
    listed: Any = summarize_changes(shallow, SINCE, AS_OF).data["figures"]
    assert all("shallow" in figure["note"] for figure in listed)


def test_a_merge_storm_changes_nothing_of_what_people_did() -> None:
    real = [commit(1, AS_OF, "US-1", insertions=5)]
    storm = [commit(n, AS_OF, "US-1", is_merge=True, insertions=900) for n in range(2, 300)]
    project = inputs([item("US-1")], [*real, *storm])
    found = figures(summarize_changes(project, SINCE, AS_OF))
    assert (found["commits.count"], found["commits.merges"], found["commits.insertions"]) == (1, 298, 5)


def _storm(count: int) -> Inputs:
    def many(_since: date | None, _until: date | None) -> Iterator[Commit]:
        template = commit(1, AS_OF)
        for number in range(count):
            ids = (f"US-{number % 50}",) if number % 3 else ()
            yield replace(template, sha=f"{number:040x}", item_ids=ids, author=f"Person {number % 20}")

    def lines(shas: Iterable[str]) -> Iterator[tuple[str, Lines]]:
        return ((sha, Lines(2, 1)) for sha in shas)

    project = inputs([item(f"US-{n}") for n in range(50)])
    return replace(project, commits=many, line_counts=lines)


def test_100_000_commits_are_summed() -> None:
    result = summarize_changes(_storm(100_000), SINCE, AS_OF)
    assert figures(result)["commits.count"] == 100_000
    rows: Any = result.data["items"]
    assert sum(row["commits"] for row in rows) == 66_666
    shown = rows[:ITEMS_SHOWN]
    assert [row["insertions"] for row in rows] == [2 * row["commits"] for row in shown] + [None] * 38
    assert all(len(row["shas"]) == COMMITS_SHOWN for row in rows)


def test_of_a_commit_that_is_counted_only_its_hash_is_kept() -> None:
    summarize_changes(_storm(100), SINCE, AS_OF, lines_limit=0)
    tracemalloc.start()
    summarize_changes(_storm(10_000), SINCE, AS_OF, lines_limit=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000 * 150


def _limited(commits: list[Change], limit: int) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Return the figures, the insertions per item, and the commits whose lines were counted."""
    project = inputs([item(f"US-{n}") for n in range(20)], commits)
    asked: list[str] = []

    def count(shas: Iterable[str]) -> Iterator[tuple[str, Lines]]:
        asked.extend(shas)
        return project.line_counts(asked)

    counted = replace(project, line_counts=count)
    result = summarize_changes(counted, SINCE, AS_OF, lines_limit=limit)
    rows: Any = result.data["items"]
    return figures(result), {row["id"]: row["insertions"] for row in rows}, asked


def test_at_the_limit_the_lines_of_all_people_are_counted_and_of_no_one_else() -> None:
    people = [commit(n, AS_OF, f"US-{n % 3}", insertions=n) for n in range(1, 8)]
    others = [commit(8, AS_OF, is_bot=True, insertions=50), commit(9, AS_OF, is_merge=True)]
    found, rows, asked = _limited([*people, *others], limit=7)
    assert sorted(asked) == sorted(c.sha for c in people)
    assert (found["commits.insertions"], "commits.lines_limit" in found) == (28, False)
    assert rows == {"US-0": 9, "US-1": 12, "US-2": 7}


def test_above_the_limit_only_the_lines_of_items_that_are_shown_are_counted() -> None:
    often = [commit(n, AS_OF, "US-19", insertions=1) for n in range(1, 5)]
    shared = [commit(5, AS_OF, "US-19", "US-0", insertions=10)]
    once = [commit(10 + n, AS_OF, f"US-{n}", insertions=100) for n in range(1, 19)]
    loose = [commit(50, AS_OF, insertions=1_000)]
    found, rows, asked = _limited([*often, *shared, *once, *loose], limit=23)
    assert (found["commits.count"], found["commits.lines_limit"]) == (24, 23)
    assert (found["commits.insertions"], found["commits.deletions"]) == (None, None)
    counted = {name: lines for name, lines in rows.items() if lines is not None}
    assert list(counted) == list(rows)[:ITEMS_SHOWN]
    assert (counted.pop("US-19"), counted.pop("US-0")) == (14, 10)
    assert set(counted.values()) == {100}
    assert len(asked) == len(set(asked)) == 5 + ITEMS_SHOWN - 2


def test_no_more_commits_than_the_limit_are_ever_counted() -> None:
    commits = [commit(n, AS_OF, f"US-{n % 4}", insertions=1) for n in range(40)]
    found, rows, asked = _limited(commits, limit=25)
    assert len(asked) == 20
    assert rows == {"US-0": 10, "US-1": 10, "US-2": None, "US-3": None}
    assert found["commits.lines_limit"] == 25


def _section(project: Inputs) -> str:
    sections = report(project)["sections"]
    return str(next(section["markdown"] for section in sections if section["id"] == "changes"))


@pytest.mark.parametrize(
    ("language", "many", "partial"),
    [
        ("en", "counted for 20,000 commits[^commits.lines_limit] at most", "the clone is partial"),
        ("ko", "커밋 20,000건[^commits.lines_limit]까지만", "부분 복제라서"),
    ],
)
def test_the_document_says_why_lines_are_missing(language: Language, many: str, partial: str) -> None:
    row = "| **US-0** Title of US-0 | {} | {} | {} |"
    storm = _section(replace(_storm(LINES_LIMIT + 1), language=language))
    assert many in storm
    assert row.format(267, 534, 267) in storm
    commits = [commit(n, AS_OF, "US-0", insertions=7) for n in range(5)]
    few = _section(inputs([item("US-0")], commits, language=language))
    clone = Repository(present=True, head="a" * 40, branch="main", partial=True)
    without = _section(inputs([item("US-0")], commits, language=language, repository=clone))
    assert row.format(5, 35, 0) in few
    assert row.format(5, "", "") in without
    assert [text for text in (storm, few, without) if partial in text] == [without]
    assert many not in few + without


def test_a_partial_clone_counts_commits_and_no_lines() -> None:
    partial = Repository(present=True, head="a" * 40, branch="main", partial=True)
    result = summarize_changes(
        inputs([item("US-1")], [commit(1, AS_OF, "US-1")], repository=partial), SINCE, AS_OF
    )
    found = figures(result)
    assert (found["commits.count"], found["commits.insertions"], found["commits.deletions"]) == (
        1,
        None,
        None,
    )
    rows: Any = result.data["items"]
    assert [(row["commits"], row["insertions"]) for row in rows] == [(1, None)]
