"""ReqIF, the exchange format of DOORS and its like: `.reqif`, and `.reqifz` as far as it holds those.

Read with the package `reqif`, which `pip install 'maestro-cli[reqif]'` brings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from maestro_cli.errors import InputError
from maestro_cli.sources.foreign.ids import ours_of
from maestro_cli.sources.foreign.interface import Batch, Draft, Link, RawFile
from maestro_cli.sources.foreign.reqif_files import Part, parts_of
from maestro_cli.sources.foreign.reqif_out import CHILD_OF
from maestro_cli.sources.foreign.settling import draft_of
from maestro_cli.sources.problems import Problems

if TYPE_CHECKING:
    from reqif.models.reqif_spec_object import ReqIFSpecObject
    from reqif.reqif_bundle import ReqIFBundle

_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"</(?:\w+:)?(?:p|div|li|h[1-6]|tr)>|<(?:\w+:)?br\s*/?>")
_SPACE = re.compile(r"[ \t]*\n\s*")
_UID = ("uid", "reqif.foreignid", "id", "object identifier", "identifier", "reqif.id", "key")
_TITLE = ("title", "reqif.name", "name", "reqif.chaptername", "object heading", "summary", "short text")
_TEXT = ("reqif.text", "statement", "description", "text", "object text", "reqif.description")
_STATUS = ("status", "state", "reqif.status")
_KIND = ("kind", "type", "object type", "reqif.type")
_CARRIED = ("points", "assignee", "priority", "sprint", "parent", "labels", "value", "skills")


def read(batch: Batch) -> None:
    """Read the spec objects of all files, and the relations between them."""
    for raw in batch.files:
        problems = batch.problems[raw.path]
        try:
            from reqif.parser import ReqIFParser
        except ImportError:
            problems.error(
                "P-MISSING-PACKAGE",
                "ReqIF needs the package reqif, which is not installed: not read",
                None,
                "Install it: pip install 'maestro-cli[reqif]'.",
            )
            continue
        for part in parts_of(raw, problems):
            _read(part, raw, batch, ReqIFParser)


def _read(part: Part, raw: RawFile, batch: Batch, parser: Any) -> None:  # noqa: ANN401 - the library's class
    problems = batch.problems[raw.path]
    try:
        bundle = parser.parse_from_string(part.text)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - the library raises all kinds for files that are not as they should be
        message = str(error).splitlines()[0] if str(error) else type(error).__name__
        found = re.search(r"line (\d+)", message)
        line = int(found[1]) if found else None
        problems.error("P-REQIF", f"not valid ReqIF: {message[:200]}", line, "Export it anew from its tool.")
        return
    _Reader(part, raw, bundle, batch, problems).read()


class _Reader:
    """One ReqIF document: attributes by the long names of their definitions."""

    def __init__(
        self, part: Part, raw: RawFile, bundle: ReqIFBundle, batch: Batch, problems: Problems
    ) -> None:
        self.part = part
        self.raw = raw
        self.batch = batch
        self.problems = problems
        content = bundle.core_content.req_if_content if bundle.core_content else None
        self.objects = list((content and content.spec_objects) or ())
        self.relations = list((content and content.spec_relations) or ())
        self.names: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.choices: dict[str, str] = {}
        for kind in (content and content.spec_types) or ():
            self.types[kind.identifier] = kind.long_name or kind.identifier
            for definition in getattr(kind, "attribute_definitions", None) or ():
                self.names[definition.identifier] = definition.long_name or definition.identifier
        for data in (content and content.data_types) or ():
            for value in getattr(data, "values", None) or ():
                self.choices[value.identifier] = value.long_name or value.key or value.identifier

    def read(self) -> None:
        by_identifier: dict[str, Draft] = {}
        for entry in self.objects:
            draft = self.draft(entry)
            by_identifier[entry.identifier] = draft
            self.batch.drafts.append(draft)
        for relation in self.relations:
            self.link(relation, by_identifier)

    def draft(self, entry: ReqIFSpecObject) -> Draft:
        values = self.values(entry)
        low = {name.casefold(): value for name, value in values.items()}
        type_name = self.types.get(entry.spec_object_type, "")
        kind = _first(low, _KIND) or type_name or "requirement"
        theirs = _first(low, _UID) or entry.identifier
        draft = draft_of(theirs.strip(), kind, self.raw.path, self.part.line_of(entry.identifier))
        draft.title = _first(low, _TITLE) or entry.long_name or ""
        draft.text = _first(low, _TEXT) or entry.description or ""
        draft.status = _first(low, _STATUS) or None
        used = {*_UID, *_TITLE, *_TEXT, *_STATUS, *_KIND, *_CARRIED}
        others = {name: value for name, value in values.items() if name.casefold() not in used and value}
        rest = [f"{name}:\n{value}" for name, value in others.items()]
        draft.text = "\n\n".join(part for part in (draft.text.strip(), *rest) if part)
        for name in _CARRIED:
            if low.get(name, "").strip():
                self.carry(draft, name, low[name].strip())
        return draft

    def carry(self, draft: Draft, name: str, value: str) -> None:
        if name == "labels":
            draft.labels += [label.strip() for label in value.split(";") if label.strip()]
        elif name == "parent":
            draft.parent = ours_of(value)
        else:
            draft.fields[name] = value

    def values(self, entry: ReqIFSpecObject) -> dict[str, str]:
        values: dict[str, str] = {}
        for attribute in entry.attributes:
            name = self.names.get(attribute.definition_ref, attribute.definition_ref)
            raw = attribute.value
            parts = raw if isinstance(raw, list) else [raw or ""]
            text = "; ".join(self.choices.get(part, part) for part in parts)
            if str(attribute.attribute_type).upper().endswith("XHTML"):
                text = _plain(text)
            values[name] = text
        return values

    def link(self, relation: Any, by_identifier: dict[str, Draft]) -> None:  # noqa: ANN401 - the library's
        source = by_identifier.get(relation.source)
        target = by_identifier.get(relation.target)
        if source is None or target is None:
            missing = relation.source if source is None else relation.target
            self.problems.warn(
                "P-REQIF",
                f"a relation names {missing[:80]!r}, which is not in this file: left out",
                self.part.line_of(relation.identifier),
                "Export both ends.",
            )
            return
        name = self.types.get(relation.relation_type_ref, "").casefold()
        field = self.batch.options.links.get(self.types.get(relation.relation_type_ref, ""))
        if (field or name) == "depends_on":
            source.depends_on.append(target.id)
        elif field == "parent" or (field is None and name == CHILD_OF):
            source.parent = target.id
        elif field is None and name == "child":
            target.satisfies.append(Link(source.id))
        elif field in (None, "satisfies"):
            source.satisfies.append(Link(target.id))


def _first(values: dict[str, str], names: tuple[str, ...]) -> str:
    return next((values[name] for name in names if values.get(name, "").strip()), "")


def _plain(xhtml: str) -> str:
    """Return the words of a piece of XHTML, a line for each paragraph."""
    from html import unescape

    return _SPACE.sub("\n", unescape(_TAG.sub("", _BREAKS.sub("\n", xhtml)))).strip()
