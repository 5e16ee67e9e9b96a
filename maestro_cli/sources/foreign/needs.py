"""sphinx-needs: `needs.json`, the current version of it, with every kind of link that its schema names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from maestro_cli.sources.foreign import json_text
from maestro_cli.sources.foreign.ids import ours_of
from maestro_cli.sources.foreign.interface import Batch, Draft, RawFile
from maestro_cli.sources.foreign.json_text import text_of, texts_of
from maestro_cli.sources.foreign.places import place_of
from maestro_cli.sources.foreign.settling import draft_of, link_to
from maestro_cli.sources.problems import Problems, quoted

_NEEDED_FIRST = re.compile(r".*(?:depend|require[sd]?_(?:by|on)|prerequisite|blocked).*", re.IGNORECASE)
_PARENTS = ("parent_needs",)
_CARRIED = ("points", "assignee", "priority", "sprint", "created", "due", "completed", "started", "value")


def read(batch: Batch) -> None:
    """Read the needs of all files."""
    for raw in batch.files:
        _read(raw, batch)


def _read(raw: RawFile, batch: Batch) -> None:
    problems = batch.problems[raw.path]
    loaded = json_text.load(raw, problems)
    if loaded is None:
        return
    data, lines = loaded
    version = _version(data, problems)
    needs = version.get("needs") if version is not None else {}
    if not isinstance(needs, dict):
        problems.error("P-JSON", "`needs` is not a mapping of ids to needs", 1, "Build it with sphinx-needs.")
        return
    names = _link_names(version or {})
    for key, need in needs.items():
        line = lines.of("", key, r"\s*:\s*\{" if isinstance(need, dict) else r"\s*:")
        if not isinstance(need, dict):
            why = f"the need {quoted(key)} is no mapping: not read"
            problems.error("P-JSON", why, line, "Build it anew.")
            continue
        batch.drafts.append(_draft(key, need, names, raw.path, line, batch))
    _without_parts(batch.drafts)


def _version(data: object, problems: Problems) -> Mapping[str, Any] | None:
    versions = data.get("versions") if isinstance(data, dict) else None
    if not isinstance(versions, dict) or not isinstance(data, dict):
        problems.error("P-JSON", "no `versions`: not a needs.json", 1, "Build it with the `needs` builder.")
        return None
    if not versions:
        return {}
    wanted = text_of(data.get("current_version"))
    name = wanted if wanted in versions else next(reversed(versions))
    if name != wanted:
        why = f"the current version {quoted(wanted)} is not there: {quoted(name)} is read"
        problems.warn("P-JSON", why, 1, "Build it anew.")
    if len(versions) > 1:
        problems.info("P-VERSION", f"version {quoted(name)} of {len(versions)} is read", 1)
    version = versions[name]
    if not isinstance(version, dict):
        problems.error("P-JSON", f"version {quoted(name)} is no mapping", 1, "Build it anew.")
        return None
    return version


def _link_names(version: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that hold links: those of the schema, else `links` alone."""
    schema = version.get("needs_schema")
    fields = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(fields, dict):
        return ("links", *_PARENTS)
    links = [
        name
        for name, about in fields.items()
        if isinstance(about, dict) and about.get("field_type") == "links"
    ]
    return tuple(dict.fromkeys(["links", *links]))


def _draft(
    key: str, need: Mapping[str, Any], names: tuple[str, ...], path: str, line: int, batch: Batch
) -> Draft:
    draft = draft_of(text_of(need.get("id")) or key, text_of(need.get("type")) or "need", path, line)
    draft.title = text_of(need.get("title"))
    draft.text = text_of(need.get("content")) or text_of(need.get("description"))
    draft.status = text_of(need.get("status")) or None
    draft.labels += texts_of(need.get("tags"))
    for name in _CARRIED:
        if (value := text_of(need.get(name)).strip()) != "":
            draft.fields[name] = value
    for name in names:
        _add_links(draft, name, texts_of(need.get(name)), batch.options.links.get(name))
    document = text_of(need.get("docname"))
    if document:
        ending = text_of(need.get("doctype"))
        draft.place = place_of(f"{document}{ending}", need.get("lineno"), batch.options.root)
    return draft


def _add_links(draft: Draft, name: str, targets: list[str], field: str | None) -> None:
    if field is None:
        first = "depends_on" if _NEEDED_FIRST.fullmatch(name) else "satisfies"
        field = "parent" if name in _PARENTS else first
    if field == "satisfies":
        draft.satisfies += [link_to(target) for target in targets]
    elif field == "depends_on":
        draft.depends_on += [ours_of(target) for target in targets]
    elif field == "parent" and targets:
        draft.parent = ours_of(targets[0])


def _without_parts(drafts: list[Draft]) -> None:
    """Let a link to a part of a need (`ID.part`) lead to the need."""
    known = {draft.theirs for draft in drafts}

    def whole(target: str) -> str:
        need, dot, _part = target.rpartition(".")
        return need if dot and target not in ids and need in ids else target

    ids = {ours_of(name) for name in known}
    for draft in drafts:
        draft.satisfies = [type(link)(whole(link.target), link.reviewed) for link in draft.satisfies]
        draft.depends_on = [whole(target) for target in draft.depends_on]
