"""Regular expressions searched in linear time, whatever the pattern and the text.

`re` backtracks: `(a+)+$` takes it seconds on thirty letters and ages on forty. Where a pattern has a repeat
without end, it is run here as an automaton (Thompson, "Regular Expression Search Algorithm", CACM 11, 1968)
whose states are made when first met, as in RE2: each character of the text is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from maestro_cli.settings.rules.pattern_syntax import (
    Anchor,
    Atom,
    Choice,
    PatternError,
    Repeat,
    Sequence,
    Syntax,
    compiled,
    read_pattern,
)

MOST_NODES = 2_000
"""Largest automaton: `x{1000}` has a thousand nodes."""
MOST_KEPT = 20_000
"""Moves of the automaton that are remembered; after that many it forgets all and begins anew."""
MOST_WAYS = 64
"""A pattern that can be tried in as few ways at each character is left to `re`."""

_WORD = re.compile(r"\w")
_LAST_BREAK = "\n$"
"""Stands for a line break at the very end, before which `$` matches too."""


class _Kind(IntEnum):
    """What a neighbouring character means to an anchor."""

    EDGE = 0
    BREAK = 1
    LAST_BREAK = 2
    WORD = 3
    OTHER = 4


class _State:
    """All places that a search can be at together, before a character; `moves` are known ones."""

    __slots__ = ("before", "matches_at_end", "moves", "places")

    def __init__(self, places: frozenset[int], before: _Kind) -> None:
        self.places = places
        self.before = before
        self.moves: dict[str, _State] = {}
        self.matches_at_end: bool | None = None


_MATCHED = _State(frozenset(), _Kind.EDGE)


class LinearPattern:
    """A pattern that says in linear time whether a text holds a match, as `re.search` would."""

    def __init__(self, text: str) -> None:
        """Read the pattern. Raises PatternError for what is wrong or not supported."""
        syntax, self._flags = read_pattern(text)
        self.text = text
        self._plain = compiled(text) if _ways(syntax) <= MOST_WAYS else None
        self._nodes: list[Atom | Anchor | None] = []
        self._next: list[tuple[int, ...]] = []
        self._end = self._add(None, ())
        self._start = self._build(syntax, self._end)
        self._forget()

    def search(self, text: str) -> bool:
        """Say whether `text` holds a match."""
        if self._plain:
            return self._plain.search(text) is not None
        state = self._first
        last_break = text.endswith("\n")
        for char in text[:-1] if last_break else text:
            state = state.moves.get(char) or self._move(state, char)
            if state is _MATCHED:
                return True
        if last_break:
            state = state.moves.get(_LAST_BREAK) or self._move(state, _LAST_BREAK)
        if state.matches_at_end is None:
            state.matches_at_end = state is _MATCHED or self._end in self._reach(state, _Kind.EDGE)
        return state.matches_at_end

    def _add(self, node: Atom | Anchor | None, after: tuple[int, ...]) -> int:
        if len(self._nodes) >= MOST_NODES:
            raise PatternError("has repeats that are too large")
        self._nodes.append(node)
        self._next.append(after)
        return len(self._nodes) - 1

    def _build(self, syntax: Syntax, after: int) -> int:
        """Add nodes for `syntax` that go on to `after`; return the first of them."""
        match syntax:
            case Atom() | Anchor():
                return self._add(syntax, (after,))
            case Sequence(parts):
                for part in reversed(parts):
                    after = self._build(part, after)
                return after
            case Choice(parts):
                return self._add(None, tuple(self._build(part, after) for part in parts))
            case Repeat(part, least, most):
                return self._repeat(part, least, most, after)

    def _repeat(self, part: Syntax, least: int, most: int | None, after: int) -> int:
        first = after
        if most is None:
            first = self._add(None, (after,))
            self._next[first] = (self._build(part, first), after)
        for _ in range((most or least) - least):
            first = self._add(None, (self._build(part, first), after))
        for _ in range(least):
            first = self._build(part, first)
        return first

    def _forget(self) -> None:
        self._states: dict[tuple[frozenset[int], _Kind], _State] = {}
        self._kept = 0
        self._first = self._state(frozenset(), _Kind.EDGE)

    def _state(self, places: frozenset[int], before: _Kind) -> _State:
        return self._states.setdefault((places, before), _State(places, before))

    def _move(self, state: _State, char: str) -> _State:
        """Return the state after `char`, and remember it."""
        self._kept += 1
        if self._kept > MOST_KEPT:
            self._forget()
        kind = _kind(char)
        reached = self._reach(state, kind)
        if self._end in reached:
            found = _MATCHED
        else:
            found = self._state(frozenset(self._after(reached, char[0])), kind)
        state.moves[char] = found
        return found

    def _after(self, reached: Iterable[int], char: str) -> Iterator[int]:
        for place in reached:
            node = self._nodes[place]
            if isinstance(node, Atom) and node.pattern.match(char):
                yield from self._next[place]

    def _reach(self, state: _State, after: _Kind) -> set[int]:
        """Return the nodes that can be reached without a character; a match may begin here too."""
        seen: set[int] = set()
        waiting = [self._start, *state.places]
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            node = self._nodes[place]
            if node is None or (isinstance(node, Anchor) and self._holds(node, state.before, after)):
                waiting.extend(self._next[place])
        return seen

    def _holds(self, anchor: Anchor, before: _Kind, after: _Kind) -> bool:
        lines = bool(self._flags & re.MULTILINE)
        breaks = (_Kind.BREAK, _Kind.LAST_BREAK)
        match anchor:
            case Anchor.START:
                return before is _Kind.EDGE or (lines and before in breaks)
            case Anchor.END:
                return after in (_Kind.EDGE, _Kind.LAST_BREAK) or (lines and after is _Kind.BREAK)
            case Anchor.FIRST:
                return before is _Kind.EDGE
            case Anchor.LAST:
                return after is _Kind.EDGE
            case Anchor.WORD_EDGE:
                return (before is _Kind.WORD) != (after is _Kind.WORD)


def _kind(char: str) -> _Kind:
    if char == _LAST_BREAK:
        return _Kind.LAST_BREAK
    if char == "\n":
        return _Kind.BREAK
    return _Kind.WORD if _WORD.match(char) else _Kind.OTHER


def _ways(syntax: Syntax) -> int:
    """Return in how many ways a pattern can be tried at one place, at most one more than MOST_WAYS."""
    match syntax:
        case Atom() | Anchor():
            return 1
        case Sequence(parts):
            ways = 1
            for part in parts:
                ways = _most(ways * _ways(part))
            return ways
        case Choice(parts):
            return _most(sum(_ways(part) for part in parts))
        case Repeat(part, least, most):
            if most is None or most > MOST_WAYS:
                return MOST_WAYS + 1
            once = _ways(part)
            return _most(sum(_most(int(once**count)) for count in range(least, most + 1)))


def _most(ways: int) -> int:
    return min(ways, MOST_WAYS + 1)
