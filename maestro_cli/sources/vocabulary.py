"""The words of other trackers for kind, status and priority."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TypeVar

from maestro_cli.model.items import Kind, Priority, Status

Word = TypeVar("Word", bound=StrEnum)

_SEPARATORS = re.compile(r"[\s\-_'’./]+")

_STATUS: dict[Status, str] = {
    Status.DRAFT: (
        "draft, idea, proposed, proposal, triage, needs triage, unrefined, funnel, 초안, 제안, 아이디어"
    ),
    Status.READY: (
        "ready, todo, open, opened, backlog, product backlog, sprint backlog, new, refined, groomed, "
        "selected, selected for development, ready for development, ready for dev, approved, "
        "planned, not started, unstarted, pending, reopened, queued, next, 할 일, 할일, 해야 할 일, "
        "열림, 대기, 대기 중, 예정, 준비, 준비됨, 백로그, 신규, 재개"
    ),
    Status.IN_PROGRESS: (
        "in progress, doing, wip, work in progress, started, active, in development, in dev, "
        "developing, development, implementing, in work, ongoing, under way, underway, committed, "
        "진행, 진행 중, 작업 중, 개발 중"
    ),
    Status.BLOCKED: (
        "blocked, on hold, hold, impeded, impediment, waiting, stuck, paused, suspended, 차단, "
        "차단됨, 막힘, 보류, 보류 중, 블록"
    ),
    Status.REVIEW: (
        "review, in review, code review, under review, reviewing, pending review, ready for review, "
        "testing, in testing, in test, test, ready for test, ready for testing, qa, in qa, "
        "ready for qa, verify, verifying, verification, validation, uat, acceptance, staging, 검토, "
        "검토 중, 리뷰, 리뷰 중, 테스트, 테스트 중, 검증 중"
    ),
    Status.DONE: (
        "done, closed, resolved, complete, completed, finished, fixed, merged, released, shipped, "
        "delivered, deployed, accepted, verified, 완료, 완료됨, 닫힘, 종료, 종료됨, 해결, 해결됨, "
        "배포됨"
    ),
    Status.CANCELLED: (
        "cancelled, canceled, won't do, will not do, wontfix, won't fix, will not fix, duplicate, "
        "duplicated, rejected, declined, abandoned, obsolete, removed, dropped, discarded, invalid, "
        "not planned, not doing, cannot reproduce, 취소, 취소됨, 중복, 폐기, 반려, 거절, 제외"
    ),
}

_KIND: dict[Kind, str] = {
    Kind.REQUIREMENT: (
        "requirement, req, functional requirement, business requirement, 요구사항, 요구 사항, 요건"
    ),
    Kind.EPIC: "epic, initiative, 에픽",
    Kind.FEATURE: "feature, capability, enhancement, new feature, feature request, 기능, 피처",
    Kind.STORY: "story, user story, product backlog item, pbi, issue, 스토리, 사용자 스토리, 유저 스토리",
    Kind.TASK: "task, subtask, chore, todo, technical task, improvement, 작업, 태스크, 할 일, 하위 작업",
    Kind.BUG: "bug, defect, fault, incident, problem, fix, 버그, 결함, 오류",
    Kind.SPIKE: "spike, research, investigation, 스파이크, 조사",
    Kind.WBS_GROUP: "wbs group",
    Kind.WBS_ITEM: "wbs item",
    Kind.WBS_TASK: "wbs task",
    Kind.DECISION: "decision, adr, 결정, 의사결정",
    Kind.RISK: "risk, 위험, 리스크",
}

_PRIORITY: dict[Priority, str] = {
    Priority.CRITICAL: (
        "critical, highest, blocker, urgent, immediate, very high, showstopper, p0, 긴급, 심각, "
        "매우 높음, 최상, 가장 높음"
    ),
    Priority.HIGH: "high, major, important, p1, 높음, 높은, 상, 중요",
    Priority.MEDIUM: (
        "medium, normal, moderate, default, standard, none, no priority, p2, 보통, 중간, 중, 일반, 없음"
    ),
    Priority.LOW: (
        "low, minor, lowest, trivial, very low, nice to have, p3, p4, p5, 낮음, 낮은, 하, 매우 낮음, "
        "사소, 가장 낮음"
    ),
}


def normal_form(word: str) -> str:
    """Return `word` without case, spaces, hyphens, underscores and apostrophes, composed (NFC)."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFC", word[:200]).casefold())


def _table(words: dict[Word, str]) -> dict[str, Word]:
    return {normal_form(name): word for word, names in words.items() for name in names.split(", ")}


STATUSES = _table(_STATUS)
KINDS = _table(_KIND)
PRIORITIES = _table(_PRIORITY)
