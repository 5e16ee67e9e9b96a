"""What a sentence counts may be told in the negative; that it is there may not be denied."""

from __future__ import annotations

import pytest

from maestro_cli.model.wording import contradicted

VALUES = {
    "done.count": 4.0,
    "blocked.count": 3.0,
    "held_up.count": 5.0,
    "overdue.count": 4.0,
    "plan.left_out": 6.0,
    "open.count": 0.0,
    "done.points.change": 8.0,
    "velocity.slope": -1.5,
}


@pytest.mark.parametrize(
    "text",
    [
        "4 items[^overdue.count] are past their date and have not been finished.",
        "4 items[^overdue.count] were not finished in time.",
        "4 items[^overdue.count] failed to meet their date.",
        "3 items[^blocked.count] cannot go on until the provider answers.",
        "3 items[^blocked.count] have not moved, and 5 items[^held_up.count] wait behind them.",
        "3 items[^blocked.count] don't have an owner.",
        "6 items[^plan.left_out] do not fit into the sprint.",
        "There is no doubt that 3 items[^blocked.count] need attention.",
        "No fewer than 3 items[^blocked.count] wait.",
        "Not only did 4 items[^done.count] finish.",
        "It is wrong to drop anything while 3 items[^blocked.count] wait.",
        "Nobody should worry: 4 items[^done.count] went out.",
        "Nothing is open[^open.count].",
        "Velocity went down by 1.5[^velocity.slope].",
        "6건[^plan.left_out]은 이번 스프린트에 들어가지 못합니다.",
        "3건[^blocked.count]이 아직 해결되지 않았습니다.",
        "4건[^overdue.count]은 기한을 지키지 못했습니다.",
        "3건[^blocked.count]은 담당자가 없습니다.",
        "4건[^done.count]을 완료했고 큰 문제는 없습니다.",
        "남은 작업은 없습니다[^open.count].",
        "팀 속도가 1.5포인트[^velocity.slope] 줄고 있습니다.",
    ],
)
def test_what_is_so_stays(text: str) -> None:
    assert contradicted(text, VALUES) is None


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("There are no 3 items[^blocked.count].", "blocked.count"),
        ("Nobody has seen 3 items[^blocked.count].", "blocked.count"),
        ("3 items[^blocked.count] do not exist.", "blocked.count"),
        ("It is not true that 3 items[^blocked.count] wait.", "blocked.count"),
        ("The project is free of 3 items[^blocked.count].", "blocked.count"),
        ("3 items[^blocked.count] is a lie.", "blocked.count"),
        ("3 items[^blocked.count]? No such thing.", "blocked.count"),
        ("Less than [^done.count] were finished.", "done.count"),
        ("Velocity is gaining 1.5[^velocity.slope].", "velocity.slope"),
        ("Output contracted by 8 points[^done.points.change].", "done.points.change"),
        ("막힌 것은 3건[^blocked.count]이 아닙니다.", "blocked.count"),
        ("3건[^blocked.count]은 없습니다.", "blocked.count"),
        ("3건[^blocked.count]이 막혔다는 것은 사실이 아닙니다.", "blocked.count"),
        ("3건[^blocked.count] 미만이 막혀 있습니다.", "blocked.count"),
        ("4건[^done.count]은커녕 아무것도 없네요.", "done.count"),
        ("완료 포인트가 8포인트[^done.points.change] 줄었습니다.", "done.points.change"),
    ],
)
def test_what_is_denied_or_turned_round_is_found(text: str, figure: str) -> None:
    assert contradicted(text, VALUES) == figure
