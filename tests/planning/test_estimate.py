"""What holds for every estimate, whatever the items say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.estimate import Estimate
from maestro_cli.model.items import Item, Kind, Place, Status
from maestro_cli.planning.estimate.backtest import backtest, parts
from maestro_cli.planning.estimate.estimator import estimate
from maestro_cli.planning.estimate.experts import NAMES
from maestro_cli.planning.estimate.history import estimated_items, items_to_estimate, regime, scale_of
from maestro_cli.planning.estimate.pool import LEVEL, interval, judge, middle, pool
from maestro_cli.planning.estimate.text import BUCKETS, grams, marks, terms

SPLIT = (0.6, 0.2, 0.2)
HARD = ("migrate the payment database without downtime", "결제 데이터베이스를 중단 없이 이전")
EASY = ("fix a typo on the help page", "도움말 화면의 오타 수정")
TEXTS = st.text(st.characters(), max_size=40) | st.sampled_from(
    [*HARD, *EASY, "", "\x00\x1b[31m", "a" * 3000]
)


def item(number: int, title: str, points: float | None = None, **fields: object) -> Item:
    return Item(f"I-{number}", title, Place("backlog/items.yaml", number), points=points, **fields)  # type: ignore[arg-type]


def team(count: int, seed: int = 0) -> list[Item]:
    """Items of which the hard ones mostly have 8 points and the easy ones mostly 1."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        hard = bool(random.random() < 0.5)
        title = f"{(HARD if hard else EASY)[int(random.integers(2))]} {random.integers(1000)}"
        usual, other = ((8, 5), (1, 2))[not hard]
        made.append(item(number, title, float(usual if random.random() < 0.8 else other)))
    return made


PASTS = st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from([0.0, 0.5, 1, 2, 3, 5, 8, 100])), max_size=30)


def items_of(past: Sequence[tuple[str, str, float]]) -> list[Item]:
    return [item(at, title, points, description=body) for at, (title, body, points) in enumerate(past)]


# @req MR-4.3
@settings(max_examples=40, deadline=None)
@given(PASTS, st.lists(TEXTS, min_size=1, max_size=4))
def test_an_estimate_is_a_value_the_team_uses_inside_its_interval(
    past: list[tuple[str, str, float]], titles: list[str]
) -> None:
    history = items_of(past)
    asked = [item(1000 + at, title) for at, title in enumerate(titles)]
    found, learnt = estimate(history, asked)
    assert [one.id for one in found] == [one.id for one in asked]
    assert learnt.items == len(history)
    known, used = {one.id for one in history}, {one.points for one in history}
    for one in found:
        if not history:
            assert one == Estimate(one.id, one.title)
            continue
        assert one.points is not None
        assert one.low is not None
        assert one.high is not None
        assert {one.low, one.points, one.high} <= used
        assert one.low <= one.points <= one.high
        assert {near.id for near in one.neighbours} <= known, "an item is never its own neighbour"
        assert all(0 < near.similarity <= 1 for near in one.neighbours)
    assert estimate(history, asked) == (found, learnt), "the same question has the same answer"


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, min_size=5, max_size=20, unique_by=str.casefold), st.data())
def test_an_item_that_was_there_before_gets_its_points(titles: list[str], data: st.DataObject) -> None:
    points = [float(at % 7) for at in range(len(titles))]
    at = data.draw(st.integers(0, len(titles) - 1))
    history = [
        item(number, title, value) for number, (title, value) in enumerate(zip(titles, points, strict=True))
    ]
    same = {one.points for one in history if one.title.split() == titles[at].split()}
    (found,), _ = estimate(history, [item(999, f"  {titles[at]} ")])
    assert found.method == "pool" or found.points in same
    (found,), _ = estimate(history[at : at + 1] * 3, [item(999, titles[at])])
    assert (found.points, found.method) == (points[at], "same_text")


# @req MR-4.3
@settings(max_examples=15, deadline=None)
@given(PASTS.filter(lambda past: len(past) >= 10), st.data())
def test_the_future_changes_no_frozen_estimate(
    past: list[tuple[str, str, float]], data: st.DataObject
) -> None:
    history = items_of(past)
    at = parts(len(history), SPLIT)
    last = len(history) - 1
    before = backtest(history, SPLIT, "frozen")
    other = data.draw(st.sampled_from([0.0, 1.0, 8.0, 1000.0]))
    after = backtest([*history[:last], replace(history[last], points=other)], SPLIT, "frozen")
    assert before is not None
    assert after is not None
    assert before.weights == after.weights
    if at.end - at.choose > 1:  # all errors but that of the last item are the same
        true = history[last].points
        assert true is not None
        gap = abs(before.mae - after.mae) * before.n
        assert gap <= abs(true - other) + 0.01


def test_words_tell_hard_from_easy_in_both_languages() -> None:
    history = team(80)
    asked = [item(100 + at, title) for at, title in enumerate([*HARD, *EASY])]
    found, learnt = estimate(history, asked)
    assert [one.points for one in found] == [8, 8, 1, 1]
    assert {one.level for one in found} == {LEVEL}
    assert found[0].neighbours[0].similarity > 0.5
    assert learnt.mae is not None
    assert learnt.mae_median is not None
    assert learnt.mae < learnt.mae_median / 2
    assert set(learnt.weights) == set(NAMES)
    assert sum(learnt.weights.values()) == pytest.approx(1, abs=0.01)
    assert learnt.weights["words"] > learnt.weights["all"]


@pytest.mark.parametrize("count", [1, 3, 12])
def test_a_short_past_states_no_confidence(count: int) -> None:
    history = team(count)
    (found,), learnt = estimate(history, [item(99, "anything")])
    assert found.level is None
    assert (found.low, found.high) == (min(learnt.scale), max(learnt.scale))
    assert learnt.judged < 10


@pytest.mark.parametrize("protocol", ["frozen", "live"])
def test_a_backtest_beats_the_median_where_words_tell(protocol: str) -> None:
    score = backtest(team(150), SPLIT, protocol)
    assert score is not None
    assert score.n == 30
    assert score.mae < score.mae_median / 2
    assert score.sa is not None
    assert 0.5 < score.sa <= 1
    assert score.within_one_step > 0.9
    assert score.coverage >= 0.7


def test_live_follows_a_change_that_frozen_cannot() -> None:
    before = [replace(one, points=13.0) for one in team(160)]
    after = [replace(one, id=f"L-{one.id}", points=2.0) for one in team(100, seed=1)]
    frozen, live = (backtest([*before, *after], (0.6, 0.02, 0.38), name) for name in ("frozen", "live"))
    assert frozen is not None
    assert live is not None
    assert live.mae < frozen.mae / 2
    change = regime([*before, *after])
    assert change is not None
    assert (change.id, change.items, change.before, change.after) == ("L-I-0", 160, 13, 2)
    assert regime(team(100)) is None
    assert regime(team(39)) is None


@pytest.mark.parametrize("count", range(5))
def test_too_little_to_divide_is_no_backtest(count: int) -> None:
    found = backtest(team(count), SPLIT, "frozen")
    at = parts(count, SPLIT)
    assert (found is None) == (not 0 < at.train < at.choose < at.end)


def test_parts_are_those_of_the_papers() -> None:
    assert parts(384, SPLIT) == parts(384, (6, 2, 2))
    assert (parts(10, SPLIT).train, parts(10, SPLIT).choose) == (6, 8)
    assert (parts(384, SPLIT).train, parts(384, SPLIT).choose) == (230, 306)


def test_points_of_one_value_and_of_many() -> None:
    (found,), _ = estimate([replace(one, points=3.0) for one in team(60)], [item(99, "x")])
    assert (found.low, found.points, found.high) == (3, 3, 3)
    many = [replace(one, points=at / 7) for at, one in enumerate(team(200))]
    (found,), learnt = estimate(many, [item(999, "x")])
    assert len(learnt.scale) <= 60
    assert found.points in {one.points for one in many}
    assert len(scale_of(np.arange(500.0), np.arange(500.0))) <= 60


def test_huge_and_hostile_texts() -> None:
    nasty = ["\x00\x1b]0;x\x07", "\ud800", "가" * 500_000, "at a.b(C.java:1)\n" * 50_000, " ", "İß"]
    history = [item(at, text, float(at % 3 + 1), description=text) for at, text in enumerate(nasty * 3)]
    found, _ = estimate(history, [replace(one, id=f"A{one.id}", points=None) for one in history])
    assert all(one.points in {1, 2, 3} for one in found)


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS)
def test_terms_are_ascending_and_counted(title: str, body: str) -> None:
    one = item(1, title, description=body)
    for ids, counts in (terms(one), grams(one)):
        assert (np.diff(ids) > 0).all()
        assert ((ids >= 0) & (ids < BUCKETS)).all()
        assert (counts >= 1).all()
        assert len(ids) == len(counts) > 0
    assert np.isfinite(marks([one])).all()


def test_the_past_is_in_order_of_creation_else_of_its_source() -> None:
    day = date(2026, 1, 1)
    dated = [item(at, "x", 1.0, created=day - timedelta(days=at)) for at in range(3)]
    mixed = [*dated, item(7, "x", 2.0), item(8, "x", None), item(9, "x", 3.0, kind=Kind.REQUIREMENT)]
    assert [one.id for one in estimated_items(Backlog(mixed))] == ["I-7", "I-2", "I-1", "I-0"]
    plain = [*(item(at, "x", 1.0) for at in (3, 1, 2)), item(4, "x", 1e300)]
    assert [one.id for one in estimated_items(Backlog(plain), without={"I-1"})] == ["I-3", "I-2"]


def test_what_is_estimated_is_open_work_without_points() -> None:
    backlog = Backlog(
        [
            item(1, "x", 3.0),
            item(2, "x"),
            item(3, "x", status=Status.DONE),
            item(4, "x", kind=Kind.EPIC),
            item(5, "x", parent="I-4"),
            item(6, "x", kind=Kind.RISK),
        ]
    )
    assert [one.id for one in items_to_estimate(backlog)] == ["I-2", "I-5"]


def test_an_expert_that_is_wrong_counts_little_and_the_interval_holds() -> None:
    scale = np.array([1.0, 2.0, 3.0, 5.0])
    truth = np.tile([1.0, 1.0, 1.0, 2.0, 5.0], 20)
    right = np.tile([0.6, 0.8, 0.8, 1.0], (100, 1))
    wrong = np.tile([0.0, 0.0, 0.0, 1.0], (100, 1))
    judgement = judge(np.stack([right, wrong]), truth, scale)
    assert judgement.weights[0] == 1
    assert judgement.weights[1] < 0.01
    pooled = pool(np.stack([right, wrong]), judgement.weights)
    low, high = interval(pooled, scale, judgement.reach)
    assert middle(pooled, scale)[0] == 1
    assert ((low <= truth) & (truth <= high)).mean() >= LEVEL


def test_an_item_without_a_word_in_common_is_no_evidence() -> None:
    past = [item(n, f"Work on module {n}", float(n % 3 + 1)) for n in range(12)]
    (found,), _ = estimate(past, [item(99, "Zebra photographs")])
    assert found.neighbours == ()
    (other,), _ = estimate(past, [item(99, "Module of zebras")])
    assert other.neighbours
