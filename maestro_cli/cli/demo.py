"""`maestro demo`: the main job on the example project, in a folder of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def demo(
    call: Call,
    language: Annotated[str | None, typer.Option(help="Language of the example: en or ko.")] = None,
) -> Answer:
    """Plan, report and check traceability on the example project, in a temporary folder."""
    from maestro_cli.cli.run import new_run
    from maestro_cli.documents.registry import headline_of
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Bullets, Heading, Paragraph
    from maestro_cli.wiring import open_workspace

    if call.dry_run:
        text = (
            "Would make the example project in a new temporary folder, and plan, report and check it there."
        )
        return Answer(
            kind="demo",
            data={"project": None, "documents": [], "dry_run": True},
            blocks=(Paragraph(text),),
        )
    root = _project(call, language)
    call = replace(call, project=root, format="md")
    answers = [
        new_run(open_workspace(call), call, "plan", {"sprints": 3}),
        new_run(open_workspace(call), call, "report", {"report": "weekly"}),
        new_run(open_workspace(call), call, "trace", {}),
    ]
    documents = [note.removeprefix("Wrote ") for answer in answers for note in answer.notes]
    following = (f"cd {root}", "maestro plan --sprints 2", "maestro trace check", "maestro next")
    return Answer(
        kind="demo",
        data={
            "project": str(root),
            "documents": [str(root / name) for name in documents],
            "dry_run": False,
        },
        blocks=(
            Heading("Maestro on the example project", 1),
            *(Paragraph(headline_of(answer.blocks)) for answer in answers),
            Heading("Documents"),
            Bullets(tuple(str(root / name) for name in documents)),
            Heading("Look around"),
            Bullets(following),
        ),
    )


def _project(call: Call, language: str | None) -> Path:
    """Make the example project with a git history in a new temporary folder."""
    import tempfile

    from maestro_cli.assets.example import HISTORY, example_files
    from maestro_cli.cli.init import language_for
    from maestro_cli.settings import clock
    from maestro_cli.sources.demo_history import make_repository, read_history
    from maestro_cli.sources.scaffold import write_project

    root = Path(tempfile.mkdtemp(prefix="maestro-demo-"))
    files = example_files("shop", language_for(language), call.as_of or clock.today())
    history = read_history(files.pop(HISTORY))
    write_project(root, files, force=False, dry_run=False)
    make_repository(root, history)
    return root
