"""Projects with one source of another tool."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Item
from maestro_cli.settings.schema import Settings, Source
from maestro_cli.sources.loading import load_backlog
from tests.sources.item_files import project


def settings(kind: str, **keys: Any) -> Settings:
    return Settings(sources=(Source(type=kind, **{"path": "reqs", **keys}),))


def load(folder: Path, kind: str, files: Mapping[str, str | bytes], **keys: Any) -> Backlog:
    """Write `files` below reqs/ and read them as a source of this type, JSON by name."""
    if kind in ("needs", "strictdoc", "lobster") and any(name.endswith(".json") for name in files):
        keys = {"path": "", "paths": [f"reqs/{name}" for name in files], **keys}
    project(folder, {f"reqs/{name}": content for name, content in files.items()})
    return load_backlog(folder, settings(kind, **keys))


def links(backlog: Backlog) -> dict[str, list[str]]:
    return {item.id: [str(reference) for reference in item.satisfies] for item in backlog if item.satisfies}


def item(backlog: Backlog, name: str) -> Item:
    found = backlog.get(name)
    assert found is not None, [each.id for each in backlog]
    return found


def problems(backlog: Backlog) -> list[tuple[str, str | None, int | None]]:
    return [(problem.code, problem.path, problem.line) for problem in backlog.diagnostics]
