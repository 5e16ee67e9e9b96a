"""Evidence: what a figure or a sentence stands on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a reader can look up.

    `id` is how documents cite it: `item:US-1`, `commit:1a2b3c4`, `sprint:S-12`, `setting:sprint.reserve`;
    `kind` is the part before the colon; `detail` says in a few words what it shows.
    """

    id: str
    detail: str = ""

    @property
    def kind(self) -> str:
        """What sort of thing this is: item, commit, sprint, setting or calculation."""
        return self.id.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its evidence. `value` None means: not known, and `note` says why."""

    name: str
    value: float | str | None
    evidence: tuple[str, ...] = ()
    unit: str = ""
    note: str = ""


def subject_of(item_id: str) -> str:
    """Return what the names of an item's figures begin with: its id, marked where that is a plain word.

    Figures of the project begin with such words, `done.count`, and an item may be called `done`.
    """
    return f"item:{item_id}" if item_id.isascii() and item_id.replace("_", "").islower() else item_id


@dataclass(frozen=True, slots=True)
class SkillResult:
    """What a skill answers: plain data, the evidence for it, and how far to trust it (0 to 1)."""

    data: dict[str, object]
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
