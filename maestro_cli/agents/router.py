"""Routes a request offline: who answers it, and how, from the words of two languages and no model.

Words name concepts (`routing.words_en`, `routing.words_ko`); how likely concepts, words and pieces of words
make each intent was learned from labelled requests (`routing.classifier`); a request that falls into parts
may have several (`routing.evidence`); and an intent is the duty of an agent (`agents.duties`). What is
quoted, and what is said to the router about its rules, is no part of the request. How agents work together:
`routing.teamwork`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.routing.arguments import Said, arguments_of, said_of
from maestro_cli.agents.routing.classifier import Weights, weights
from maestro_cli.agents.routing.evidence import Chosen, choose
from maestro_cli.agents.routing.mention import Mention
from maestro_cli.agents.routing.mentions import find_mentions
from maestro_cli.agents.routing.reading import read
from maestro_cli.agents.routing.teamwork import agents_of, complexity_of, ordered, strategy_of
from maestro_cli.model.requests import Complexity, Intent, Route, Strategy, Wish

SURE = 0.7
"""From which confidence on a route is not worth a second opinion.

Measured on requests not learned from: 6 in 10 wrong routes are below it, and 1 in 10 right ones.
"""

_ABOUT_WORK = frozenset(
    [
        "sprint",
        "project",
        "item_noun",
        "item",
        "points",
        "plan",
        "report",
        "risk",
        "document",
        "decision",
        "progress",
    ]
)

_FRAME = frozenset(["sprint", "next", "then", "project", "item_noun", "item", "number", "we", "past", "all"])
"""What says where something is wanted, not what."""

_VAGUE = 0.5

_WITHIN = {
    Intent.WHAT_IF: (Intent.SPRINT_SCOPE, Intent.CAPACITY),
    Intent.SPRINT_SCOPE: (Intent.CAPACITY,),
    Intent.LINK_DECISIONS: (Intent.DECISIONS, Intent.DOCUMENTS),
    Intent.DECISIONS: (Intent.DOCUMENTS,),
    Intent.STANDUP: (Intent.PROGRESS,),
    Intent.REPORT: (Intent.CHANGES,),
}
"""What an intent answers besides: a plan says its capacity, a report what changed."""


def route(text: str, item_ids: Iterable[str], as_of: date, learned: Weights | None = None) -> Route:
    """Return who answers a request, and how; out of scope where nothing of it is about a project.

    `item_ids` are those of the project, `as_of` is today: days that the request names are relative to it.
    `learned` are weights to judge by, by default those that are shipped.
    """
    reading = read(text, item_ids)
    mentions = find_mentions(reading)
    chosen = choose(reading.tokens, mentions, learned or weights())
    said = said_of(reading, mentions, as_of)
    if not chosen.signs:
        return _nobody(chosen, mentions)
    intents = ordered(chosen, said.mentions)
    found = route_of(intents, said, {sign.intent: sign.mentions for sign in reversed(chosen.signs)})
    why = _why([wish.intent for wish in found.wishes], chosen, said)
    return replace(found, confidence=_confidence(chosen, said), why=why)


def route_of(
    intents: Sequence[Intent], said: Said, about: Mapping[Intent, tuple[Mention, ...]] | None = None
) -> Route:
    """Return the route for intents, the leading one first; `about` are the mentions that each stands on."""
    kept, places = _merged(intents), about or {}
    strategy = strategy_of(kept, said.mentions)
    wishes = tuple(_wish(intent, places.get(intent) or said.mentions, said) for intent in kept)
    complexity = complexity_of(kept, strategy)
    return Route(agents_of(kept), kept[0], wishes, complexity, strategy, SURE, "")


def is_unsure(found: Route) -> bool:
    """Tell whether a model should be asked too, where there is one."""
    return found.confidence < SURE


def _merged(intents: Sequence[Intent]) -> tuple[Intent, ...]:
    """Leave out what another intent of the same agent answers too."""
    within = {less for intent in intents for less in _WITHIN.get(intent, ())}
    return tuple(intent for intent in intents if intent not in within)


def _nobody(chosen: Chosen, mentions: Sequence[Mention]) -> Route:
    said = {concept for mention in mentions for concept in mention.concepts}
    about = bool(said & _ABOUT_WORK) and "outside" not in said
    why = "nothing in it is about this project" if not about else "it does not say what is wanted"
    return Route((), Intent.OUT_OF_SCOPE, (), Complexity.SIMPLE, Strategy.SINGLE, chosen.sure, why)


def _wish(intent: Intent, about: Sequence[Mention], said: Said) -> Wish:
    return Wish(DUTIES[intent].agent, intent, arguments_of(intent, about, said))


def _confidence(chosen: Chosen, said: Said) -> float:
    named = {concept for mention in said.mentions for concept in mention.concepts}
    return min(chosen.sure, _VAGUE) if named <= _FRAME else chosen.sure


def _why(intents: Sequence[Intent], chosen: Chosen, said: Said) -> str:
    heard = {sign.intent: ", ".join(sign.words) for sign in chosen.signs}
    reasons = [f"{intent.value}: {heard.get(intent, 'kick-off')}" for intent in intents]
    if Intent.WHAT_IF in intents and any("away" in mention.concepts for mention in said.mentions):
        reasons.append("who is away is no what-if: write it into days_off of the team, and plan again")
    return "; ".join(reasons)
