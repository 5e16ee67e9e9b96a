"""Backlogs of a hundred thousand items (reliability tests L10, L20)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CODE = """
import resource, sys
from pathlib import Path
from maestro_cli.settings.schema import Settings
from maestro_cli.sources.loading import load_backlog
resource.setrlimit(resource.RLIMIT_AS, (600 * 2**20,) * 2)
backlog = load_backlog(Path(sys.argv[1]), Settings())
assert len(backlog) == 100_000 and not backlog.diagnostics, backlog.diagnostics[:3]
assert backlog.get("T-99999").depends_on == ("T-99998",)
assert backlog.get("T-50000").satisfies[0].id == "T-0"
"""


# @req MR-13.3
def test_a_chain_and_a_fan_of_100_000_items_in_600_mebibytes(tmp_path: Path) -> None:
    (tmp_path / "backlog").mkdir()
    for start in range(0, 100_000, 20_000):
        rows = "".join(
            f"T-{n},Item {n},{f'T-{n - 1}' if n else ''},T-0\n" for n in range(start, start + 20_000)
        )
        (tmp_path / f"backlog/{start:06}.csv").write_text(f"id,title,depends_on,satisfies\n{rows}")
    subprocess.run([sys.executable, "-c", CODE, str(tmp_path)], check=True, timeout=120)
