"""Each package is imported in its room only, and the heavy ones only where they are needed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.code import PACKAGE, Import, Module, modules

ROOMS = {
    "anthropic": {"llm"},
    "chromadb": {"store"},
    "filelock": {"store"},
    "git": {"sources"},
    "highspy": {"planning"},
    "httpx2": {"llm"},
    "jinja2": {"documents"},
    "langchain_core": {"workflows", "store"},
    "langgraph": {"workflows", "store"},
    "numpy": {"planning", "traceability", "knowledge"},
    "opentelemetry": {"telemetry"},
    "ormsgpack": {"store"},
    "platformdirs": {"settings", "cli"},
    "prometheus_client": {"telemetry"},
    "pydantic": {"settings", "llm", "skills"},
    "pydantic_core": {"settings"},
    "pygments": {"sources"},
    "rapidfuzz": {"agents", "cli", "settings", "sources"},
    "re2": {"settings"},
    "reqif": {"sources"},
    "rich": {"cli", "ui"},
    "sqlite_utils": {"store"},
    "typer": {"cli"},
    "yaml": {"agents", "settings", "sources"},
}
LAZY = {
    "anthropic",
    "chromadb",
    "filelock",
    "git",
    "highspy",
    "httpx2",
    "jinja2",
    "numpy",
    "opentelemetry",
    "platformdirs",
    "prometheus_client",
    "pygments",
    "rapidfuzz",
    "re2",
    "sqlite_utils",
}
COMMANDS_MAY = {
    f"{PACKAGE}.{name}"
    for name in (
        "__version__",
        "errors",
        "cli",
        "cli.call",
        "cli.command",
        "settings.clock",
        "model.run_options",
    )
}


def third_party() -> Iterator[tuple[Module, Import]]:
    return ((module, found) for module in modules() for found in module.imports() if found.third_party)


def reached(starts: set[str]) -> dict[str, str]:
    """Return what importing `starts` loads: each name with the module that imports it first."""
    known = {module.name: module for module in modules()}
    loaded: dict[str, str] = dict.fromkeys(starts, "")
    waiting = sorted(starts)
    while waiting:
        module = known[waiting.pop()]
        for found in module.imports():
            if found.top and found.name not in loaded:
                loaded[found.name] = module.name
                waiting += [found.name] if found.name in known else []
    return loaded


def test_every_package_stays_in_its_room() -> None:
    strangers = [
        f"{module.name}:{found.line} imports {found.name}"
        for module, found in third_party()
        if module.room not in ROOMS.get(found.package, set())
    ]
    assert strangers == []


def test_heavy_packages_are_imported_where_they_are_needed() -> None:
    early = [f"{m.name}:{i.line} imports {i.name}" for m, i in third_party() if i.top and i.package in LAZY]
    assert early == []


def test_starting_loads_nothing_but_typer() -> None:
    starts = {module.name for module in modules() if module.room in {"__main__", "cli", "wiring"}}
    loaded = reached(starts)
    assert f"{PACKAGE}.errors" in loaded
    heavy = {
        name: by for name, by in loaded.items() if name.partition(".")[0] in ROOMS and "typer" not in name
    }
    assert heavy == {}


@pytest.mark.parametrize(
    "room", ["model", "planning", "skills", "traceability", "knowledge", "documents", "llm"]
)
def test_rooms_that_compute_load_no_framework(room: str) -> None:
    starts = {module.name for module in modules() if module.room == room}
    assert starts
    loaded = reached(starts)
    assert {name: by for name, by in loaded.items() if name.partition(".")[0] in {"langgraph", *LAZY}} == {}


def test_command_modules_import_little_at_the_top() -> None:
    heavy = [
        f"{module.name}:{found.line} imports {found.name}"
        for module in modules()
        if module.room == "cli" and module.name != f"{PACKAGE}.cli.app"
        for found in module.imports()
        if found.top and found.package in {PACKAGE, *ROOMS} and found.package != "typer"
        if found.name not in {PACKAGE, f"{PACKAGE}.__version__"}
        and not any(found.name == may or found.name.startswith(f"{may}.") for may in COMMANDS_MAY)
    ]
    assert heavy == []


def test_imports_are_told_apart_by_when_they_run() -> None:
    text = """
import a
if TYPE_CHECKING:
    import b
else:
    from c import d
try:
    import e
except ImportError:
    import f
class X:
    import g
    def method(self):
        with open() as x:
            import h
match x:
    case 1:
        import i
"""
    module = Module("maestro_cli.room.name", Path("name.py"), ast.parse(text))
    found = {each.name: (each.top, each.typing) for each in module.imports()}
    top, later, never = (True, False), (False, False), (False, True)
    assert found == {
        **dict.fromkeys(("a", "c", "c.d", "e", "f", "g", "i"), top),
        "b": never,
        "h": later,
    }
    assert module.room == "room"
