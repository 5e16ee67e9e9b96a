"""What ships beside the code: document templates, slash commands, the example project."""

from __future__ import annotations

from pathlib import Path


def assets_root() -> Path:
    """Return the folder that holds `templates/` and `commands/`: in the wheel, or the repository."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_assets"
    return shipped if shipped.is_dir() else package.parent
