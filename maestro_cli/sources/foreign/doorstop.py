"""Doorstop: one item a file, YAML or Markdown; a folder with `.doorstop.yml` is a document.

Links lead to the parent document, so they are `satisfies`. A stamp in a link is current when it is that
of the target as it reads now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from maestro_cli.sources.foreign.doorstop_stamps import is_true, stamp_of, text_of
from maestro_cli.sources.foreign.ids import ours_of
from maestro_cli.sources.foreign.interface import Batch, Draft, Link, RawFile
from maestro_cli.sources.foreign.settling import draft_of
from maestro_cli.sources.foreign.yaml_mapping import Mapping, read_mapping
from maestro_cli.sources.markdown_items import front_matter
from maestro_cli.sources.problems import Problems, quoted

CONFIG, SKIP, SKIP_ALL = ".doorstop.yml", ".doorstop.skip", ".doorstop.skip-all"
ENDINGS = {"yaml": (".yml", ".yaml"), "markdown": (".md",)}
_SEPARATED = re.compile(r"([\w.-]+)[-_.](\w+)")
_JOINED = re.compile(r"([\w.-]*\D)(\d+)")
_HEADING = re.compile(r"#[ \t]+(.*)")


@dataclass(frozen=True, slots=True)
class Document:
    """A folder of items."""

    prefix: str
    endings: tuple[str, ...]
    reviewed: tuple[str, ...] = ()
    skipped: bool = False


@dataclass(slots=True)
class _Tree:
    documents: dict[str, Document] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def document_of(self, path: str) -> Document | None:
        """Return the document of the nearest folder above `path`; None where it belongs to none."""
        found: Document | None = None
        for folder in map(str, PurePosixPath(path).parents):
            if folder in self.hidden:
                return None
            if found is None:
                found = self.documents.get(folder)
        return found if found is None or not found.skipped else None


def read(batch: Batch) -> None:
    """Read the documents of a source and their items."""
    tree = _tree(batch)
    for raw in batch.files:
        path = PurePosixPath(raw.path)
        if path.name.startswith(".doorstop"):
            continue
        document = tree.document_of(raw.path)
        if document is not None and path.suffix.lower() in document.endings and _key(path.stem) is not None:
            _item(raw, path.stem, document, batch)
    _resolve(batch.drafts)


def _tree(batch: Batch) -> _Tree:
    names = {raw.path for raw in batch.files}
    tree = _Tree()
    for raw in batch.files:
        path = PurePosixPath(raw.path)
        folder = str(path.parent)
        if path.name == SKIP_ALL:
            tree.hidden.add(folder)
        elif path.name == CONFIG:
            skipped = str(path.parent / SKIP) in names
            document = _document(raw, batch.problems[raw.path], skipped=skipped)
            if document is not None:
                tree.documents[folder] = document
    if not tree.documents:
        for raw in batch.files[:1]:
            why = f"no {CONFIG} in or below the folder of this source: no documents"
            batch.problems[raw.path].warn("P-NO-ITEM", why, None, "Check its `path`.")
    return tree


def _document(raw: RawFile, problems: Problems, *, skipped: bool) -> Document | None:
    mapping = _mapping(raw, problems)
    if mapping is None:
        return None
    settings = mapping.values.get("settings")
    settings = settings if isinstance(settings, dict) else {}
    prefix = settings.get("prefix")
    if not isinstance(prefix, str):
        problems.error("P-MISSING-FIELD", "the document has no prefix", 1, "Set `settings: {prefix: REQ}`.")
        return None
    form = settings.get("itemformat") or "yaml"
    if form not in ENDINGS:
        line = mapping.line_of("settings")
        problems.error("P-BAD-VALUE", f"itemformat {quoted(str(form))} is not known", line, "yaml, markdown")
        return None
    attributes = mapping.values.get("attributes")
    reviewed = attributes.get("reviewed") if isinstance(attributes, dict) else None
    names = sorted({name for name in reviewed if isinstance(name, str)}) if isinstance(reviewed, list) else []
    return Document(prefix, ENDINGS[form], tuple(names), skipped)


def _mapping(raw: RawFile, problems: Problems) -> Mapping | None:
    text = raw.text(problems)
    return None if text is None else read_mapping(text, problems)


def _item(raw: RawFile, uid: str, document: Document, batch: Batch) -> None:
    problems = batch.problems[raw.path]
    text = raw.text(problems)
    if text is None:
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    mapping = _markdown(text, problems) if raw.path.lower().endswith(".md") else read_mapping(text, problems)
    if mapping is None:
        return
    values = mapping.values
    draft = draft_of(uid, document.prefix, raw.path, 1)
    draft.title = text_of(values.get("header"))
    draft.text = text_of(values.get("text"))
    draft.satisfies = _links(mapping, problems)
    draft.revision = stamp_of(uid, values, document.reviewed, text, mapping.aliases)
    if not is_true(values.get("active", "true")):
        draft.status = "cancelled"
    if not is_true(values.get("normative", "true")):
        draft.labels.append("not-normative")
        if draft.default_kind == "requirement":
            why = "Doorstop: not normative, a heading or a remark"
            draft.waive = [{"rule": "T1", "reason": why}]
    if is_true(values.get("derived", "false")):
        draft.labels.append("derived")
    batch.drafts.append(draft)


def _markdown(text: str, problems: Problems) -> Mapping | None:
    """Return front matter and body: a heading on the body's first line is the header, the rest the text."""
    found = front_matter(text)
    if found is None or found[1] < 0:
        problems.error("P-YAML", "no front matter, so no item", 1, "Begin with `---` and end it with `---`.")
        return None
    begins, ends, body = found
    mapping = read_mapping(text[begins:ends], problems, first_line=2)
    if mapping is None:
        return None
    content = text[body:].strip()
    first, _, rest = content.partition("\n")
    heading = _HEADING.fullmatch(first)
    values = {"header": heading[1], "text": rest} if heading else {"text": content}
    return Mapping({**mapping.values, **values}, mapping.line_of, mapping.aliases)


def _links(mapping: Mapping, problems: Problems) -> list[Link]:
    raw = mapping.values.get("links")
    links: list[Link] = []
    for entry in raw if isinstance(raw, list) else [] if raw is None else [raw]:
        uid, stamp = _link(entry)
        if uid is None:
            line = mapping.line_of("links")
            problems.error("P-BAD-VALUE", "a link that is no UID", line, "Write `- REQ001: stamp`.")
        else:
            links.append(Link(uid, stamp))
    return links


def _link(entry: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 - what YAML holds
    if isinstance(entry, dict) and entry:
        uid, stamp = next(iter(entry.items()))
        return uid, stamp if isinstance(stamp, str) and stamp.casefold() != "false" else None
    if isinstance(entry, str):
        uid, _, stamp = entry.partition(":")
        return uid.strip() or None, stamp.strip() or None
    return None, None


def _key(uid: str) -> tuple[str, int, str] | None:
    """Return what two ways to write one UID have in common; None for a name that is no UID."""
    found = _SEPARATED.match(uid)
    if found:
        number = found[2]
        if number.isdecimal() and len(number) < 100:
            return found[1].casefold(), int(number), ""
        return found[1].casefold(), -1, number
    found = _JOINED.match(uid)
    if found and len(found[2]) < 100:
        return found[1].rstrip("-_.").casefold(), int(found[2]), ""
    return None


def _resolve(drafts: list[Draft]) -> None:
    """Give links the id of their target: UIDs are one whatever their case and zeros; `true` is current."""
    known = {_key(draft.theirs): draft for draft in reversed(drafts)}
    for draft in drafts:
        for place, link in enumerate(draft.satisfies):
            target = known.get(_key(link.target))
            if target is None:
                draft.satisfies[place] = Link(ours_of(link.target), link.reviewed)
                continue
            confirmed = link.reviewed is not None and link.reviewed.casefold() == "true"
            draft.satisfies[place] = Link(target.id, target.revision if confirmed else link.reviewed)
