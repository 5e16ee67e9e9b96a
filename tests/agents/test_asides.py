"""What a request sets aside is not asked for."""

from __future__ import annotations

import pytest

from maestro_cli.agents.router import route
from maestro_cli.agents.routing.asides import set_aside
from maestro_cli.agents.routing.reading import read
from tests.agents.requests import AS_OF

IDS = ("US-1", "US-2")


def left(text: str) -> str:
    tokens = read(text, IDS).tokens
    aside = set_aside(tokens)
    return " ".join(token.text for token in tokens if token not in aside)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Not a report, just the date", "just the date"),
        ("I don't need a forecast or a risk list, just a write-up", "just a write up"),
        ("Forget the velocity chart. Which ticket is next?", "which ticket is next"),
        ("I know who is blocked. In what order do we build?", "in what order do we build"),
        ("the forecast of US-2 instead of US-1", "the forecast of us-2"),
        ("instead of US-1 close US-2", "close us-2"),
        ("보고서 말고요, 날짜만 알려주세요", "날짜만 알려주세요"),
        ("리스크랑 예측은 빼고 주간 보고", "주간 보고"),
        ("계획도 필요 없고 막힌 것만", "막힌 것만"),
        ("막힌 건 알아. 앞으로 위험한 걸 말해줘", "앞으로 위험한 걸 말해줘"),
        ("보고서 쓰지 말고 날짜만", "날짜만"),
    ],
)
def test_what_is_set_aside_is_left_out(text: str, kept: str) -> None:
    assert left(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "which stories are not done yet?",
        "no one told me who is blocked",
        "담당자 없고 기한 지난 작업",
        "US-1 빼고 다음 스프린트 계획",
        "왜 카프카 말고 래빗으로 갔어?",
        "잊지 말고 주간보고 써줘",
        "막힌 거 숨기지 말고 다 알려줘",
        "US-1 언제 끝나는지 알아요?",
        "I saw US-1 was finished",
        "don't forget the weekly report",
        "why Kafka and not RabbitMQ?",
        "not only the risks but also the velocity",
        "not just the risks, the velocity too",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert left(text) == " ".join(token.text for token in read(text, IDS).tokens)


def test_arguments_are_not_taken_from_what_is_set_aside() -> None:
    [wish] = route("not two sprints, plan three sprints", IDS, AS_OF).wishes
    assert wish.arguments["sprints"] == 3


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("no blockers today? show me anyway", ("scrum_master",)),
        ("위험 요소 빠뜨리지 말고 전부 알려줘", ("risk_quality",)),
        ("백로그 말고 김치찌개 레시피", ()),
    ],
)
def test_where_nothing_else_is_asked_it_is_heard(text: str, agents: tuple[str, ...]) -> None:
    assert route(text, IDS, AS_OF).agents == agents
