"""Follows a call of a model, so that whoever waits sees that it goes on and what it uses."""

from __future__ import annotations

import time
from collections.abc import Callable

from maestro_cli.llm.interface import Notice, NoticeKind
from maestro_cli.model.spending import Spent

_SECONDS = 1.0
"""Between two words about an answer that is being written."""


class Follower:
    """A listener that tells progress. Of the text only how long it is: nothing in it has been checked yet."""

    def __init__(
        self,
        tell: Callable[[str, Spent], None],
        spent: Callable[[], Spent],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Tell what is being done and what was used by then; `spent` is what ended calls have used."""
        self._tell, self._spent, self._clock = tell, spent, clock
        self._before = Spent()
        self._tokens = self._written = 0
        self._told = clock() - _SECONDS

    def __call__(self, notice: Notice) -> None:
        """Take in what a call tells."""
        match notice.kind:
            case NoticeKind.TEXT:
                self._written += len(notice.text)
                self._writing()
            case NoticeKind.USAGE:
                self._tokens = max(self._tokens, notice.tokens)
            case NoticeKind.ASKING:  # before anything is reserved for the try
                self._before, self._tokens, self._written = self._spent(), 0, 0
                self._tell(notice.text, self._before)
            case _:
                self._tell(notice.text, self._spent())

    def _writing(self) -> None:
        now = self._clock()
        if now - self._told >= _SECONDS:
            self._told = now
            self._tell(f"{self._written:,} characters written", self._before + Spent(self._tokens))
