"""Who leads, and how agents work together.

Order: the intent that is mentioned first leads, with four exceptions. A kick-off is led by the planner,
with the scrum master and risk/quality. A report leads what it is to include. What is compared with a
plan follows the plan. What is to be done before something else ("before planning, …", "… 하기 전에") comes
before it.

Strategy: one agent works alone. Three or more work under the leading one (hierarchical). Two vote where
a choice is asked that they may disagree on: what to drop, whether to take something in (consensus). One
works on the other's result (sequential) where a report follows what it reports, where documents are
found for what follows, where a status changes, or where the words say so ("then", "based on", "of that
plan"). Else they work side by side (parallel).

Complexity: one wish for a figure or a list is simple; one agent with several wishes, a document or a
plan, or agents side by side are moderate; agents that depend on each other, or three and more, are
complex.
"""

from __future__ import annotations

from collections.abc import Sequence

from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.routing.evidence import Chosen, Sign
from maestro_cli.agents.routing.mention import Mention
from maestro_cli.model.requests import Complexity, Intent, Strategy

_KICKOFF = (Intent.SPRINT_SCOPE, Intent.BLOCKERS, Intent.RISKS)
_PLANS = frozenset({Intent.SPRINT_SCOPE, Intent.WHAT_IF, Intent.CAPACITY})
_LONG = frozenset({Intent.REPORT, Intent.STANDUP, Intent.SPRINT_SCOPE, Intent.WHAT_IF, Intent.TRACEABILITY})
_FINDS = frozenset({Intent.DOCUMENTS, Intent.DECISIONS})
_VOTERS = frozenset({"planner", "scrum_master", "risk_quality"})
_MANY = 3


def ordered(chosen: Chosen, mentions: Sequence[Mention]) -> tuple[Intent, ...]:
    """Return the intents of a request, the leading one first."""
    said = {concept for mention in mentions for concept in mention.concepts}
    found = [sign.intent for sign in _in_time(chosen.signs, mentions)]
    if "kickoff" in said and found[0] in _PLANS:
        return tuple(dict.fromkeys((*_KICKOFF, *found)))
    if "include" in said and Intent.REPORT in found:
        found = [Intent.REPORT, *found]
    if "compare" in said and _PLANS & set(found):
        found = [*(intent for intent in found if intent in _PLANS), *found]
    return tuple(dict.fromkeys(found))


def _in_time(signs: Sequence[Sign], mentions: Sequence[Mention]) -> list[Sign]:
    """Put what is to be done before something else before it."""
    for mention in mentions:
        if "ahead" in mention.concepts:
            head = [sign for sign in signs if sign.start < mention.start]
            rest = [sign for sign in signs if sign.start >= mention.start]
            if mention.text == "전에":
                return [*rest, *head]
            first = [sign for sign in rest if sign.clause == mention.clause]
            return [*head, *(sign for sign in rest if sign not in first), *first]
    return list(signs)


def agents_of(intents: Sequence[Intent]) -> tuple[str, ...]:
    """Return whose duties these are, in that order."""
    return tuple(dict.fromkeys(DUTIES[intent].agent for intent in intents))


def strategy_of(intents: Sequence[Intent], mentions: Sequence[Mention]) -> Strategy:
    """Return how the agents of these intents work together."""
    agents = agents_of(intents)
    if len(agents) < len((1, 2)):
        return Strategy.SINGLE
    if len(agents) >= _MANY:
        return Strategy.HIERARCHICAL
    said = {concept for mention in mentions for concept in mention.concepts}
    if set(agents) <= _VOTERS and ("should" in said or {"drop", "question"} <= said):
        return Strategy.CONSENSUS
    follows = agents[-1] == "reporter" or intents[0] in _FINDS or Intent.STATUS_CHANGE in intents
    return Strategy.SEQUENTIAL if follows or "then" in said else Strategy.PARALLEL


def complexity_of(intents: Sequence[Intent], strategy: Strategy) -> Complexity:
    """Return how much these intents ask for."""
    match strategy:
        case Strategy.SINGLE:
            several = len(intents) > 1 or bool(_LONG & set(intents))
            return Complexity.MODERATE if several else Complexity.SIMPLE
        case Strategy.PARALLEL:
            return Complexity.MODERATE
        case _:
            return Complexity.COMPLEX
