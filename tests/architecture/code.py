"""The source of the package, as trees."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "maestro_cli"
SKIPPED = {
    *("__pycache__", "build", "dist", "node_modules", "venv"),
    *(
        ".git",
        ".venv",
        ".hypothesis",
        ".import_linter_cache",
        ".maestro",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
    ),
}


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name; `top` tells that importing the module runs it, `typing` that nothing ever does."""

    name: str
    line: int
    top: bool
    typing: bool

    @property
    def package(self) -> str:
        """The first part of the name."""
        return self.name.partition(".")[0]

    @property
    def third_party(self) -> bool:
        """Whether it is neither ours nor the standard library's."""
        return self.package not in {PACKAGE, *sys.stdlib_module_names}


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its dotted name, file and tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        """The part after the package's name: `cli`, `errors`."""
        return self.name.removeprefix(PACKAGE).removeprefix(".").partition(".")[0]

    def imports(self) -> Iterator[Import]:
        """Yield every import, those for type checking only included."""
        yield from _imports(self.tree.body, top=True, typing=False)


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package, by name."""
    return tuple(sorted(_read(), key=lambda module: module.name))


def files(*suffixes: str) -> list[Path]:
    """Return every file of the repository with one of `suffixes`, caches and build results left out."""
    found = (path for path in ROOT.rglob("*") if path.suffix in suffixes and path.is_file())
    return sorted(
        path for path in found if not SKIPPED & {*path.relative_to(ROOT).parts} and ".egg" not in str(path)
    )


def _read() -> Iterator[Module]:
    for path in (ROOT / PACKAGE).rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield Module(name, path, ast.parse(path.read_text(encoding="utf-8"), str(path)))


def _imports(nodes: list[ast.stmt], *, top: bool, typing: bool) -> Iterator[Import]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, top, typing) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}"
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            yield from (Import(name, node.lineno, top, typing) for name in names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _imports(node.body, top=False, typing=True)
            yield from _imports(node.orelse, top=top, typing=typing)
        else:
            inner = top and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _imports(_inner(node), top=inner, typing=typing)


def _inner(node: ast.stmt) -> list[ast.stmt]:
    """Return the statements within `node`, those of its handlers and cases included."""
    found: list[ast.stmt] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            found.append(child)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            found += child.body
    return found
