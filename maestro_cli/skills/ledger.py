"""The figures of a skill, each with what it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from maestro_cli.model.evidence import Evidence, Figure, SkillResult
from maestro_cli.model.items import Item
from maestro_cli.model.plain import to_plain
from maestro_cli.skills.scope import Work

EVIDENCE_LIMIT = 200
"""Ids that one figure cites; beyond it the calculation it was found by stands for the rest."""


class Ledger:
    """Collects figures in the order they are found; a name is given once.

    Every figure cites at least one id: what it counts, or else the calculation that found nothing.
    """

    def __init__(self) -> None:
        """Begin with no figure."""
        self._figures: dict[str, Figure] = {}
        self._evidence: dict[str, Evidence] = {}

    def add(
        self,
        name: str,
        value: float | str | None,
        evidence: Iterable[Evidence],
        *,
        rule: str = "",
        unit: str = "",
        note: str = "",
    ) -> None:
        """Enter a figure.

        `rule` says how it was found; it is cited where `evidence` is empty or longer than the limit.
        """
        cited = list(evidence)
        if rule and (not cited or len(cited) > EVIDENCE_LIMIT):
            total = f" ({len(cited)})" if cited else ""
            cited = [*cited[:EVIDENCE_LIMIT], Evidence(f"calculation:{name}", rule + total)]
        ids = tuple(dict.fromkeys(self.cite(one) for one in cited))
        self._figures[name] = Figure(name, value, ids, unit, note)

    def cite(self, evidence: Evidence) -> str:
        """Keep `evidence` for the list at the end of a document and return its id."""
        known = self._evidence.get(evidence.id)
        if known is None or not known.detail:
            self._evidence[evidence.id] = evidence
        return evidence.id

    def count(self, name: str, items: Sequence[Item], rule: str) -> None:
        """Enter how many items there are."""
        self.add(name, len(items), map(item_evidence, items), rule=rule, unit="items")

    def points(self, name: str, items: Sequence[Item], work: Work, rule: str) -> None:
        """Enter the story points of items; None when there are items and none is estimated."""
        missing = sum(work.points(item) is None for item in items)
        note = f"not estimated: {missing} of {len(items)}" if missing else ""
        evidence = map(item_evidence, items)
        self.add(name, work.total(items), evidence, rule=rule, unit="points", note=note)

    def unknown(self, name: str, unit: str, rule: str, note: str) -> None:
        """Enter a figure that cannot be known from the data, and why."""
        self.add(name, None, (), rule=rule, unit=unit, note=note)

    def value(self, name: str) -> float | None:
        """Return the number of a figure entered before, or None when it is not known."""
        value = self._figures[name].value
        return value if isinstance(value, int | float) else None

    def result(self, data: dict[str, object], confidence: float) -> SkillResult:
        """Return the skill's answer: `data` as plain values with `figures` added."""
        plain = to_plain({**data, "figures": list(self._figures.values())})
        assert isinstance(plain, dict)  # noqa: S101 - to_plain keeps the shape
        return SkillResult(plain, tuple(self._evidence.values()), round(confidence, 2))


def item_evidence(item: Item) -> Evidence:
    """Return the evidence that an item is: its id and title."""
    return Evidence(f"item:{item.id}", item.title)
