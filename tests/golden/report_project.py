"""The small project of the golden reports: each section has something to say."""

from __future__ import annotations

from datetime import timedelta

from maestro_cli.model.items import Kind, Priority, Status
from maestro_cli.skills.inputs import Inputs
from tests.skills.build import AS_OF, FULL, commit, inputs, item

_TITLES = {
    "E-1": ("Checkout", "결제"),
    "US-1": ("Guests pay by card", "비회원이 카드로 결제한다"),
    "US-2": ("Refund within 14 days", "14일 안에 환불한다"),
    "US-3": ("Wallet | contract <b>draft</b>", "간편결제 | 계약 <b>초안</b>"),
    "US-4": ("Receipt by mail", "영수증 메일"),
    "US-5": ("Search box keeps its focus", "검색창이 초점을 잃지 않는다"),
    "US-6": ("Old orders", "지난 주문"),
}
_REASON = {"en": "Waiting for 2 signatures", "ko": "서명 2건을 기다리는 중"}


def project(language: str) -> Inputs:
    """Six stories of one epic, a bug, a week of commits."""
    title = {name: words[language == "ko"] for name, words in _TITLES.items()}
    day = timedelta(days=1)
    items = [
        item("E-1", title=title["E-1"], kind=Kind.EPIC, status=Status.IN_PROGRESS),
        item(
            "US-1",
            title=title["US-1"],
            parent="E-1",
            status=Status.DONE,
            points=5,
            assignee="Mina",
            sprint="S-4",
            created=AS_OF - 20 * day,
            started=AS_OF - 8 * day,
            completed=AS_OF - day,
        ),
        item(
            "US-2",
            title=title["US-2"],
            parent="E-1",
            status=Status.IN_PROGRESS,
            priority=Priority.HIGH,
            points=8,
            assignee="Mina",
            sprint="S-4",
            created=AS_OF - 20 * day,
            started=AS_OF - 5 * day,
            due=AS_OF - 2 * day,
        ),
        item(
            "US-3",
            title=title["US-3"],
            parent="E-1",
            status=Status.BLOCKED,
            priority=Priority.CRITICAL,
            points=3,
            assignee="Jonas",
            created=AS_OF - 20 * day,
            started=AS_OF - 12 * day,
            depends_on=("US-2",),
            blocked_reason=_REASON[language],
        ),
        item("US-4", title=title["US-4"], parent="E-1", points=3, created=AS_OF, depends_on=("US-3",)),
        item("US-5", title=title["US-5"], kind=Kind.BUG, created=AS_OF - 3 * day, assignee="Jonas"),
        item(
            "US-6",
            title=title["US-6"],
            status=Status.DONE,
            points=2,
            assignee="Jonas",
            started=AS_OF - 11 * day,
            completed=AS_OF - 9 * day,
        ),
    ]
    commits = [
        commit(1, AS_OF - 4 * day, "US-1", insertions=120, deletions=14),
        commit(2, AS_OF - 2 * day, "US-1", "US-2", insertions=40, deletions=2),
        commit(3, AS_OF - day, "US-2", author="Jonas", insertions=1_250, deletions=300),
        commit(4, AS_OF - day, author="Jonas", insertions=4),
        commit(5, AS_OF - day, author="renovate[bot]", is_bot=True, insertions=9_000),
        commit(6, AS_OF, is_merge=True),
    ]
    return inputs(items, commits, settings=FULL, language=language)
