"""Finds passages by keyword, by meaning, or by both.

Keyword is BM25 over stems (Korean: pairs of syllables); semantic is the cosine of features; hybrid fuses both
orders by reciprocal rank, 1 / (60 + rank) (Cormack, Clarke and Büttcher, SIGIR 2009). What says too
little of a query to be about it is left out, so a question about nothing that is written here finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from maestro_cli.knowledge.embedding import cosine, embed, features
from maestro_cli.knowledge.excerpts import excerpt
from maestro_cli.knowledge.query import Query, read_query
from maestro_cli.model.passages import Hit, Passage, PassageIndex, PassageKind, Strategy, VectorIndex

K = 60
"""The constant of reciprocal rank fusion, as published."""

CANDIDATES = 60
"""Passages of each order that are looked at."""

LEAST_SHARE = 0.42
"""Share of a query's worth that a passage has to say to be found by keyword."""

LEAST_COSINE = 0.12
"""Cosine from which a passage is found by meaning."""

MOST_PER_FILE = 3
"""Passages of one file among the hits; of an item or a commit one."""

DIGITS = 4

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a search looks. `vectors` None: by keyword only."""

    passages: PassageIndex
    vectors: VectorIndex | None


def search(
    text: str,
    shelf: Shelf,
    *,
    strategy: Strategy = Strategy.HYBRID,
    limit: int = 10,
    kinds: Collection[PassageKind] = (),
) -> tuple[Hit, ...]:
    """Return at most `limit` hits for `text`, the best first, ties in order of the passages' ids.

    `score`: by keyword BM25 as a share of the best hit's; semantic the cosine; hybrid the sum of reciprocal
    ranks as a share of the most possible, so 1 is first in both orders.
    """
    query = read_query(text, shelf.passages)
    if not query.words or limit < 1:
        return ()
    looks = _Looks(shelf, query, frozenset(kinds))
    if strategy is Strategy.KEYWORD or shelf.vectors is None:
        ranked, used = _shares(looks.by_keyword()), Strategy.KEYWORD
    elif strategy is Strategy.SEMANTIC:
        ranked, used = looks.by_meaning(shelf.vectors), strategy
    else:
        ranked, used = fuse(looks.by_keyword(), looks.by_meaning(shelf.vectors)), strategy
    return _hits(ranked, looks.passages, query, used, limit)


def fuse(*rankings: Ranking) -> Ranking:
    """Fuse orders by reciprocal rank; an id that is first in all of them gets 1."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, (name, _) in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + (K + 1) / (K + rank) / len(rankings)
    return _ordered(scores)


class _Looks:
    """The two ways of looking for one query, over one set of passages."""

    def __init__(self, shelf: Shelf, query: Query, kinds: frozenset[PassageKind]) -> None:
        self._shelf, self._query, self._kinds = shelf, query, kinds
        self.passages: dict[str, Passage] = {}

    def by_keyword(self) -> Ranking:
        found = dict(self._shelf.passages.match(self._query.terms, CANDIDATES, self._kinds))
        said = self._keep(found, lambda one: self._query.said(f"{one.title} {one.text}")[0] >= LEAST_SHARE)
        return _ordered({name: found[name] for name in said})

    def by_meaning(self, vectors: VectorIndex) -> Ranking:
        worth = self._query.worth
        wanted = features("", " ".join(worth), lambda word: worth.get(word, 0.0))
        more = 4 if self._kinds else 1
        near = vectors.nearest(embed(wanted), CANDIDATES * more)
        cosines: dict[str, float] = {}

        def like(one: Passage) -> bool:
            cosines[one.id] = cosine(wanted, features(one.title, one.text))
            return cosines[one.id] >= LEAST_COSINE

        return _ordered({name: cosines[name] for name in self._keep(near, like)})

    def _keep(self, ids: Collection[str], fits: Callable[[Passage], bool]) -> list[str]:
        found = self._shelf.passages.get(ids)
        wanted = [one for one in found.values() if not self._kinds or one.kind in self._kinds]
        kept = [one for one in wanted if fits(one)]
        self.passages.update({one.id: one for one in kept})
        return [one.id for one in kept]


def _ordered(scores: Mapping[str, float]) -> Ranking:
    """Return ids with their scores, rounded before they are compared, so that no last bit decides."""
    rounded = {name: round(score, 9) for name, score in scores.items()}
    return sorted(rounded.items(), key=lambda pair: (-pair[1], pair[0]))


def _shares(ranking: Ranking) -> Ranking:
    best = max((score for _, score in ranking), default=0.0)
    return [(name, score / best if best > 0 else 1.0) for name, score in ranking]


def _hits(
    ranked: Ranking, passages: Mapping[str, Passage], query: Query, strategy: Strategy, limit: int
) -> tuple[Hit, ...]:
    hits: dict[str, Hit] = {}
    taken: dict[str, int] = {}
    for name, score in ranked:
        passage = passages[name]
        files = passage.document.startswith("file:")
        taken[passage.document] = taken.get(passage.document, 0) + 1
        if taken[passage.document] > (MOST_PER_FILE if files else 1):
            continue
        hit = _hit(passage, score, query, strategy, files)
        hits.setdefault(hit.id, hit)
        if len(hits) == limit:
            break
    return tuple(hits.values())


def _hit(passage: Passage, score: float, query: Query, strategy: Strategy, files: bool) -> Hit:
    shown = excerpt(passage.text, query)
    line: int | None = passage.line + (shown.offset if files else 0)
    name = f"{passage.document}:{line}" if files else passage.document
    if passage.kind is PassageKind.COMMIT:
        name, line = passage.document[: len("commit:") + 7], None
    share, words = query.said(f"{passage.title} {passage.text}")
    return Hit(
        id=name,
        path=passage.path,
        line=line,
        score=round(score, DIGITS),
        strategy=strategy,
        excerpt=shown.text,
        kind=passage.kind,
        title=passage.title,
        words=words,
        share=round(share, DIGITS),
    )
