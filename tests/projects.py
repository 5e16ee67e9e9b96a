"""Projects that tests run Maestro on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from maestro_cli.assets.example import HISTORY, example_files
from maestro_cli.sources.demo_history import make_repository, read_history

AS_OF = date(2026, 11, 18)


def shop(root: Path, language: str = "en", *, history: bool = True) -> Path:
    """Make the example project as of `AS_OF`, with its git history, and return its folder."""
    files = example_files("shop", language, AS_OF)
    commits = read_history(files.pop(HISTORY))
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if history:
        make_repository(root, commits)
    return root
