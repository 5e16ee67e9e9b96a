"""A system text, and the documents that it is made of by name and version: what the audit says of it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told to do. `sources` are names and versions of its documents: `planner@1`."""

    text: str
    sources: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its sources, and a hash of every word of it."""
        return f"{' '.join(self.sources)} sha256:{sha256(self.text.encode()).hexdigest()[:_LETTERS]}"
