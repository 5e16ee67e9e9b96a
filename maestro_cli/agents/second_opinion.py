"""Who answers a request that the rules are unsure about, as a small model sees it.

It may only choose among agents and what they answer. Arguments, authority and how agents work together stay
with the rules, and nothing is changed that the words themselves did not ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, model_validator

from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.pool import AGENTS
from maestro_cli.agents.prompts import routing_prompt
from maestro_cli.agents.router import SURE, is_unsure
from maestro_cli.agents.routing.arguments import arguments_of, said_of
from maestro_cli.agents.routing.mentions import find_mentions
from maestro_cli.agents.routing.reading import read
from maestro_cli.agents.routing.teamwork import agents_of, complexity_of, strategy_of
from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.llm.failures import EngineError
from maestro_cli.llm.interface import Block, Engine, Listener, Reply, Request, Size, UserTurn
from maestro_cli.llm.narrator import Asked
from maestro_cli.llm.quoting import quoted
from maestro_cli.model.plain import digest
from maestro_cli.model.requests import Complexity, Intent, Route, Strategy, Wish

MOST = 5
_CHOICES = tuple(intent.value for intent in DUTIES if intent is not Intent.STATUS_CHANGE)


class Wanted(BaseModel):
    """One thing that is wanted of one agent."""

    model_config = ConfigDict(extra="forbid")

    agent: str = Field(json_schema_extra={"enum": list(AGENTS)})
    intent: str = Field(json_schema_extra={"enum": list(_CHOICES)})

    @model_validator(mode="after")
    def _is_duty(self) -> Wanted:
        if self.intent not in _CHOICES or DUTIES[Intent(self.intent)].agent != self.agent:
            raise ValueError("this is no duty of an agent in the pool")
        return self


class Opinion(BaseModel):
    """What a request asks for, the leading agent first; nothing where it is out of scope."""

    model_config = ConfigDict(extra="forbid")

    wanted: list[Wanted] = Field(max_length=MOST)


def is_worth_asking(found: Route) -> bool:
    """Tell whether a model is asked: where the rules are unsure, and nothing is to be changed."""
    return is_unsure(found) and all(wish.intent is not Intent.STATUS_CHANGE for wish in found.wishes)


def second_opinion(
    text: str,
    found: Route,
    item_ids: Iterable[str],
    as_of: date,
    engine: Engine,
    deadline: float,
    listen: Listener | None = None,
) -> tuple[Route, Asked]:
    """Return the route that a model chooses, or `found` where it fails, and what it was asked."""
    request = Request(
        purpose="route",
        system=(Block(routing_prompt().text, stable=True),),
        turns=(UserTurn(quoted("request", text)),),
        schema=Opinion,
        size=Size.SMALL,
        deadline=deadline,
    )
    try:
        reply = engine.ask(request, listen)
    except EngineError as error:
        return found, _asked(request, error, error)
    route = _routed(text, reply, found, list(item_ids), as_of)
    return route, _asked(request, reply)


def _routed(text: str, reply: Reply, found: Route, item_ids: Sequence[str], as_of: date) -> Route:
    wanted = reply.answer(Opinion).wanted
    intents = tuple(dict.fromkeys(Intent(one.intent) for one in wanted))
    why = f"{reply.model}: {', '.join(intents) or 'nothing that agents answer'}; rules: {found.why}"
    if intents == tuple(wish.intent for wish in found.wishes):
        return replace(found, confidence=SURE, why=why, by=reply.model)
    if not intents:
        return Route(
            (), Intent.OUT_OF_SCOPE, (), Complexity.SIMPLE, Strategy.SINGLE, SURE, why, by=reply.model
        )
    reading = read(text, item_ids)
    mentions = find_mentions(reading).mentions
    said, strategy = said_of(reading, mentions, as_of), strategy_of(intents, mentions)
    wishes = tuple(Wish(DUTIES[one].agent, one, arguments_of(one, said.mentions, said)) for one in intents)
    complexity = complexity_of(intents, strategy)
    agents = agents_of(intents)
    return Route(agents, intents[0], wishes, complexity, strategy, SURE, why, by=reply.model)


def _asked(request: Request, cost: Reply | EngineError, failed: EngineError | None = None) -> Asked:
    prompt = routing_prompt()
    return Asked(
        text=request.turns[0].text,
        said="" if isinstance(cost, EngineError) else cost.text,
        size=request.size,
        inputs=digest([prompt.text, request.turns[0].text]),
        prompt=prompt.label,
        model=cost.model,
        tokens=cost.usage.total if cost.usage else 0,
        usd=cost.usd,
        failure=_failure(failed) if failed else None,
    )


def _failure(error: EngineError) -> Diagnostic:
    first = error.diagnostics[0]
    told = "routed by rules, which are unsure, without Claude"
    return Diagnostic(Severity.WARNING, first.code, f"{told}: {error.message}", fix=first.fix)
