"""What calls of models cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """What calls used. `unpriced` counts the tokens of models without a known price."""

    tokens: int = 0
    usd: float = 0.0
    unpriced: int = 0

    def __add__(self, other: Spent) -> Spent:
        """Return the sum."""
        return Spent(self.tokens + other.tokens, self.usd + other.usd, self.unpriced + other.unpriced)

    def __neg__(self) -> Spent:
        """Return what takes this back."""
        return Spent(-self.tokens, -self.usd, -self.unpriced)
