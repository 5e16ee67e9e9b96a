"""What a request sets aside, and so does not ask for: “not a report, just the date”, “보고서 말고 날짜만”.

In English a clause is set aside by how it begins, or from “instead of” on; in Korean a word sets aside itself
and what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from maestro_cli.agents.routing.reading import Sort, Token

_BEGINS = re.compile(
    r"(?:(?:please|so|but|no|ok|okay|just|well|you|we) )*"
    r"(?:not(?! (?:only|just|sure|done|yet|started|enough)\b)|no(?! (?:one|longer|joke|idea|tests?)\b| \d)"
    r"|(?:i )?(?:do not|don't|dont|never|needn't|need not) "
    r"(?:need|want|tell|show|give|send|write|bother|care|talk|list|bring|worry|explain|mean)"
    r"|forget|never mind|nevermind|skip|spare me|leave aside"
    r"|apart from|aside from|enough (?:of|about)"
    r"|(?:i am|i'm|im) not (?:asking|interested|after|looking|here|talking)"
    r"|i (?:already )?(?:know|got|saw|heard|can see|have (?:it|that|those|them)))\b"
)
_ENDS = re.compile(
    r"(?:말고|빼고|제외하고|치우고|넘어가고|건너뛰고|접어두고|냅두고|놔두고|됐고|되었고|아니고)요?"
    r"|됐으니까|아니라요?|봤고|봤으니까|들었고|봤어요?|들었어요?|아님|아니에요|아녜요|아닙니다"
)
_KNOWS = re.compile(r"아니까|알고있고|알겠고|알아|압니다|알고요")
_NOT_TO = re.compile(r"마(?:라|세요|요|십시오)?|말(?:고|고요|아|아줘|아주세요|아요|것|라고|자)")
_DEEDS = re.compile(
    r".*(?:쓰|만들|작성하|뽑|보내|바꾸|옮기|닫|주|넣|처리하|계산하|추정하|예측하|건드리|찾)지[는도]?"
)
"""What is set aside with its object when it is not to be done; what is not to be hidden is asked for."""

_LACKS = re.compile(r"(?:필요|관심|상관)[가-힣]?")
"""Only these with 없고 are set aside: what has no owner (담당자 없고) is asked about."""

_WITHOUT = ("빼고", "제외하고")
"""With an item these are part of the wish: a plan without US-1."""

_INSTEAD = {("instead", "of"), ("rather", "than")}

_WHY = "왜"
"""What was not chosen belongs to the question why."""


def set_aside(tokens: Sequence[Token]) -> frozenset[Token]:
    """Return the words that a request sets aside."""
    left: set[Token] = set()
    for _, group in groupby(tokens, key=lambda token: token.clause):
        clause = list(group)
        left.update(clause[: _length(clause)], _instead(clause))
    return frozenset(left)


def _instead(clause: Sequence[Token]) -> Sequence[Token]:
    """Return the words from “instead of” on; where it begins the clause, those up to an item."""
    words = [token.text for token in clause]
    first = next((at for at, pair in enumerate(pairwise(words)) if pair in _INSTEAD), len(clause))
    items = (at for at, token in enumerate(clause, start=1) if token.sort is Sort.ITEM)
    return clause[first:] if first else clause[: next(items, len(clause))]


def _length(clause: Sequence[Token]) -> int:
    """Return how many words of a clause are set aside, from its first one on."""
    words = [token.text for token in clause]
    text = " ".join(words)
    items = any(token.sort is Sort.ITEM for token in clause)
    if len(words) > 1 and (found := _BEGINS.match(text)):
        return 0 if items and found[0].startswith("i ") else len(words)
    if words[0] == _WHY:
        return 0
    pairs = enumerate(pairwise(("", *words)), start=1)
    return max((at for at, (before, word) in pairs if _sets_aside(before, word, items=items)), default=0)


def _sets_aside(before: str, word: str, *, items: bool) -> bool:
    """Tell whether `word`, after the word `before` it, sets aside all that stands up to it."""
    if _NOT_TO.fullmatch(word) and before.endswith(("지", "지는", "지도")):
        return _DEEDS.fullmatch(before) is not None
    if _KNOWS.fullmatch(word):
        return bool(before) and not before.endswith("지")
    if word.startswith("없고"):
        return _LACKS.fullmatch(before) is not None
    if word.startswith(_WITHOUT) and items:
        return False
    return bool(before) and _ENDS.fullmatch(word) is not None
