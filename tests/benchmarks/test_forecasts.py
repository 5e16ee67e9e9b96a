"""What forecasts are checked on, how their constants are chosen, and what chance alone would do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.forecasts import Score
from benchmarks.hits import best, gaps, perfect, tried, usual
from benchmarks.series import boards, fortnights, weeks
from maestro_cli.planning.forecast.backtest import LEVELS, backtest
from maestro_cli.planning.forecast.calibration import STEP
from maestro_cli.planning.forecast.resampling import WANDER

HISTORY = [float(abs((place * 7) % 11 - 3)) for place in range(24)]
HEADER = "boardid,sprintid,name,diff,planday,n,start,n,added,n,removed,n,todo,n,doing,n,done,admin,members\n"


def row(
    board: int, sprint: int, start: float, *, added: float = 0, removed: float = 0, diff: float = 0
) -> str:
    return f"{board},{sprint},a, b,{diff},9,0,{start},0,{added},0,{removed},0,0,0,0,0,0,1,4\n"


def test_a_board_delivers_what_it_ends_with_and_copies_count_once(tmp_path: Path) -> None:
    own = [row(1, number, 5, added=3, removed=1, diff=-number) for number in range(1, 4)]
    same = [row(2, number, 7, diff=-number) for number in range(1, 4)] + [row(2, 9, 4), row(2, 10, 4)]
    unused = [row(3, number, 0) for number in range(1, 4)]
    (tmp_path / "x.csv").write_text(HEADER + "".join((*own, *same, *unused)), encoding="utf-8")
    assert boards(tmp_path) == {"board x-1": (6.0, 5.0, 4.0)}


def test_resolved_items_are_counted_by_week_and_by_fortnight(tmp_path: Path) -> None:
    days = ["2026-01-07,3", "2026-01-08,", "2026-01-15,2", "2026-01-21,1", ",5"]
    rows = [f"{place},2026-01-01,{day}\n" for place, day in enumerate(days)]
    (tmp_path / "p.csv").write_text("id,created,resolved,points\n" + "".join(rows), encoding="utf-8")
    assert weeks(tmp_path) == {"project p": (2.0, 1.0, 1.0)}
    assert fortnights(tmp_path) == {"project p": (5.0, 1.0)}


def test_the_shipped_constants_are_scored_as_the_back_test_does() -> None:
    ours, [standard] = backtest(HISTORY, (3,), "sprint", 0)[0], [usual(HISTORY, (3,), "sprint")]
    hits = tried([HISTORY], (3,), "sprint")[WANDER, STEP]
    found, usually = gaps(hits, 3) + LEVELS, gaps([standard], 3) + LEVELS
    assert [level.hit for level in ours.levels] == pytest.approx(list(found), abs=1e-4)
    assert [level.hit for level in ours.standard.levels] == pytest.approx(list(usually), abs=1e-4)
    assert len(hits[0][3]) == ours.levels[0].forecasts


def test_the_constants_nearest_to_what_was_stated_are_chosen() -> None:
    near, far = np.tile(np.array(LEVELS) + 0.02, (5, 1)), np.tile(np.array(LEVELS) - 0.1, (5, 1))
    sprints = {(0.5, 1.0): [{1: far}], (0.25, 1.0): [{1: near}]}
    weekly = {(0.5, 1.0): [{1: near, 4: near}], (0.25, 1.0): [{1: near, 4: near}]}
    assert best([sprints, weekly]) == (0.25, 1.0)


def test_a_perfect_forecaster_is_off_by_chance_the_more_the_fewer_and_the_longer_its_forecasts() -> None:
    few, many, longer = perfect([26] * 5, 1), perfect([26] * 50, 1), perfect([26] * 50, 6)
    assert np.median(few) > 2 * np.median(many)
    assert np.median(longer) > 1.5 * np.median(many)
    one = perfect([7], 1)
    assert set(np.round(one, 6)) <= {0.5, 0.7, 0.8, 0.85, 0.9, 0.95}
    assert (one <= 0.5).mean() == pytest.approx(0.7, abs=0.06), "when no level of 70 or more is missed"


@pytest.mark.parametrize(
    ("gap", "chance", "told"), [(0.02, 0.01, "yes"), (0.04, 0.03, "no"), (0.04, 0.05, "undecided")]
)
def test_a_score_is_undecided_where_chance_goes_as_far(gap: float, chance: float, told: str) -> None:
    score = Score("week", 4, "all", 100, (0.0, -gap, 0.0, 0.0, 0.01, 0.0), chance, 0.5, 0.01)
    assert score.holds == told
    assert told in score.cells()
