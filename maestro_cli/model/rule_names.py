"""Names and questions of the traceability rules, in the languages that documents are printed in."""

from __future__ import annotations

RULE_NAMES = {
    "T0": {"en": "Waivers", "ko": "예외 승인"},
    "T1": {"en": "Requirement Coverage", "ko": "요구사항 커버리지"},
    "T2": {"en": "Orphan Detection", "ko": "고아 항목 탐지"},
    "T3": {"en": "WBS Alignment", "ko": "WBS 정합성"},
    "T4": {"en": "Dependency Consistency", "ko": "의존성 일관성"},
    "T5": {"en": "Decision Audit", "ko": "의사결정 감사"},
    "T6": {"en": "Evidence Grounding", "ko": "근거 확인"},
}
"""Rule id → language → name."""

RULE_QUESTIONS = {
    "T0": {
        "en": "Does every waiver have a reason, a rule and a date ahead?",
        "ko": "모든 예외에 사유와 규칙, 유효한 기한이 있는가?",
    },
    "T1": {
        "en": "Is every requirement linked to live work?",
        "ko": "모든 요구사항이 진행 가능한 작업에 연결되어 있는가?",
    },
    "T2": {"en": "Does everything hang on something?", "ko": "모든 항목이 상위 항목에 연결되어 있는가?"},
    "T3": {"en": "Do WBS and backlog agree?", "ko": "WBS와 백로그가 일치하는가?"},
    "T4": {"en": "Can the work be ordered?", "ko": "작업의 순서를 정할 수 있는가?"},
    "T5": {
        "en": "Is every AI decision accounted for?",
        "ko": "모든 AI 의사결정의 책임 소재가 기록되어 있는가?",
    },
    "T6": {
        "en": "Does every AI statement stand on something?",
        "ko": "모든 AI 진술에 근거가 있는가?",
    },
}
"""Rule id → language → the question that the rule answers."""
