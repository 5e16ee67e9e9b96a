"""`maestro knowledge`: what the project has written down, indexed and searched."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer

app = typer.Typer(
    name="knowledge",
    no_args_is_help=True,
    help="Find what documents, decision records, items and commits say.",
)


class By(StrEnum):
    """How passages are found."""

    HYBRID = "hybrid"
    KEYWORD = "keyword"
    SEMANTIC = "semantic"


def index(call: Call) -> Answer:
    """Bring the index of documents, items and commits up to date; a search does so by itself."""
    from maestro_cli.documents.knowledge_blocks import index_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    done = workspace.library(create=True).index()
    changes = done.changes
    data = {
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
        "unchanged": changes.unchanged,
        "passages": done.passages,
        "vectors": done.vectors,
        "dry_run": call.dry_run,
    }
    return Answer(
        kind="knowledge-index",
        data=data,
        blocks=index_blocks(data, workspace.language),
        diagnostics=(*workspace.diagnostics, *done.problems),
    )


def search(
    call: Call,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is looked for, in a few words.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many hits at most.")] = 10,
    strategy: Annotated[By, typer.Option(help="By words, by nearness of vectors, or by both.")] = By.HYBRID,
) -> Answer:
    """Find passages, the best first, each with path and line; nothing where nothing is about it."""
    from maestro_cli.documents.knowledge_blocks import search_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.passages import Strategy
    from maestro_cli.model.plain import to_plain
    from maestro_cli.model.text import one_line
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    found = workspace.knowledge.search(text, limit, Strategy(strategy.value))
    data = {
        "query": one_line(text),
        "strategy": found.strategy.value,
        "passages": found.passages,
        "hits": to_plain(found.hits),
    }
    return Answer(
        kind="knowledge",
        data=data,
        blocks=search_blocks(data, workspace.language),
        diagnostics=(*workspace.diagnostics, *found.problems),
    )


add(app, index, kind="knowledge-index")
add(app, search)
