"""Changes to items in YAML, as replacements of a few characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from maestro_cli.sources import yaml_write
from maestro_cli.sources.fields import Raw
from maestro_cli.sources.lines import BREAK, newline_of
from maestro_cli.sources.yaml_spans import Span


class Replacement(NamedTuple):
    """`text[start:end]` becomes `new`."""

    start: int
    end: int
    new: str


def apply(text: str, replacements: list[Replacement]) -> str:
    """Return `text` with all replacements, which do not overlap; equal places keep their order."""
    parts: list[str] = []
    done = 0
    for start, end, new in sorted(replacements, key=lambda replacement: replacement[:2]):
        parts += (text[done:start], new)
        done = end
    parts.append(text[done:])
    return "".join(parts)


def edit_item(text: str, item: Span, changes: Mapping[str, Raw], end: int) -> Iterator[Replacement]:
    """Yield what has to be replaced for `changes` of the item at `item`; `end` is where its YAML ends."""
    editor = _Editor(text, item, end)
    removed = {name for name, raw in changes.items() if raw is None and editor.removable(name)}
    missing = {name: raw for name, raw in changes.items() if raw is not None and name not in item.keys}
    for name, raw in changes.items():
        if name in removed:
            yield editor.remove(name)
        elif name in item.keys:
            yield from editor.replace(name, raw)
    if missing:
        yield editor.insert(missing, removed)


class _Editor:
    def __init__(self, text: str, item: Span, end: int) -> None:
        self.text = text
        self.item = item
        self.end = end
        self.first = next(iter(item.keys))
        self.column = item.keys[self.first][0].column
        self.newline = newline_of(text)

    def removable(self, name: str) -> bool:
        """Say whether the whole lines of a field can go: not the first one, that may follow a dash."""
        return name in self.item.keys and self.item.style == "block" and name != self.first

    def remove(self, name: str) -> Replacement:
        key, value = self.item.keys[name]
        start = self._line_start(key.start)
        end = self._after_line(max(value.end, key.end))
        if (
            end == self.end and self.text[end - 1] not in "\r\n"
        ):  # the last line has no end: take the one before
            start -= 2 if self.text[start - 2 : start] == "\r\n" else 1
        return Replacement(start, end, "")

    def replace(self, name: str, raw: Raw) -> Iterator[Replacement]:
        """Yield the change of a value that has a key already."""
        old = self.item.keys[name][1]
        if raw is None:
            yield Replacement(old.start, old.end, "null" if old.end > old.start else "")
        elif old.start == old.end:
            yield Replacement(old.start, old.end, f" {self._new(name, raw, None)}")
        elif isinstance(raw, list) and old.style == "block" and not old.is_mapping:
            yield from self._replace_entries(name, raw, old)
        else:
            style = old.style if old.style in ("'", '"') else None
            yield Replacement(old.start, old.end, self._new(name, raw, style))

    def insert(self, missing: Mapping[str, Raw], removed: set[str]) -> Replacement:
        """Return the insertion of new fields after the last one that stays."""
        last = [pair for name, pair in self.item.keys.items() if name not in removed][-1]
        end = max(pair.end for pair in last)
        if self.item.style == "flow":
            new = "".join(
                f", {name}: {yaml_write.value(raw, name, flow=True)}" for name, raw in missing.items()
            )
            return Replacement(end, end, new)
        at = self._line_end(end)
        lead = self.newline + " " * self.column
        new = "".join(f"{lead}{name}: {self._new(name, raw, None)}" for name, raw in missing.items())
        return Replacement(at, at, new)

    def _new(self, name: str, raw: Raw, style: str | None) -> str:
        if self.item.style == "flow":
            return yaml_write.value(raw, name, style, flow=True)
        return yaml_write.block(raw, name, self.column, self.newline, style)

    def _replace_entries(self, name: str, raw: list[Raw], old: Span) -> Iterator[Replacement]:
        """Yield the change of a block list: lines of entries that stay are not touched."""
        entries = [(entry.text or "").strip() if entry.text is not None else None for entry in old.entries]
        renewed = _renewed(entries, raw)
        kept = [part for part in renewed if part is not None]
        lead = f"{self.newline}{' ' * old.column}- "
        if not kept or raw[: len(kept)] != kept or None in entries:
            new = lead.join(yaml_write.value(part, name) for part in raw)
            yield Replacement(old.start, old.end, f"- {new}")
            return
        for text, part, entry in zip(entries, renewed, old.entries, strict=True):
            if part is None:
                yield Replacement(self._line_start(entry.start), self._after_line(entry.end), "")
            elif part != text:
                yield Replacement(entry.start, entry.end, yaml_write.value(part, name))
        pairs = zip(reversed(renewed), reversed(old.entries), strict=True)
        last = next(entry for part, entry in pairs if part is not None)
        new = "".join(lead + yaml_write.value(part, name) for part in raw[len(kept) :])
        if new:
            at = self._line_end(last.end)
            yield Replacement(at, at, new)

    def _line_start(self, index: int) -> int:
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def _line_end(self, index: int) -> int:
        found = BREAK.search(self.text, index, self.end)
        return self.end if found is None else found.start()

    def _after_line(self, index: int) -> int:
        found = BREAK.search(self.text, index, self.end)
        return self.end if found is None else found.end()


def _renewed(entries: list[str | None], raw: list[Raw]) -> list[Raw]:
    """Return what each entry becomes: itself, the same id with another hash, or None where it goes."""
    left = list(raw)

    def successor(text: str | None) -> Raw:
        stem = (text or "").partition("@")[0]
        same = (part for part in left if isinstance(part, str) and part.partition("@")[0] == stem)
        found = text if text in left else next(same, None)
        if found is not None:
            left.remove(found)
        return found

    return [successor(text) for text in entries]
