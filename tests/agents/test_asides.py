"""What a request sets aside is not asked for, and what it forbids is not done."""

from __future__ import annotations

import pytest

from maestro_cli.agents.router import route
from maestro_cli.agents.routing.asides import set_aside
from maestro_cli.agents.routing.reading import read
from maestro_cli.model.requests import Intent
from tests.agents.requests import AS_OF

IDS = ("US-1", "US-2")


def left(text: str) -> str:
    tokens = read(text, IDS).tokens
    aside = set_aside(tokens)
    return " ".join(token.text for token in tokens if token.start not in aside)


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
        ("US-1은 닫지말고 US-2만 닫아줘", "us-2 만 닫아줘"),
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
        "don't forget the weekly report",
        "why Kafka and not RabbitMQ?",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert left(text) == " ".join(token.text for token in read(text, IDS).tokens)


@pytest.mark.parametrize(
    "text",
    [
        "don't close US-1",
        "never move US-1 to done",
        "please do not mark US-1 as done yet",
        "US-1 완료 처리하지 마",
        "US-1은 아직 완료로 바꾸지 말아줘",
        "아무것도 완료로 바꾸지 마세요",
    ],
)
def test_nothing_that_is_forbidden_is_to_be_changed(text: str) -> None:
    wishes = route(text, IDS, AS_OF).wishes
    assert [wish.arguments for wish in wishes if wish.intent is Intent.STATUS_CHANGE] in ([], [{}])


@pytest.mark.parametrize(
    "text",
    [
        "don't close US-1, close US-2",
        "mark US-2 as done, not US-1",
        "US-1 말고 US-2 완료로 바꿔",
        "US-1은 완료로 바꾸지 말고 US-2만 완료로 바꿔줘",
    ],
)
def test_only_what_is_meant_is_changed(text: str) -> None:
    [wish] = route(text, IDS, AS_OF).wishes
    assert (wish.intent, wish.arguments) == (Intent.STATUS_CHANGE, {"items": ["US-2"], "status": "done"})
