"""`maestro backup` and `maestro restore`: the store as one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer

Archive = Annotated[Path, typer.Argument(help="The archive, a .zip file.", show_default=False)]


def backup(
    call: Call,
    archive: Archive,
    force: Annotated[bool, typer.Option("--force", help="Replace an archive that is there.")] = False,
) -> Answer:
    """Copy the store (runs, decisions, metrics, checkpoints) into one archive, also while it is in use."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph
    from maestro_cli.store import backup as archives
    from maestro_cli.wiring import open_workspace

    archives.backup(open_workspace(call).root, archive, overwrite=force, dry_run=call.dry_run)
    text = f"{'Would write' if call.dry_run else 'Wrote'} {archive}"
    data = {"archive": str(archive), "dry_run": call.dry_run}
    return Answer(kind="backup", data=data, blocks=(Paragraph(text),))


def restore(call: Call, archive: Archive) -> Answer:
    """Put an archive back; the store that is there is kept beside it."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph
    from maestro_cli.store import backup as archives
    from maestro_cli.wiring import open_workspace

    kept = archives.restore(open_workspace(call).root, archive, dry_run=call.dry_run)
    text = f"Restored {archive}" + (f"; the former store is in {kept}" if kept else "")
    if call.dry_run:
        text = f"{archive} is whole and would be restored"
    data = {"archive": str(archive), "kept": str(kept) if kept else None, "dry_run": call.dry_run}
    return Answer(kind="restore", data=data, blocks=(Paragraph(text),))
