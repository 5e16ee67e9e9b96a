"""Changes that a request supposes, as `maestro plan --what-if` reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from maestro_cli.agents.routing.dates import number_of
from maestro_cli.agents.routing.mention import Mention

_AMOUNT = re.compile(
    r"(?P<sign>[+-])?(?<![\w.-])(?P<n>\d{1,4}(?:\.\d+)?)(?!\d|\s*%|\s*(?:개월|주|일\b|명|weeks?|days?|sprints?))"
    r"\s*(?P<unit>(?:more |fewer |less |extra |additional |story )*(?:points?|pts?|sp)\b|점|포인트)?"
    r"(?P<absolute>\s*(?:으?로))?"
)
_LESS = re.compile(
    r"\b(?:lose|lost|less|fewer|reduc\w*|decreas\w*|drop\w*|cut|lower|minus|down)\b|줄|감소|빠지|낮|깎"
)
_MORE = re.compile(
    r"\b(?:more|gain|add\w*|increas\w*|rais\w*|extra|additional|another|plus|up)\b|늘|추가|더|증가|올리|높"
)
_TO = re.compile(r"\b(?:capacity (?:is|was|were|of)|to|at|only|just)\s+\d|=\s*\d")
_NAMED = re.compile(
    r"\b(?:named|called)\s+(?P<en>[^\W\d_][\w-]{0,30})|(?P<ko>[가-힣]{2,4}?)(?:이|가|님이)\s*(?:합류|들어오|입사)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?P<n>one|two|three|four|five|another|an?)\s*(?:more |extra |additional |new )*"
    r"(?:developers?|devs?|engineers?|testers?|people|persons?|members?|hires?)\b"
    r"|(?P<ko>[한두세네]|\d)\s*(?:명|사람)"
)
_NO_NAMES = frozenset(["사람", "한명", "두명", "개발자", "신입", "인력", "명", "누가", "팀원", "엔지니어"])
MOST_PEOPLE = 5


def changes_of(text: str, mentions: Sequence[Mention], at: Mapping[str, int]) -> list[str]:
    """Return the changes: of capacity, of items, of people. Who is away is none that a plan can be asked."""
    return [*_items(mentions, at), *_people(text, mentions), *_capacity(text.casefold(), mentions)]


def _items(mentions: Sequence[Mention], at: Mapping[str, int]) -> list[str]:
    spots = {mention.start: mention.clause for mention in mentions if "item" in mention.concepts}
    return [f"{_kind(mentions, spots[start])}={name}" for name, start in at.items() if start in spots]


def _kind(mentions: Sequence[Mention], clause: int) -> str:
    """Return what happens to the items of a clause: done, ready, or by default dropped."""
    for text, kind in (("unblock", "ready"), ("ready", "ready"), ("풀리", "ready"), ("준비", "ready")):
        if any(text in mention.text for mention in mentions if mention.clause == clause):
            return kind
    here = [mention.concepts for mention in mentions if mention.clause == clause]
    if any("drop" in names for names in here):
        return "drop"
    return "finish" if any(names & {"finish", "state", "i_did"} for names in here) else "drop"


def _people(text: str, mentions: Sequence[Mention]) -> list[str]:
    said = {concept for mention in mentions for concept in mention.concepts}
    if "person" not in said or "away" in said or _LESS.search(text.casefold()):
        return []
    named = _NAMED.search(text)
    name = (named["en"] or named["ko"]) if named else None
    if name and name not in _NO_NAMES:
        return [f"add-person={name}"]
    found = _PEOPLE.search(text.casefold())
    if found is None:
        return []
    word = (found["n"] or found["ko"]).strip()
    count = 1 if word.startswith(("a", "an")) else number_of(word)
    if count > MOST_PEOPLE:
        return []
    return ["add-person=New"] if count == 1 else [f"add-person=New {n + 1}" for n in range(count)]


def _capacity(text: str, mentions: Sequence[Mention]) -> list[str]:
    said = {concept for mention in mentions for concept in mention.concepts}
    if not said & {"points", "capacity", "velocity"}:
        return []
    for found in _AMOUNT.finditer(text):
        if not (found["unit"] or found["sign"] or "capacity" in said):
            continue
        if found["sign"]:
            return [f"capacity={found['sign']}{float(found['n']):g}"]
        if found["absolute"] or _TO.search(text):
            return [f"capacity={float(found['n']):g}"]
        sign = "-" if _LESS.search(text) else "+" if _MORE.search(text) else ""
        return [f"capacity={sign}{float(found['n']):g}"]
    return []
