"""How well missing links are found again, on sets of texts whose links people have written down.

Reads `../shared/data/tracelinks` beside the project. Beside each MAP stands that of a TF-IDF tuned to
such sets. The halves are the sets in order of name, every other one; those of EasyClinic share their sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from maestro_cli.sources.problems import Problems
from maestro_cli.sources.text_lists import read_answers, read_texts
from maestro_cli.traceability.suggest.measure import Quality, flags, quality
from maestro_cli.traceability.suggest.recovery import recover

DATA = Path(__file__).parents[2] / "shared" / "data" / "tracelinks"
TUNED = {
    "albergate": 0.483,
    "cm1": 0.667,
    "easyclinic-uc-cc": 0.634,
    "easyclinic-uc-id": 0.858,
    "easyclinic-uc-tc": 0.769,
    "etour": 0.459,
}
"""MAP of the TF-IDF with which the data came: cut identifiers, stop words, stems, sublinear counts."""

COLUMNS = ("Set", "Sources", "Targets", "Links", "MAP", "Tuned TF-IDF", "Gain", "AUC", "Recall at 5")


@dataclass(frozen=True, slots=True)
class Measured:
    """One set of texts, or the means over several."""

    name: str
    sizes: tuple[int, ...]
    map: float
    tuned: float
    auc: float
    recall: float

    def cells(self) -> tuple[str, ...]:
        """Return the line as text."""
        sizes = [f"{size:,}" for size in self.sizes] or ["", "", ""]
        gain = f"{self.map - self.tuned:+.3f}"
        figures = (f"{self.map:.3f}", f"{self.tuned:.3f}", gain, f"{self.auc:.3f}", f"{self.recall:.3f}")
        return (self.name, *sizes, *figures)


def suggestions() -> str:
    """Return the table of all sets as Markdown."""
    lines = [f"| {' | '.join(COLUMNS)} |", f"| --- | {' | '.join(['---:'] * (len(COLUMNS) - 1))} |"]
    lines += [f"| {' | '.join(one.cells())} |" for one in measured()]
    return "\n".join(lines) + "\n"


def measured() -> Iterator[Measured]:
    """Yield each set in order of name, then either half and all."""
    rows = [_set(folder) for folder in sorted(DATA.iterdir()) if folder.is_dir()]
    yield from rows
    for name, chosen in (("first half", rows[::2]), ("second half", rows[1::2]), ("all", rows)):
        means = (
            fmean(values) for values in zip(*((r.map, r.tuned, r.auc, r.recall) for r in chosen), strict=True)
        )
        yield Measured(name, (), *means)


def _set(folder: Path, tuned: Mapping[str, float] = TUNED) -> Measured:
    sizes, figures = measure(folder)
    found = (figures.map, tuned[folder.name], figures.auc, figures.recall_at_5)
    return Measured(folder.name, (*sizes, figures.answers), *found)


def measure(folder: Path) -> tuple[tuple[int, int], Quality]:
    """Return how many sources and targets there are, and how well their links are found."""
    problems = Problems(str(folder))
    sources, targets = (read_texts(folder / f"{name}.csv", problems) for name in ("sources", "targets"))
    ids = [{text.id for text in side} for side in (sources, targets)]
    answers = read_answers(folder / "answers.csv", ids[0], ids[1], problems)
    parts = list(recover(sources, targets))
    right = [flags(part.sources, part.targets, answers) for part in parts]
    return (len(sources), len(targets)), quality([part.scores for part in parts], right)
