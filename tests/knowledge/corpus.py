"""A small bookshop that has written a few things down, in English and Korean, and questions about it."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maestro_cli.knowledge.indexing import fill, refresh
from maestro_cli.knowledge.memory import VectorsInMemory
from maestro_cli.knowledge.search import Shelf
from maestro_cli.model.history import Repository
from maestro_cli.model.passages import Original, PassageKind
from maestro_cli.settings.loading import load_settings
from maestro_cli.sources.documents import originals
from maestro_cli.sources.loading import load_backlog
from maestro_cli.store.passages import passages_in_memory
from maestro_cli.wiring import Workspace, open_workspace

HERE = Path(__file__).parent
PROJECT = HERE / "project"
AS_OF = date(2026, 11, 18)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and where its answer stands; `path` is empty where there is none."""

    query: str
    path: str
    heading: str

    @property
    def korean(self) -> bool:
        return bool(re.search("[가-힣]", self.query))


@dataclass(frozen=True, slots=True)
class Wish:
    """How a workspace is asked for."""

    project: Path | None
    dry_run: bool = False
    as_of: date | None = AS_OF
    seed: int = 0
    llm: str | None = None


def questions(name: str) -> list[Question]:
    """Read labelled questions: `queries.csv` was looked at while building, `held_out.csv` was not."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return [Question(**row) for row in csv.DictReader(stream)]


def written(root: Path = PROJECT) -> list[Original]:
    """Return everything that is written down in a project without git."""
    settings = load_settings(root, {}).settings
    found, problems = originals(root, settings, load_backlog(root, settings), Repository(present=False))
    assert problems == []
    return found


@contextmanager
def shelf_of(found: Sequence[Original]) -> Iterator[Shelf]:
    """Index everything in memory."""
    with passages_in_memory() as passages:
        vectors = VectorsInMemory()
        refresh(passages, found)
        fill(vectors, passages)
        yield Shelf(passages, vectors)


def text(name: str, body: str, kind: PassageKind = PassageKind.DOCUMENT) -> Original:
    """Return a Markdown document."""
    return Original(f"file:{name}", kind, name, 1, "", lambda: body)


def bookshop(root: Path) -> Path:
    """Copy the project."""
    return Path(shutil.copytree(PROJECT, root))


def workspace(root: Path, *, dry_run: bool = False) -> Workspace:
    """Open a project as a command does."""
    return open_workspace(Wish(root, dry_run))
