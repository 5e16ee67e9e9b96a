"""The README says what is there: its table of commands is generated, its exit codes are the real ones."""

from __future__ import annotations

import os
import re
from pathlib import Path

import typer.main

from maestro_cli.cli.app import app
from maestro_cli.errors import ExitCode

README = Path(__file__).parents[2] / "README.md"
START, END = "<!-- commands -->\n", "<!-- /commands -->"


def commands() -> str:
    """Return the table of all commands, from the commands themselves."""
    rows = ["| Command | What it does |", "| --- | --- |"]
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        listed = ", ".join(inner or ())
        alone = getattr(command, "invoke_without_command", False)
        shown = f"{name} [{listed}]" if alone else f"{name} {listed}".rstrip()
        rows.append(f"| `maestro {shown}` | {command.help.partition(chr(10))[0]} |")
    return "\n".join(rows) + "\n"


def test_the_table_of_commands_is_the_commands() -> None:
    """Set MAESTRO_GOLDEN=1 to write the table anew."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    table, _, after = rest.partition(END)
    if os.environ.get("MAESTRO_GOLDEN"):
        README.write_text(before + START + commands() + END + after, encoding="utf-8")
        return
    assert table == commands()


# @req MR-8.1
def test_every_exit_code_is_explained() -> None:
    listed = re.findall(r"^\| (\d+) \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(map(int, listed)) == sorted(code.value for code in ExitCode)


def test_every_figure_of_how_good_it_is_stands_in_a_table() -> None:
    measured = README.read_text(encoding="utf-8").partition("## How good it is\n")[2].partition("\n## ")[0]
    page = (README.parent / "benchmarks" / "README.md").read_text(encoding="utf-8")
    tables = " ".join(re.findall(r"^\|.+", page, re.MULTILINE))
    figures, known = (set(re.findall(r"\d+(?:\.\d+)?", text)) for text in (measured, tables))
    assert figures
    assert figures - known == set()


def test_it_starts_with_one_command_to_see_and_one_to_test() -> None:
    text = README.read_text(encoding="utf-8")
    demo = text.index("maestro demo")
    tests = text.index("-m pytest")
    assert demo < tests < text.index("## In your project")
