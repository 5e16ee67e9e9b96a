"""Questions find their answers among the first five hits, and questions about nothing find nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from maestro_cli.knowledge.search import Shelf, search
from maestro_cli.model.passages import Strategy
from tests.knowledge.corpus import Question, questions, shelf_of, written

SETS = ("queries.csv", "held_out.csv")


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with shelf_of(written()) as found:
        yield found


@cache
def _asked(name: str) -> tuple[Question, ...]:
    return tuple(questions(name))


def answered(shelf: Shelf, question: Question, strategy: Strategy) -> bool:
    hits = search(question.query, shelf, strategy=strategy, limit=5)
    return any(hit.path == question.path and hit.title.split(" › ")[-1] == question.heading for hit in hits)


def recall(shelf: Shelf, name: str, strategy: Strategy, *, korean: bool | None = None) -> float:
    asked = [one for one in _asked(name) if one.path and korean in (None, one.korean)]
    return sum(answered(shelf, one, strategy) for one in asked) / len(asked)


def test_the_sets_are_large_and_half_korean() -> None:
    asked = [one for name in SETS for one in _asked(name) if one.path]
    assert len(asked) >= 80
    assert 0.4 <= sum(one.korean for one in asked) / len(asked) <= 0.6
    assert not {one.query for one in _asked(SETS[0])} & {one.query for one in _asked(SETS[1])}


# @req MR-14.5
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("korean", [True, False])
def test_nine_of_ten_questions_are_answered(shelf: Shelf, name: str, korean: bool) -> None:
    assert recall(shelf, name, Strategy.HYBRID, korean=korean) >= 0.9


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("alone", [Strategy.KEYWORD, Strategy.SEMANTIC])
def test_both_together_are_at_least_as_good_as_each_alone(shelf: Shelf, name: str, alone: Strategy) -> None:
    assert recall(shelf, name, Strategy.HYBRID) >= recall(shelf, name, alone)


@pytest.mark.parametrize("name", SETS)
def test_questions_about_nothing_find_nothing(shelf: Shelf, name: str) -> None:
    nothing = [one.query for one in _asked(name) if not one.path]
    assert len(nothing) >= 8
    answers = {query: [hit.id for hit in search(query, shelf, limit=5)] for query in nothing}
    assert {query: hits for query, hits in answers.items() if hits} == {}
