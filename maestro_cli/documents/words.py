"""The words of documents: a table for English and one for Korean, and one way to look them up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Lookup(Protocol):
    """Returns the words for a key in a language, its gaps filled."""

    def __call__(self, language: str, key: str, /, **gaps: object) -> str:
        """Return the words for `key` in `language`, English where it is not known."""


def lookup(english: Mapping[str, str], korean: Mapping[str, str]) -> Lookup:
    """Return the lookup of the words in two tables with the same keys and gaps."""

    def say(language: str, key: str, /, **gaps: object) -> str:
        return (korean if language == "ko" else english)[key].format(**gaps)

    return say
