"""English words without their endings, so that a lexicon names each word once."""

from __future__ import annotations

import re
from functools import lru_cache

from maestro_cli.agents.routing.words_en import SKIPPED

_KEPT = frozenset(
    [
        "status",
        "progress",
        "is",
        "us",
        "this",
        "was",
        "has",
        "business",
        "bus",
        "less",
        "process",
        "address",
        "focus",
        "done",
    ]
)
_DOUBLE = re.compile(r"([bdgmnprt])\1$")
_SHORT = 3


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return what is common to the forms of a word: plan, plans, planned and planning are plan."""
    if len(word) <= _SHORT or word in _KEPT:
        return word
    for ending, put in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        root = word.removesuffix(ending)
        if root != word and len(root) >= _SHORT - (ending == "ies") and not word.endswith(("ss", "us")):
            word = root + put
            if ending in ("ing", "ed"):
                word = _DOUBLE.sub(r"\1", word)
            break
    return word.removesuffix("e") if len(word) > _SHORT else word


def phrase_stems(phrase: str) -> tuple[str, ...]:
    """Return the stems of a phrase, articles and forms of "be" left out."""
    words = [word.partition("'")[0] for word in phrase.replace("-", " ").split()]
    return tuple(stem(word) for word in words if word not in SKIPPED)
