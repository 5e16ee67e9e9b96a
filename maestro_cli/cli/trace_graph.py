"""`maestro trace graph`: a picture of what stands on what, as large as a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.errors import UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.traceability.picture import Picture

FORMATS = ("text", "json", "md", "mermaid", "dot")


def graph(
    call: Call,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID…]", help="Show what these lead to, up and down.", show_default=False),
    ] = None,
    depth: Annotated[int | None, typer.Option(min=0, help="So many links away from the ids at most.")] = None,
    most: Annotated[int, typer.Option(min=1, help="Show so many items at most.")] = 60,
    everything: Annotated[bool, typer.Option("--all", help="Show all items, however many.")] = False,
) -> Answer:
    """Draw requirements and what stands on them, the most relevant first, and say what is left out."""
    from maestro_cli.cli.lookup import find_item
    from maestro_cli.cli.trace_context import items_context, readable
    from maestro_cli.documents.graph_text import dot, mermaid
    from maestro_cli.documents.trace_graph import cut_of, graph_blocks, graph_markdown
    from maestro_cli.documents.view_words import WORDS
    from maestro_cli.model.answer import Answer
    from maestro_cli.traceability.check import check
    from maestro_cli.traceability.network import Network
    from maestro_cli.traceability.picture import draw
    from maestro_cli.wiring import open_workspace

    if depth is not None and not ids:
        raise UsageError("--depth counts links away from an id", fix="Name an id before it.")
    workspace = open_workspace(call)
    status, diagnostics = readable(workspace)
    context = items_context(workspace)
    chosen = [find_item(context.backlog, item_id).id for item_id in ids or ()]
    network = Network(context.backlog, context.tests)
    picture = draw(network, check(context), chosen, depth, None if everything else most)
    data, words = _data(picture), WORDS[workspace.language]
    rendered: dict[str, str | bytes] = {}
    if call.format in {"mermaid", "dot"}:
        rendered[call.format] = (mermaid if call.format == "mermaid" else dot)(
            data, words, cut_of(data, words)
        )
    elif call.format == "md":
        rendered["md"] = graph_markdown(data, workspace.language)
    return Answer(
        kind="trace-graph",
        data=data,
        blocks=graph_blocks(data, workspace.language) if call.format == "text" else (),
        rendered=rendered,
        diagnostics=diagnostics,
        status=status,
        notes=_notes(call, data, words, len(picture.links)),
    )


def _data(picture: Picture) -> dict[str, object]:
    names = {one.node.key: one.node.id for one in picture.nodes}
    return {
        "ids": list(picture.ids),
        "total": picture.total,
        "shown": len(picture.nodes),
        "failing": picture.failing,
        "failing_shown": picture.failing_shown,
        "nodes": [
            {
                "key": one.node.key,
                "id": one.node.id,
                "kind": one.node.kind,
                "title": one.node.title,
                "status": one.node.status,
                "state": one.state.value,
                "assignee": one.node.assignee,
                "distance": one.distance,
                "findings": one.findings,
                "path": one.node.path,
                "line": one.node.line,
            }
            for one in picture.nodes
        ],
        "edges": [
            {
                "source": names[link.source],
                "target": names[link.target],
                "type": link.type.value,
                "suspect": link.suspect,
                "source_key": link.source,
                "target_key": link.target,
            }
            for link in picture.links
        ],
    }


def _notes(call: Call, data: dict[str, object], words: dict[str, str], links: int) -> tuple[str, ...]:
    """Say beside a bare diagram what it leaves out, and when Mermaid will not draw it."""
    from maestro_cli.documents.graph_text import MERMAID_MOST
    from maestro_cli.documents.trace_graph import cut_of

    notes = []
    if data["total"] != data["shown"] and call.format in {"mermaid", "dot"}:
        notes.append(cut_of(data, words))
    if links > MERMAID_MOST and call.format in {"mermaid", "md"}:
        notes.append(words["too_many"].format(links=links, most=MERMAID_MOST))
    return tuple(notes)
