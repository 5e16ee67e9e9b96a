"""`maestro claude` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from maestro_cli.cli.app import app


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "config"))
    (tmp_path / "project" / "deep").mkdir(parents=True)
    (tmp_path / "project" / "maestro.yaml").write_text("project: {id: x}\n")
    monkeypatch.chdir(tmp_path / "project" / "deep")
    return tmp_path / "project"


def maestro(*arguments: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["claude", *arguments, "--format", "json"])
    assert done.exit_code == code, done.output
    envelope: dict[str, Any] = json.loads(done.stdout)
    return envelope


def test_into_the_project_from_below_and_out_again(project: Path) -> None:
    assert {c["action"] for c in maestro("install")["data"]["changes"]} == {"create"}
    assert (project / ".claude" / "commands" / "maestro" / "plan.md").exists()
    found = maestro("status")["data"]
    assert {f["status"] for f in found["files"]} == {"installed"}
    assert found["permission"] is True
    maestro("uninstall")
    assert {f["status"] for f in maestro("status")["data"]["files"]} == {"missing"}


def test_for_the_user(project: Path) -> None:
    maestro("install", "--scope", "user")
    assert (project.parent / "config" / "commands" / "maestro" / "plan.md").exists()
    assert not (project / ".claude").exists()


def test_without_a_project_the_working_directory_is_taken(project: Path) -> None:
    (project / "maestro.yaml").unlink()
    maestro("install")
    assert (project / "deep" / ".claude" / "settings.json").exists()


def test_dry_run_writes_nothing(project: Path) -> None:
    told = maestro("install", "--dry-run")["data"]
    assert told["dry_run"] is True
    assert len(told["changes"]) == 6
    assert not (project / ".claude").exists()


def test_settings_that_are_no_json_end_with_2_and_a_way_out(project: Path) -> None:
    (project / ".claude").mkdir()
    (project / ".claude" / "settings.json").write_text("{\n// comment\n}")
    envelope = maestro("install", code=2)
    assert envelope["status"] == "error"
    (problem,) = envelope["diagnostics"]
    assert (problem["code"], problem["line"]) == ("E-CLAUDE-SETTINGS", 2)
    assert "permissions.allow" in problem["fix"]
    assert (project / ".claude" / "settings.json").read_text() == "{\n// comment\n}"
    assert not (project / ".claude" / "commands").exists()
