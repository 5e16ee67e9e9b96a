"""A file of items, from bytes to items and problems."""

from __future__ import annotations

from dataclasses import dataclass

from maestro_cli.errors import Diagnostic, InputError
from maestro_cli.model.items import Item
from maestro_cli.sources.csv_items import read_csv_items
from maestro_cli.sources.fields import READERS
from maestro_cli.sources.markdown_items import read_markdown_item
from maestro_cli.sources.problems import Problems
from maestro_cli.sources.reading import decode
from maestro_cli.sources.yaml_items import read_yaml_items


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds, and what is wrong with it."""

    items: tuple[Item, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(
    data: bytes,
    path: str,
    source: str,
    columns: dict[str, str],
    said: dict[str, frozenset[str]] | None = None,
    *,
    with_secrets: bool = False,
) -> Parsed:
    """Return the items of a file by its ending; never raises for what is in it.

    `said`, where given, is filled with the names of the fields that each item gives. `with_secrets` reads
    texts as they are, to write them back.
    """
    problems = Problems(path, said, with_secrets=with_secrets)
    try:
        text = decode(data, path).text
    except InputError as error:
        return Parsed((), error.diagnostics)
    name = path.lower()
    if name.endswith(".md"):
        items = read_markdown_item(text, source, problems)
    elif name.endswith(".csv"):
        items = read_csv_items(text, columns, source, problems)
    else:
        items = read_yaml_items(text, source, problems)
    return Parsed(tuple(items), problems.finish(READERS))
