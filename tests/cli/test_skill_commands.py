"""`maestro next`, `velocity`, `capacity`, `blockers` and `risks` on the example project."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.cli import blockers, capacity, next_items, risks, velocity
from maestro_cli.cli.call import Call
from maestro_cli.cli.execute import execute
from tests.cli.runner import maestro
from tests.projects import AS_OF, shop

COMMANDS: dict[str, tuple[Callable[..., Any], dict[str, object]]] = {
    "next": (next_items.next_items, {"limit": 3}),
    "velocity": (velocity.velocity, {"last": 2}),
    "capacity": (capacity.capacity, {"sprints": 2}),
    "blockers": (blockers.blockers, {}),
    "risks": (risks.risks, {"sprints": 3, "thorough": False}),
}


@pytest.fixture(scope="module", params=["en", "ko"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("shop"), request.param)


# @req MR-5.1
@pytest.mark.parametrize("command", COMMANDS)
def test_data_has_figures_whose_evidence_resolves(
    command: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    function, options = COMMANDS[command]
    code = execute(function, Call(command=command, format="json", project=project, as_of=AS_OF), options)
    envelope = json.loads(capsys.readouterr().out)
    assert (code, envelope["kind"]) == (0, command)
    assert envelope["run"] == {
        "id": None,
        "workflow": None,
        "engine": "offline",
        "seed": 0,
        "as_of": AS_OF.isoformat(),
        "tokens": 0,
        "usd": 0,
    }
    data = envelope["data"]
    known = {one["id"] for one in data["evidence"]}
    assert data["figures"]
    for figure in data["figures"]:
        assert figure["evidence"]
        assert set(figure["evidence"]) <= known
    assert 0 < data["confidence"] <= 1


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", ["text", "md"])
def test_people_get_text(command: str, form: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    function, options = COMMANDS[command]
    assert execute(function, Call(command=command, format=form, project=project, as_of=AS_OF), options) == 0
    shown = capsys.readouterr().out
    expected = {
        "next": "BUG-1",
        "velocity": "S-7",
        "capacity": "Seo-yeon",
        "blockers": "US-111",
        "risks": "US-121",
    }
    assert expected[command] in shown.replace("\\", "")


def test_next_says_what_it_left_out_and_whom_the_rest_waits_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(next_items.next_items, Call(project=project, as_of=AS_OF), {"limit": 3})
    shown = " ".join(capsys.readouterr().out.split())
    assert "--limit" in shown
    assert "US-110" in shown
    assert "Mina" in shown


def test_capacity_that_is_not_known_is_refused_with_what_to_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "maestro.yaml").write_text("project: {id: bare}\n")
    assert execute(capacity.capacity, Call(project=tmp_path, as_of=AS_OF), {"sprints": 1}) == 2
    assert "points_per_sprint" in capsys.readouterr().err


def test_an_empty_project_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "maestro.yaml").write_text("project: {id: bare, language: en}\n")
    for name in ("next", "velocity", "blockers", "risks"):
        function, options = COMMANDS[name]
        assert execute(function, Call(project=tmp_path, as_of=AS_OF), options) == 0
        assert capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_loads_what_only_runs_need(command: str, project: Path) -> None:
    heavy = {"langgraph", "highspy", "numpy", "sqlite_utils", "jinja2", "anthropic", "chromadb"}
    heavy -= {"highspy", "numpy"} if command == "risks" else set()
    script = (
        "import sys; from maestro_cli.cli.app import app\n"
        f"app(['{command}', '--project', {str(project)!r}, '--as-of', '{AS_OF}'], standalone_mode=False)\n"
        f"sys.exit(', '.join(sorted({heavy!r} & set(sys.modules))) or 0)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("command", ["forecast", "estimate", "risks", "velocity", "next"])
def test_without_one_readable_item_no_command_answers(tmp_path: Path, command: str) -> None:
    (tmp_path / "backlog").mkdir()
    (tmp_path / "maestro.yaml").write_text("project: {id: x, language: en}\n")
    (tmp_path / "backlog" / "a.yaml").write_text("items: [{id: A\n")
    done = maestro(command, "--format", "json", cwd=tmp_path, code=2)
    assert done.codes == ["P-YAML"]
    assert done.envelope["status"] == "error"
