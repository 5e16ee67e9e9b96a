"""Where the user's own files are: settings, and which projects are trusted."""

from __future__ import annotations

from pathlib import Path


def user_file() -> Path | None:
    """Return where the user's settings are, whether the file exists or not; None without a home."""
    import platformdirs

    return _absolute(platformdirs.user_config_path("maestro", appauthor=False) / "config.yaml")


def trust_folder() -> Path | None:
    """Return the folder with one file per trusted project; None without a home."""
    import platformdirs

    return _absolute(platformdirs.user_state_path("maestro", appauthor=False) / "trust")


def _absolute(path: Path) -> Path | None:
    """A relative path would lie in whatever project is being read, and speak for the user."""
    return path if path.is_absolute() else None
