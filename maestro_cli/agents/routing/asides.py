"""What a request sets aside, and so does not ask for: “not a report, just the date”, “보고서 말고 날짜만”.

So is what must not be done (“don't close US-1”, “US-1은 닫지 마”). In English a clause is set aside by how it
begins, in Korean what stands before a word is set aside by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from maestro_cli.agents.routing.reading import Sort, Token

_BEGINS = re.compile(
    r"(?:(?:please|so|but|no|ok|okay|just|well|you|we) )*"
    r"(?:not(?! (?:sure|done|yet|started|enough)\b)|no(?! (?:one|longer|joke|idea|tests?)\b| \d)"
    r"|(?:i )?(?:do not|don't|dont|never|needn't|need not|must not|mustn't|should not|shouldn't) "
    r"(?:ever |yet )?(?:need|want|tell|show|give|send|write|bother|care|talk|list|bring|worry|explain|mean"
    r"|close|mark|move|change|touch|set|put|update|complete|finish|resolve|cancel|reopen|start|block)"
    r"|forget|never mind|nevermind|skip|spare me|leave aside"
    r"|apart from|aside from|enough (?:of|about)"
    r"|(?:i am|i'm|im) not (?:asking|interested|after|looking|here|talking)"
    r"|i (?:already )?(?:know|got|saw|heard|can see|have (?:it|that|this|those|them|the)))\b"
)
_ENDS = re.compile(
    r"(?:말고|빼고|제외하고|치우고|넘어가고|건너뛰고|접어두고|냅두고|놔두고|됐고|되었고|아니고|없고)요?"
    r"|됐으니까|아니라요?|아니까|알고있고|알겠고|봤고|봤으니까|들었고|알아요?|압니다|알고요|봤어요?|들었어요?"
    r"|아님|아니에요|아녜요|아닙니다"
)
_FORBIDS = re.compile(r"(?:마(?:라|세요|요|십시오)?|말(?:고|고요|아|아줘|아주세요|아요|것|라고|자))")
_FORBIDDEN = re.compile(rf"(.+지){_FORBIDS.pattern}")
_REMINDERS = re.compile(r".*(?:잊지|까먹지|빼먹지|놓치지|빼지)")
"""What is not to be forgotten is asked for."""

_INSTEAD = {("instead", "of"), ("rather", "than")}

_OBJECTS = re.compile(r"(?:필요|관심|상관)[가-힣]?")
"""What there is none of (없고) may be what is asked about, but for these."""

_WITHOUT = ("빼고", "제외하고")
"""A plan may be asked for without an item."""

_WHY = "왜"
"""What was not chosen belongs to the question why."""


def set_aside(tokens: Sequence[Token]) -> frozenset[int]:
    """Return where the words stand that a request sets aside."""
    left: set[int] = set()
    for _, group in groupby(tokens, key=lambda token: token.clause):
        clause = list(group)
        left.update(token.start for token in (*clause[: _length(clause)], *_instead(clause)))
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
    if len(words) > 1 and _BEGINS.match(" ".join(words)):
        return len(words)
    if words[0] == _WHY:
        return 0
    items = any(token.sort is Sort.ITEM for token in clause)
    pairs = [words[:1], *map(list, pairwise(words))]
    ends = (at for at in reversed(range(len(pairs))) if _sets_aside(pairs[at], items=items))
    return next(ends, -1) + 1


def _sets_aside(words: Sequence[str], *, items: bool) -> bool:
    """Tell whether the last of up to two `words` in a row sets aside what stands before it."""
    before, word = words[0] if words[1:] else "", words[-1]
    if forbidden := _FORBIDDEN.fullmatch(word):
        return not _REMINDERS.fullmatch(forbidden[1])
    if before.endswith("지") and _FORBIDS.fullmatch(word):
        return not _REMINDERS.fullmatch(before)
    if word.startswith("없고"):
        return _OBJECTS.fullmatch(before) is not None
    if word.startswith(_WITHOUT) and items:
        return False
    return bool(before) and _ENDS.fullmatch(word) is not None
