"""An ask that is killed at any durable write, before and after its approval, ends as a straight one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.faults.test_kill_resume import REPOSITORY

ITEMS = """\
# ours
- {id: US-1, title: Pay with the mobile wallet, status: in_progress, points: 3, assignee: Mina}   # kept
- {id: US-2, title: Refund to the wallet, status: blocked, points: 2, blocked_reason: no contract}
- {id: US-3, title: Search, status: ready, points: 5, depends_on: [US-2]}
"""


# @req MR-14.9
# @req MR-10.3
def test_an_approved_change_is_made_once_wherever_it_is_killed(tmp_path: Path) -> None:
    project = tmp_path / "template"
    (project / "backlog").mkdir(parents=True)
    (project / "maestro.yaml").write_text("project: {id: p, name: P, language: en}\nteam: [{name: Mina}]\n")
    (project / "backlog" / "items.yaml").write_text(ITEMS)
    request = "set US-1 to review"
    command = [sys.executable, "-m", "tests.faults.kill_ask", str(project), request, "backlog/items.yaml"]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    outcome = json.loads(ended.stdout)
    assert outcome["asking"] > 10
    assert outcome["approving"] > 5
    assert outcome["wrong"] == []
