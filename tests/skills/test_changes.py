"""Changes in git: sums of whatever history comes, in bounded memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings

from maestro_cli.model.history import Commit, Repository
from maestro_cli.skills.changes import COMMITS_SHOWN, summarize_changes
from maestro_cli.skills.inputs import Inputs
from tests.skills.build import AS_OF, commit, figures, histories, inputs, item

SINCE = AS_OF - timedelta(days=6)


@given(histories())
@settings(deadline=None, max_examples=60)
def test_figures_equal_a_recount(commits: list[Commit]) -> None:
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
    def many(_since: date | None, _until: date | None, *, numstat: bool = True) -> Iterator[Commit]:
        template = commit(1, AS_OF, insertions=1)
        for number in range(count):
            ids = (f"US-{number % 50}",) if number % 3 else ()
            yield replace(template, sha=f"{number:040x}", item_ids=ids, author=f"Person {number % 20}")

    return replace(inputs([item(f"US-{n}") for n in range(50)]), commits=many)


def test_100_000_commits_are_summed() -> None:
    result = summarize_changes(_storm(100_000), SINCE, AS_OF)
    assert figures(result)["commits.count"] == 100_000
    rows: Any = result.data["items"]
    assert sum(row["commits"] for row in rows) == 66_666
    assert all(len(row["shas"]) == COMMITS_SHOWN for row in rows)


def test_commits_are_forgotten_once_they_are_counted() -> None:
    summarize_changes(_storm(100), SINCE, AS_OF)
    tracemalloc.start()
    summarize_changes(_storm(10_000), SINCE, AS_OF)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000 * 50


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
