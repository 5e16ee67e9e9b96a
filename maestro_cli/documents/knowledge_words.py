"""The words of what is found in documents, items and commits, in English and Korean."""

from __future__ import annotations

from maestro_cli.documents.words import lookup

EN: dict[str, str] = {
    "title": "Found: {query}",
    "title.index": "Index",
    "none": "Nothing that is written down is about it ({passages} passages were searched).",
    "none.index": "There is nothing to search: set `knowledge.paths` in maestro.yaml, or add docs/ or a"
    " README.md.",
    "index": "Documents, items and commits: {added} added, {changed} changed, {removed} removed,"
    " {unchanged} unchanged.",
    "index.dry": "Documents, items and commits: {added} would be added, {changed} changed, {removed} removed;"
    " {unchanged} unchanged.",
    "passages": "{passages} passages, {vectors} of them with a vector.",
    "passages.keyword": "{passages} passages, found by keyword only.",
    "kind.document": "document",
    "kind.decision": "decision record",
    "kind.item": "item",
    "kind.commit": "commit",
}

KO: dict[str, str] = {
    "title": "찾은 내용: {query}",
    "title.index": "색인",
    "none": "이에 대해 적힌 내용이 없습니다(구절 {passages}개를 찾아보았습니다).",
    "none.index": "찾아볼 내용이 없습니다. maestro.yaml의 `knowledge.paths`를 정하거나 "
    "docs/ 또는 README.md를 만드세요.",
    "index": "문서·작업·커밋: 추가 {added}, 변경 {changed}, 삭제 {removed}, 그대로 {unchanged}.",
    "index.dry": "문서·작업·커밋: 추가 예정 {added}, 변경 예정 {changed}, "
    "삭제 예정 {removed}, 그대로 {unchanged}.",
    "passages": "구절 {passages}개, 그중 벡터가 있는 것 {vectors}개.",
    "passages.keyword": "구절 {passages}개, 낱말로만 찾을 수 있습니다.",
    "kind.document": "문서",
    "kind.decision": "결정 기록",
    "kind.item": "작업",
    "kind.commit": "커밋",
}

say = lookup(EN, KO)
