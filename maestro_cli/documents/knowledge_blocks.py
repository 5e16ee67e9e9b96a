"""What was found in documents, items and commits, and what was indexed, as blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maestro_cli.documents.knowledge_words import say
from maestro_cli.model.blocks import Block, Bullets, Heading, Paragraph
from maestro_cli.model.text import one_line

Data = Mapping[str, Any]


def search_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return each hit: where it stands, the headings above it, and what it says."""
    title = Heading(say(language, "title", query=one_line(data["query"])), 1)
    if not data["hits"]:
        key = "none" if data["passages"] else "none.index"
        return (title, Paragraph(say(language, key, passages=str(data["passages"])), "warning"))
    return (title, Bullets(tuple(_hit(hit, language) for hit in data["hits"])))


def index_blocks(data: Data, language: str) -> tuple[Block, ...]:
    """Return what an indexing changed, and what there is."""
    counts = {name: str(data[name]) for name in ("added", "changed", "removed", "unchanged")}
    there = {name: str(data[name]) for name in ("passages", "vectors")}
    key = "passages" if data["vectors"] is not None else "passages.keyword"
    return (
        Heading(say(language, "title.index"), 1),
        Paragraph(say(language, "index.dry" if data["dry_run"] else "index", **counts)),
        Paragraph(say(language, key, **there)),
    )


def _hit(hit: Data, language: str) -> str:
    """Return where, what kind of source that is, under which headings, what; no title twice."""
    place = f"{hit['path']}:{hit['line']}" if hit["path"] else hit["id"]
    where = f"{place} ({say(language, 'kind.' + hit['kind'])})"
    title = one_line(hit["title"])
    said = "" if not title or hit["excerpt"] in title else f": {hit['excerpt']}"
    return f"{where} · {title}{said}" if title else f"{where}: {hit['excerpt']}"
