"""OpenFastTrace's coverage tags in source code: `[impl->dsn~login~1]`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from zlib import crc32

from maestro_cli.sources.foreign.ids import quoted_part
from maestro_cli.sources.foreign.interface import Batch, Draft, RawFile
from maestro_cli.sources.foreign.oft_ids import MARKUP, NAME, item_of, link_of

_TAG = re.compile(
    rf"\[\s*([A-Za-z]+)(?:~({NAME})?~(\d+))?\s*->\s*([A-Za-z]+)~({NAME})~(\d+)"
    r"\s*(?:>>\s*([A-Za-z]+(?:\s*,\s*[A-Za-z]+)*)\s*)?\]"
)
_BREAK = re.compile("\r\n|[\n\r]")


def read_tags(batch: Batch) -> None:
    """Add an item for each tag.

    A tag without a name is called after what it covers and its file, so that its id stays when lines move.
    """
    taken: dict[str, int] = {}
    for raw in batch.files:
        if b"->" in raw.data and b"~" in raw.data and not raw.path.lower().endswith(MARKUP):
            batch.drafts += _tags(raw, taken)


def _tags(raw: RawFile, taken: dict[str, int]) -> list[Draft]:
    drafts: list[Draft] = []
    text = raw.data.decode("utf-8", "replace").removeprefix("\ufeff")
    for number, line in enumerate(_BREAK.split(text), 1):
        if "->" in line and "~" in line:
            drafts += [_draft(found, raw.path, number, taken) for found in _TAG.finditer(line)]
    return drafts


def _draft(found: re.Match[str], path: str, line: int, taken: dict[str, int]) -> Draft:
    kind, name, revision, target, covered, covered_revision, needs = found.groups()
    own = name or (covered if needs else None)
    draft = item_of(kind, own or covered, revision or "0", path, line)
    if own is None:
        draft.theirs = found[0]
        draft.id = _free(f"{draft.id}/{_file(path)}", path, taken)
    draft.title = f"{kind} of {target}~{covered} in {PurePosixPath(path).name}"
    draft.satisfies.append(link_of(target, covered, covered_revision))
    if needs:
        draft.labels += [f"needs:{word.strip()}" for word in needs.split(",")]
    return draft


def _file(path: str) -> str:
    return quoted_part(PurePosixPath(path).name)


def _free(wanted: str, path: str, taken: dict[str, int]) -> str:
    """Return an id that no tag has yet: with a digest of the folder, then with a number."""
    folder = f"{crc32(str(PurePosixPath(path).parent).encode()):08x}"
    for name in (wanted, f"{wanted}-{folder}"):
        if name not in taken:
            taken[name] = 1
            return name
    taken[name] += 1
    return f"{name}-{taken[name]}"
