"""Words of the review of links, in English and Korean."""

from __future__ import annotations

_ENGLISH = {
    "title": "Links to review",
    "none": "No link is suspect.",
    "suspect": "What they lead to changed after they were reviewed: {count}.",
    "unstamped": "Never reviewed: {count}.",
    "more": "Shown are {shown} of {total}; all are in `--format json`.",
    "holder": "From",
    "target": "To",
    "reviewed": "Reviewed at",
    "now": "Now",
    "place": "Place",
    "never": "never",
    "changed": "{target} since {reviewed}",
    "found_in": "As it was in commit {sha}:",
    "not_found": "What it said then is not in the last versions of its file in git.",
    "accept": "Accept with `maestro trace review {holder}`, or all with `--all`.",
    "wrote": "Accepted and written: {count}.",
    "would_write": "Would accept and write: {count}.",
    "by_hand": "Tags in code are not edited. Write there:",
    "tag": "Tag",
}

_KOREAN = {
    "title": "검토할 링크",
    "none": "의심스러운 링크가 없습니다.",
    "suspect": "검토한 뒤 대상이 바뀐 링크: {count}건.",
    "unstamped": "한 번도 검토하지 않은 링크: {count}건.",
    "more": "전체 {total}건 중 {shown}건만 표시합니다. 나머지는 `--format json`에 있습니다.",
    "holder": "출발",
    "target": "대상",
    "reviewed": "검토 시점",
    "now": "현재",
    "place": "위치",
    "never": "없음",
    "changed": "{reviewed} 이후의 {target}",
    "found_in": "커밋 {sha}의 내용과 비교:",
    "not_found": "당시 내용을 git의 최근 버전에서 찾지 못했습니다.",
    "accept": "`maestro trace review {holder}`로 승인하거나 `--all`로 모두 승인하세요.",
    "wrote": "승인하여 기록함: {count}건.",
    "would_write": "승인하여 기록할 링크: {count}건.",
    "by_hand": "코드의 태그는 고치지 않습니다. 다음과 같이 직접 쓰세요.",
    "tag": "태그",
}

WORDS = {"en": _ENGLISH, "ko": _KOREAN}
"""Language → key → text, with names in braces to fill in."""
