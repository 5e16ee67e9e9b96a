"""What a request means in the light of what was said before: words that stand for items, and follow-ups.

Only the closed lists of words below count, so that the same session and request always mean the same. A
change of status is never taken over from a former turn, and "it" means at most one item where something is
to be changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from maestro_cli.agents.duties import DUTIES
from maestro_cli.model.memory import Fact, Stated, Summary, Turn, Understood
from maestro_cli.model.requests import Complexity, Intent, Route, Strategy, Wish

VERBATIM = 10
"""Turns of a session that are kept in mind word by word; older ones only as a summary."""

REACH = 3
"""How many turns back a word can stand for items."""

MOST_ITEMS = 20
MOST_STATED = 20
MOST_FACTS = 5

_OF_ITEMS = frozenset(
    {Intent.FORECAST, Intent.ESTIMATE, Intent.DEPENDENCIES, Intent.LINK_DECISIONS, Intent.STATUS_CHANGE}
)
"""Intents that can be about some items."""

_TIME = r"(?!\s+(?:sprint|week|month|quarter|year|release|project|team|iteration|day)\b)"
_STANDS_FOR = re.compile(
    rf"\b(?:it|its|they|them|their|those|these|that|this){_TIME}\b(?!')|\bthe same\b"
    r"|(?<![가-힣])(?:그|이|저)(?:것|거|건|게|걸)(?:들)?(?:이|은|는|을|를|도|의)?(?![가-힣])"
    r"|(?<![가-힣])(?:그|이|저|위의|방금)\s?(?:항목|작업|아이템|이슈|스토리|버그)(?:들)?(?:이|은|는|을|를|도|의)?(?![가-힣])"
    r"|(?<![가-힣])(?:걔|얘)(?:네)?(?:는|가|를)?(?![가-힣])",
    re.IGNORECASE,
)
_SMALL_WORDS = """
and also then so but ok okay please what how about who whom whose owns own owner why when where which is are
was were be do does did will would can could the a an of for to on in with me us tell show now else same one
ones again next after before done finished finish
그럼 그러면 그리고 또 또한 왜 누가 누구 누구야 누구지 담당 담당자 담당자는 언제 어때 어때요 어떻게 어떤 뭐
뭐야 뭐지 무엇 알려줘 알려 보여줘 다시 도 은 는 이 가 을 를 의 끝나 끝나요 끝나지 되나 되지 돼 있어 인가 야
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[^\W_]+(?:[._#/-][^\W_]+)*")
_PARTICLE = re.compile(r"(?<=[a-z0-9])(?:은|는|이|가|을|를|의|도|하고|이랑|랑|과|와|에|로|으로)$")


def understand(
    text: str, route: Route, turns: Sequence[Turn], item_ids: Collection[str]
) -> tuple[Route, Understood | None]:
    """Return the route with what former `turns`, oldest first, fill in, and what that was, if anything."""
    if not turns:
        return route, None
    if route.intent is Intent.OUT_OF_SCOPE:
        return _followed(text, route, turns, item_ids)
    stands = _STANDS_FOR.search(text)
    meant = _meant(turns)
    lacking = [wish for wish in route.wishes if _lacks_items(wish, meant)]
    if stands is None or meant is None or not lacking:
        return route, None
    wishes = tuple(_about(wish, meant.items) if wish in lacking else wish for wish in route.wishes)
    told = Understood(
        "items",
        stands[0],
        meant.items[:MOST_ITEMS],
        tuple(wish.intent.value for wish in lacking),
        meant.number,
    )
    return replace(route, wishes=wishes), told


def _lacks_items(wish: Wish, meant: Turn | None) -> bool:
    if wish.intent not in _OF_ITEMS or wish.arguments.get("items") or meant is None:
        return False
    return wish.intent is not Intent.STATUS_CHANGE or len(meant.items) == 1


def _about(wish: Wish, items: Sequence[str]) -> Wish:
    return replace(wish, arguments={**wish.arguments, "items": list(items[:MOST_ITEMS])})


def _meant(turns: Sequence[Turn]) -> Turn | None:
    """Return the newest turn within reach that spoke of items."""
    return next((turn for turn in reversed(turns[-REACH:]) if turn.items), None)


def _followed(
    text: str, route: Route, turns: Sequence[Turn], item_ids: Collection[str]
) -> tuple[Route, Understood | None]:
    """Take a request that names no wish of its own for the last one again, about the items that are meant."""
    stands = _STANDS_FOR.search(text)
    named = _named(text, item_ids)
    last = next((turn for turn in reversed(turns[-REACH:]) if turn.intents), turns[-1])
    intents = [Intent(name) for name in last.intents if name in {intent.value for intent in DUTIES}]
    intents = [intent for intent in intents if intent is not Intent.STATUS_CHANGE]
    if not intents or not (named or stands) or not _is_bare(text, item_ids):
        return route, None
    meant = _meant(turns)
    items = named or (meant.items if meant else ())
    wishes = tuple(_again(intent, last.arguments, items) for intent in intents)
    agents = tuple(dict.fromkeys(wish.agent for wish in wishes))
    found = Route(
        agents=agents,
        intent=intents[0],
        wishes=wishes,
        complexity=Complexity.SIMPLE if len(wishes) == 1 else Complexity.MODERATE,
        strategy=Strategy.SINGLE if len(agents) == 1 else Strategy.PARALLEL,
        confidence=0.5,
        why=f"a follow-up of turn {last.number}: {', '.join(intent.value for intent in intents)}",
    )
    said = stands[0] if stands else " ".join(named)
    return found, Understood("follow_up", said, items[:MOST_ITEMS], last.intents, last.number)


def _again(intent: Intent, arguments: Mapping[str, object], items: Sequence[str]) -> Wish:
    kept = {name: value for name, value in arguments.items() if name not in ("items", "status")}
    wish = Wish(DUTIES[intent].agent, intent, kept)
    return _about(wish, items) if intent in _OF_ITEMS and items else wish


def _named(text: str, item_ids: Collection[str]) -> tuple[str, ...]:
    known = {name.casefold(): name for name in item_ids}
    found = (known.get(word) for word in _words(text))
    return tuple(dict.fromkeys(name for name in found if name))


def _is_bare(text: str, item_ids: Collection[str]) -> bool:
    """Tell whether nothing is said but small words, words that stand for items, and ids."""
    known = {name.casefold() for name in item_ids}
    rest = _STANDS_FOR.sub(" ", text)
    return all(word in _SMALL or word in known for word in _words(rest))


def _words(text: str) -> list[str]:
    return [_PARTICLE.sub("", word) for word in _WORD.findall(text.casefold())]


def summarised(turns: Sequence[Turn]) -> Summary:
    """Return what the turns before the last `VERBATIM` come to."""
    return summary_of(turns[:-VERBATIM])


def summary_of(old: Sequence[Turn]) -> Summary:
    """Return what turns come to: what was asked how often, and the newest items and figures."""
    items = _newest(item for turn in old for item in turn.items)
    figures: dict[str, Stated] = {}
    for turn in old:
        for stated in turn.figures:
            figures.pop(stated.name, None)
            figures[stated.name] = stated
    counts = Counter(intent for turn in old for intent in turn.intents)
    return Summary(len(old), dict(sorted(counts.items())), items, tuple(figures.values())[-MOST_STATED:])


def _newest(names: Iterable[str]) -> tuple[str, ...]:
    """Return the last names, each once, where it was said last."""
    kept: dict[str, None] = {}
    for name in names:
        kept.pop(name, None)
        kept[name] = None
    return tuple(kept)[-MOST_ITEMS:]


def recalled(text: str, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts to show beside an answer: first those that share words with it, then the newest."""
    asked = {word for word in _words(text) if word not in _SMALL}
    shared = [len(asked & set(_words(fact.text))) for fact in facts]
    order = sorted(range(len(facts)), key=lambda n: (-shared[n], -facts[n].number))
    return tuple(facts[n] for n in order[:MOST_FACTS])


_TOLD = re.compile(
    r"\s*(?:please\s+)?(?:remember|note)(?:\s+that\b|\s*[:：])\s*(?P<en>.+)"
    r"|\s*기억(?:해\s?(?:줘|둬|주세요|두세요)?)?\s*[:：]\s*(?P<ko>.+)",
    re.IGNORECASE | re.DOTALL,
)


def told_fact(text: str) -> str | None:
    """Return what a person asks to remember ("remember: …", "기억해: …"), or None."""
    found = _TOLD.fullmatch(text)
    return (found["en"] or found["ko"]).strip() if found else None
