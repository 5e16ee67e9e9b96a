"""Words for the kinds and statuses of items, in English and Korean."""

from __future__ import annotations

KINDS = {
    "en": {
        "kind.requirement": "Requirement",
        "kind.epic": "Epic",
        "kind.feature": "Feature",
        "kind.story": "Story",
        "kind.task": "Task",
        "kind.bug": "Bug",
        "kind.spike": "Spike",
        "kind.wbs_group": "WBS group",
        "kind.wbs_item": "WBS item",
        "kind.wbs_task": "WBS task",
        "kind.decision": "Decision",
        "kind.risk": "Risk",
    },
    "ko": {
        "kind.requirement": "요구사항",
        "kind.epic": "에픽",
        "kind.feature": "기능",
        "kind.story": "스토리",
        "kind.task": "태스크",
        "kind.bug": "버그",
        "kind.spike": "스파이크",
        "kind.wbs_group": "WBS 그룹",
        "kind.wbs_item": "WBS 항목",
        "kind.wbs_task": "WBS 태스크",
        "kind.decision": "결정",
        "kind.risk": "위험",
    },
}
"""Language → `kind.…` → words."""

STATUSES = {
    "en": {
        "status.draft": "draft",
        "status.ready": "ready",
        "status.in_progress": "in progress",
        "status.blocked": "blocked",
        "status.review": "in review",
        "status.done": "done",
        "status.cancelled": "cancelled",
    },
    "ko": {
        "status.draft": "초안",
        "status.ready": "준비됨",
        "status.in_progress": "진행 중",
        "status.blocked": "막힘",
        "status.review": "리뷰 중",
        "status.done": "완료",
        "status.cancelled": "취소됨",
    },
}
"""Language → `status.…` → words."""
