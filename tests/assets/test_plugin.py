"""The repository as a Claude Code plugin, and its own commands."""

from __future__ import annotations

import json
from pathlib import Path

from maestro_cli import __version__
from maestro_cli.assets.claude_code import shipped_commands

ROOT = Path(__file__).parents[2]


def test_own_commands_are_those_that_ship() -> None:
    own = {p.name: p.read_bytes() for p in (ROOT / ".claude" / "commands" / "maestro").iterdir()}
    assert own == shipped_commands()
    assert sorted(own) == ["next.md", "plan.md", "report.md", "standup.md", "trace.md"]


def test_manifests_agree_with_the_package() -> None:
    plugin = json.loads((ROOT / ".claude-plugin" / "plugin.json").read_text())
    market = json.loads((ROOT / ".claude-plugin" / "marketplace.json").read_text())
    assert (plugin["name"], plugin["version"], plugin["license"]) == ("maestro", __version__, "MIT")
    assert [(p["name"], p["source"]) for p in market["plugins"]] == [("maestro", "./")]
