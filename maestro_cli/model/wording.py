"""Words around a figure that turn it round: a denial, a rise where it falls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_RISING = re.compile(
    r"\b(?:ris(?:es?|ing)|rose|gr(?:ew|ows?|owing)|gains?|gained|increas\w*|climb\w*|improv\w*|expand\w*"
    r"|jump\w*|soar\w*|surg(?:es?|ed|ing)|rebound\w*|accelerat\w*|strengthen\w*|faster|better|higher"
    r"|gaining|quicker|(?:beca|beco|gets?|got)\w* more|more(?= \w+ than before)|up(?! to)|upwards?)\b"
    r"|오름세|증가|상승|상향|올랐|올라|오르|(?<!오)늘(?:었|어|고|며|리)|빨라|높아|많아|개선|좋아|나아[지졌]|커[지졌]|가속|뛰었",
    re.IGNORECASE,
)
_FALLING = re.compile(
    r"\b(?:fall(?:s|ing)?|fell|drop\w*|declin\w*|decreas\w*|slow(?:s|ed|er|ing)?|slacken\w*|s[aiu]nk(?:s|ing)?"
    r"|shr[aiu]nk\w*|dip(?:s|ped|ping)?|plung\w*|slip(?:s|ped|ping)?|los(?:es?|ing)|lost|reduc\w*|worse\w*"
    r"|weaken\w*|diminish\w*|decelerat\w*|(?:beca|beco|gets?|got)\w* less|lower|down|downwards?"
    r"|weaker|fewer|contract(?:s|ed|ing)|dwindl\w*|ebb(?:s|ed|ing)|smaller)\b"
    r"|내림세|감소|하락|하향|떨어|줄(?:었|어|고|며)|느려|낮아|내려|내렸|적어[지졌]|악화|나빠|작아|둔화|주저앉|꺾",
    re.IGNORECASE,
)
_DENIES_WHAT_FOLLOWS = re.compile(
    r"\b(?:(?:not|never|nobody|no one|neither|hardly|\w+n't)\b(?! only)[^.,;:!?|(]{0,20}"
    r"|(?:no|without|by no means|all but|twice) |(?<!no )(?:less|fewer) than )$",
    re.IGNORECASE,
)
_DENIES_WHAT_STANDS_BEFORE = re.compile(
    r"\s*[이가은는도]?\s*(?:아예 )?(?:아니(?:다|라|고|며|었)|아닙니다|아닌|없(?:다|었|습|으|음|는 것|어))"
    r"|\s*미만"
    r"|\s*(?:is|are|was|were|has|have)"
    r"(?:(?: not|n't)(?= (?:there|true|so|the case|correct|right|real|what)\b|[.,;!?]|$)"
    r"| (?:wrong|false|untrue)\b)",
    re.IGNORECASE,
)
_DENIES_ITS_SENTENCE = re.compile(
    r"\b(?:none(?! of| the less)|nowhere|anything but|far from|zero of|no (?:such|trace|sign|way)"
    r"|at no (?:time|point)|absen(?:ce|t)|devoid of|free of|mistaken|(?:is|are|was|were)n't any"
    r"|nobody (?:can|has|had|will|saw|sees|found|finds|counted|counts|knows)"
    r"|made up|invented|imaginary|fictitious|untrue|false|fake|a lie|incorrect|disputed|denied|(?:we|I) deny"
    r"|contrary to|a (?:myth|mistake|rumou?r)|nonsense|neither|yet to (?:see|find|have|come across|appear)"
    r"|fail(?:s|ed)? to (?:find|see|show|appear|turn up|reach|record)|(?:hardly|barely|scarcely) (?:any|even)"
    r"|there (?:is|are|was|were|have been|has been) (?:no(?! doubt| question)|never)"
    r"|never (?:was|were|had|has|have|saw|seen|counted|existed|recorded|happened)"
    r"|not (?:a single|any|one)\b|(?:is|are|was|were) wrong(?! to)|wrong to (?:speak|say|talk|claim)"
    r"|(?:not|never|cannot|\w+n't|nothing)(?: \w+){0,2}? (?:true|so|the case|correct|right|real"
    r"|exists?|existed|holds?|apply|applies|appears?|shows?|see|seen|find|found|having any|confirm(?:ed)?"
    r"|records?|recorded|count(?:s|ed)?|contains?|amounts?|add up|come to))\b"
    r"|[은는]커녕|거리가 [멀멉먼]|리가? 없|잘못(?:된|되|이|입)|사실(?:이 아|과 다|무근)|거짓|허위|헛소문|오해"
    r"|틀[렸린립]|거의 없|하나도 없|아무것도 없|전무|만큼은 없|있지는? 않|도 안 [되됩돼]|에 못 미"
    r"|[이가] 되지 않|아니[라었에]|아닙|아닌|아니다|안 (?:나[오옵온]|보[이입인])"
    r"|찾(?:을 수 없|지 못)|볼 수 없"
    r"|(?:존재하|보이|나오|나타나|맞|확인되|발견되|집계되|기록되|생기)지 않",
    re.IGNORECASE,
)
"""Words that say of what their sentence counts that it is not there or not so, wherever they stand in it.

That something does not go on, fit or end is no such denial: it is what is counted.
"""
_SENTENCE = re.compile(r"(?<=[.!;])\s+")
"""Where one ends; not behind a question, which the next sentence answers."""
_MARK = re.compile(r"\[\^[^\]\s]+\]")
_NEAR = 60
"""Letters within which a denial is right before or behind a figure."""
_CHANGES = (".change", ".slope")


@dataclass(frozen=True, slots=True)
class Turns:
    """Whether a line tells of a rise, of a fall, and which marks stand in a sentence that denies."""

    rises: bool
    falls: bool
    denied: frozenset[str]

    def turn_round(self, figure: str, value: float) -> bool:
        """Say whether the line tells of a rise where a figure of change falls, or the other way round."""
        return figure.endswith(_CHANGES) and bool(value) and (self.falls if value > 0 else self.rises)

    def deny(self, mark: str, value: float) -> bool:
        """Say whether the sentence of a mark denies its figure, which is not 0."""
        return bool(value) and mark in self.denied


def turns_of(text: str) -> Turns:
    """Return what the words of a line turn round; `text` quotes nobody."""
    denying = [one for one in _SENTENCE.split(text) if _DENIES_ITS_SENTENCE.search(one)]
    return Turns(
        _RISING.search(text) is not None,
        _FALLING.search(text) is not None,
        frozenset(mark for one in denying for mark in _MARK.findall(one)),
    )


def denied(before: str, after: str, value: float) -> bool:
    """Say whether the words right before or behind a figure that is not 0 say that it is not so."""
    if value == 0:
        return False
    return bool(_DENIES_WHAT_FOLLOWS.search(before[-_NEAR:]) or _DENIES_WHAT_STANDS_BEFORE.match(after))


def contradicted(text: str, values: Mapping[str, float]) -> str | None:
    """Return the first figure of `values` whose mark stands in words that deny it or turn it round."""
    turns = turns_of(text)
    for mark in _MARK.finditer(text):
        name = mark.group()[2:-1]
        value = values.get(name, 0.0)
        if turns.turn_round(name, value) or turns.deny(mark.group(), value):
            return name
        around = text[max(0, mark.start() - _NEAR) : mark.start()], text[mark.end() : mark.end() + _NEAR]
        if denied(*around, value):
            return name
    return None
