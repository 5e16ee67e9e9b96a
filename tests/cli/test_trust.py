"""`maestro trust`: show, remember, list and withdraw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.cli.call import Call
from maestro_cli.cli.execute import execute
from maestro_cli.cli.trust import trust
from maestro_cli.settings.loading import load_settings


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("MAESTRO_TRUST", raising=False)
    root = tmp_path / "project"
    root.mkdir()
    (root / "maestro.yaml").write_text("llm: {base_url: https://example.org}\n")
    return root


def run(
    capsys: pytest.CaptureFixture[str],
    project: Path,
    *,
    revoke: bool = False,
    list_: bool = False,
    dry_run: bool = False,
) -> Any:
    call = Call(format="json", project=project, dry_run=dry_run)
    assert execute(trust, call, {"revoke": revoke, "list_": list_}) == 0
    return json.loads(capsys.readouterr().out)["data"]


def test_trust_is_given_seen_and_withdrawn(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, project, dry_run=True)["trusted"] is False
    assert load_settings(project).untrusted
    given = run(capsys, project)
    assert given["settings"] == {"llm.base_url": "https://example.org"}
    assert given["trusted"] is True
    assert not load_settings(project).untrusted
    listed = run(capsys, project, list_=True)["projects"]
    assert listed == [{"project": str(project), "fingerprint": given["fingerprint"]}]
    assert run(capsys, project, revoke=True, dry_run=True)["revoked"] is False
    assert not load_settings(project).untrusted
    assert run(capsys, project, revoke=True)["revoked"] is True
    assert load_settings(project).untrusted
    assert run(capsys, project, revoke=True)["revoked"] is False
    assert run(capsys, project, list_=True)["projects"] == []


def test_where_nothing_needs_trust_nothing_is_remembered(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "maestro.yaml").write_text("")
    assert run(capsys, project)["trusted"] is False
    assert run(capsys, project, list_=True)["projects"] == []


def test_people_see_exactly_what_they_trust(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "maestro.yaml").write_text('gateway: {servers: {x: {command: "run\\e[2J [red]me"}}}\n')
    assert execute(trust, Call(project=project), {}) == 0
    out = capsys.readouterr().out
    assert "gateway.servers" in out
    assert "[red]me" in out
    assert "\x1b" not in out
