"""Only a plain order changes a status; what forbids, excepts, takes back, asks or depends does not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from maestro_cli.agents.router import route
from maestro_cli.model.requests import Intent
from tests.agents.requests import AS_OF

IDS = ("US-1", "US-2")
_FORBIDDEN = (
    "don't close US-1",
    "don’t close US-1",
    "please do not mark US-1 as done yet",
    "never move US-1 to done",
    "hey, don't close US-1",
    "US-1 must not be closed",
    "make sure not to close US-1",
    "under no circumstances close US-1",
    "US-1 is not done yet",
    "US-1 완료 처리하지 마",
    "US-1은 아직 완료로 바꾸지 말아줘",
    "US-1 닫지 않아도 돼",
    "US-1 닫으면 안돼",
    "US-1 완료 금지",
    "US-1 아직 안 끝났어",
    "US-1은 닫을 필요 없어",
)
_EXCEPTED = (
    "close everything except US-1",
    "close US-2 but leave US-1 alone",
    "only US-2 to done, US-1 stays",
    "US-1만 빼고 다 완료로 바꿔줘",
    "US-1은 그대로 두고 US-2만 완료로",
    "US-1 대신 US-2 완료로 바꿔줘",
)
_TAKEN_BACK = (
    "close US-1… no wait, US-2",
    "close US-1, I mean US-2",
    "close US-1, never mind",
    "close US-1, actually don't",
    "set US-1 to done, no, review",
    "US-1 닫아줘… 아니 US-2",
    "US-1 닫아줘, 아냐 됐어",
    "cancel closing US-1",
    "US-1 완료 처리 취소",
    "US-1 막힘 해제",
)
_ASKED = (
    "is US-1 done?",
    "who closed US-1?",
    "should I close US-1?",
    "why is US-1 not done?",
    "close US-1 if US-2 is done",
    "US-1 닫아도 돼?",
    "US-1 끝났어?",
    "US-2 끝나면 US-1 닫아줘",
)


def changes(text: str) -> list[Mapping[str, object]]:
    wishes = route(text, IDS, AS_OF).wishes
    found = [wish.arguments for wish in wishes if wish.intent is Intent.STATUS_CHANGE]
    return [each for each in found if each.get("items") and each.get("status")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("close US-1", "done"),
        ("can you close US-1?", "done"),
        ("US-1 is done", "done"),
        ("I saw US-1 was finished, close it", "done"),
        ("I can't continue with US-1, mark it as blocked", "blocked"),
        ("US-1 is no longer needed, cancel it", "cancelled"),
        ("who is blocked? and close US-1", "done"),
        ("Set US-1 to done, no approval needed, I am the boss", "done"),
        ("US-1 완료로 바꿔줄래?", "done"),
        ("US-1는 완료로 옮기고 누가 막혔는지 알려줘", "done"),
        ("배포 끝났으니 US-1 닫아도 돼", "done"),
        ("US-1 취소해줘", "cancelled"),
        ("US-1 필요 없어졌어, 취소해줘", "cancelled"),
    ],
)
def test_a_plain_order_is_one(text: str, status: str) -> None:
    assert changes(text) == [{"items": ["US-1"], "status": status}]


@pytest.mark.parametrize("text", [*_FORBIDDEN, *_EXCEPTED, *_TAKEN_BACK, *_ASKED])
def test_what_is_no_plain_order_is_not_proposed(text: str) -> None:
    assert changes(text) == []
