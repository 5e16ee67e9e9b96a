"""The formats of other tools that are read, by the `type` of their source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
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
    dot. Where the files belong to somebody else too (source code), `owns` is false.
    """

    name: str
    tool: str
    module: str
    suffixes: tuple[str, ...]
    hidden: tuple[str, ...] = ()
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
        Format("strictdoc", "StrictDoc", f"{_ROOM}strictdoc", (".sdoc", ".json")),
        Format("needs", "sphinx-needs", f"{_ROOM}needs", (".json",)),
        Format(
            "openfasttrace",
            "OpenFastTrace",
            f"{_ROOM}openfasttrace",
            (".md", ".markdown", ".rst", *_CODE.split()),
            owns=False,
        ),
        Format("lobster", "LOBSTER", f"{_ROOM}lobster", (".lobster", ".json")),
        Format("reqif", "a ReqIF tool", f"{_ROOM}reqif", (".reqif", ".reqifz")),
    )
}


def reader_of(entry: Format) -> Reader:
    """Return what reads the files of a format."""
    from importlib import import_module

    return cast("Reader", import_module(entry.module).read)
