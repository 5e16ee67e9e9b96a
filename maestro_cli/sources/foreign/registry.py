"""The formats of other tools that are read, by the `type` of their source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from pathlib import Path

    from maestro_cli.errors import Diagnostic
    from maestro_cli.sources.finding import Found
    from maestro_cli.sources.foreign.interface import Reader

_ROOM = "maestro_cli.sources.foreign."
_CODE = """
    .ads .adb .bat .c .cc .cpp .c++ .h .h++ .hh .hpp .c# .cs .cfg .conf .ini .feature .go .groovy .json .htm
    .html .xhtml .xml .yaml .yml .fxml .java .clj .kt .kts .scala .js .mjs .cjs .ejs .ts .lua .m .mm .php
    .proto .pl .pm .py .robot .pu .puml .plantuml .r .rs .sh .bash .zsh .sv .v .inc .swift .toml .tf
    .tfvars .sql .pls
"""
"""Endings of files in which OpenFastTrace looks for coverage tags."""


class Format(NamedTuple):
    """Another tool's files. `module` holds `read`, a `Reader`, and is imported when it is first needed.

    `suffixes` are the endings of its files in lower case, `hidden` the names of those that begin with a
    dot. In a folder only those that end with one of `in_folders` are its files, where that is given: JSON
    may be anybody's. Where the files belong to somebody else too (source code), `owns` is false.
    """

    name: str
    tool: str
    module: str
    suffixes: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    in_folders: tuple[str, ...] = ()
    owns: bool = True


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format(
            "doorstop",
            "Doorstop",
            f"{_ROOM}doorstop",
            (".yml", ".yaml", ".md"),
            (".doorstop.yml", ".doorstop.skip", ".doorstop.skip-all"),
        ),
        Format("strictdoc", "StrictDoc", f"{_ROOM}strictdoc", (".sdoc", ".json"), in_folders=(".sdoc",)),
        Format("needs", "sphinx-needs", f"{_ROOM}needs", (".json",), in_folders=("needs.json",)),
        Format(
            "openfasttrace",
            "OpenFastTrace",
            f"{_ROOM}openfasttrace",
            (".md", ".markdown", ".rst", *_CODE.split()),
            owns=False,
        ),
        Format("lobster", "LOBSTER", f"{_ROOM}lobster", (".lobster", ".json"), in_folders=(".lobster",)),
        Format("reqif", "a ReqIF tool", f"{_ROOM}reqif", (".reqif", ".reqifz")),
    )
}


def files_of(root: Path, start: str, entry: Format) -> tuple[list[Found], list[Diagnostic]]:
    """Return the files of a format at or below `start`, and the problems of finding them."""
    from maestro_cli.sources.finding import find_files

    is_folder = (root / start).is_dir()
    suffixes = (entry.in_folders if is_folder else ()) or entry.suffixes
    return find_files(root, start, suffixes, entry.hidden)


def reader_of(entry: Format) -> Reader:
    """Return what reads the files of a format."""
    from importlib import import_module

    return cast("Reader", import_module(entry.module).read)
