"""Files of ReqIF on the way in: archives opened within bounds, and no XML that declares entities."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from maestro_cli.errors import InputError
from maestro_cli.sources.foreign.interface import RawFile
from maestro_cli.sources.problems import Problems, quoted
from maestro_cli.sources.reading import decode

MAX_MEMBERS = 1000
MAX_RATIO = 200
MAX_SIZE = 100 * 2**20
MAX_DEPTH = 200
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(r"\A(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_IDENTIFIER = re.compile(r'IDENTIFIER\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_TAGS = re.compile(r"<(/?)[A-Za-z_][^<>]*?(/?)>")


@dataclass(slots=True)
class Part:
    """One ReqIF document and where its elements stand."""

    text: str
    lines: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note the line of each identifier, the first of it."""
        line, end = 1, 0
        for found in _IDENTIFIER.finditer(self.text):
            line += self.text.count("\n", end, found.start())
            end = found.start()
            self.lines.setdefault(found[1] if found[1] is not None else found[2], line)

    def line_of(self, identifier: str) -> int:
        """Return the line of the element with this identifier."""
        return self.lines.get(identifier, 1)


def parts_of(raw: RawFile, problems: Problems) -> Iterator[Part]:
    """Yield the ReqIF documents of a file or an archive; what may do harm is a problem and is not read."""
    contents = _members(raw, problems) if raw.path.lower().endswith("z") else [(raw.path, raw.data)]
    for name, data in contents:
        try:
            text = decode(data, name).text
        except InputError as error:
            problems.error("P-ENCODING", str(error), None, "Save it as UTF-8.")
            continue
        found = _DECLARED.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            fix = "Remove the DOCTYPE: ReqIF has none."
            problems.error("P-REQIF", f"{quoted(name)} declares a document type: not read", line, fix)
        elif _too_deep(text):
            problems.error("P-REQIF", f"{quoted(name)} is nested too deep: not read", None, "Export it anew.")
        else:
            yield Part(_ENCODING.sub(r"\1", text))


def _members(raw: RawFile, problems: Problems) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            entries = archive.infolist()
            wanted = [entry for entry in entries if entry.filename.lower().endswith(".reqif")]
            if len(entries) > MAX_MEMBERS:
                problems.error("P-REQIF", f"more than {MAX_MEMBERS} files in the archive: not read", None)
                return
            if not wanted:
                problems.error("P-REQIF", "no .reqif in the archive", None, "Export it anew.")
            left = MAX_SIZE
            for entry in wanted:
                if entry.file_size > left or entry.file_size > MAX_RATIO * max(entry.compress_size, 1024):
                    why = f"{quoted(entry.filename)} grows too large when it is unpacked: not read"
                    problems.error("P-TOO-LARGE", why, None, "Unpack it and name the .reqif in `path`.")
                    continue
                with archive.open(entry) as member:
                    data = member.read(entry.file_size + 1)
                if len(data) > entry.file_size:
                    problems.error("P-REQIF", f"{quoted(entry.filename)} lies about its size", None)
                    continue
                left -= len(data)
                yield entry.filename, data
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        problems.error("P-REQIF", f"the archive cannot be read: {error}", None, "Export it anew.")


def _too_deep(text: str) -> bool:
    depth = 0
    for found in _TAGS.finditer(text):
        if found[1]:
            depth -= 1
        elif not found[2]:
            depth += 1
            if depth > MAX_DEPTH:
                return True
    return False
