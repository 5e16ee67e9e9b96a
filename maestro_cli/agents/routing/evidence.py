"""Weighs what a request mentions, and chooses the intents that explain it.

The strongest cue is taken first, and what it explains speaks for nothing else: a risk of being late asks for
risks, not for a forecast too. An intent is taken if its cue is about something that no stronger one explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.routing.cues import ENOUGH, Cue, all_cues
from maestro_cli.agents.routing.mention import Mention
from maestro_cli.agents.routing.mentions import Found
from maestro_cli.model.requests import Intent

_APART = 0.6
"""What a cue is worth whose concepts stand in different clauses."""

_OUTSIDE = 1.5
"""What a cue loses beside words of other matters."""

_MAYBE = 1.4
"""What the only sign of a request has to weigh."""

_MOST_UNKNOWN = 2


COMMON = frozenset(
    [
        "when",
        "who",
        "can",
        "question",
        "did",
        "finish",
        "work",
        "put",
        "take",
        "state",
        "status",
        "miss",
        "problem",
        "next",
        "how_many",
        "wait",
        "item",
        "past",
        "value",
        "choose",
        "data",
        "write",
        "news",
    ]
)
"""Concepts of common words: they are what a clause is about only if it is about nothing else."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A cue that a request has, and the mentions that it stands on.

    `heads` are those that it is about; `common` says that these are words of many meanings.
    """

    intent: Intent
    score: float
    mentions: tuple[Mention, ...]
    heads: tuple[Mention, ...]
    common: bool

    @property
    def start(self) -> int:
        """Where in the text that is which the sign is about."""
        return min(mention.start for mention in self.heads)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The signs of the intents that are taken, in the order of the text.

    `doubt` is the weight of the strongest that is not, `weak` says that not even the first is sure.
    """

    signs: tuple[Sign, ...]
    doubt: float
    weak: bool


def choose(found: Found) -> Chosen:
    """Return the intents of a request, each with its strongest sign."""
    mentions = _without_orders(found.mentions)
    signs = sorted(_signs(mentions), key=lambda sign: (-sign.score, sign.start, sign.intent.value))
    taken: dict[Intent, Sign] = {}
    explained: set[Mention] = set()
    doubt = 0.0
    for sign in signs:
        first = taken.get(sign.intent)
        new = sign.heads[0] not in explained and not _implied(sign, taken)
        if new and sign.score < ENOUGH:
            doubt = max(doubt, sign.score)
        elif new:
            taken[sign.intent] = _joined(first, sign)
        if sign.score >= ENOUGH and (new or (first is not None and sign.heads[0] in first.mentions)):
            explained |= set(sign.mentions)
    if taken or not signs:
        return Chosen(tuple(sorted(taken.values(), key=lambda sign: sign.start)), doubt, weak=False)
    if signs[0].score >= _MAYBE and len(found.unknown) < _MOST_UNKNOWN and not _outside(found.mentions):
        return Chosen((signs[0],), doubt, weak=True)
    return Chosen((), signs[0].score, weak=False)


def _joined(first: Sign | None, sign: Sign) -> Sign:
    if first is None:
        return sign
    return replace(first, mentions=(*first.mentions, *sign.mentions), heads=(*first.heads, *sign.heads))


def _implied(sign: Sign, taken: Mapping[Intent, Sign]) -> bool:
    """Tell whether a sign is about a common word in a clause that another agent's stronger sign explains."""
    agent = DUTIES[sign.intent].agent
    clauses = {mention.clause for mention in sign.mentions}
    others = [each for each in taken.values() if DUTIES[each.intent].agent != agent]
    return sign.common and any(head.clause in clauses for each in others for head in each.heads)


def _outside(mentions: Sequence[Mention]) -> bool:
    return any("outside" in mention.concepts for mention in mentions)


def _without_orders(mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out the clauses that tell the router what to be or to ignore: they ask for nothing."""
    said: dict[int, set[str]] = {}
    for mention in mentions:
        said.setdefault(mention.clause, set()).update(mention.concepts)
    orders = {clause for clause, names in said.items() if is_order(names)}
    return [mention for mention in mentions if mention.clause not in orders]


def is_order(concepts: set[str]) -> bool:
    """Tell whether a clause is about the router itself, its rules or its role."""
    return "pretend" in concepts or {"ignore", "orders"} <= concepts


@cache
def _by_head() -> Mapping[str, tuple[Cue, ...]]:
    table: dict[str, list[Cue]] = {}
    for cue in all_cues():
        table.setdefault(cue.concepts[0], []).append(cue)
    return {head: tuple(cues) for head, cues in table.items()}


def _signs(mentions: Sequence[Mention]) -> Iterator[Sign]:
    places: dict[str, list[Mention]] = {}
    for mention in mentions:
        for concept in sorted(mention.concepts):
            places.setdefault(concept, []).append(mention)
    for head in sorted(places):
        for cue in _by_head().get(head, ()):
            if all(concept in places for concept in cue.concepts):
                for mention in places[head]:
                    sign = _sign(cue, mention, places)
                    if sign is not None:
                        yield sign


def _sign(cue: Cue, head: Mention, places: Mapping[str, Sequence[Mention]]) -> Sign | None:
    """Return the cue about this mention, with the nearest ones of its other concepts."""
    used = [head]
    for concept in cue.concepts[1:]:
        free = [mention for mention in places[concept] if mention not in used]
        if not free:
            return None
        used.append(min(free, key=lambda each: (each.clause != head.clause, abs(each.start - head.start))))
    clauses = {mention.clause for mention in used}
    if any(each.clause in clauses for name in cue.without for each in places.get(name, ())):
        return None
    sure = min(mention.sure for mention in used)
    score = cue.weight * sure * (_APART if len(clauses) > 1 else 1.0)
    if any(mention.clause in clauses for mention in places.get("outside", ())):
        score -= _OUTSIDE
    return Sign(cue.intent, round(score, 3), tuple(used), (head,), cue.concepts[0] in COMMON)
