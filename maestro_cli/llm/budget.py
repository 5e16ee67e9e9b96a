"""A limit on tokens and US dollars of one run, shared by all its calls.

A call reserves the most it can use before it is sent and settles what it used afterwards. Both are written
to the ledger at once, so a run that is killed in between counts the whole reservation when it resumes: the
limit holds whatever happens.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.model.spending import Spent


class Ledger(Protocol):
    """Keeps what one run has used; the store's survives the process."""

    def spent(self) -> Spent:
        """Return the sum of all entries of the run."""

    def add(self, purpose: str, change: Spent) -> None:
        """Add an entry, durable when this returns; what takes a reservation back is negative."""


class MemoryLedger:
    """A ledger for one process."""

    def __init__(self) -> None:
        """Begin with nothing spent."""
        self.entries: list[tuple[str, Spent]] = []

    def spent(self) -> Spent:
        """Return the sum of all entries."""
        return sum((change for _, change in self.entries), Spent())

    def add(self, purpose: str, change: Spent) -> None:
        """Add an entry."""
        self.entries.append((purpose, change))


@dataclass(frozen=True, slots=True)
class Reservation:
    """The most that a call under way can use."""

    purpose: str
    most: Spent


class Budget:
    """Says before each call whether the run can still afford it. Safe to use from several threads."""

    def __init__(
        self, ledger: Ledger | None = None, max_usd: float | None = None, max_tokens: int | None = None
    ) -> None:
        """Limit what `ledger` may come to; None is no limit."""
        self._ledger = ledger or MemoryLedger()
        self._max_usd = max_usd
        self._max_tokens = max_tokens
        self._lock = threading.Lock()

    @property
    def limited(self) -> bool:
        """Whether there is any limit, so that counting before sending is worth a request."""
        return self._max_usd is not None or self._max_tokens is not None

    @property
    def spent(self) -> Spent:
        """What the run has used so far, calls under way at their most."""
        with self._lock:
            return self._ledger.spent()

    def reserve(self, purpose: str, tokens: int, usd: float | None) -> Reservation:
        """Set aside what a call can use at most. Raises EngineError (budget) above the limit."""
        with self._lock:
            self._check(tokens, usd)
            reservation = Reservation(purpose, spending(tokens, usd))
            self._ledger.add(purpose, reservation.most)
        return reservation

    def settle(self, reservation: Reservation, used: Spent) -> None:
        """Replace a reservation by what was used."""
        with self._lock:
            self._ledger.add(reservation.purpose, used + -reservation.most)

    def _check(self, tokens: int, usd: float | None) -> None:
        spent = self._ledger.spent()
        if self._max_tokens is not None and spent.tokens + tokens > self._max_tokens:
            told = f"{spent.tokens} of {self._max_tokens} tokens are used, the call may take {tokens}"
            raise EngineError(Failure.BUDGET, told)
        if self._max_usd is None:
            return
        if usd is None:
            fix = "Set llm.max_tokens instead of llm.max_usd, or llm.model to a model with a known price."
            raise EngineError(Failure.BUDGET, "the price of the model is not known", fix=fix)
        if spent.usd + usd > self._max_usd:
            told = f"{spent.usd:.4f} of {self._max_usd:g} US dollars are used, the call may cost {usd:.4f}"
            raise EngineError(Failure.BUDGET, told)


def spending(tokens: int, usd: float | None) -> Spent:
    """Return what so many tokens at this price come to; no price leaves them unpriced."""
    return Spent(tokens, usd or 0.0, tokens if usd is None else 0)
