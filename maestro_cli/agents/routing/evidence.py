"""Finds what a request asks for: one wish, or one in each part of it.

A request is cut in two where a clause, a conjunction or a joining ending allows it, and where both parts
are clear requests of their own for different agents, clearer than the whole is for one. Each part may be cut
again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

from maestro_cli.agents.duties import DUTIES
from maestro_cli.agents.routing.asides import set_aside
from maestro_cli.agents.routing.classifier import Weights
from maestro_cli.agents.routing.features import features_of
from maestro_cli.agents.routing.mention import Mention
from maestro_cli.agents.routing.reading import Sort, Token
from maestro_cli.model.requests import Intent

_LEAST = 1e-4
_REASONS = 4
_MOST_CUTS = 16
_CLEAR = 0.7
"""How likely wishes of the same agent have to be, to be taken for two."""

_CERTAIN = 0.95
"""How likely a wish has to be, to be heard beside what nobody answers."""

_BEFORE = frozenset(
    "with including include includes as for to into before after + & 포함 포함해서 포함한 후 뒤 다음".split()  # noqa: SIM905
)
"""Words that a second part may begin with."""

_AFTER = tuple(
    "고 구 며 면서 서 해서 하여 랑 이랑 랑은 와 과 및 후 뒤 전에 데 다음 에 도 니 니까 는지 "  # noqa: SIM905
    "넣은 담은 포함한 포함된 넣어서 담아서".split()
)
"""Endings that a first part may have."""

_NO_END = frozenset("다음 도 에 데 서 고 구".split())  # noqa: SIM905
"""Words that are no endings where they stand alone."""

_POLITE = frozenset(
    "please plz pls thanks thank kindly thx ty hi hey 부탁 부탁해 부탁해요 부탁드려요 부탁드립니다 "  # noqa: SIM905
    "부탁드릴게요 부탁합니다 음 감사합니다 감사해요 고마워 고마워요 제발".split()
)
"""Words that change nothing."""


@dataclass(frozen=True)
class Part:
    """Words of a request in a row, and what they mention."""

    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    weights: Weights

    @cached_property
    def features(self) -> Mapping[str, float]:
        """What this part is judged by."""
        return features_of(self.tokens, self.mentions)

    @cached_property
    def intents(self) -> Mapping[Intent, float]:
        """How likely each intent is."""
        return self.weights.probabilities(self.features)

    @cached_property
    def agents(self) -> Mapping[str, float]:
        """How likely each agent is, "" for none."""
        likely: dict[str, float] = {}
        for intent, each in self.intents.items():
            agent = _agent(intent)
            likely[agent] = likely.get(agent, 0.0) + each
        return likely

    @cached_property
    def agent(self) -> str:
        """Who is most likely asked, "" for none."""
        return max(self.agents, key=lambda agent: (self.agents[agent], agent))

    @cached_property
    def intent(self) -> Intent:
        """What that agent is most likely asked for."""
        mine = [intent for intent in self.intents if _agent(intent) == self.agent]
        return max(mine, key=lambda intent: (self.intents[intent], intent.value))

    @property
    def clear(self) -> float:
        """How likely that is."""
        return self.intents[self.intent]

    def cuts(self) -> list[int]:
        """Return before which words a second part may begin."""
        pairs = enumerate(zip(self.tokens, self.tokens[1:], strict=False), start=1)
        return [at for at, (last, first) in pairs if _may_begin(last, first)][:_MOST_CUTS]

    def cut(self, at: int) -> tuple[Part, Part]:
        """Return the parts before and from a word on."""
        start = self.tokens[at].start
        head = tuple(mention for mention in self.mentions if mention.start < start)
        rest = tuple(mention for mention in self.mentions if mention.start >= start)
        return Part(self.tokens[:at], head, self.weights), Part(self.tokens[at:], rest, self.weights)


@dataclass(frozen=True, slots=True)
class Sign:
    """An intent, where its part begins, the words that say most for it, and what its part mentions."""

    intent: Intent
    start: int
    clause: int
    words: tuple[str, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The signs of what is asked for in the order of the text, and how sure that these are all and right."""

    signs: tuple[Sign, ...]
    sure: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A part cut in two: what each half most likely asks for, and what speaks for two wishes."""

    halves: tuple[Part, Part]
    evidence: tuple[float, ...]


def choose(tokens: Sequence[Token], mentions: Sequence[Mention], weights: Weights) -> Chosen:
    """Return what a request asks for; where that seems to be nothing, what it sets aside may say it."""
    heard = part_of(tokens, mentions, weights)
    found = _chosen(heard)
    said = spoken(tokens, mentions)
    if found.signs or len(said) == len(heard.tokens):
        return found
    return _chosen(Part(said, mentioned(mentions, said), weights))


def _chosen(whole: Part) -> Chosen:
    if not whole.tokens:
        return Chosen((), 1.0)
    parts, sure = _parts(whole)
    if not any(part.agent for part in parts):
        parts, sure = _sentence(whole) or (parts, sure)
    signs = [_sign(wish) for part in parts if part.agent for wish in _wishes(part)]
    sure = min(sure, *(part.agents[part.agent] for part in parts))
    return Chosen(tuple(signs), round(sure * min((each.sure for each in whole.mentions), default=1.0), 2))


def part_of(tokens: Sequence[Token], mentions: Sequence[Mention], weights: Weights) -> Part:
    """Return what a request asks for.

    Where it sets aside all that it says, all of that says what it is about, so that somebody answers.
    """
    heard = heard_of(tokens, mentions) or spoken(tokens, mentions)
    return Part(heard, mentioned(mentions, heard), weights)


def heard_of(tokens: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Token, ...]:
    """Return the words that ask for something: those that are spoken but for what they set aside."""
    said = spoken(tokens, mentions)
    aside = set_aside(said)
    return tuple(token for token in said if token not in aside)


def spoken(tokens: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Token, ...]:
    """Return the words of a request without politeness and orders to the router."""
    left = orders_to_router(mentions)
    return tuple(token for token in tokens if token.clause not in left and token.text not in _POLITE)


def mentioned(mentions: Sequence[Mention], tokens: Sequence[Token]) -> tuple[Mention, ...]:
    """Return what these words mention."""
    places = {at for token in tokens for at in range(token.start, token.end)}
    return tuple(each for each in mentions if each.start in places)


def orders_to_router(mentions: Sequence[Mention]) -> set[int]:
    """Return the clauses that are about the router itself, its rules or its role."""
    said: dict[int, set[str]] = {}
    for mention in mentions:
        said.setdefault(mention.clause, set()).update(mention.concepts)
    return {clause for clause, names in said.items() if "pretend" in names or {"ignore", "orders"} <= names}


def pair_of(part: Part) -> Pair | None:
    """Return the best cut of a part into wishes of two agents."""
    pairs = [_pair(part, at) for at in part.cuts()]
    return max(pairs, key=lambda pair: pair.evidence[0], default=None)


def _pair(part: Part, at: int) -> Pair:
    head, rest = part.cut(at)
    one, two = _logs(head.agents), _logs(rest.agents)
    both, first, second = max(
        (one[first] + two[second], first, second) for first in one for second in two if first != second
    )
    same = max(one[agent] + two[agent] for agent in one)
    whole = _logs(part.agents)
    evidence = (
        both,
        min(both - same, 6.0),
        max(whole.values()),
        max(whole[first], whole[second]),
        min(whole[first], whole[second]),
        min(one[first], two[second]),
        float(part.tokens[at].clause != part.tokens[at - 1].clause),
        log(at),
        log(len(part.tokens) - at),
    )
    return Pair((head, rest), evidence)


def _logs(agents: Mapping[str, float]) -> dict[str, float]:
    return {agent: log(max(each, _LEAST)) for agent, each in agents.items() if agent}


def _parts(part: Part) -> tuple[list[Part], float]:
    """Return the parts that are wishes of their own, and how sure the cuts are."""
    pair = pair_of(part)
    if pair is None:
        return [part], 1.0
    two = likely_two(pair, part.weights)
    if two <= 1 / 2:
        return [part], 1 - two
    parts: list[Part] = []
    for half in pair.halves:
        found, sure = _parts(half)
        parts += found
        two = min(two, sure)
    return parts, two


def _sentence(whole: Part) -> tuple[list[Part], float] | None:
    """Return the clauses at one end of a request that ask for something however little the rest does."""
    cuts = [at for at in whole.cuts() if whole.tokens[at].clause != whole.tokens[at - 1].clause]
    ends = [end for at in cuts for end in whole.cut(at) if end.agent and end.clear >= _CERTAIN]
    best = max(ends, key=lambda end: (end.clear, end.tokens[0].start), default=None)
    return ([best], best.clear * _CERTAIN) if best else None


def likely_two(pair: Pair, weights: Weights) -> float:
    """Return how likely it is that a pair is two wishes."""
    bias, *factors = weights.two
    total = bias + sum(factor * value for factor, value in zip(factors, pair.evidence, strict=True))
    return 1 / (1 + exp(-total))


def _wishes(part: Part) -> list[Part]:
    """Return the parts that clearly ask the same agent for different things."""
    for at in part.cuts():
        head, rest = part.cut(at)
        if head.agent == rest.agent and head.intent != rest.intent and min(head.clear, rest.clear) > _CLEAR:
            return [*_wishes(head), *_wishes(rest)]
    return [part]


def _sign(part: Part) -> Sign:
    first = part.tokens[0]
    return Sign(part.intent, first.start, first.clause, _reasons(part, part.intent), part.mentions)


def _reasons(part: Part, intent: Intent) -> tuple[str, ...]:
    """Return the words that say most for an intent, in their order."""
    rated = []
    for token in part.tokens:
        here = [
            mention for mention in part.mentions if mention.start < token.end and token.start < mention.end
        ]
        rated.append((part.weights.speaks_for(intent, features_of([token], here)), token))
    best = sorted(rated, key=lambda each: (-each[0], each[1].start))[:_REASONS]
    return tuple(token.text for score, token in sorted(best, key=lambda each: each[1].start) if score > 0)


def _may_begin(last: Token, first: Token) -> bool:
    ends = last.sort is Sort.KOREAN and last.text.endswith(_AFTER) and last.text not in _NO_END
    return first.clause != last.clause or first.text in _BEFORE or ends


def _agent(intent: Intent) -> str:
    return DUTIES[intent].agent if intent in DUTIES else ""
