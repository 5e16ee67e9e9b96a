"""Figures as a model is told them: by group on one line each, nothing but our own names, numbers and units.

Rows of items, sprints and people are left out: sentences can name none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from maestro_cli.model.evidence import Figure

MOST = 12
"""More are not sent: five sentences seldom speak of as many, and each one costs tokens."""

_NAME = re.compile(r"[a-z][a-z_]*(?:\.[a-z][a-z0-9_]*)+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_USUAL = {"count": "items"}
"""Units that the name of a figure says already."""


def tellable(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the figures that a sentence can speak of, the first of every kind before the second of any."""
    seen: Counter[str] = Counter()
    places: dict[str, int] = {}
    for name, figure in figures.items():
        if _can_be_told(name, figure):
            subject = name.rpartition(".")[0]
            places[name] = seen[subject]
            seen[subject] += 1
    chosen = set(sorted(places, key=places.__getitem__)[:MOST])
    return {name: figures[name] for name in places if name in chosen}


def listed(figures: Mapping[str, Figure]) -> str:
    """Return the figures as text, a line for each group: `done: count 4, points 8`."""
    groups: dict[str, list[str]] = {}
    for name, figure in figures.items():
        group, _, rest = name.partition(".")
        groups.setdefault(group, []).append(f"{rest} {_shown(rest, figure)}")
    return "\n".join(f"{group}: {', '.join(those)}" for group, those in groups.items())


def _can_be_told(name: str, figure: Figure) -> bool:
    subject = name.rpartition(".")[0]
    of_row = any(one.partition(":")[2] == subject for one in figure.evidence)
    is_plain = isinstance(figure.value, int | float) or _DAY.fullmatch(figure.value or "") is not None
    return is_plain and not of_row and _NAME.fullmatch(name) is not None


def _shown(rest: str, figure: Figure) -> str:
    value = round(figure.value, 2) if isinstance(figure.value, float) else figure.value
    words = rest.replace("_", "-").split(".")
    told = figure.unit == "date" or any(
        word.endswith(figure.unit) or _USUAL.get(word) == figure.unit for word in words
    )
    return f"{value}" if told else f"{value} {figure.unit}"
