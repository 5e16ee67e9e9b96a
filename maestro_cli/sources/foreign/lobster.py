"""LOBSTER: requirements, implementations and activities as its tools exchange them (`*.lobster`).

The tag `req login@2` is the item `req/login` at version 2. Justifications become waivers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maestro_cli.sources.foreign import json_text
from maestro_cli.sources.foreign.ids import ours_of, quoted_part
from maestro_cli.sources.foreign.interface import Batch, Draft, Link, RawFile
from maestro_cli.sources.foreign.json_text import text_of, texts_of
from maestro_cli.sources.foreign.lobster_out import GENERATOR
from maestro_cli.sources.foreign.places import place_of
from maestro_cli.sources.foreign.settling import draft_of
from maestro_cli.sources.problems import Problems, quoted

VERSIONS = {"lobster-req-trace": (3, 4), "lobster-imp-trace": (3,), "lobster-act-trace": (3,)}
_TYPES = {"lobster-req-trace": "requirement", "lobster-imp-trace": "implementation"}
_RESULTS = {"ok": "done", "fail": "in_progress", "not run": "ready"}
_WAIVERS = {"just_up": ("T2",), "just_down": ("T1",), "just_global": ("T1", "T2")}


def read(batch: Batch) -> None:
    """Read the items of all files."""
    for raw in batch.files:
        _read(raw, batch)


def id_of(tag: str, *, own: bool = False) -> tuple[str, str | None]:
    """Return our id for a tag, and its version: `req a.b@2` is `req/a.b` and 2.

    In a file of our `own` the name alone is the id.
    """
    namespace, _, rest = tag.strip().partition(" ")
    name, _, version = rest.partition("@")
    if not name or not namespace.isascii() or not namespace.isalpha():
        return ours_of(tag.strip()), None
    return ours_of(name) if own else f"{namespace}/{quoted_part(name)}", version or None


def _read(raw: RawFile, batch: Batch) -> None:
    problems = batch.problems[raw.path]
    loaded = json_text.load(raw, problems)
    if loaded is None:
        return
    data, lines = loaded
    schema = _schema(data, problems)
    if schema is None:
        return
    own = data.get("generator") == GENERATOR
    for entry in data["data"]:
        tag = text_of(entry.get("tag")) if isinstance(entry, dict) else ""
        if not tag.strip():
            problems.error("P-JSON", "an entry without tag: not read", lines.at(lines.end), "Write it anew.")
            continue
        line = lines.of(r'"tag"\s*:\s*', entry["tag"], "")
        draft = _draft(entry, tag, schema, raw.path, line, own=own)
        draft.place = _place(entry.get("location"), batch.options.root)
        batch.drafts.append(draft)


def _schema(data: object, problems: Problems) -> str | None:
    fix = "Write it with a LOBSTER tool of version 1."
    if not isinstance(data, dict) or not isinstance(data.get("data"), list):
        problems.error("P-JSON", "no list `data`: not a file of LOBSTER", 1, fix)
        return None
    schema, version = text_of(data.get("schema")), data.get("version")
    if schema not in VERSIONS:
        problems.error("P-JSON", f"the schema {quoted(schema)} holds no items", 1, fix)
        return None
    if version not in VERSIONS[schema]:
        known = " and ".join(map(str, VERSIONS[schema]))
        why = f"version {quoted(str(version))} of {schema} is not known: {known} are"
        problems.error("P-JSON", why, 1, fix)
        return None
    return schema


def _draft(entry: Mapping[str, Any], tag: str, schema: str, path: str, line: int, *, own: bool) -> Draft:
    detail = text_of(entry.get("kind"))
    kind = detail if own and detail else _TYPES.get(schema, "test")
    draft = draft_of(tag, kind, path, line)
    draft.id, draft.revision = id_of(tag, own=own)
    if detail and detail != kind:
        draft.labels.append(detail)
    draft.title = text_of(entry.get("name"))
    draft.text = text_of(entry.get("text"))
    status = text_of(entry.get("status"))
    if own or kind == "requirement":
        draft.status = status or None
    elif status:
        draft.status = _RESULTS.get(status)
        draft.labels.append(f"status:{status}")
    for ref in texts_of(entry.get("refs")):
        draft.satisfies.append(Link(*id_of(ref, own=own)))
    draft.waive += _waivers(entry, own=own)
    if own:
        parent = text_of(entry.get("parent"))
        draft.parent = ours_of(parent) if parent else None
        draft.depends_on = [ours_of(name) for name in texts_of(entry.get("depends_on"))]
        draft.labels += texts_of(entry.get("tags"))
    return draft


def _waivers(entry: Mapping[str, Any], *, own: bool) -> list[dict[str, str]]:
    """Return justifications as waivers; in a file of our own the waivers themselves stand beside them."""
    given = entry.get("waive")
    if own and isinstance(given, list):
        names = ("rule", "reason", "until")
        waivers = filter(_is_waiver, given)
        return [{name: text_of(one[name]) for name in names if name in one} for one in waivers]
    found = []
    for name, rules in _WAIVERS.items():
        reason = "; ".join(texts_of(entry.get(name)))
        said = reason if own else f"LOBSTER {name}: {reason}"
        found += [{"rule": rule, "reason": said} for rule in rules if reason]
    return found


def _is_waiver(value: object) -> bool:
    return isinstance(value, dict) and bool(text_of(value.get("rule")))


def _place(location: object, root: str) -> tuple[str, int] | None:
    if not isinstance(location, dict) or location.get("kind") not in ("file", "github"):
        return None
    name = "file" if location["kind"] == "file" else "filename"
    return place_of(text_of(location.get(name)), location.get("line"), root)
