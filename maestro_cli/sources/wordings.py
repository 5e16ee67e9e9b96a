"""What an item said when a link to it was reviewed: its former wording, looked up in git."""

from __future__ import annotations

import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from maestro_cli.model.items import Item, content_hash
from maestro_cli.sources.git_process import GitMissingError, ask
from maestro_cli.sources.parsing import parse

MOST_REVISIONS = 50
MOST_BYTES = 20 * 2**20
"""How far back a file is looked through."""

Wording = tuple[str, str]
"""Id of an item, and the first 8 hex digits of the hash of its content."""


@dataclass(frozen=True, slots=True)
class Former:
    """An item as the commit `sha` holds it."""

    item: Item
    sha: str


def former_wordings(
    root: Path, path: str, columns: dict[str, str], wanted: Collection[Wording]
) -> dict[Wording, Former]:
    """Return the `wanted` wordings that the last commits of a file of items hold, the newest commit of each.

    Nothing is found without git or a repository, nor before the file had its present name.
    """
    found: dict[Wording, Former] = {}
    ids = {item_id for item_id, _ in wanted}
    left, seen = set(wanted), 0
    try:
        for sha in _revisions(root, path):
            held = ask(root, "cat-file", "blob", f"{sha}:./{path}")
            seen += len(held.out)
            if held.code or seen > MOST_BYTES:
                break
            for item in parse(held.out.encode(), path, "", columns).items:
                wording = (item.id, content_hash(item)) if item.id in ids else None
                if wording in left:
                    found[wording] = Former(item, sha)
                    left.remove(wording)
            if not left:
                break
    except (GitMissingError, OSError, ValueError, subprocess.TimeoutExpired):
        return found
    return found


def _revisions(root: Path, path: str) -> list[str]:
    count = f"--max-count={MOST_REVISIONS}"
    asked = ask(root, "--literal-pathspecs", "log", count, "--format=%H", "--", path)
    return [] if asked.code else asked.out.split()
