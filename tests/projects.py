"""Projects that tests run Maestro on."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
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


def shop_copy(root: Path) -> Path:
    """Copy the English example project, with its history, to `root`: ten times as fast as making it."""
    return Path(shutil.copytree(_template(), root))


@cache
def _template() -> Path:
    folder = tempfile.mkdtemp(prefix="maestro-test-shop-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return shop(Path(folder) / "shop")
