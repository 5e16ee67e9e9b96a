"""Words of suggested links, in English and Korean."""

from __future__ import annotations

_ENGLISH = {
    "title": "Suggested links",
    "satisfies": "Requirements without work",
    "parent": "Stories that hang on nothing",
    "no_gap": "None.",
    "no_link": "Of {lacking}, none has anything in common with what it could be linked to.",
    "gap": "Of {lacking}, {found} may belong to these:",
    "accept": "Write a link into its item file with `maestro trace suggest --accept {pair}`.",
    "files": "Compared {sources} sources with {targets} targets.",
    "upper": "F1 and F2 are upper bounds: the threshold is the best for these answers.",
    "more": "Shown are {shown} of {total} links; all are in `--format json` and `--format csv`.",
    "map": "MAP",
    "auc": "AUC",
    "f1": "F1",
    "f2": "F2",
    "recall_at_5": "Recall at 5",
    "answers": "Answers",
    "source": "From",
    "target": "To",
    "score": "Score",
    "why": "Words that tie them",
    "wrote": "Wrote",
    "would_write": "Would write",
    "item": "Item",
    "field": "Field",
    "value": "Value",
    "path": "File",
}

_KOREAN = {
    "title": "추천 링크",
    "satisfies": "작업이 없는 요구사항",
    "parent": "어디에도 속하지 않은 스토리",
    "no_gap": "없습니다.",
    "no_link": "{lacking}건 가운데 연결할 만한 항목과 공통점이 있는 것은 없습니다.",
    "gap": "{lacking}건 가운데 {found}건은 다음 항목과 이어질 수 있습니다.",
    "accept": "`maestro trace suggest --accept {pair}` 명령으로 항목 파일에 링크를 기록합니다.",
    "files": "출발 텍스트 {sources}건과 대상 텍스트 {targets}건을 비교했습니다.",
    "upper": "F1과 F2는 이 정답에 가장 유리한 임계값으로 계산한 상한입니다.",
    "more": "링크 {total}건 가운데 {shown}건을 표시했습니다. "
    "전체는 `--format json`과 `--format csv`에 있습니다.",
    "map": "MAP",
    "auc": "AUC",
    "f1": "F1",
    "f2": "F2",
    "recall_at_5": "상위 5건 재현율",
    "answers": "정답",
    "source": "출발",
    "target": "대상",
    "score": "점수",
    "why": "공통 단어",
    "wrote": "기록했습니다.",
    "would_write": "기록할 내용입니다.",
    "item": "항목",
    "field": "필드",
    "value": "값",
    "path": "파일",
}

WORDS = {"en": _ENGLISH, "ko": _KOREAN}
"""Language → key → text, with names in braces to fill in."""
