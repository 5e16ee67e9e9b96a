"""`maestro sync`: read what changed in the sources into the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def sync(call: Call) -> Answer:
    """Read the files that changed since the last time, and say what changed in them."""
    from maestro_cli.errors import ExitCode
    from maestro_cli.model.answer import Answer, AnswerStatus
    from maestro_cli.model.blocks import Column, Table
    from maestro_cli.sources.loading import sync_sources
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    with workspace.store() as store:
        problems, changes = sync_sources(workspace.root, workspace.settings, store.index)
    titles = ("name", "added", "changed", "removed", "unchanged", "errors")
    rows = tuple(tuple(str(getattr(change, title)) for title in titles) for change in changes)
    failed = any(change.errors for change in changes)
    columns = tuple(Column(title.capitalize(), numeric=title != "name") for title in titles)
    return Answer(
        kind="sync",
        data={"sources": [{title: getattr(c, title) for title in titles} for c in changes]},
        blocks=(Table(columns, rows),),
        diagnostics=(*workspace.loaded.diagnostics, *problems),
        status=AnswerStatus.PARTIAL if failed else AnswerStatus.SUCCESS,
        exit_code=ExitCode.USAGE if failed else ExitCode.DONE,
    )
