"""The GitHub Action and the pre-commit hook of this repository, run as their runners run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from maestro_cli.cli.app import app
from maestro_cli.cli.trace_check import FailOn
from tests.ci.test_snippets import BAD, GOOD

REPOSITORY = Path(__file__).parents[2]
STUB = """#!/bin/sh
{ for word in "$@"; do printf '%s\\n' "$word"; done; echo; } >> "$CALLS"
exit "$CODE"
"""
HOSTILE = "$(touch pwned) `touch pwned` \"; touch pwned #' * a b"


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text())
    return loaded


def step(number: int) -> dict[str, Any]:
    found: dict[str, Any] = action()["runs"]["steps"][number]
    return found


def run_step(number: int, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    (folder / "output").touch()
    given = {"RUNNER_TEMP": str(folder / "temp"), "GITHUB_OUTPUT": str(folder / "output"), "PYTHONUTF8": "1"}
    given |= {"CALLS": str(folder / "calls"), "GITHUB_STEP_SUMMARY": str(folder / "page")}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(number)["run"]],
        cwd=folder,
        env=os.environ | given | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def inputs(**given: str) -> dict[str, str]:
    """Return the environment that the runner makes of the inputs, by what the step says."""
    values = {name: about["default"] for name, about in action()["inputs"].items()} | given
    return {
        name: values[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", expression)[1]]  # type: ignore[index]
        for name, expression in step(1)["env"].items()
    }


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def calls(folder: Path) -> list[list[str]]:
    text = (folder / "calls").read_text()
    return [call.split("\n") for call in text.removesuffix("\n\n").split("\n\n")]


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    program(tmp_path / "temp" / "maestro" / "bin" / "maestro", STUB)
    return tmp_path


def test_it_installs_its_own_checkout_beside_what_the_job_has(tmp_path: Path) -> None:
    made = 'mkdir -p "$3/bin"; cp "$0" "$3/bin/python"'
    program(tmp_path / "bin" / "python3", STUB.replace("exit", f'[ "$2" != venv ] || {{ {made}; }}\nexit'))
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = run_step(0, tmp_path, PATH=path, SOURCE=HOSTILE, CODE="0")
    assert done.returncode == 0, done.stderr
    first, second = calls(tmp_path)
    assert first == ["-m", "venv", str(tmp_path / "temp" / "maestro")]
    assert second == ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", HOSTILE]


def test_the_defaults_check_the_workspace(stub: Path) -> None:
    assert run_step(1, stub, CODE="0", **inputs()).returncode == 0
    assert calls(stub) == [["trace", "check", "--project=.", "--fail-on=error", "--format", "github"]]
    assert (stub / "output").read_text() == "exit-code=0\n"


@pytest.mark.parametrize("code", [0, 1, 2])
def test_every_input_reaches_the_check_as_one_word(stub: Path, code: int) -> None:
    given = {name: HOSTILE for name in action()["inputs"] if name != "rules"}
    done = run_step(1, stub, CODE=str(code), **inputs(rules="T1, T4 *", **given))
    assert done.returncode == code
    assert (stub / "output").read_text() == f"exit-code={code}\n"
    common = [f"--project={HOSTILE}", f"--fail-on={HOSTILE}", "--rule=T1", "--rule=T4", "--rule=*"]
    common += [f"--baseline={HOSTILE}", f"--changed-since={HOSTILE}"]
    first, *more = calls(stub)
    assert first == ["trace", "check", *common, "--format", "github"]
    sarif = ["trace", "check", *common, "--format", "sarif", f"--output={HOSTILE}", "--quiet"]
    assert more == ([sarif] if code < 2 else []), "what could not be checked has no SARIF"
    assert not list(stub.rglob("pwned"))


# @req MR-7.5
@pytest.mark.parametrize(("items", "code"), [(GOOD, 0), (BAD, 1), (BAD.replace("title: C", "title: ["), 2)])
def test_with_maestro_itself(tmp_path: Path, items: str, code: int) -> None:
    real = f'#!/bin/sh\nexec "{sys.executable}" -m maestro_cli "$@"\n'
    program(tmp_path / "temp" / "maestro" / "bin" / "maestro", real)
    (tmp_path / "p" / "backlog").mkdir(parents=True)
    (tmp_path / "p" / "maestro.yaml").write_text("project: {id: ci, name: CI, language: en}\n")
    (tmp_path / "p" / "backlog" / "items.yaml").write_text(items)
    given = {"project": "p", "rules": "T1 T4", "sarif-output": "trace.sarif"}
    done = run_step(1, tmp_path, **inputs(**given))
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith("::error ") is bool(code)
    assert (tmp_path / "trace.sarif").exists() is (code < 2)
    if code < 2:
        results = json.loads((tmp_path / "trace.sarif").read_text())["runs"][0]["results"]
        assert len(results) == code
        assert (tmp_path / "page").read_text().startswith("# Traceability")


# @req MR-7.5
def test_no_expression_stands_in_a_shell_line() -> None:
    for one in action()["runs"]["steps"]:
        assert "${{" not in one["run"]
        assert one["shell"] == "bash"
        assert "uses" not in one
    named = set(re.findall(r"steps\.check\.outputs\.([a-z-]+)", json.dumps(action()["outputs"])))
    assert named == {"exit-code"}


def test_the_inputs_are_options_of_the_check() -> None:
    group = typer.main.get_command(app)
    command = group.commands["trace"].commands["check"]  # type: ignore[attr-defined]
    options = {option for parameter in command.params for option in parameter.opts}
    used = set(re.findall(r"(--[a-z-]+)[= ]", step(1)["run"]))
    assert used <= options
    assert action()["inputs"]["fail-on"]["default"] in {one.value for one in FailOn}


def test_the_hook_runs_a_command_that_is_installed() -> None:
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("maestro-trace", "python", False)
    program_name, *arguments = shlex.split(hook["entry"])
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    assert program_name in project["scripts"]
    assert arguments == ["trace", "check"]
