"""A true number beside a false claim is refused; what is said at a distance is not judged."""

from __future__ import annotations

import pytest

from maestro_cli.llm.predicates import is_misnamed


@pytest.mark.parametrize(
    "sentence",
    [
        "Finished {blocked.count}.",
        "Completed only {open.count} this week.",
        "{blocked.count} are done.",
        "{in_progress.count} have been finished, and {done.count} too.",
        "{done.count} are blocked.",
        "Blocked: {done.count}.",
        "Started {open.count}.",
        "{blocked.count}을 완료했습니다.",
        "{done.count}이 막혀 있습니다.",
        "{open.count}을 시작했습니다.",
        "{done.points}가 진행 중입니다.",
    ],
)
def test_what_belongs_to_another_figure_is_refused(sentence: str) -> None:
    assert is_misnamed(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Finished {done.count} worth {done.points}, while {blocked.count} waits.",
        "{blocked.count} must be finished before {held_up.count} can go on.",
        "{open.count} are not finished.",
        "Not finished: {open.count}.",
        "{blocked.count} is blocked, {in_progress.count} in progress and {done.count} done.",
        "Velocity finished at {velocity.last}.",
        "{done.count}을 완료했고, {blocked.count}이 막혀 있습니다.",
        "{open.count}이 완료되지 않았습니다.",
        "{in_progress.count}이 진행 중이며 {ready.count}은 시작할 수 있습니다.",
        "{plan.points} was planned, and {done.points} finished.",
    ],
)
def test_what_may_be_said_is_taken(sentence: str) -> None:
    assert not is_misnamed(sentence)
