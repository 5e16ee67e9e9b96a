"""Ids of OpenFastTrace: `req~login~2` is the item `req/login` at revision 2."""

from __future__ import annotations

from maestro_cli.sources.foreign.ids import quoted_part
from maestro_cli.sources.foreign.interface import Draft, Link
from maestro_cli.sources.foreign.settling import draft_of

NAME = r"[^\W\d_][\w-]*(?:\.[\w-]+)*"
MARKUP = (".md", ".markdown", ".rst")


def id_of(kind: str, name: str) -> str:
    """Return our id for an artifact type and a name, which holds no slash."""
    return f"{kind}/{quoted_part(name)}"


def link_of(kind: str, name: str, revision: str) -> Link:
    """Return a link to a revision of an item."""
    return Link(id_of(kind, name), revision_of(revision))


def revision_of(digits: str) -> str:
    """Return a revision as it is compared: without leading zeros."""
    return digits.lstrip("0") or "0"


def item_of(kind: str, name: str, revision: str, file: str, line: int) -> Draft:
    """Return the draft of an item."""
    draft = draft_of(f"{kind}~{name}~{revision}", kind, file, line, only_requirements=True)
    draft.id = id_of(kind, name)
    draft.revision = revision_of(revision)
    return draft
