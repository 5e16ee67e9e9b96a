"""`python -m benchmarks`: every figure of the README's table, measured in one run on this machine.

A figure is the CPU time of a whole process, and its ratio to a floor: the least that any program
must do for the same work, measured in the same run. `--quick` leaves out the largest sizes;
`--write` puts the table into README.md; other words choose parts, such as `plan` or `sync`.
Some parts have tables of their own, in benchmarks/README.md; those on public data, such as `forecast`, read
it in `../shared/data`. `probe --peers DIR` installs other tools into environments below DIR and runs the same
faulty set through them; `--foreign DIR` counts what comes in from clones of their repositories below DIR.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.checkpoints import checkpoints
from benchmarks.estimates import estimates
from benchmarks.forecasts import forecasts
from benchmarks.foreign import foreign
from benchmarks.history import report
from benchmarks.links import links
from benchmarks.nrp import nrp
from benchmarks.peers import peers
from benchmarks.planning import plan
from benchmarks.probe import probe
from benchmarks.reading import start_up, sync, trace
from benchmarks.scale import scale
from benchmarks.suggest import suggestions
from benchmarks.table import Row, table, write
from benchmarks.tokens import token_figures

SPEED = Path(__file__).parents[1] / "README.md"
OF_PARTS = Path(__file__).parent / "README.md"
TABLES: dict[str, Callable[[bool], str]] = {
    "forecast": lambda _: forecasts(),
    "estimate": lambda _: estimates(),
    "nrp": lambda quick: nrp(quick=quick),
    "scale": lambda quick: scale(quick=quick),
    "suggest": lambda _: suggestions(),
    "probe": lambda quick: probe(quick=quick),
    "links": lambda quick: links(quick=quick),
    "tokens": lambda _: token_figures(),
}
"""Parts that make a table of their own, which stands between markers of their name."""
FOLDERS: dict[str, Callable[[Path], str]] = {"peers": peers, "foreign": foreign}
"""Such parts that need other tools: options with a folder to work in."""


def main(words: list[str]) -> None:
    """Measure what `words` ask for and print the tables."""
    parts = _parts(quick="--quick" in words)
    given = {name: _folder(words, name) for name in FOLDERS}
    named = [word for word in words if not word.startswith("--")]
    chosen = named or ([] if any(given.values()) else [*parts, *TABLES])
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            for row in parts[name](Path(folder)) if name in parts else ():
                sys.stderr.write("  ".join(row.cells()) + "\n")
                rows.append(row)
    texts = {"benchmarks": table(rows)} if rows else {}
    texts |= {f"benchmarks {name}": TABLES[name]("--quick" in words) for name in chosen if name not in parts}
    texts |= {f"benchmarks {name}": FOLDERS[name](where) for name, where in given.items() if where}
    for name, text in texts.items():
        sys.stdout.write(text)
        if "--write" in words:
            write(SPEED if name == "benchmarks" else OF_PARTS, text, name)


def _folder(words: list[str], name: str) -> Path | None:
    """Take `--peers DIR`, or another option of that kind, out of the words and return the folder."""
    if f"--{name}" not in words:
        return None
    place = words.index(f"--{name}")
    folder = Path(words[place + 1])
    del words[place : place + 2]
    return folder


def _parts(*, quick: bool) -> dict[str, Callable[[Path], Iterator[Row]]]:
    sizes = (1_000, 5_000, 20_000) if quick else (1_000, 5_000, 20_000, 100_000)
    return {
        "start": start_up,
        "sync": sync,
        "trace": lambda root: trace(root, sizes),
        "plan": plan,
        "report": lambda root: report(root, 10_000 if quick else 100_000),
        "checkpoints": checkpoints,
    }


if __name__ == "__main__":
    main(sys.argv[1:])
