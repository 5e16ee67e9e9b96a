"""`maestro trace review`: links whose target changed after they were reviewed, and their acceptance."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.errors import UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.items import Item
    from maestro_cli.sources.wordings import Former, Wording
    from maestro_cli.sources.writeback import FileEdit
    from maestro_cli.traceability.t1_suspect import ReviewLink
    from maestro_cli.wiring import Workspace

MOST_FILES = 50
"""Files whose history is looked through for what changed."""

MOST_LINES = 20
"""Lines of a change that are shown."""


def review(
    call: Call,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Accept the links of these items, and those that lead to them."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Accept all that are listed.")] = False,
    stamp: Annotated[bool, typer.Option("--stamp", help="Also links that were never reviewed.")] = False,
) -> Answer:
    """List links whose target changed after they were reviewed; accept them by id or with --all."""
    from maestro_cli.documents.review import review_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.traceability.t1_suspect import review_links
    from maestro_cli.wiring import open_workspace

    if ids and all_:
        raise UsageError("--all and ids do not go together", fix="Give one of the two.")
    workspace = open_workspace(call)
    tested = workspace.verifications()
    links = [
        link
        for link in review_links(workspace.backlog(), tested.tests, stamped=not stamp)
        if link.is_suspect or link.reviewed is None
    ]
    chosen = links if all_ else _chosen(workspace, links, ids or ())
    former = _former(workspace, links)
    edits = _accept(workspace, chosen, dry_run=call.dry_run)
    data = {
        "links": [_shown(link, former) for link in links],
        "accepted": [_named(link) for link in chosen],
        "by_hand": [_by_hand(link) for link in chosen if link.kind == "test"],
        "changed": sorted(edit.path for edit in edits),
        "changes": [_lines(edit) for edit in edits],
        "undo": _undo(workspace, chosen),
        "dry_run": call.dry_run,
    }
    return Answer(
        kind="trace-review",
        data=data,
        blocks=review_blocks(data, workspace.language),
        diagnostics=(*workspace.diagnostics, *tested.diagnostics),
        notes=(*_notes(call, edits, _undo(workspace, chosen)), *_without_link(workspace, chosen, ids or ())),
    )


def _chosen(workspace: Workspace, links: Sequence[ReviewLink], ids: Collection[str]) -> list[ReviewLink]:
    from maestro_cli.cli.lookup import find_item

    holders = {link.holder for link in links}
    wanted = {name if name in holders else find_item(workspace.backlog(), name).id for name in ids}
    return [link for link in links if link.holder in wanted or link.target.id in wanted]


def _accept(workspace: Workspace, links: Sequence[ReviewLink], *, dry_run: bool) -> list[FileEdit]:
    """Write the present hashes into the links of items; all edits are worked out before one is written."""
    from maestro_cli.sources.writeback import apply_edit, set_all

    changes = []
    for item, hashes in _by_item(workspace, links):
        satisfies = [f"{one.id}@{hashes[one.id]}" if one.id in hashes else str(one) for one in item.satisfies]
        changes.append((item, {"satisfies": satisfies}))
    edits = [
        edit for edit in set_all(workspace.root, workspace.settings, changes) if edit.after != edit.before
    ]
    for edit in () if dry_run else edits:
        apply_edit(workspace.root, edit)
    return edits


def _by_item(workspace: Workspace, links: Sequence[ReviewLink]) -> list[tuple[Item, dict[str, str]]]:
    hashes: dict[str, dict[str, str]] = {}
    for link in links:
        if link.kind != "test":
            hashes.setdefault(link.holder, {})[link.target.id] = link.now
    found = [(workspace.backlog().get(item_id), by_target) for item_id, by_target in hashes.items()]
    return [(item, by_target) for item, by_target in found if item is not None]


def _without_link(workspace: Workspace, chosen: Sequence[ReviewLink], ids: Collection[str]) -> Iterator[str]:
    ends = {end for link in chosen for end in (link.holder, link.target.id)}
    for item in (workspace.backlog().get(name) for name in ids if name not in ends):
        if item is not None:
            yield f"{item.id} has no link to review"


def _undo(workspace: Workspace, links: Sequence[ReviewLink]) -> list[str]:
    return [
        shlex.join(["maestro", "items", "set", item.id, f"satisfies={';'.join(map(str, item.satisfies))}"])
        for item, _ in _by_item(workspace, links)
    ]


def _notes(call: Call, edits: Sequence[FileEdit], undo: Sequence[str]) -> tuple[str, ...]:
    if not edits or call.dry_run:
        return ()
    more = f" (and {len(undo) - 1} more: see `undo` in --format json)" if len(undo) > 1 else ""
    return (f"Back with: {undo[0]}{more}",)


def _former(workspace: Workspace, links: Sequence[ReviewLink]) -> dict[Wording, Former]:
    """Look up what was reviewed, file by file, as long as these are few."""
    from maestro_cli.sources.wordings import former_wordings
    from maestro_cli.sources.writeback import columns_of

    files: dict[tuple[str, str], set[Wording]] = {}
    for link in links:
        if link.is_suspect:
            place = (link.target.place.path, link.target.source)
            files.setdefault(place, set()).add(_wording(link))
    found: dict[Wording, Former] = {}
    for (path, source), wanted in sorted(files.items())[:MOST_FILES]:
        found |= former_wordings(workspace.root, path, columns_of(workspace.settings, source), wanted)
    return found


def _wording(link: ReviewLink) -> Wording:
    return link.target.id, link.reviewed or ""


def _named(link: ReviewLink) -> dict[str, object]:
    return {
        "holder": link.holder,
        "kind": link.kind,
        "target": link.target.id,
        "reviewed": link.reviewed,
        "now": link.now,
        "path": link.place.path,
        "line": link.place.line,
    }


def _shown(link: ReviewLink, former: dict[Wording, Former]) -> dict[str, object]:
    before = former.get(_wording(link)) if link.is_suspect else None
    return {
        **_named(link),
        "state": "suspect" if link.is_suspect else "unstamped",
        "change": [] if before is None else _difference(before.item, link.target),
        "commit": None if before is None else before.sha,
    }


def _difference(before: Item, now: Item) -> list[str]:
    from difflib import unified_diff

    then, today = ([item.title, *item.description.strip().splitlines()] for item in (before, now))
    lines = list(unified_diff(then, today, n=1, lineterm=""))[2:]
    lines = [f"{line[:1]} {line[1:]}" for line in lines if line[:2] != "@@"]
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], *([f"… {more}"] if more > 0 else [])]


def _by_hand(link: ReviewLink) -> dict[str, object]:
    return {"path": link.place.path, "line": link.place.line, "write": f"{link.target.id}@{link.now}"}


def _lines(edit: FileEdit) -> str:
    """Return what an edit changes, line by line where it adds and removes none."""
    from maestro_cli.cli.trace_accept import shown

    before, after = (data.decode("utf-8", "replace").splitlines() for data in (edit.before, edit.after))
    if len(before) != len(after):
        return shown(edit)
    pairs = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    return "\n".join([edit.path, *(f"- {old}\n+ {new}" for old, new in pairs)])
