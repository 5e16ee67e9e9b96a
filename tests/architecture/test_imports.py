"""Fast commands load only what they need, seen from outside in a fresh process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import shop

NEVER = ("anthropic", "chromadb", "httpx", "langchain_core", "langgraph", "mcp", "pandas", "scipy", "sklearn")
SLOW = ("highspy", "jinja2", "numpy", "re2", "rich.console", "sqlite_utils")
PROBE = """\
import atexit, json, os, sys
argv, report = json.loads(sys.argv[1]), sys.argv[2]
sys.argv = ["maestro", *argv]
def tell():
    with open(report, "w") as stream:
        json.dump(sorted(sys.modules), stream)
atexit.register(tell)
from maestro_cli.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("shop"))


def loaded(project: Path, *argv: str, codes: tuple[int, ...] = (0,)) -> set[str]:
    """Run a command in a fresh process and return the packages that it loaded."""
    report = project.parent / f"{project.name}-{'-'.join(argv)}.json".replace("/", "_")
    environ = {**os.environ, "HOME": str(project.parent), "XDG_STATE_HOME": str(project.parent)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(argv), str(report)],
        cwd=project,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.exists(), done.stderr
    assert done.returncode in codes, done.stdout + done.stderr
    return set(json.loads(report.read_text()))


def without(modules: set[str], *packages: str) -> None:
    assert {name for name in packages if name in modules} == set()


# @req MR-13.1
def test_help_loads_typer_only(project: Path) -> None:
    modules = loaded(project, "--help")
    without(
        modules,
        *NEVER,
        *SLOW,
        "pydantic",
        "yaml",
        "platformdirs",
        "rapidfuzz",
        "sqlite3",
        "maestro_cli.wiring",
    )
    assert "typer" in modules


# @req MR-13.1
@pytest.mark.parametrize("command", ["items list", "items show US-101", "config show", "config schema"])
def test_reading_the_backlog_loads_no_framework(project: Path, command: str) -> None:
    without(loaded(project, *command.split()), *NEVER, *SLOW, "git")


# @req MR-13.1
@pytest.mark.parametrize(
    "command", ["trace check", "trace rules", "doctor", "next", "velocity", "capacity", "blockers"]
)
def test_checks_load_no_framework(project: Path, command: str) -> None:
    without(loaded(project, *command.split(), codes=(0, 1)), *NEVER, *SLOW)


@pytest.mark.parametrize(
    "command",
    ["trace matrix --format html", "trace graph REQ-3 --format dot", "trace impact REQ-3", "trace diff HEAD"],
)
def test_views_load_no_framework(project: Path, command: str) -> None:
    without(loaded(project, *command.split()), *NEVER, *SLOW)


def test_risks_of_the_plan_load_the_solver_and_no_framework(project: Path) -> None:
    modules = loaded(project, "risks")
    assert {"highspy", "numpy"} <= modules
    without(modules, *NEVER, *(name for name in SLOW if name not in {"highspy", "numpy"}))


def test_only_making_the_store_needs_its_library(project: Path) -> None:
    modules = loaded(project, "sync")
    assert "sqlite_utils" in modules
    without(modules, "numpy", "pandas")
    for command in ("sync", "items list", "trace check", "runs list"):
        without(loaded(project, *command.split(), codes=(0, 1)), *NEVER, *SLOW)


def test_a_command_that_needs_a_framework_loads_it(project: Path) -> None:
    modules = loaded(project, "plan", "--sprints", "1")
    assert {"langgraph", "highspy"} <= modules
    without(modules, "anthropic", "chromadb", "mcp", "pandas")


def test_nothing_is_fetched_or_connected_while_importing() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise AssertionError('a connection')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "import pkgutil, importlib, maestro_cli\n"
        "for found in pkgutil.walk_packages(maestro_cli.__path__, 'maestro_cli.'):\n"
        "    if not found.name.endswith('__main__'): importlib.import_module(found.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
