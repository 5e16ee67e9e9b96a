"""The sentences of a passage that say most of a query, and the line on which they begin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maestro_cli.knowledge.query import Query
from maestro_cli.model.text import one_line

LONGEST = 280
"""Characters of an excerpt; what is cut off at an end shows as an ellipsis."""

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?。!?][\"')\]]*(?=\s|$)|(?=\n|$))")
_MARKS = re.compile(r"^(?:[-*+>|]\s+|\d+[.)]\s+|#+\s+)+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Text on one line without control characters; `offset` is how many lines further down it is."""

    text: str
    offset: int


def excerpt(text: str, query: Query) -> Excerpt:
    """Return the sentence that says most of the query, with those behind it as far as there is room."""
    sentences = [match for match in _SENTENCE.finditer(text) if any(char.isalnum() for char in match[0])]
    if not sentences:
        return Excerpt(_cut(one_line(text)), 0)
    shares = [query.said(sentence[0])[0] for sentence in sentences]
    best = max(range(len(sentences)), key=lambda number: (shares[number], -number))
    end = best + 1
    while end < len(sentences) and sentences[end].end() - sentences[best].start() <= LONGEST:
        end += 1
    start = sentences[best].start()
    said = text[start : sentences[end - 1].end()].strip()
    lines = (_MARKS.sub("", line.strip()) for line in said.split("\n"))
    lead = start + len(text[start:]) - len(text[start:].lstrip())
    return Excerpt(_cut(one_line(" ".join(lines))), text.count("\n", 0, lead))


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    head = text[: LONGEST - 1]
    return (head.rpartition(" ")[0] if " " in head[LONGEST // 2 :] else head) + "…"
