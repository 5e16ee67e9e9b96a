"""Whether a request plainly orders a change of status.

Only a plain order is taken for one: where something in it denies, excepts, puts off, asks, sets a condition
or takes back, nothing is proposed, and the answer says how to put it. A change that nobody ordered is worse
than one that has to be ordered again.
"""

from __future__ import annotations

import re

from maestro_cli.agents.routing.reading import Reading, Sort
from maestro_cli.agents.routing.words_ko import NO_CONDITIONS

_DOUBT = re.compile(
    r"\b(?:no|not|wait|nor|neither|never|nobody|nothing|none|cannot|without|unless|until|if|once|when|because"
    r"|while|refrain|avoid|prevent|refuse|stop|hold off|undo|unclose|un close|yet|later|still|almost|nearly"
    r"|soon|dont|cant|wont|isnt|wasnt|didnt|doesnt|shouldnt|hasnt|havent|mustnt|cancel\w* (?:the )?clos\w*"
    r"|before (?:you )?\w+ing)\b|n't\b"
    r"|말아|말라|말도록|말것|마세요|마라|마요|마시|지마|않|없|아니|아냐|아님|금지|나중|아직|해제"
    r"|(?:완료|종료|닫는|처리)\w* ?(?:거 |것 )?취소|(?<![가-힣])(?:마|말|안|못)(?![가-힣])"
)
"""In a clause that names the change."""

_SPARES = re.compile(
    r"\b(?:except|excepting|excluding|apart|aside|instead|rather|but|leave|leaving|stays?|keep|remains?"
    r"|untouched|only)\b|말고|빼고|제외|대신|그대로|중에|아직"
)
"""In a clause that names an item."""

_TAKES_BACK = re.compile(
    r"(?:(?:so|ok|okay|and|but|well|oh|ah|no|wait|아|앗|음) )*"
    r"(?:(?:no|wait)|(?:actually|never ?mind|forget (?:it|that)|scratch|i mean|i meant|sorry|oops|not"
    r"|cancel (?:it|that)|(?:don't|dont|do not)(?: (?:do|close|mark|change|touch|move|set))?"
    r"|아니|아냐|아니다|됐어|취소|잠깐)(?: .*)?)"
)
_ASKS = re.compile(
    r"(?:(?:so|ok|okay|hey|hi|and|but|well) )*"
    r"(?:is|are|was|were|has|have|had|did|does|should|shall|may|might|can i|could i|can we|could we"
    r"|who|whose|why|what|when|which|where|how)\b|.*(?:나요|까요|는지|됐나|했나|됐냐|했냐|왔나)$"
)
_POLITE = re.compile(r"(?:can|could|would|will) you\b|please\b|.*(?:줄래|줄 ?수|주시|주실|줘)")


def is_plain_order(reading: Reading, clauses: frozenset[int]) -> bool:
    """Tell whether nothing speaks against the change that these clauses name."""
    items = {token.clause for token in reading.tokens if token.sort is Sort.ITEM}
    others = {token.clause for token in reading.tokens} - clauses
    return not (
        any(_is_in_doubt(reading, clause) for clause in clauses)
        or any(_SPARES.search(_text(reading, clause)) for clause in items)
        or any(_TAKES_BACK.fullmatch(_text(reading, clause)) for clause in others)
    )


def _is_in_doubt(reading: Reading, clause: int) -> bool:
    text = _text(reading, clause)
    if _DOUBT.search(text) or _ASKS.match(text):
        return True
    if any(word.endswith("면") and word not in NO_CONDITIONS for word in text.split()):
        return True
    end = max((token.end for token in reading.tokens if token.clause == clause), default=0)
    return reading.text[end:].lstrip().startswith("?") and not _POLITE.match(text)


def _text(reading: Reading, clause: int) -> str:
    """Return the words of a clause, with `it` for every item."""
    here = [token for token in reading.tokens if token.clause == clause]
    return " ".join("it" if token.sort is Sort.ITEM else token.text for token in here)
