"""Standards that no linter of ours covers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.code import PACKAGE, ROOT, files, modules

TEXT = (".py", ".md", ".toml", ".yaml", ".yml", ".json", ".j2", ".sh", ".cfg", ".txt", ".css", ".html")
SHIPPED = (
    "README.md",
    "pyproject.toml",
    PACKAGE,
    "templates",
    "commands",
    ".claude",
    ".claude-plugin",
    "benchmarks",
)
SAY = {"pytest.skip", "pytest.xfail"}
SKIPS = SAY | {f"pytest.mark.{name}" for name in ("skip", "skipif", "xfail")}
MACHINE = re.compile(r"(?<![\w.}~$-])/(work|root|tmp|home/\w+|Users/\w+)(?![\w-])")
LEFT = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
HERE = Path(__file__)


def lines(*suffixes: str, within: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield every line of the repository's files with its place, this file left out."""
    for path in files(*suffixes):
        relative = path.relative_to(ROOT)
        if path != HERE and (not within or relative.parts[0] in within):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{relative}:{number}", line


def test_no_exception_of_any_kind_is_swallowed() -> None:
    found = [path for path in files(".py") if swallows(ast.parse(path.read_text(encoding="utf-8")))]
    assert [str(path.relative_to(ROOT)) for path in found] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("try: f()\nexcept: pass", 1),
        ("try: f()\nexcept Exception: ...", 1),
        ("try: f()\nexcept (ValueError, BaseException) as e: pass", 1),
        ("with contextlib.suppress(Exception): f()", 1),
        ("try: f()\nexcept ValueError: pass", 0),
        ("try: f()\nexcept Exception: report()", 0),
        ("with contextlib.suppress(OSError): f()", 0),
    ],
)
def test_a_swallowed_exception_is_noticed(text: str, count: int) -> None:
    assert len(swallows(ast.parse(text))) == count


def swallows(tree: ast.AST) -> list[str]:
    """Return what catches every kind of exception and does nothing about it."""
    caught = [
        "" if node.type is None else ast.unparse(node.type)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and all(isinstance(each, ast.Pass) or ast.unparse(each) == "..." for each in node.body)
    ]
    caught += [
        ", ".join(map(ast.unparse, node.args))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress")
    ]
    return [what for what in caught if not what or re.search(r"\b(Base)?Exception\b", what)]


def test_no_path_of_one_machine() -> None:
    found = [
        f"{place}: {line.strip()}" for place, line in lines(*TEXT, within=SHIPPED) if MACHINE.search(line)
    ]
    assert found == []


def test_nothing_is_left_to_do() -> None:
    found = [f"{place}: {line.strip()}" for place, line in lines(*TEXT, within=SHIPPED) if LEFT.search(line)]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (MACHINE, 'open("/tmp/x")'),
        (MACHINE, "cd /work"),
        (MACHINE, "at /root/project"),
        (MACHINE, "/home/ann/x"),
        (LEFT, "# TODO: later"),
        (LEFT, "FIXME"),
    ],
)
def test_the_patterns_notice(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def test_no_package_registry_is_named() -> None:
    hosts = r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|proxy\.golang|crates\.io|--(extra-)?index-url"
    found = [f"{place}: {line.strip()}" for place, line in lines(*TEXT) if re.search(hosts, line)]
    assert found == []


def test_every_skip_has_a_reason() -> None:
    found = (path for path in files(".py") if path.relative_to(ROOT).parts[0] == "tests")
    assert [str(path) for path in found if bare_skips(ast.parse(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("@pytest.mark.skip\ndef f(): ...", 1),
        ("@pytest.mark.skip()\ndef f(): ...", 1),
        ("@pytest.mark.skipif(x)\ndef f(): ...", 1),
        ("pytest.skip()", 1),
        ("@pytest.mark.xfail\ndef f(): ...\npytest.skip()", 2),
        ("@pytest.mark.skipif(x, reason='why')\ndef f(): ...", 0),
        ("pytest.skip('why')", 0),
    ],
)
def test_a_bare_skip_is_noticed(text: str, count: int) -> None:
    assert len(bare_skips(ast.parse(text))) == count


def bare_skips(tree: ast.AST) -> list[str]:
    """Return every skip and expected failure without a reason."""
    reasoned = {
        id(call.func)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (
            any(word.arg == "reason" for word in call.keywords)
            or (ast.unparse(call.func) in SAY and call.args)
        )
    }
    names = (
        node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node) in SKIPS
    )
    return [ast.unparse(node) for node in names if id(node) not in reasoned]


def test_no_file_grows_beyond_reading() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files(".py")}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in files(".py")}), ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_folder_of_code_is_a_package(folder: Path) -> None:
    if folder.relative_to(ROOT).parts[0] in {PACKAGE, "tests"}:
        assert (folder / "__init__.py").is_file()


def test_every_module_says_what_it_is_for() -> None:
    silent = [module.name for module in modules() if module.tree.body and not ast.get_docstring(module.tree)]
    assert silent == []
