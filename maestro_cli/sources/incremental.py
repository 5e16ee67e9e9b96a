"""The backlog with an index: a file is parsed once, and again when it changes."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from maestro_cli.errors import Diagnostic, InputError, Severity
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.index import FileIndex, FileStamp, IndexedFile
from maestro_cli.model.items import Item
from maestro_cli.sources import payload
from maestro_cli.sources.finding import Found
from maestro_cli.sources.parsing import Parsed, parse
from maestro_cli.sources.reading import read_bytes
from maestro_cli.sources.selection import Selected

if TYPE_CHECKING:
    from maestro_cli.sources.foreign.selection import Foreign

_STATE = "state"
SUMMARY = ""
"""Name under which the index keeps what was known when it was last complete."""

RACY_NS = 2_000_000_000
"""A file that changed this short before it was read may change again within the same time stamp."""

Settle = Callable[[Iterable[Item], list[Diagnostic]], list[Item]]


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What changed in a source since the last reading, in items; `errors` are those that stand now."""

    name: str
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    errors: int = 0


@dataclass(slots=True)
class _Summary:
    """The state of all sources at the last reading: nothing to do when it is still the same."""

    state: str = ""
    config: str = ""
    counts: dict[str, list[int]] = field(default_factory=dict)
    problems: list[list[Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """One source: what is in its files, and how the index differs from them."""

    parsed: list[Parsed] = field(default_factory=list)
    changed: list[IndexedFile] = field(default_factory=list)
    fresh: dict[str, IndexedFile] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    unchanged: int = 0
    settled: bool = True
    """Whether the next reading may trust size and time of all files."""


def refresh(
    parts: list[Selected], index: FileIndex, settle: Settle
) -> tuple[list[Diagnostic], list[SourceChange]]:
    """Bring `index` up to date; return all problems, and what changed in each source.

    `settle` picks the items that count and reports the others. When nothing changed, no item is read.
    """
    before, now = _load_summary(index), _summary_of(parts)
    if before.state == now.state:
        changes = [
            SourceChange(name, unchanged=items, errors=errors)
            for name, (items, errors) in before.counts.items()
        ]
        return list(map(payload.unpack_problem, before.problems)), changes
    backlog, changes = _read_all(parts, index, settle, before, now)
    return list(backlog.diagnostics), changes


def load(parts: list[Selected], index: FileIndex, settle: Settle) -> Backlog:
    """Return the backlog, and bring `index` up to date as `refresh` does."""
    before, now = _load_summary(index), _summary_of(parts)
    if before.state == now.state:
        return Backlog(settle(_indexed(parts, index), []), map(payload.unpack_problem, before.problems))
    return _read_all(parts, index, settle, before, now)[0]


def _read_all(
    parts: list[Selected], index: FileIndex, settle: Settle, before: _Summary, now: _Summary
) -> tuple[Backlog, list[SourceChange]]:
    if now.config != before.config:
        index.update(SUMMARY, (), [_STATE])  # whoever comes next must not trust what is half replaced
    items: list[Item] = []
    problems: list[Diagnostic] = []
    changes: list[SourceChange] = []
    settled = True
    for part in parts:
        reading = _read_part(part, index, trusted=now.config == before.config)
        found = [*part.problems, *(problem for parsed in reading.parsed for problem in parsed.diagnostics)]
        of_part = [item for parsed in reading.parsed for item in parsed.items]
        errors = sum(problem.severity is Severity.ERROR for problem in found)
        changes.append(_compare(part.name, reading, index, errors))
        if reading.changed or reading.gone:
            index.update(part.name, reading.changed, reading.gone)
        now.counts[part.name] = [len(of_part), errors]
        items += of_part
        problems += found
        settled = settled and reading.settled
    changes += [_forget(name, index) for name in sorted(before.counts.keys() - now.counts.keys())]
    backlog = Backlog(settle(items, problems), problems)
    now.problems = [payload.pack_problem(problem) for problem in problems]
    now.state = now.state if settled else ""
    _save_summary(index, now)
    return backlog, changes


def _indexed(parts: list[Selected], index: FileIndex) -> list[Item]:
    readings = (_read_part(part, index, trusted=True) for part in parts)
    return [item for reading in readings for parsed in reading.parsed for item in parsed.items]


def _read_part(part: Selected, index: FileIndex, *, trusted: bool) -> _Reading:
    """Take from the index what is unchanged, and read the rest."""
    stamps = index.stamps(part.name)
    kept = index.payloads(part.name) if trusted and stamps else {}
    reading = _Reading()
    if part.foreign is not None:
        _read_whole(part, part.foreign, stamps, kept, reading)
        return reading
    for file in part.files:
        stamp = stamps.get(file.path)
        if stamp and (stamp.size, stamp.mtime_ns) == (file.size, file.mtime_ns):
            parsed = _unpack(kept.get(file.path), file, part)
            if parsed is not None:
                reading.parsed.append(parsed)
                reading.unchanged += len(parsed.items)
                continue
        reading.parsed.append(_read_file(file, part, stamp, kept.get(file.path), reading))
    present = {file.path for file in part.files}
    reading.gone += sorted(stamps.keys() - present)
    return reading


def _read_whole(
    part: Selected,
    foreign: Foreign,
    stamps: Mapping[str, FileStamp],
    kept: Mapping[str, bytes],
    reading: _Reading,
) -> None:
    """Read a source of another tool: links go from file to file, so one change has all of it read anew."""
    reading.gone += sorted(stamps.keys() - {file.path for file in part.files})
    same = not reading.gone and all(
        (stamp := stamps.get(file.path)) and (stamp.size, stamp.mtime_ns) == (file.size, file.mtime_ns)
        for file in part.files
    )
    known = [_unpack(kept.get(file.path), file, part) for file in part.files] if same else [None]
    if all(parsed is not None for parsed in known):
        reading.parsed += filter(None, known)
        reading.unchanged += sum(len(parsed.items) for parsed in reading.parsed)
        return
    from maestro_cli.sources.foreign.reading import parse_all, read_files

    now = time.time_ns()
    contents = read_files(part.files, part.limit)
    reading.parsed += parse_all(part.files, contents, part.name, foreign)
    for file, data, parsed in zip(part.files, contents, reading.parsed, strict=True):
        if isinstance(data, InputError):
            reading.settled = False
            reading.gone += [file.path] if file.path in stamps else []
        else:
            _keep(file, data, parsed, now, kept.get(file.path), reading)


def _keep(file: Found, data: bytes, parsed: Parsed, now: int, kept: bytes | None, reading: _Reading) -> None:
    """Store what a file holds; one that was changed as it was read is read again next time."""
    racy = file.mtime_ns > now - RACY_NS or len(data) != file.size
    reading.settled = reading.settled and not racy
    sha256 = hashlib.sha256(data).hexdigest()
    packed = payload.pack(parsed, file.path)
    stamp = FileStamp(file.size, 0 if racy else file.mtime_ns, sha256, len(parsed.items))
    stored = IndexedFile(file.path, stamp, packed)
    reading.changed.append(stored)
    if packed == kept:
        reading.unchanged += len(parsed.items)
    else:
        reading.fresh[file.path] = stored


def _read_file(
    file: Found, part: Selected, stamp: FileStamp | None, kept: bytes | None, reading: _Reading
) -> Parsed:
    now = time.time_ns()
    try:
        data = read_bytes(file, part.limit)
    except InputError as error:
        reading.settled = False
        if stamp is not None:
            reading.gone.append(file.path)
        return Parsed((), error.diagnostics)
    racy = file.mtime_ns > now - RACY_NS or len(data) != file.size
    reading.settled = reading.settled and not racy
    sha256 = hashlib.sha256(data).hexdigest()
    parsed = _unpack(kept, file, part) if stamp is not None and stamp.sha256 == sha256 else None
    same = parsed is not None
    parsed = parsed or parse(data, file.path, part.name, part.columns)
    packed = kept if same and kept is not None else payload.pack(parsed, file.path)
    mtime_ns = 0 if racy else file.mtime_ns
    stored = IndexedFile(file.path, FileStamp(file.size, mtime_ns, sha256, len(parsed.items)), packed)
    reading.changed.append(stored)
    if same:
        reading.unchanged += len(parsed.items)
    else:
        reading.fresh[file.path] = stored
    return parsed


def _unpack(packed: bytes | None, file: Found, part: Selected) -> Parsed | None:
    """Return what the index kept of a file; None when that is nothing, or damaged."""
    if packed is None:
        return None
    try:
        return payload.unpack(packed, file.path, part.name)
    except (ValueError, KeyError, TypeError):
        return None


def _compare(name: str, reading: _Reading, index: FileIndex, errors: int) -> SourceChange:
    """Count the items of files that changed or went, against what the index has of them."""
    paths = [*reading.fresh, *reading.gone]
    old = _rows(index.payloads(name, paths).values()) if paths else {}
    new = _rows(stored.payload for stored in reading.fresh.values())
    both = old.keys() & new.keys()
    changed = sum(old[item] != new[item] for item in both)
    return SourceChange(
        name,
        added=len(new) - len(both),
        changed=changed,
        removed=len(old) - len(both),
        unchanged=reading.unchanged + len(both) - changed,
        errors=errors,
    )


def _rows(packed: Iterable[bytes]) -> dict[str, dict[str, object]]:
    rows: dict[str, dict[str, object]] = {}
    for each in packed:
        try:
            rows |= payload.rows(each)
        except (ValueError, KeyError, TypeError):
            continue  # a damaged entry knows no items
    return rows


def _forget(name: str, index: FileIndex) -> SourceChange:
    """Drop a source that the settings no longer have."""
    stamps = index.stamps(name)
    index.update(name, (), sorted(stamps))
    return SourceChange(name, removed=sum(stamp.items for stamp in stamps.values()))


def _config(parts: list[Selected]) -> str:
    """Return a digest of all that decides how a file is read."""
    said = [
        [part.name, part.limit, sorted(part.columns.items()), part.foreign and part.foreign.said()]
        for part in parts
    ]
    return hashlib.sha256(json.dumps([payload.VERSION, said]).encode()).hexdigest()


def _state(parts: list[Selected], config: str) -> str:
    """Return a digest of how every file looks, and of what was wrong with finding them."""
    digest = hashlib.sha256(config.encode())
    for part in parts:
        digest.update(repr((part.name, part.problems)).encode())
        digest.update("".join(f"{path}\0{size}\0{time}\n" for path, _, size, time in part.files).encode())
    return digest.hexdigest()


def _summary_of(parts: list[Selected]) -> _Summary:
    config = _config(parts)
    return _Summary(_state(parts, config), config)


def _load_summary(index: FileIndex) -> _Summary:
    packed = index.payloads(SUMMARY, [_STATE]).get(_STATE)
    try:
        return _Summary(**json.loads(packed)) if packed else _Summary()
    except (ValueError, TypeError):
        return _Summary()


def _save_summary(index: FileIndex, summary: _Summary) -> None:
    packed = json.dumps(asdict(summary), ensure_ascii=False).encode()
    index.update(SUMMARY, [IndexedFile(_STATE, FileStamp(len(packed), 0, "", 0), packed)], ())
