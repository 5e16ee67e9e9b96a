"""The words of memory, in English and Korean."""

from __future__ import annotations

from maestro_cli.documents.words import lookup

_EN = {
    "empty": "Nothing is remembered yet.",
    "facts": "What people told",
    "sessions": "Sessions",
    "ways": "What worked for which kind of request",
    "summary": "Before that: {turns} turns",
    "formula": "New average = 0.9 · old average + 0.1 · this run. A run is a success when it is completed"
    " with no skill missing and no line dropped; its time is how long it was driven.",
    "forgotten": "Forgotten: {what}",
    "remembered": "Remembered as {id}: “{text}” ({source}, {date})",
    "redacted": "A secret in it was redacted before it was kept.",
    "about": "About: {items}",
    "asked": "Asked: {intents}",
    "stated": "{name} = {value} ({evidence})",
    "column.id": "Id",
    "column.text": "Text",
    "column.source": "Told by",
    "column.date": "Date",
    "column.turns": "Turns",
    "column.last": "Last",
    "column.strategy": "Strategy",
    "column.schedule": "Order of work",
    "column.agents": "Agents",
    "column.skills": "Skills",
    "column.runs": "Runs",
    "column.success": "Success",
    "column.seconds": "Seconds",
    "column.turn": "Turn",
    "column.intents": "Intents",
    "column.headline": "Answer",
    "schedule.parallel": "at once",
    "schedule.sequential": "in turn",
}
_KO = {
    "empty": "아직 기억한 것이 없습니다.",
    "facts": "사람이 알려 준 내용",
    "sessions": "세션",
    "ways": "요청 종류별로 잘된 방식",
    "summary": "그 이전: 질문 {turns}개",
    "formula": "새 평균 = 0.9 · 이전 평균 + 0.1 · 이번 실행. 빠진 스킬과 제외된 문장 없이"
    " 끝난 실행을 성공으로 보며, 시간은 실행이 실제로 진행된 시간입니다.",
    "forgotten": "잊음: {what}",
    "remembered": "{id}(으)로 기억함: “{text}” ({source}, {date})",
    "redacted": "비밀 값이 있어 가린 뒤 저장했습니다.",
    "about": "대상: {items}",
    "asked": "질문: {intents}",
    "stated": "{name} = {value} ({evidence})",
    "column.id": "ID",
    "column.text": "내용",
    "column.source": "알려 준 사람",
    "column.date": "날짜",
    "column.turns": "질문 수",
    "column.last": "마지막",
    "column.strategy": "전략",
    "column.schedule": "작업 순서",
    "column.agents": "에이전트",
    "column.skills": "스킬",
    "column.runs": "실행 수",
    "column.success": "성공률",
    "column.seconds": "초",
    "column.turn": "번호",
    "column.intents": "의도",
    "column.headline": "답",
    "schedule.parallel": "동시에",
    "schedule.sequential": "차례로",
}

say = lookup(_EN, _KO)
"""Looks up the words of memory by language and key."""
