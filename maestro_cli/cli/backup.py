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

    written = archives.backup(open_workspace(call).root, archive, overwrite=force)
    text = f"Wrote {written}"
    return Answer(kind="backup", data={"archive": str(written)}, blocks=(Paragraph(text),))


def restore(call: Call, archive: Archive) -> Answer:
    """Put an archive back; the store that is there is kept beside it."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph
    from maestro_cli.store import backup as archives
    from maestro_cli.wiring import open_workspace

    kept = archives.restore(open_workspace(call).root, archive)
    text = f"Restored {archive}" + (f"; the former store is in {kept}" if kept else "")
    data = {"archive": str(archive), "kept": str(kept) if kept else None}
    return Answer(kind="restore", data=data, blocks=(Paragraph(text),))
