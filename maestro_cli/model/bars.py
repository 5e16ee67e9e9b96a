"""Bars drawn with characters, alike on a terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from maestro_cli.model.blocks import Bar


def bar_scale(bars: Iterable[Bar]) -> float:
    """Return what a full width stands for, so that all `bars` share one scale; at least a little above 0."""
    return max((max(bar.part, bar.whole) for bar in bars), default=0.0) or 1.0


def draw_bar(bar: Bar, scale: float, width: int, *, full: str = "█", rest: str = "░") -> str:
    """Return `part` as full and the rest of `whole` as empty cells, `width` cells standing for `scale`.

    Anything above 0 shows at least one cell, and only a part that reaches its whole fills it.
    """
    track = _cells(bar.whole, scale, width)
    filled = _cells(bar.part, scale, width)
    if bar.part < bar.whole and filled == track and track > 1:
        filled = track - 1
    return full * filled + rest * (track - filled)


def _cells(amount: float, scale: float, width: int) -> int:
    if amount <= 0:
        return 0
    return min(width, max(1, round(amount / scale * width)))
