"""Suggested links that are accepted: written into the item's file, where only that field changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from maestro_cli.cli.call import Call
from maestro_cli.errors import Diagnostic, MaestroError, UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.backlog import Backlog
    from maestro_cli.model.items import Item
    from maestro_cli.sources.writeback import FileEdit


def accept_links(call: Call, pairs: Sequence[str]) -> Answer:
    """Write links SOURCE=TARGET: a requirement into `satisfies` of its target, another target as `parent`.

    All are checked before one is written. Raises UsageError with everything that is wrong.
    """
    from maestro_cli.documents.suggest import accepted_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.sources.writeback import change_item, set_fields
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    accepted, changes = _changes(workspace.backlog(), pairs)
    items = [workspace.backlog().get(item_id) for item_id in changes]
    planned = [(item, changes[item.id]) for item in items if item is not None]
    edits = [set_fields(workspace.root, workspace.settings, item, fields) for item, fields in planned]
    if not call.dry_run:
        edits = [change_item(workspace.root, workspace.settings, item, fields) for item, fields in planned]
    data = {
        "links": [],
        "accepted": accepted,
        "changed": sorted({edit.path for edit in edits}),
        "changes": [shown(edit) for edit in edits],
        "dry_run": call.dry_run,
    }
    return Answer(kind="trace-suggest", data=data, blocks=accepted_blocks(data, workspace.language))


def _changes(
    backlog: Backlog, pairs: Sequence[str]
) -> tuple[list[dict[str, str]], dict[str, dict[str, object | None]]]:
    """Return what is accepted, and by item the fields that change."""
    accepted: list[dict[str, str]] = []
    changes: dict[str, dict[str, object | None]] = {}
    wrong: list[Diagnostic] = []
    for pair in dict.fromkeys(pairs):
        try:
            item, field, value = _meant(backlog, pair)
            fields = changes.setdefault(item.id, {})
            if field == "parent" and fields.get("parent", value) != value:
                raise UsageError(f"{item.id} cannot hang under both {fields['parent']} and {value}")
        except MaestroError as error:
            wrong += error.diagnostics
            continue
        if field == "parent":
            fields["parent"] = value
        else:
            before = fields.get("satisfies", [str(reference) for reference in item.satisfies])
            assert isinstance(before, list)  # noqa: S101 - as it was put there
            fields["satisfies"] = [*before, value]
        accepted.append({"item": item.id, "field": field, "value": value, "path": item.place.path})
    if wrong:
        raise UsageError("nothing was written", diagnostics=wrong)
    return accepted, changes


def _meant(backlog: Backlog, pair: str) -> tuple[Item, str, str]:
    """Return the item that changes, the field and what it gets; raises UsageError."""
    from maestro_cli.cli.lookup import find_item
    from maestro_cli.model.items import WBS_KINDS, WORK_KINDS, Kind

    names = [name.strip() for name in pair.split("=")]
    if len(names) != 2 or not all(names):
        raise UsageError(f"{pair!r} is not SOURCE=TARGET", fix="Write it as REQ-1=US-1.")
    source, target = (find_item(backlog, name) for name in names)
    work = WORK_KINDS | WBS_KINDS
    if source.kind in work and target.kind is Kind.REQUIREMENT:
        source, target = target, source
    if source.kind is Kind.REQUIREMENT and target.kind in work:
        if source.id in {reference.id for reference in target.satisfies}:
            raise UsageError(f"{target.id} satisfies {source.id} already")
        return target, "satisfies", source.id
    if source.kind not in WORK_KINDS or target.kind not in (Kind.EPIC, Kind.FEATURE, Kind.STORY):
        what = f"{source.id} ({source.kind}) and {target.id} ({target.kind})"
        raise UsageError(
            f"there is no link to write between {what}",
            fix="Link a requirement with work, or work with an epic, feature or story.",
        )
    if source.parent is not None or _hangs_below(backlog, target, source):
        why = f"hangs under {source.parent} already" if source.parent else f"stands above {target.id}"
        raise UsageError(f"{source.id} {why}", path=source.place.path, line=source.place.line)
    return source, "parent", target.id


def _hangs_below(backlog: Backlog, item: Item, upper: Item) -> bool:
    """Say whether `item` is `upper` or has it above itself."""
    seen: set[str] = set()
    at: Item | None = item
    while at is not None and at.id not in seen:
        if at.id == upper.id:
            return True
        seen.add(at.id)
        at = None if at.parent is None else backlog.get(at.parent)
    return False


def shown(edit: FileEdit) -> str:
    """Return the lines that an edit takes away and adds, below the path of its file."""
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (edit.before, edit.after))
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    gone = [f"- {line}" for line in before[start : len(before) - end]]
    new = [f"+ {line}" for line in after[start : len(after) - end]]
    return "\n".join([edit.path, *gone, *new])


def _alike(one: Sequence[str], two: Sequence[str]) -> int:
    """Return how many lines are alike from the first on."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(two)))
