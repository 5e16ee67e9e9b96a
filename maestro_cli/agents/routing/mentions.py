"""Finds the concepts that a request names, in the words of both languages, its ids, numbers and days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maestro_cli.agents.routing.english import find_english
from maestro_cli.agents.routing.korean import find_korean
from maestro_cli.agents.routing.mention import Mention
from maestro_cli.agents.routing.reading import Reading, Sort, Token

_DECISIONS = ("adr", "rfc")
"""How ids of decisions begin."""


def find_mentions(reading: Reading) -> tuple[Mention, ...]:
    """Return all that a request mentions, in the order of the text."""
    mentions: list[Mention] = []
    for run in _runs(reading.tokens):
        match run[0].sort:
            case Sort.ENGLISH:
                mentions += find_english(run)
            case Sort.KOREAN:
                mentions += find_korean(run)
            case Sort.ITEM | Sort.NUMBER | Sort.DATE:
                mentions += [_single(token) for token in run]
    return tuple(sorted(mentions, key=lambda each: (each.start, each.end, each.text)))


def _runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Group words in a row that are of one sort and clause."""
    run: list[Token] = []
    for token in tokens:
        if run and (token.sort, token.clause) != (run[-1].sort, run[-1].clause):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _single(token: Token) -> Mention:
    concepts = {Sort.NUMBER: {"number"}, Sort.DATE: {"month"}}.get(token.sort, {"item"})
    if token.sort is Sort.ITEM and token.text.startswith(_DECISIONS):
        concepts = {"item", "decision"}
    return Mention(frozenset(concepts), token.start, token.end, token.clause, token.text)
