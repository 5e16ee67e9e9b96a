"""A small plan with everything in it, as `maestro plan` answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from maestro_cli.model.evidence import Evidence
from maestro_cli.model.history import SprintRecord
from maestro_cli.model.plain import to_plain
from maestro_cli.model.plan import (
    Bottleneck,
    ByDay,
    Capacity,
    Conflict,
    Excluded,
    Forecast,
    GoalCover,
    Included,
    Plan,
    PlannedSprint,
    SprintCapacity,
    Trend,
    Velocity,
    WhatIf,
)
from maestro_cli.model.plan_changes import Alternative, Explanation, Gain, Remedy, Stability

AS_OF = date(2026, 11, 21)

REMEDIES = (Remedy(("capacity=+5",), 142), Remedy(("drop=US-3",), 112))

_WORDS = {
    "en": {
        "project": "Corner Shop",
        "goal": "Card payments before Christmas",
        "titles": {
            "US-1": "Pay by card",
            "US-2": "Refund a card payment",
            "BUG-7": "Basket | total is wrong for [gift] cards",
            "US-3": "Find a product by name",
            "US-9": "Recommend products",
            "US-12": "Ask @team about #42 <script>alert(1)</script>",
        },
        "US-1": "in progress, carried over; unblocks US-2",
        "US-2": "value 20 for 5 points",
        "BUG-7": "pinned to S-8",
        "US-3": "value 10 for 3 points",
        "US-9": "outweighed by US-1 and US-2: more value per point",
        "US-12": "not estimated: set points",
        "remedy": "with 5 points more a sprint, or without US-3 (value 10 less)",
        "gain": "One point more in every sprint is worth 2",
        "conflict": "Mina has 8 points in S-8, but room for 6: US-1, BUG-7",
        "bottleneck": "Capacity: US-9 (value 20, 8 points) lacks 5 points in S-9",
    },
    "ko": {
        "project": "모퉁이 상점",
        "goal": "크리스마스 전에 카드 결제 열기",
        "titles": {
            "US-1": "카드로 결제하기",
            "US-2": "카드 결제 환불하기",
            "BUG-7": "[상품권] 적용 시 장바구니 합계 | 오류",
            "US-3": "이름으로 상품 찾기",
            "US-9": "상품 추천하기",
            "US-12": "@team 에게 #42 물어보기 <script>alert(1)</script>",
        },
        "US-1": "진행 중이라 이월; US-2의 선행 작업",
        "US-2": "5포인트로 가치 20",
        "BUG-7": "S-8에 고정됨",
        "US-3": "3포인트로 가치 10",
        "US-9": "포인트당 가치가 더 큰 US-1, US-2에 밀림",
        "US-12": "추정하지 않음: points를 정해 주세요",
        "remedy": "스프린트당 5포인트 늘리면 또는 US-3을(를) 빼면(가치 10 감소)",
        "gain": "모든 스프린트에 1포인트를 더하면 가치 2",
        "conflict": "미나는 S-8에 6포인트까지 맡을 수 있는데 8포인트가 잡혔습니다: US-1, BUG-7",
        "bottleneck": "용량: 가치 20인 US-9(8포인트)에는 S-9에서 5포인트가 모자랍니다",
    },
}


def plan_data(language: str, *, short_history: bool = False, proven: bool = True) -> dict[str, Any]:
    """Return the plan's plain data with its words in `language`."""
    words: dict[str, Any] = _WORDS[language]
    past = tuple(
        SprintRecord(f"S-{n}", date(2026, 8, 1), date(2026, 8, 14), 12, points)
        for n, points in enumerate((9.0, 12.0, 10.0, 11.0, 10.0, 13.0, 8.0), start=1)
    )[: 3 if short_history else None]
    cited = tuple(f"sprint:{record.id}" for record in past)
    plan = Plan(
        objective=122 if proven else 115.5,
        bound=122,
        proven_optimal=proven,
        gap=0 if proven else 6.5 / 122,
        sprints=(
            PlannedSprint("S-8", 0, date(2026, 11, 23), date(2026, 12, 4), 10, 9.5, ("US-1", "BUG-7")),
            PlannedSprint("S-9", 1, date(2026, 12, 7), date(2026, 12, 18), 11, 8, ("US-2", "US-3")),
            PlannedSprint("S-10", 2, date(2026, 12, 21), date(2027, 1, 1), 6, 0, ()),
        ),
        included=(
            Included("BUG-7", 0, 1.5, 10, words["BUG-7"], "pinned"),
            Included("US-1", 0, 8, 40, words["US-1"], "carry_over"),
            Included("US-2", 1, 5, 20, words["US-2"]),
            Included("US-3", 1, 3, 10, words["US-3"]),
        ),
        excluded=(
            Excluded("US-12", "not_estimated", words["US-12"]),
            Excluded("US-9", "outweighed", words["US-9"], {}, REMEDIES, words["remedy"]),
        ),
        utilization=17.5 / 27,
        conflicts=(Conflict("over_allocated", ("US-1", "BUG-7"), words["conflict"]),),
        bottleneck=Bottleneck("capacity", 20, ("US-9",), words["bottleneck"]),
        forecast=Forecast(
            {
                "50": None if short_history else date(2026, 12, 18),
                "70": None if short_history else date(2026, 12, 18),
                "85": None if short_history else date(2027, 1, 1),
                "95": None,
            },
            None if short_history else 0.8731,
            tuple(record.completed or 0.0 for record in past),
            "Monte Carlo",
            points=17.5,
            by=date(2027, 1, 1),
            curve=()
            if short_history
            else (
                ByDay(date(2026, 12, 4), 0.0202),
                ByDay(date(2026, 12, 18), 0.7312),
                ByDay(date(2027, 1, 1), 0.8731),
                ByDay(date(2027, 1, 15), 0.9412),
            ),
            observed=(date(2026, 12, 18), None) if short_history else (),
            evidence=cited,
        ),
        evidence=(Evidence("item:US-1", "planned"), Evidence("setting:sprint.starts", "2026-11-23")),
        confidence=0.8,
        goal=GoalCover(words["goal"], ("US-1", "US-2", "US-9"), ("US-1", "US-2")),
        velocity=Velocity(
            10, past[-5:], past, Trend(-0.2, 5, "stable"), basis="settings", evidence=cited[-5:]
        ),
        capacity=Capacity(
            "velocity",
            (SprintCapacity("S-8", 0, date(2026, 11, 23), date(2026, 12, 4), 10, 10, 38, 40, 304),),
            evidence=(Evidence("setting:sprint.reserve", "10%"),),
        ),
    )
    data = to_plain(replace(plan, **_changes(plan, words)) if proven else plan)
    assert isinstance(data, dict)
    assignees = {"US-1": "Mina", "BUG-7": "Mina", "US-2": "서연"}
    return data | {"titles": words["titles"], "assignees": assignees}


def _changes(plan: Plan, words: dict[str, Any]) -> dict[str, Any]:
    """Return what a plan says when it was asked for everything that could change it."""
    more = replace(
        plan,
        objective=142,
        included=(*plan.included, Included("US-9", 1, 8, 20, "")),
        capacity=Capacity("given", ()),
    )
    return {
        "explanation": Explanation(
            {}, (Gain("capacity", 2, words["gain"]),), ((0, 122), (5, 142)), trials=31
        ),
        "alternatives": (Alternative(112, 22.5, True, {"US-1": 0, "US-9": 1}, ("US-9",), ("US-2", "US-3")),),
        "stability": Stability(0.5, "plan-20261107-0a1b2c", ("US-1",), ("US-2",), ("US-12",), 6.5),
        "what_if": WhatIf(("capacity=+5", "add-person=<b>Ana|Bo</b>"), more, ("US-9",), (), ("US-2",)),
    }


def project_name(language: str) -> str:
    """Return the project's name in `language`."""
    return str(_WORDS[language]["project"])
