"""What a project has written down: its documents, decision records, items and commit messages."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.errors import Diagnostic, InputError
from maestro_cli.model.history import Repository
from maestro_cli.model.items import Item
from maestro_cli.model.passages import Original, PassageKind
from maestro_cli.model.redact import redact
from maestro_cli.sources.finding import Found, Purpose, find_files
from maestro_cli.sources.git_log import read_messages
from maestro_cli.sources.incremental import RACY_NS
from maestro_cli.sources.reading import decode, read_bytes

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Settings

RECORD_FOLDERS = (
    *("adr", "doc/adr", "docs/adr", "docs/adrs", "doc/decisions", "docs/decisions"),
    *("doc/architecture/decisions", "docs/architecture/decisions", "docs/architecture-decisions"),
)
"""Where decision records usually are (Nygard 2011, MADR)."""

MARKDOWN = (".md", ".markdown", ".mdx")
SUFFIXES = (*MARKDOWN, ".txt", ".rst", ".adoc")
TEXTS = Purpose("text", "knowledge.paths")
MOST_BYTES = 2 << 20
MOST_COMMITS = 1000

_NOT_RECORDS = ("readme", "index", "template", "adr-template")


def originals(
    root: Path, settings: Settings, items: Iterable[Item], repository: Repository
) -> tuple[list[Original], list[Diagnostic]]:
    """Return everything that can be searched, and all problems. Files are not read yet.

    A Markdown file that is an item is that item; documents that Maestro wrote are no source.
    """
    listed = list(items)
    held = Counter(item.place.path for item in listed)
    ours = tuple(f"{folder.rstrip('/')}/" for folder in (settings.outputs.plans, settings.outputs.reports))
    taken = {path for path, count in held.items() if count == 1 and path.lower().endswith(MARKDOWN)}
    files, problems = _files(root, settings.knowledge.paths)
    found = [_file(file) for file in files if file.path not in taken and not file.path.startswith(ours)]
    found += [_item(item) for item in listed]
    try:
        found += [_commit(*record) for record in read_messages(root, repository, MOST_COMMITS)]
    except InputError as error:
        problems += error.diagnostics
    return found, problems


def is_record(path: str) -> bool:
    """Tell whether a file is a decision record: Markdown in one of their folders, and no list of them."""
    folder, _, name = path.rpartition("/")
    stem = name.lower().rpartition(".")[0]
    below = any(folder == each or folder.startswith(f"{each}/") for each in RECORD_FOLDERS)
    return below and name.lower().endswith(MARKDOWN) and stem not in _NOT_RECORDS


def _files(root: Path, paths: Iterable[str]) -> tuple[list[Found], list[Diagnostic]]:
    from maestro_cli.settings.schema import Knowledge

    usual = {*Knowledge().paths, *RECORD_FOLDERS}
    found: dict[str, Found] = {}
    problems: list[Diagnostic] = []
    for path in dict.fromkeys((*paths, *RECORD_FOLDERS)):
        if path in usual and not (root / path).is_symlink() and not (root / path).exists():
            continue
        files, wrong = find_files(root, path, SUFFIXES, purpose=TEXTS)
        for file in files:
            found.setdefault(file.real, file)
        problems += wrong
    return sorted(found.values()), list(dict.fromkeys(problems))


def _file(file: Found) -> Original:
    racy = time.time_ns() - file.mtime_ns < RACY_NS
    markdown = file.path.lower().endswith(MARKDOWN)
    return Original(
        id=f"file:{file.path}",
        kind=PassageKind.DECISION if is_record(file.path) else PassageKind.DOCUMENT,
        path=file.path,
        line=1,
        quick="" if racy else f"{file.size}:{file.mtime_ns}",
        read=partial(_text, file),
        title="" if markdown else file.path.rpartition("/")[2],
        markdown=markdown,
    )


def _text(file: Found) -> str:
    return redact(decode(read_bytes(file, MOST_BYTES), file.path).text, keep_lines=True)


def _item(item: Item) -> Original:
    text = item.description.strip() or item.title
    quick = hashlib.sha256(f"{item.title}\0{text}".encode("utf-8", "replace")).hexdigest()[:32]
    title = f"{item.id} {item.title}"
    place = item.place
    return Original(
        f"item:{item.id}", PassageKind.ITEM, place.path, place.line, quick, lambda: text, title=title
    )


def _commit(sha: str, subject: str, body: str) -> Original:
    text = body.strip() or subject
    return Original(
        f"commit:{sha}", PassageKind.COMMIT, "", 0, sha, lambda: text, title=subject, markdown=False
    )
