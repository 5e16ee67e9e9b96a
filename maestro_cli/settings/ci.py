"""What a CI service tells its steps."""

from __future__ import annotations

import os
from pathlib import Path


def step_summary() -> Path | None:
    """Return the file that GitHub shows as the page of this step; None outside of GitHub Actions."""
    name = os.environ.get("GITHUB_STEP_SUMMARY", "")
    return Path(name) if name else None
