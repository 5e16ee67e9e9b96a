"""`maestro init`: start a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.errors import UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def init(
    call: Call,
    directory: Annotated[Path, typer.Argument(help="The project's folder.")] = Path(),
    example: Annotated[str | None, typer.Option(help="Start from an example: shop.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the documents: en or ko.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write anew what is there; keep a copy.")] = False,
) -> Answer:
    """Start a project: maestro.yaml, a backlog and a .gitignore entry."""
    from maestro_cli.assets.example import HISTORY, NEW, example_files
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Bullets, Paragraph
    from maestro_cli.settings import clock
    from maestro_cli.sources.scaffold import write_project

    root = call.project or directory
    files = example_files(example or NEW, language_for(language), call.as_of or clock.today())
    files.pop(HISTORY, None)
    if example is None and (root / "backlog").is_dir():
        files.pop("backlog/items.yaml", None)
    changed = write_project(root, files, force=force, dry_run=call.dry_run)
    verb = "Would write" if call.dry_run else "Wrote"
    return Answer(
        kind="init",
        data={"project": str(root), "files": changed, "dry_run": call.dry_run},
        blocks=(Paragraph(f"{verb} {len(changed)} files in {root}"), Bullets(tuple(changed))),
        notes=("Next: maestro doctor, then maestro plan",),
    )


def language_for(given: str | None) -> str:
    """Return the language asked for, else that of the locale; raises UsageError for another one."""
    from maestro_cli.settings.language import resolve_language
    from maestro_cli.settings.schema import Settings

    if given not in (None, "en", "ko"):
        raise UsageError(f"{given!r} is not a language of Maestro", fix="Use --language en or ko.")
    return given or resolve_language(Settings())
