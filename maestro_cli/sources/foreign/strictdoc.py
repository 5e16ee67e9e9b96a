"""StrictDoc: its own text (.sdoc) and its export to JSON.

Every node but sections and free text is an item. A relation to a parent is `satisfies`; one to a child is
the same, seen from above; one to a file is a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from maestro_cli.sources.foreign import json_text
from maestro_cli.sources.foreign.interface import Batch, Draft, RawFile
from maestro_cli.sources.foreign.sdoc_text import Node, read_nodes
from maestro_cli.sources.foreign.settling import draft_of, link_to
from maestro_cli.sources.problems import Problems

NO_ITEMS = ("SECTION", "TEXT", "DOCUMENT", "GRAMMAR", "DOCUMENT_FROM_FILE", "FREETEXT")
_OWN = ("MID", "UID", "LEVEL", "STATUS", "TITLE", "STATEMENT", "TAGS", "RELATIONS", "REFS")
_TAG = re.compile(r"\s*,\s*")


def read(batch: Batch) -> None:
    """Read all documents of a source."""
    for raw in batch.files:
        if raw.path.lower().endswith(".json"):
            _read_json(raw, batch)
        else:
            _read_text(raw, batch)


def _read_text(raw: RawFile, batch: Batch) -> None:
    problems = batch.problems[raw.path]
    text = raw.text(problems)
    if text is None:
        return
    nodes = [node for node in read_nodes(text, problems) if node.type not in NO_ITEMS]
    batch.drafts += _drafts(nodes, raw.path)


def _read_json(raw: RawFile, batch: Batch) -> None:
    problems = batch.problems[raw.path]
    loaded = json_text.load(raw, problems)
    if loaded is None:
        return
    data, lines = loaded
    documents = data.get("DOCUMENTS") if isinstance(data, dict) else None
    if not isinstance(documents, list):
        problems.error("P-JSON", "no `DOCUMENTS`: not an export of StrictDoc", 1, "Name its index.json.")
        return
    nodes: list[Node] = []
    for document in documents:
        _walk(document, lines, nodes, problems)
    batch.drafts += _drafts(nodes, raw.path)


def _walk(parent: object, lines: json_text.Lines, nodes: list[Node], problems: Problems) -> None:
    children = parent.get("NODES") if isinstance(parent, dict) else None
    for child in children if isinstance(children, list) else ():
        kind = child.get("_NODE_TYPE") if isinstance(child, dict) else None
        if not isinstance(kind, str):
            problems.error("P-JSON", "a node without `_NODE_TYPE`: not read", None, "Export it anew.")
            continue
        if kind not in NO_ITEMS:
            name = next((key for key in ("UID", "MID", "TITLE") if isinstance(child.get(key), str)), "")
            line = lines.of(rf'"{name}"\s*:\s*', child[name], "") if name else lines.at(lines.end)
            nodes.append(_node(child, kind, line))
        _walk(child, lines, nodes, problems)


def _node(child: dict[str, Any], kind: str, line: int) -> Node:
    node = Node(kind, line)
    node.fields = {
        name: json_text.text_of(value)
        for name, value in child.items()
        if not name.startswith("_") and name not in ("RELATIONS", "NODES")
    }
    relations = child.get("RELATIONS")
    node.relations = [
        {key: json_text.text_of(part) for key, part in relation.items()}
        for relation in (relations if isinstance(relations, list) else ())
        if isinstance(relation, dict)
    ]
    return node


def _drafts(nodes: Iterable[Node], path: str) -> list[Draft]:
    return [_draft(node, path, number) for number, node in enumerate(nodes, 1)]


def _draft(node: Node, path: str, number: int) -> Draft:
    """Return the item of a node; one without UID or MID is called after its document and its place there."""
    given = node.fields
    uid = given.get("UID") or given.get("MID") or f"{PurePosixPath(path).stem}/{node.type}-{number}"
    draft = draft_of(uid.strip(), node.type, path, node.line, only_requirements=True)
    draft.title = given.get("TITLE", "")
    draft.status = given.get("STATUS")
    draft.labels += [tag for tag in _TAG.split(given.get("TAGS", "").strip()) if tag]
    rest = [f"{name}:\n{value.strip()}" for name, value in given.items() if name not in _OWN and value]
    draft.text = "\n\n".join(part for part in (given.get("STATEMENT", "").strip(), *rest) if part)
    for relation in node.relations:
        target = (relation.get("VALUE") or relation.get("PATH") or "").strip()
        if not target:
            continue
        match relation.get("TYPE"):
            case "Parent":
                draft.satisfies.append(link_to(target))
            case "Child":
                draft.satisfied_by.append(link_to(target))
            case _:
                draft.labels.append(f"file:{target}")
    return draft
