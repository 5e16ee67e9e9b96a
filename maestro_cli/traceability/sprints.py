"""Sprints by id: which of two is later, and which ids can be sprints of the project at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maestro_cli.settings.schema import PastSprint

_NUMBER = re.compile(r"(\d+)")
_DAYS_OF_A_YEAR = 366

Series = tuple[str, ...]
Position = tuple[int, ...]


class SprintCalendar:
    """What the ids of sprints tell, given those that the settings name.

    Ids that differ in their numbers only form a series: `S-9`, `S-10`; `2026-W09`, `2026-W10`. Plans continue
    the last sprint's id; where that has no number they begin with `S1`.
    """

    def __init__(self, sprints: Sequence[PastSprint], length_days: int = 14) -> None:
        """Know `sprints`; `length_days` says how many there are in a year."""
        in_order = sorted(sprints, key=lambda sprint: (sprint.start, sprint.end, _split(sprint.id)))
        self._place = {sprint.id: place for place, sprint in enumerate(in_order)}
        self._year = -(-_DAYS_OF_A_YEAR // length_days)
        self._series: dict[Series, tuple[Position, Position]] = {}
        for sprint in in_order:
            series, position = _split(sprint.id)
            low, high = self._series.get(series, (position, position))
            self._series[series] = (min(low, position), max(high, position))
        if in_order and not _split(in_order[-1].id)[1]:
            self._series.setdefault(("S", ""), ((0,), (0,)))

    def possible(self, sprint: str) -> bool:
        """Say whether an id can be a sprint.

        It can when the settings name it, or when it continues one of their series: before its first
        (history that nobody wrote down) or after its last, by a year of sprints at most. Where the
        settings name no sprint, every id can.
        """
        if not self._place or sprint in self._place:
            return True
        series, position = _split(sprint)
        if not position or series not in self._series:
            return False
        low, high = self._series[series]
        if position < low:
            return True
        return position > high and (position[:-1] != high[:-1] or position[-1] - high[-1] <= self._year)

    def later(self, sprint: str, other: str) -> bool:
        """Say whether `sprint` is known to come after `other`.

        By start where the settings name both, else by number within a series; sprints that can
        be compared in neither way are not later.
        """
        if sprint in self._place and other in self._place:
            return self._place[sprint] > self._place[other]
        series, position = _split(sprint)
        other_series, other_position = _split(other)
        return series == other_series and position > other_position


def _split(sprint: str) -> tuple[Series, Position]:
    parts = _NUMBER.split(sprint)
    return tuple(parts[::2]), tuple(int(number) for number in parts[1::2])
