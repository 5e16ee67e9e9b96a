"""The words of approvals and the audit chain, in English and Korean."""

from __future__ import annotations

from maestro_cli.documents.words import lookup

_EN = {
    "approvals.none": "Nothing waits for an approval.",
    "approvals.hidden": "{count} are decided: --all shows them.",
    "approvals.how": "maestro approvals approve {id}   or   maestro approvals reject {id}",
    "approvals.rehearsed": "A dry run: nothing was kept. Without --dry-run this waits for an approval.",
    "column.id": "Approval",
    "column.agent": "Agent",
    "column.what": "What",
    "column.authority": "Authority",
    "column.status": "Status",
    "column.until": "Open until",
    "column.by": "By",
    "status.pending": "pending",
    "status.approved": "approved",
    "status.rejected": "rejected",
    "status.expired": "expired",
    "status.done": "done",
    "status.undone": "undone",
    "why": "Why: {text}",
    "evidence": "Evidence: {text}",
    "change": "What changes:",
    "audit.ok": "The chain is whole: {count} decisions. Its head is {head}.",
    "audit.empty": "No decision is recorded yet.",
    "audit.broken": "The chain is broken at entry {entry}: {problem}.",
    "audit.fix": "Bring the store back with `maestro restore`, and find out who changed it.",
    "column.entry": "Entry",
    "column.time": "Time",
    "column.decision": "Decision",
    "column.rationale": "Rationale",
}
_KO = {
    "approvals.none": "승인을 기다리는 작업이 없습니다.",
    "approvals.hidden": "이미 처리된 {count}건은 --all 로 볼 수 있습니다.",
    "approvals.how": "maestro approvals approve {id}   또는   maestro approvals reject {id}",
    "approvals.rehearsed": "시험 실행이라 남긴 것이 없습니다. --dry-run 없이 실행하면 승인을 기다립니다.",
    "column.id": "승인",
    "column.agent": "에이전트",
    "column.what": "내용",
    "column.authority": "권한",
    "column.status": "상태",
    "column.until": "기한",
    "column.by": "처리자",
    "status.pending": "대기",
    "status.approved": "승인됨",
    "status.rejected": "거부됨",
    "status.expired": "만료됨",
    "status.done": "실행됨",
    "status.undone": "취소됨",
    "why": "이유: {text}",
    "evidence": "근거: {text}",
    "change": "바뀌는 내용:",
    "audit.ok": "체인이 온전합니다: 결정 {count}건. 머리 해시는 {head} 입니다.",
    "audit.empty": "아직 기록된 결정이 없습니다.",
    "audit.broken": "{entry}번째 기록에서 체인이 끊어졌습니다: {problem}.",
    "audit.fix": "`maestro restore` 로 저장소를 되돌리고, 누가 바꾸었는지 확인하세요.",
    "column.entry": "번호",
    "column.time": "시각",
    "column.decision": "결정",
    "column.rationale": "이유",
}

say = lookup(_EN, _KO)
"""Looks up the words of this table by language and key."""
