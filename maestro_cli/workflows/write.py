"""The last outside effect of a run: its document, written once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from maestro_cli.files import inside, write_atomically, writing
from maestro_cli.workflows.step import StepContext


def write_document(context: StepContext, folder: str, stem: str, markdown: str) -> list[str]:
    """Write `markdown` to `folder/stem.md` below the project and return notes about it.

    The ledger names the target before it is written, so a run that is killed and resumed writes to
    the same place once. A file that was edited after Maestro wrote it is kept; the new one gets a
    number. Nothing is written in a dry run.
    """
    data = markdown.encode()
    wanted = hashlib.sha256(data).hexdigest()
    key = f"{context.run_id}:document"
    if context.params["dry_run"]:
        return [f"Dry run: {folder}/{stem}.md was not written"]
    effect = context.store.effects.get(key)
    with writing(f"{folder}/{stem}.md"):
        relative = effect.target if effect else _free_target(context, folder, stem, wanted)
        target = inside(context.project.root, relative)
        if effect is None:
            context.store.effects.begin(key, relative, wanted)
        if _sha256(target) != wanted:
            write_atomically(target, data)
    context.store.effects.done(key)
    return [f"Wrote {relative}"]


def _free_target(context: StepContext, folder: str, stem: str, wanted: str) -> str:
    """Return the first name that is free, holds the same document, or one that only Maestro wrote."""
    number = 1
    while True:
        relative = f"{folder}/{stem}{'' if number == 1 else f'-{number}'}.md"
        found = _sha256(inside(context.project.root, relative))
        if found is None or found == wanted or context.store.effects.wrote(relative, found):
            return relative
        number += 1


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None
