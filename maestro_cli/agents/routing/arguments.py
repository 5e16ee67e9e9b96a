"""What a request says exactly: items, status, points, sprints, days, changes and words to search for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from maestro_cli.agents.routing import words_en, words_ko
from maestro_cli.agents.routing.dates import number_of, since_of, until_of
from maestro_cli.agents.routing.evidence import heard_of, mentioned, spoken
from maestro_cli.agents.routing.mention import Mention
from maestro_cli.agents.routing.orders import is_plain_order
from maestro_cli.agents.routing.reading import Reading, Sort, Token
from maestro_cli.agents.routing.states import status_of
from maestro_cli.agents.routing.what_if import changes_of
from maestro_cli.model.requests import Intent

MOST_SPRINTS = 52
SEVERAL = 2
"""As many sprints as a plan may have."""

_FRAME = (
    "find search where question know know_well link who why when write we should decision chose tidy set can "
    "did until project include all plain"
)
"""Concepts that say what is to be done with documents, not what they are about."""

_GENERIC = re.compile(r"(documents?|docs?|documentation|files?|pages?|notes?|문서|자료|adrs?|결정\w*)$")
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|에서|에게|으로|이랑|까지|부터|에는|라는|하는|에|을|를|은|는|이|가|의|로|와|과|랑|도|만|좀)$"
)
_SPRINTS = re.compile(
    r"\b(?P<a>\d{1,2}|two|three|four|five|six)\s+(?:\w+\s+)?(?:sprints|iterations)\b"
    r"|(?:스프린트|이터레이션)\s*(?P<b>\d{1,2}|한|두|세|네|다섯|여섯)\s*(?:개|번)"
    r"|(?P<c>\d{1,2}|두|세|네|다섯|여섯)\s*(?:개의?\s*|번의?\s*)?(?:스프린트|이터레이션)"
)
_POINTS = re.compile(
    r"(?<![\w.-])(\d{1,4}(?:\.\d+)?)\s*-?\s*(?:story\s+)?(?:points?\b|pts?\b|sp\b|점|포인트)"
)
_CAPACITY = re.compile(
    r"(?:capacity|용량|캐파|가용량)(?:\s+(?:of|is|at|to|as)|[은는이가을를])?\s*[:=]?\s*(\d{1,4}(?:\.\d+)?)(?![\d%/-])"
)
_KINDS: Sequence[tuple[str, str]] = (
    ("retro", r"retro|post ?mortem|lessons|회고|레트로|돌아보"),
    ("standup", r"stand-? ?up|daily|스탠드업|데일리|일일"),
    ("monthly", r"month|월간|월말|이번\s*달|지난\s*달|월보"),
    ("executive", r"exec|임원|경영|대표|이사회|c-?level|steering|board of"),
    ("weekly", r"week|주간|이번\s*주|지난\s*주|금주|주보"),
    ("sprint", r"sprint|iteration|스프린트|이터레이션"),
    ("status", r"status|현황|상태|where we (?:are|stand)"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A request as arguments are read from it: without ids, what is quoted or set aside, and orders to us.

    `tokens` and `mentions` are what is left, `named` all that it mentions but for those orders.
    """

    reading: Reading
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    named: tuple[Mention, ...]
    text: str
    today: date

    def clauses(self, spans: Iterable[Mention]) -> frozenset[int]:
        """Return the clauses that these mentions stand in."""
        return frozenset(mention.clause for mention in spans)


def said_of(reading: Reading, mentions: Sequence[Mention], today: date) -> Said:
    """Leave out of a request all that no argument may come from."""
    heard = heard_of(reading.tokens, mentions)
    text = list(reading.text)
    for token in reading.tokens:
        if token not in heard or token.sort is Sort.ITEM:
            text[token.start : token.end] = " " * (token.end - token.start)
    named = mentioned(mentions, spoken(reading.tokens, mentions))
    return Said(reading, heard, mentioned(mentions, heard), named, "".join(text), today)


def arguments_of(intent: Intent, about: Sequence[Mention], said: Said) -> dict[str, object]:
    """Return the arguments of a wish, as far as they are said; `about` are the mentions it stands on."""
    found = {name: read(said, about) for name, read in _READERS.get(intent, {}).items()}
    return {name: value for name, value in found.items() if value not in (None, "", [], ())}


def _items(said: Said, about: Sequence[Mention]) -> list[str]:
    """Return the items named in the clauses of a wish, or else anywhere, or else set aside."""
    return _items_in(said, said.mentions, about) or _items_in(said, said.named, about)


def _items_to_change(said: Said, about: Sequence[Mention]) -> list[str]:
    return _items_in(said, said.named, about)


def _items_in(said: Said, mentions: Sequence[Mention], about: Sequence[Mention]) -> list[str]:
    clauses = said.clauses(about)
    spots = {mention.start: mention.clause for mention in mentions if "item" in mention.concepts}
    named = [(name, spots[at]) for name, at in said.reading.at.items() if at in spots]
    return [name for name, clause in named if clause in clauses] or [name for name, _ in named]


def _status(said: Said, about: Sequence[Mention]) -> str | None:
    """Return the status to set: the last one named.

    None where that is not plainly ordered, and where several items could each get another one.
    """
    clauses = said.clauses(about)
    here = [mention for mention in said.named if mention.clause in clauses]
    changing = [mention for mention in here if mention.concepts & {"state", "close", "i_did"}]
    if not is_plain_order(said.reading, said.clauses(changing)):
        return None
    for concepts in ({"state"}, {"close", "i_did"}):
        named = [status_of(mention.text) for mention in here if concepts & mention.concepts]
        found = [status.value for status in named if status is not None]
        if found:
            several = len(_items_to_change(said, about)) >= SEVERAL
            return None if several and len(set(found)) > 1 else found[-1]
    return None


def _sprints(said: Said, _: Sequence[Mention]) -> int | None:
    found = _SPRINTS.search(said.text.casefold())
    count = number_of(found["a"] or found["b"] or found["c"]) if found else 0
    return count if 1 < count <= MOST_SPRINTS else None


def _capacity(said: Said, _: Sequence[Mention]) -> float | None:
    text = said.text.casefold()
    if any("change_amount" in mention.concepts for mention in said.mentions):
        return None
    found = _CAPACITY.search(text) or _POINTS.search(text)
    return float(found[1]) if found else None


def _what_if(said: Said, _: Sequence[Mention]) -> list[str]:
    return changes_of(said.text, said.mentions, said.reading.at)


def _until(said: Said, _: Sequence[Mention]) -> str | None:
    day = until_of(said.text, said.today)
    return day.isoformat() if day else None


def _since(said: Said, _: Sequence[Mention]) -> str | None:
    day = since_of(said.text, said.today)
    return day.isoformat() if day else None


def _since_if_counted(said: Said, about: Sequence[Mention]) -> str | None:
    """Return from when on a report tells; one of a week, a month or a sprint knows its own days."""
    text = said.text.casefold()
    own = re.search(r"weekly|monthly|주간|월간|(?:this|이번)\s*(?:week|month|sprint|주|달|스프린트)", text)
    return None if own else _since(said, about)


def _report(said: Said, _: Sequence[Mention]) -> str | None:
    text = said.text.casefold()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, text)), None)


def _query(said: Said, about: Sequence[Mention]) -> str:
    """Return what is searched for: the words of the wish that it is about, else what is quoted."""
    clauses = said.clauses(about)
    words = [_PARTICLE.sub("", token.text) for token in said.tokens if _asks(token, said.mentions, clauses)]
    query = " ".join(dict.fromkeys(word for word in words if word))
    return query or " ".join(said.reading.quoted)


def _asks(token: Token, mentions: Sequence[Mention], clauses: frozenset[int]) -> bool:
    if token.clause not in clauses or token.sort is Sort.ITEM:
        return False
    inside = [each for each in mentions if each.start < token.end and each.end > token.start]
    if any("subject" in each.concepts for each in inside):
        return True
    bare = _PARTICLE.sub("", token.text)
    if len(token.text) == 1 or bare in _fillers() or _GENERIC.match(bare):
        return False
    return not any(each.concepts & _frame() for each in inside) or _mostly_own(token, inside)


def _mostly_own(token: Token, inside: Sequence[Mention]) -> bool:
    """Tell whether a written word says more than the concept in it: 결제관련 is about 결제."""
    covered = sum(min(each.end, token.end) - max(each.start, token.start) for each in inside)
    return token.sort is Sort.KOREAN and token.end - token.start - covered > len("에서는")


@cache
def _frame() -> frozenset[str]:
    return frozenset(_FRAME.split())


@cache
def _fillers() -> frozenset[str]:
    return frozenset({*words_en.PLAIN.split(), *words_en.SKIPPED, *words_ko.WORDS["plain"].split(", ")})


Read = Callable[[Said, Sequence[Mention]], object]

_PLAN: Mapping[str, Read] = {"sprints": _sprints, "capacity": _capacity}
_READERS: Mapping[Intent, Mapping[str, Read]] = {
    Intent.SPRINT_SCOPE: _PLAN,
    Intent.WHAT_IF: {**_PLAN, "what_if": _what_if},
    Intent.CAPACITY: {"sprints": _sprints},
    Intent.CONFLICTS: {"sprints": _sprints},
    Intent.DEPENDENCIES: {"items": _items},
    Intent.FORECAST: {"items": _items, "until": _until},
    Intent.ESTIMATE: {"items": _items},
    Intent.BLOCKERS: {"items": _items},
    Intent.PROGRESS: {"items": _items, "since": _since},
    Intent.STANDUP: {},
    Intent.STATUS_CHANGE: {"items": _items_to_change, "status": _status},
    Intent.REPORT: {"report": _report, "since": _since_if_counted},
    Intent.CHANGES: {"since": _since},
    Intent.DOCUMENTS: {"query": _query},
    Intent.DECISIONS: {"query": _query, "items": _items},
    Intent.LINK_DECISIONS: {"query": _query, "items": _items},
    Intent.RISKS: {"items": _items},
    Intent.TRACEABILITY: {"items": _items},
}
