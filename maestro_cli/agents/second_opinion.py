"""What a request asks for that the rules are unsure about, as a model sees it.

It may only choose among what agents answer. Arguments, authority and how agents work together stay
with the rules, and nothing is changed that the words themselves did not ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from maestro_cli.agents.duties import CHOICES
from maestro_cli.agents.prompts import routing_prompt, talk_prompt
from maestro_cli.agents.router import SURE, is_unsure, route_of
from maestro_cli.agents.routing.arguments import said_of
from maestro_cli.agents.routing.mentions import find_mentions
from maestro_cli.agents.routing.reading import read
from maestro_cli.llm.chooser import choose_wishes
from maestro_cli.llm.interface import Engine, Listener
from maestro_cli.llm.narrator import Asked, Talk
from maestro_cli.model.requests import Complexity, Intent, Route, Strategy


def is_worth_asking(found: Route) -> bool:
    """Tell whether a model is asked: where the rules are unsure, and nothing is to be changed."""
    return is_unsure(found) and all(wish.intent is not Intent.STATUS_CHANGE for wish in found.wishes)


def second_opinion(
    text: str,
    found: Route,
    item_ids: Sequence[str],
    as_of: date,
    engine: Engine,
    deadline: float,
    listen: Listener | None = None,
    talk: Talk | None = None,
) -> tuple[Route, Asked]:
    """Return the route that a model chooses, or `found` where it fails, and what it was asked.

    What has been said before, the `talk`, may tell it what the request leaves open.
    """
    prompt = routing_prompt() if talk is None else talk_prompt()
    names, asked = choose_wishes(engine, prompt, text, CHOICES, deadline, listen, talk)
    if names is None:
        return found, asked
    intents = tuple(Intent(name) for name in names)
    chosen = found if intents == tuple(wish.intent for wish in found.wishes) else None
    chosen = chosen or (_routed(text, intents, item_ids, as_of) if intents else _nobody())
    by = asked.model or engine.name
    why = f"{by}: {', '.join(intents) or 'nothing that agents answer'}; rules: {found.why}"
    return replace(chosen, confidence=SURE, why=why, by=by), asked


def _routed(text: str, intents: tuple[Intent, ...], item_ids: Sequence[str], as_of: date) -> Route:
    reading = read(text, item_ids)
    return route_of(intents, said_of(reading, find_mentions(reading), as_of))


def _nobody() -> Route:
    return Route((), Intent.OUT_OF_SCOPE, (), Complexity.SIMPLE, Strategy.SINGLE, SURE, "")
