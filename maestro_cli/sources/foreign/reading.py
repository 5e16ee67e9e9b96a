"""A source of another tool's files, read as a whole: links go from file to file."""

from __future__ import annotations

from maestro_cli.errors import InputError
from maestro_cli.sources.finding import Found
from maestro_cli.sources.foreign.interface import Batch, RawFile
from maestro_cli.sources.foreign.registry import FORMATS, reader_of
from maestro_cli.sources.foreign.selection import Foreign
from maestro_cli.sources.foreign.settling import settle
from maestro_cli.sources.parsing import Parsed
from maestro_cli.sources.problems import Problems
from maestro_cli.sources.reading import read_bytes


def read_files(files: list[Found], limit: int) -> list[bytes | InputError]:
    """Return the bytes of each file, or why there are none."""
    contents: list[bytes | InputError] = []
    for file in files:
        try:
            contents.append(read_bytes(file, limit))
        except InputError as error:
            contents.append(error)
    return contents


def parse_all(
    files: list[Found],
    contents: list[bytes | InputError],
    source: str,
    foreign: Foreign,
    *,
    with_secrets: bool = False,
) -> list[Parsed]:
    """Return what each file holds, in order; a file that could not be read holds its problem alone.

    `with_secrets` reads texts as they are, to write them.
    """
    read = [
        RawFile(file.path, data)
        for file, data in zip(files, contents, strict=True)
        if not isinstance(data, InputError)
    ]
    problems = {raw.path: Problems(raw.path, with_secrets=with_secrets) for raw in read}
    batch = Batch(read, foreign.options, problems)
    reader_of(FORMATS[foreign.type])(batch)
    items = settle(batch, source)
    return [
        Parsed((), data.diagnostics)
        if isinstance(data, InputError)
        else Parsed(tuple(items[file.path]), batch.problems[file.path].finish(()))
        for file, data in zip(files, contents, strict=True)
    ]
