"""Texts that may belong together: one end of a link that is looked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One end of a link: its id, what it says, and its title where it has one of its own."""

    id: str
    body: str
    title: str = ""
