"""Words around a figure that turn it round: another unit, a denial, a rise where it falls."""

from __future__ import annotations

import re

from maestro_cli.documents.figures import unit_words

_RISING = re.compile(
    r"\b(?:ris(?:es?|ing)|rose|gr(?:ew|ows?|owing)|gains?|gained|increas\w*|climb\w*|improv\w*|expand\w*"
    r"|jump\w*|soar\w*|surg(?:es?|ed|ing)|rebound\w*|accelerat\w*|strengthen\w*|faster|better|higher"
    r"|(?:beca|beco|gets?|got)\w* more|up(?! to)|upwards?)\b"
    r"|오름세|증가|상승|상향|올랐|올라|오르|(?<!오)늘(?:었|어|고|며|리)|빨라|높아|많아|개선|좋아|나아[지졌]|커[지졌]|가속|뛰었",
    re.IGNORECASE,
)
_FALLING = re.compile(
    r"\b(?:fall(?:s|ing)?|fell|drop\w*|declin\w*|decreas\w*|slow(?:s|ed|er|ing)?|slacken\w*|s[aiu]nk(?:s|ing)?"
    r"|shr[aiu]nk\w*|dip(?:s|ped|ping)?|plung\w*|slip(?:s|ped|ping)?|los(?:es?|ing)|lost|reduc\w*|worse\w*"
    r"|weaken\w*|diminish\w*|decelerat\w*|(?:beca|beco|gets?|got)\w* less|lower|down|downwards?)\b"
    r"|내림세|감소|하락|하향|떨어|줄(?:었|어|고|며)|느려|낮아|내려|내렸|적어[지졌]|악화|나빠|작아|둔화|주저앉|꺾",
    re.IGNORECASE,
)
_DENIES_WHAT_FOLLOWS = re.compile(
    r"\b(?:(?:not|never|nobody|no one|neither|hardly|\w+n't)\b[^.,;:!?|(]{0,20}"
    r"|(?:no|without|by no means) )$",
    re.IGNORECASE,
)
_DENIES_WHAT_STANDS_BEFORE = re.compile(
    r"(?!\s*(?:에서|에는|중|가운데|동안|만에))[^.,;:!?|)\d]{0,15}"
    r"(?:아니(?:다|라|고|며)|아닙니다|아닌|없(?:다|었|습|으|음|는 것))"
    r"|\s*(?:is|are|was|were|has|have)(?: not\b|n't\b| (?:wrong|false|untrue)\b)",
    re.IGNORECASE,
)
_DENIES_ITS_SENTENCE = re.compile(
    r"\b(?:none\b(?! of)|nothing|nobody|no one|nowhere|neither|never|far from|anything but|yet to"
    r"|fail(?:s|ed)? to|(?:at )?no (?:time|point|such|trace|sign|way)|(?:free|devoid|short) of|absen(?:ce|t)"
    r"|zero of|made up|invented|imaginary|fictitious|untrue|false|wrong|incorrect|mistaken|denied|disputed"
    r"|contrary to|a (?:myth|mistake)|(?:hardly|barely|scarcely) any|there (?:is|are|was|were) no"
    r"|not (?:true|so|the case|correct|exist|a single|any)"
    r"|cannot|(?:is|are|was|were|do|does|did|ca|could|wo|would|have|has|had)n't"
    r"|(?:is|are|was|were|do|does|did|could|would|will|have|has|had) not"
    r"(?! (?:yet )?(?:done|known|proven|tried|counted|listed|judged)))\b"
    r"|[은는]커녕|거리가 [멀멉먼]|리가? 없|잘못|사실(?:이 아|과 다|무근)|거짓|허위|틀[렸린립]"
    r"|거의 없|전혀|하나도|아무것도|전무|아니라"
    r"|(?<!알 수 )(?:없|않|아니|아닙|못하|못했|못합)[^\s.!?]*(?=[.!?]|$)"
    r"|(?:^|\s)(?:안|못) [^\s.!?]+(?=[.!?]|$)",
    re.IGNORECASE,
)
"""Words that deny what their sentence says, wherever they stand in it; in Korean its end does."""
_SENTENCE = re.compile(r"(?<=[.!;])\s+")
"""Where one ends; not behind a question, which the next sentence answers."""
_CHANGES = (".change", ".slope")


def turns_something(text: str) -> bool:
    """Say whether a text has any word that denies, rises or falls."""
    return any(words.search(text) for words in (_DENIES_ITS_SENTENCE, _RISING, _FALLING))


def turned_round(text: str, figure: str, value: float) -> bool:
    """Say whether a line tells of a rise where a figure of change falls, or the other way round."""
    if not figure.endswith(_CHANGES) or value == 0:
        return False
    return bool((_FALLING if value > 0 else _RISING).search(text))


def denied(before: str, after: str, value: float) -> bool:
    """Say whether the words right before or behind a figure that is not 0 say that it is not so."""
    if value == 0:
        return False
    return bool(_DENIES_WHAT_FOLLOWS.search(before) or _DENIES_WHAT_STANDS_BEFORE.match(after))


def denied_as_a_whole(text: str, mark: str, value: float) -> bool:
    """Say whether a sentence with this mark denies a figure that is not 0; `text` quotes nobody."""
    sentences = _SENTENCE.split(text) if value and _DENIES_ITS_SENTENCE.search(text) else ()
    return any(mark in sentence and _DENIES_ITS_SENTENCE.search(sentence) for sentence in sentences)


def other_unit(said: str, unit: str, language: str) -> bool:
    """Say whether what stands between a number and its mark is the word of another unit than `unit`."""
    words = unit_words(language)
    name = said.strip()
    own = words.get(unit, frozenset())
    return bool(name) and name not in own and any(name in forms for forms in words.values())
