"""The same faulty requirements through Maestro and through three tools from PyPI, as strict as each can be.

A fault counts as found when the tool names one of its ids in a line that it does not print for the same
set without faults. The tools are installed into environments of their own, in a folder that is given.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import peer_set
from benchmarks.measure import maestro
from benchmarks.peer_set import FAULTS, Nodes

SMALL, LARGE = 1_000, 20_000


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its package, how its input is written, its commands (`{bin}` is where it is installed).

    `most` is the largest set that it gets through in minutes.
    """

    name: str
    write: Callable[[Nodes, Path], None]
    commands: tuple[tuple[str, ...], ...]
    package: str = ""
    most: int = LARGE


TOOLS = (
    Tool(
        "Maestro",
        peer_set.write_maestro,
        (tuple(maestro("trace", "check", "--fail-on", "warning")),),
    ),
    Tool(
        "Doorstop",
        peer_set.write_doorstop,
        (("{bin}/doorstop", "-e", "-F", "-S", "-W"),),
        "doorstop",
        SMALL,
    ),
    Tool(
        "StrictDoc",
        peer_set.write_strictdoc,
        (("{bin}/strictdoc", "export", ".", "--formats", "json", "--output-dir", "out"),),
        "strictdoc",
    ),
    Tool(
        "LOBSTER",
        peer_set.write_lobster,
        (("{bin}/lobster-report",), ("{bin}/lobster-ci-report",)),
        "bmw-lobster",
    ),
)


@dataclass(frozen=True, slots=True)
class Ran:
    """How the commands of a tool went: lines printed, the last exit code, CPU seconds of all."""

    lines: frozenset[str]
    code: int
    cpu: float


def peers(folder: Path) -> str:
    """Install the tools below `folder`, unless they are there, and return the table."""
    kinds = "dangling (10) | orphan (10) | uncovered (10) | circle (5) | all at once (35)"
    sizes = f"CPU s, {SMALL:,} | all of {LARGE:,} items | CPU s, {LARGE:,}"
    lines = [f"| Tool | {kinds} | {sizes} |", f"| ---{' | ---:' * 8} |"]
    for tool in TOOLS:
        row = f"| {' | '.join(_row(tool, folder))} |"
        sys.stderr.write(row + "\n")
        lines.append(row)
    return "\n".join(lines) + "\n"


def _row(tool: Tool, folder: Path) -> Iterator[str]:
    where, version = _installed(tool, folder)
    yield f"{tool.name} {version}"
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        clean = _run(tool, where, peer_set.nodes(SMALL), root / "clean")
        if clean.code:
            raise RuntimeError(f"{tool.name}: exit {clean.code} on the set without faults")
        for kind in FAULTS:
            yield _probe(tool, where, SMALL, [kind], clean, root / kind)[0]
        cell, cpu = _probe(tool, where, SMALL, list(FAULTS), clean, root / "all")
        yield cell
        yield f"{cpu:.2f}"
        if tool.most < LARGE:
            yield from ("not run", "")
            return
        clean = _run(tool, where, peer_set.nodes(LARGE), root / "large")
        cell, cpu = _probe(tool, where, LARGE, list(FAULTS), clean, root / "large-all")
        yield cell
        yield f"{cpu:.2f}"


def _probe(
    tool: Tool, where: Path, count: int, kinds: Sequence[str], clean: Ran, root: Path
) -> tuple[str, float]:
    """Return how many planted faults are told and the exit code, as a cell, and the CPU seconds."""
    nodes = peer_set.nodes(count)
    planted = [fault for kind in kinds for fault in FAULTS[kind](nodes)]
    ran = _run(tool, where, nodes, root)
    told = set(re.findall(r"[A-Z]{3}\d{5}", "\n".join(ran.lines - clean.lines)))
    found = sum(1 for ids in planted if ids & told)
    text = f"{found}, exit {ran.code}"
    return (text if found == len(planted) and ran.code == 1 else f"**{text}**"), ran.cpu


def _run(tool: Tool, where: Path, nodes: Nodes, root: Path) -> Ran:
    tool.write(nodes, root)
    lines: set[str] = set()
    code, cpu = 0, 0.0
    for command in tool.commands:
        out = root / "printed.txt"
        with out.open("wb") as stream:
            process = subprocess.Popen(
                [word.format(bin=where) for word in command],
                cwd=root,
                stdout=stream,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "CI": "true", "NO_COLOR": "1", "COLUMNS": "500"},
            )
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        code, cpu = process.returncode, cpu + used.ru_utime + used.ru_stime
        lines.update(out.read_text(encoding="utf-8", errors="replace").splitlines())
        out.unlink()
    return Ran(frozenset(lines), code, cpu)


def _installed(tool: Tool, folder: Path) -> tuple[Path, str]:
    """Return where the tool's programs are and its version; installs it from PyPI when it is not there."""
    if not tool.package:
        return Path(sys.executable).parent, "(this version)"
    home = (folder / tool.package).resolve()
    if not (home / "bin" / "pip").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    pip = [str(home / "bin" / "pip"), "--disable-pip-version-check"]
    shown = subprocess.run([*pip, "show", tool.package], check=False, capture_output=True, text=True)
    if shown.returncode:
        subprocess.run([*pip, "install", "--quiet", tool.package], check=True)
        shown = subprocess.run([*pip, "show", tool.package], check=True, capture_output=True, text=True)
    version = re.search(r"^Version: (.+)$", shown.stdout, re.MULTILINE)
    return home / "bin", version[1] if version else "?"
