"""Drafts become items: ids of ours, kinds and statuses, and links with what they were reviewed against."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from maestro_cli.model.items import Item, Kind, Reference, content_hash
from maestro_cli.sources.fields import build_item
from maestro_cli.sources.foreign.ids import ours_of
from maestro_cli.sources.foreign.interface import Batch, Draft, Link
from maestro_cli.sources.foreign.kinds import kind_of, status_of
from maestro_cli.sources.problems import Problems, quoted
from maestro_cli.sources.vocabulary import STATUSES, normal_form

TITLE_LENGTH = 100
_HASH = re.compile(r"[0-9a-f]{8}")
_BROKEN = dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd")


def settle(batch: Batch, source: str) -> dict[str, list[Item]]:
    """Return the items of each file, in the order in which they were read.

    Of items whose ids are one with us the first counts, and the others are problems. A link that was
    made for the present revision of its target gets the hash of the target as it reads now; one that
    was made for another gets the hash of that revision's name, so that it is suspect.
    """
    items: dict[str, list[Item]] = {raw.path: [] for raw in batch.files}
    drafts = _unique(batch)
    _turn_around(drafts)
    words = _Statuses(batch)
    built: list[tuple[Draft, Item]] = []
    for draft in drafts.values():
        item = _build(draft, words, source, batch)
        if item is not None:
            built.append((draft, item))
    words.finish()
    by_id = {item.id: (draft, item) for draft, item in built}
    for draft, item in built:
        items[draft.file].append(_linked(item, _references(draft, by_id)))
    return items


def _unique(batch: Batch) -> dict[str, Draft]:
    """Return the drafts by id of ours; two that have one are a problem."""
    drafts: dict[str, Draft] = {}
    for draft in batch.drafts:
        first = drafts.setdefault(draft.id, draft)
        if first is not draft:
            path, line = _place(first)
            same = first.theirs == draft.theirs
            why = (
                f"{quoted(draft.theirs)} stands already at {path}:{line}; that one counts"
                if same
                else f"{quoted(draft.theirs)} and {quoted(first.theirs)} ({path}:{line}) are both "
                f"{draft.id} here; the latter counts"
            )
            fix = "Give one of the two another id." if same else "Rename one of the two."
            _error(batch, draft, "P-DUPLICATE-ID", why, fix)
    return drafts


def _turn_around(drafts: dict[str, Draft]) -> None:
    """Give links that stand at the upper end to the item at the lower end, where links of ours stand."""
    known: dict[str, set[str]] = {}
    for draft in drafts.values():
        for link in draft.satisfied_by:
            lower = drafts.get(link.target)
            if lower is not None:
                targets = known.get(lower.id)
                if targets is None:
                    targets = known[lower.id] = {each.target for each in lower.satisfies}
                if draft.id not in targets:
                    targets.add(draft.id)
                    lower.satisfies.append(Link(draft.id, link.reviewed))


def _build(draft: Draft, words: _Statuses, source: str, batch: Batch) -> Item | None:
    kind = batch.options.kinds.get(draft.type) or draft.default_kind
    title = _clean(draft.title).strip() or _first_line(draft.text) or draft.theirs
    values: dict[str, Any] = {
        "id": draft.id,
        "title": title,
        "description": _clean(draft.text),
        "kind": kind,
        "status": words.of(draft) or draft.default_status,
        "parent": draft.parent,
        "depends_on": draft.depends_on or None,
        "labels": [_clean(label) for label in (_word(draft.type, kind), *draft.labels) if label] or None,
        "waive": draft.waive or None,
        **draft.fields,
    }
    path, line = _place(draft)
    problems = Problems(path, with_secrets=batch.problems[draft.file].with_secrets)
    item = build_item(values, line, lambda _: line, source, problems)
    batch.problems[draft.file].found.extend(problems.finish(()))
    return item


def _references(draft: Draft, by_id: dict[str, tuple[Draft, Item]]) -> Iterator[Reference]:
    for link in draft.satisfies:
        reviewed = None
        found = by_id.get(link.target)
        if link.reviewed is not None and found is not None and found[0].revision is not None:
            current = found[0].revision == link.reviewed
            reviewed = content_hash(found[1]) if current else hash_of(link.reviewed)
        yield Reference(link.target, reviewed)


def _word(type_word: str, kind: str) -> str:
    """Return the tool's word for a kind as a label, unless it is ours."""
    return "" if normal_form(type_word) == normal_form(kind) else type_word


def hash_of(revision: str) -> str:
    """Return 8 hex digits that stand for a revision or stamp that is not the present one.

    A content hash, as our own exports have it, stands for itself.
    """
    if _HASH.fullmatch(revision):
        return revision
    return hashlib.sha256(revision.encode("utf-8", "replace")).hexdigest()[:8]


def link_to(theirs: str, reviewed: str | None = None) -> Link:
    """Return a link to the item with this id of the tool."""
    return Link(ours_of(theirs), reviewed)


def _linked(item: Item, references: Iterable[Reference]) -> Item:
    """Return the item with its links: one for each target, the first that says when it was reviewed."""
    links: dict[str, Reference] = {}
    for reference in references:
        known = links.get(reference.id)
        if known is None or (known.reviewed is None and reference.reviewed is not None):
            links[reference.id] = reference
    return item if not links else replace(item, satisfies=tuple(links.values()))


class _Statuses:
    """Statuses of the tool as ours; those that nobody knows are said once."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.unknown: dict[str, Draft] = {}

    def of(self, draft: Draft) -> str | None:
        word = (draft.status or "").strip()
        if not word:
            return None
        mapped = self.batch.options.statuses.get(word) or status_of(word)
        if normal_form(mapped) in STATUSES or mapped == "in_progress":
            return mapped
        self.unknown.setdefault(word, draft)
        return None

    def finish(self) -> None:
        if not self.unknown:
            return
        words = sorted(self.unknown)
        first = self.unknown[words[0]]
        path, line = _place(first)
        shown = ", ".join(map(quoted, words[:10])) + (f" and {len(words) - 10} more" if words[10:] else "")
        problems = Problems(path)
        problems.info(
            "P-STATUS",
            f"{'a status' if len(words) == 1 else 'statuses'} that none of ours is: {shown}; read as if "
            "there were none",
            line,
            "Say what it is at the source: `statuses: {its word: ready}`.",
        )
        self.batch.problems[first.file].found.extend(problems.found)


def _place(draft: Draft) -> tuple[str, int]:
    return draft.place or (draft.file, draft.line)


def _error(batch: Batch, draft: Draft, code: str, message: str, fix: str) -> None:
    path, line = _place(draft)
    problems = Problems(path)
    problems.error(code, message, line, fix)
    batch.problems[draft.file].found.extend(problems.found)


def _first_line(text: str) -> str:
    """Return the first line that says something, short enough for a title."""
    line = next((line.strip() for line in _clean(text).splitlines() if line.strip(" #*`_-\t")), "")
    line = line.strip("#*` \t")
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1].rstrip()}…"


def _clean(text: str) -> str:
    """Replace what text cannot carry: NUL and halves of characters, as JSON may hold them."""
    return text.translate(_BROKEN) if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text) else text


def draft_of(theirs: str, kind: str, file: str, line: int, *, only_requirements: bool = False) -> Draft:
    """Return a draft with our id and kind; a test or an implementation that is there is done."""
    default_kind = kind_of(kind, only_requirements=only_requirements)
    draft = Draft(theirs, ours_of(theirs), kind, file, line, default_kind=default_kind)
    if default_kind == Kind.TASK.value:
        draft.default_status = "done"
    return draft
