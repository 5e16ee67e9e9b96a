"""OpenFastTrace: specification items in Markdown and reStructuredText, coverage tags in source code.

`req~login~2` is the item `req/login` at revision 2. A link names the revision that it was made for, so
one that names another than the target's is suspect. Tags in code are tasks that are done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from maestro_cli.sources.foreign.interface import Batch, Draft, RawFile
from maestro_cli.sources.foreign.oft_ids import MARKUP, NAME, id_of, item_of, link_of
from maestro_cli.sources.foreign.oft_tags import read_tags
from maestro_cli.sources.problems import Problems

ID = rf"([A-Za-z]+)~({NAME})~(\d+)"
_ITEM = re.compile(rf"`?{ID}`?")
_ANY_ID = re.compile(rf"(?<!\w){ID}(?!\w)")
_FORWARD = re.compile(rf"(?<![A-Za-z])([A-Za-z]+)\s*-->\s*([A-Za-z]+(?:,\s*[A-Za-z]+)*)\s*:\s*{ID}")
_HASH_TITLE = re.compile(r"#+\s*(.*)")
_UNDERLINE = {True: re.compile(r"[-=`:.'\"~^_*+#<>]{3,}\s*"), False: re.compile(r"[=-]{3,}\s*")}
_SECTION = re.compile(r"(Description|Rationale|Comment|Covers|Depends|Needs|Tags):\s*")
_INLINE = re.compile(r"(Needs|Tags):(\s*\w+\s*(?:,\s*\w+\s*)*)")
_STATUS = re.compile(r"Status:\s*(approved|proposed|draft|rejected)\s*")
_CODE = re.compile(r" *[`~]{3,30}\w*\s*")
_CODE_END = re.compile(r" *[`~]{3,30}\s*")
_BULLET = re.compile(r"\s{0,3}[+*-]")
_WORD = re.compile(r"(?<!\w)[A-Za-z]+(?!\w)")
_PROSE = ("Description", "Rationale", "Comment")


def read(batch: Batch) -> None:
    """Read the items of all files, and the tags of those that are code."""
    for raw in batch.files:
        if raw.path.lower().endswith(MARKUP):
            _read_markup(raw, batch)
    read_tags(batch)


def _read_markup(raw: RawFile, batch: Batch) -> None:
    if b"~" not in raw.data:
        return
    text = raw.text(batch.problems[raw.path])
    if text is None:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = _Markup(raw.path, batch.problems[raw.path], is_rst=raw.path.lower().endswith(".rst"))
    for number, line, following in _with_next(lines):
        reader.line(number, line, following)
    reader.end()
    batch.drafts += reader.drafts


def _with_next(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    following = [*lines[1:], ""]
    for number, (line, after) in enumerate(zip(lines, following, strict=True), 1):
        yield number, line, after


class _Markup:
    """The lines of one file: an item ends at a heading, a forward or the next item."""

    def __init__(self, path: str, problems: Problems, *, is_rst: bool) -> None:
        self.path = path
        self.problems = problems
        self.is_rst = is_rst
        self.drafts: list[Draft] = []
        self.item: Draft | None = None
        self.section = ""
        self.title = ""
        self.in_code = False
        self.off = False
        self.prose: dict[str, list[str]] = {}

    def line(self, number: int, line: str, following: str) -> None:
        if self.off or "oft:o" in line:
            self.off = "oft:on" not in line and (self.off or "oft:off" in line)
            return
        if self.in_code:
            self.in_code = _CODE_END.fullmatch(line) is None
            return
        found = _ITEM.match(line)
        if found:
            self.begin(found, number)
        elif self.heading(line, following) or self.forward(number, line):
            return
        elif self.item is None:
            self.outside(line)
        elif not self.keyword(line):
            self.content(line)

    def begin(self, found: re.Match[str], number: int) -> None:
        title = self.title
        self.end()
        self.item = item_of(found[1], found[2], found[3], self.path, number)
        self.item.title = title
        self.drafts.append(self.item)

    def end(self) -> None:
        """Finish the item: its texts become one."""
        if self.item is not None:
            parts = []
            for name in _PROSE:
                text = "\n".join(self.prose.get(name, ())).strip()
                if text:
                    parts.append(text if name == "Description" else f"{name}:\n{text}")
            self.item.text = "\n\n".join(parts)
            if not any(label.startswith("needs:") for label in self.item.labels):
                why = "OpenFastTrace: it has no `Needs`, so nothing has to cover it"
                self.item.waive = [{"rule": "T1-UNCOVERED", "reason": why}]
        self.item, self.section, self.title, self.prose = None, "", "", {}

    def heading(self, line: str, following: str) -> bool:
        hashed = None if self.is_rst else _HASH_TITLE.match(line)
        underline = _UNDERLINE[self.is_rst]
        if hashed is None and (not line.strip() or underline.fullmatch(following) is None):
            return bool(self.title and self.item is None and underline.fullmatch(line))
        if hashed is None and underline.fullmatch(line):
            return False
        self.end()
        self.title = (hashed[1] if hashed else line).strip()
        return True

    def forward(self, number: int, line: str) -> bool:
        if "-->" not in line or self.section in ("Rationale", "Comment"):
            return False
        found = _FORWARD.search(line)
        if found is None:
            return False
        self.end()
        skipped, targets, kind, name, revision = found.groups()
        draft = item_of(skipped, name, revision, self.path, number)
        draft.title = f"{kind}~{name} goes on to {targets}"
        draft.satisfies.append(link_of(kind, name, revision))
        draft.labels += [f"needs:{target.strip()}" for target in targets.split(",")]
        self.drafts.append(draft)
        return True

    def outside(self, line: str) -> None:
        if line.strip():
            self.title = ""
            self.in_code = not self.is_rst and _CODE.fullmatch(line) is not None

    def keyword(self, line: str) -> bool:
        """Take a line that opens a part of the item, or holds one."""
        assert self.item is not None  # noqa: S101 - only called within an item
        inline = _INLINE.fullmatch(line)
        opens = _SECTION.fullmatch(line)
        status = _STATUS.fullmatch(line) if self.section == "" else None
        if inline and inline[2].strip():
            words = [word.strip() for word in inline[2].split(",")]
            self.item.labels += [f"needs:{word}" if inline[1] == "Needs" else word for word in words]
            self.section = "" if inline[1] == "Needs" else "Tags"
        elif opens:
            self.section = opens[1]
            self.prose.setdefault(opens[1], [])
        elif status:
            self.item.status = status[1]
        else:
            return False
        return True

    def content(self, line: str) -> None:
        assert self.item is not None  # noqa: S101 - only called within an item
        bullet = _BULLET.match(line)
        if self.section in ("Covers", "Depends"):
            ids = _ANY_ID.findall(line, bullet.end()) if bullet else ()
            for kind, name, revision in ids[-1:]:
                if self.section == "Covers":
                    self.item.satisfies.append(link_of(kind, name, revision))
                else:
                    self.item.depends_on.append(id_of(kind, name))
        elif self.section == "Needs":
            words = _WORD.findall(line, bullet.end()) if bullet else ()
            self.item.labels += [f"needs:{word}" for word in words[-1:]]
            self.section = self.section if line.strip() else "Description"
        elif self.section == "Tags":
            if bullet:
                self.item.labels += [word.strip() for word in line[bullet.end() :].split(",") if word.strip()]
            self.section = self.section if line.strip() else ""
        elif self.section or line.strip():
            self.section = self.section or "Description"
            self.prose.setdefault(self.section, []).append(line)
