"""`maestro config`: settings in effect, their origins, their schema and their files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.cli import config
from maestro_cli.cli.call import Call
from maestro_cli.cli.execute import execute
from maestro_cli.settings.leaves import leaves
from maestro_cli.settings.schema_json import settings_schema


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    root = tmp_path / "project"
    root.mkdir()
    (root / "maestro.yaml").write_text("sprint:\n  length_days: 10\nllm: {base_url: https://example.org}\n")
    monkeypatch.chdir(root)
    return root


def data(capsys: pytest.CaptureFixture[str], function: Callable[..., Any], **values: object) -> Any:
    code = execute(function, Call(format="json"), values)
    envelope = json.loads(capsys.readouterr().out)
    assert (code, envelope["kind"], envelope["status"]) == (0, "config", "success")
    return envelope["data"]


# @req MR-2.2
def test_show_tells_value_and_origin_of_every_key(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAESTRO_SPRINT_RESERVE", "0.25")
    found = data(capsys, config.show)
    assert list(found["settings"]) == list(found["origins"]) == list(leaves())
    assert found["settings"]["sprint.length_days"] == 10
    assert found["origins"]["sprint.length_days"] == {"layer": "project", "where": "maestro.yaml", "line": 2}
    assert found["origins"]["sprint.reserve"]["where"] == "MAESTRO_SPRINT_RESERVE"
    assert found["untrusted"] == ["llm.base_url"]
    assert found["settings"]["llm.base_url"] is None
    assert project.is_dir()


# @req MR-2.2
def test_the_flag_wins(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(config.show, Call(format="json", llm="offline", project=project), {}) == 0
    found = json.loads(capsys.readouterr().out)["data"]
    assert found["settings"]["llm.provider"] == "offline"
    assert found["origins"]["llm.provider"]["layer"] == "flag"


@pytest.mark.usefixtures("project")
def test_show_reads_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(config.show, Call(), {"origin": True}) == 0
    out = capsys.readouterr().out
    assert "project (maestro.yaml:2)" in out
    assert "maestro trust" in out
    assert execute(config.show, Call(), {}) == 0
    assert "Origin" not in capsys.readouterr().out


def test_a_table_is_told_by_its_names(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "maestro.yaml").write_text(
        "team: [{name: Ann}, {name: Bo}]\nsources: [{type: git}, {type: csv, path: x.csv}]\n"
        "calendar: {holidays: [2026-12-24, {start: 2026-12-28, end: 2026-12-31}]}\n"
        "trace: {severity: {T1: off}}\n"
    )
    assert execute(config.show, Call(), {}) == 0
    rows = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines() if len(line.split()) > 1)
    assert rows["team"] == "Ann, Bo"
    assert rows["sources"] == "git, x.csv"
    assert rows["calendar.holidays"] == "2026-12-24, 2026-12-28 to 2026-12-31"
    assert rows["trace.severity"] == "T1: off"


def test_outside_a_project_the_rest_is_shown(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.parent)
    assert data(capsys, config.show)["origins"]["sprint.length_days"]["layer"] == "default"
    assert [file["layer"] for file in data(capsys, config.path)["files"]] == ["user"]
    assert execute(config.show, Call(project=project.parent), {}) == 2


@pytest.mark.usefixtures("project")
def test_schema_is_the_schema_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(config.schema, Call(), {}) == 0
    assert json.loads(capsys.readouterr().out) == settings_schema()
    assert data(capsys, config.schema)["schema"] == settings_schema()


def test_path_names_the_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = data(capsys, config.path)["files"]
    assert files[0] == {"layer": "project", "path": str(project / "maestro.yaml"), "exists": True}
    assert (files[1]["layer"], files[1]["exists"]) == ("user", False)


def test_wrong_settings_end_with_2_and_all_problems(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "maestro.yaml").write_text("sprnt: 1\nsprint: {length_days: x}\n")
    assert execute(config.show, Call(format="json"), {}) == 2
    captured = capsys.readouterr()
    envelope = json.loads(captured.out)
    assert envelope["status"] == "error"
    assert [(d["code"], d["line"]) for d in envelope["diagnostics"]] == [
        ("P-UNKNOWN-KEY", 1),
        ("P-BAD-VALUE", 2),
    ]
    assert "Did you mean sprint?" in captured.err
