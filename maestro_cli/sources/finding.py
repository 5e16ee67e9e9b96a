"""The files of a source: found without leaving the project and without touching a device."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from maestro_cli.errors import Diagnostic, UsageError
from maestro_cli.files import inside
from maestro_cli.sources.problems import Problems

SUFFIXES = (".md", ".yaml", ".yml", ".csv")
ANY = ("",)
"""Suffixes that every file has."""

_KIND = 0o170000
"""The bits of a mode that say what kind of file it is."""

NOT_OURS = frozenset({"node_modules", "__pycache__"})
"""Folders of what a machine put there; left out where files of every kind are looked for."""


class Purpose(NamedTuple):
    """What files are looked for: what they hold, and the setting that names them."""

    holds: str
    setting: str


ITEMS = Purpose("items", "sources")


class Found(NamedTuple):
    """A file of a source: `path` as it is shown, `real` as it is opened, and how it looked.

    A named tuple, because there are thousands of them at each start and a dataclass takes thrice the time.
    """

    path: str
    real: str
    size: int
    mtime_ns: int


def find_files(
    root: Path,
    start: str,
    suffixes: tuple[str, ...] = SUFFIXES,
    hidden: Collection[str] = (),
    purpose: Purpose = ITEMS,
) -> tuple[list[Found], list[Diagnostic]]:
    """Return the files with these endings at or below `start` (relative to `root`), and all problems.

    Both are in order of path. By default they are the files that can hold items.

    Hidden files are skipped but for the names in `hidden`, and hidden folders are. So is whatever is not a
    regular file below `root`, and that is a problem.
    """
    search = _Search(root, suffixes, hidden, purpose)
    try:
        top = inside(root, start)
        looks = top.stat()
        shown = os.path.relpath(root / start, root).replace(os.sep, "/")
        if stat.S_ISDIR(looks.st_mode):
            search.folder("" if shown == "." else f"{shown}/", str(top))
        else:
            search.add(shown, str(top), looks)
    except UsageError as error:
        search.problems += error.diagnostics
    except OSError as error:
        search.problem(
            start,
            "P-SOURCE",
            f"cannot be read: {error.strerror}",
            f"Check `{purpose.setting}` in maestro.yaml.",
        )
    search.found.sort(key=attrgetter("path"))
    search.problems.sort(key=lambda problem: (problem.path or "", problem.code))
    return search.found, search.problems


class _Search:
    def __init__(
        self, root: Path, suffixes: tuple[str, ...], hidden: Collection[str], purpose: Purpose
    ) -> None:
        self.root = root
        self.purpose = purpose
        self.suffixes = suffixes
        self.hidden = hidden
        self.skipped = NOT_OURS if suffixes == ANY else frozenset[str]()
        self.found: list[Found] = []
        self.problems: list[Diagnostic] = []

    def problem(self, path: str, code: str, message: str, fix: str, *, warning: bool = False) -> None:
        problems = Problems(path.encode("utf-8", "backslashreplace").decode())
        (problems.warn if warning else problems.error)(code, message, None, fix)
        self.problems += problems.found

    def folder(self, prefix: str, folder: str) -> None:
        """Enter a folder and all below it; `prefix` is its path as it is shown, with a slash."""
        pending = [(prefix, folder)]
        while pending:
            prefix, folder = pending.pop()
            try:
                with os.scandir(folder) as entries:
                    odd = self.files(prefix, entries)
                for entry in odd:
                    path = f"{prefix}{entry.name}"
                    if entry.is_symlink():
                        self.link(path, entry.path)
                    elif entry.is_dir(follow_symlinks=False):
                        if entry.name not in self.skipped:
                            pending.append((f"{path}/", entry.path))
                    elif self.is_item_file(path):
                        self.entry(path, entry)
            except OSError as error:
                why = f"cannot be read: {error.strerror}"
                self.problem(prefix, "P-UNREADABLE", why, "Check the rights of the folder.")

    def files(self, prefix: str, entries: Iterator[os.DirEntry[str]]) -> list[os.DirEntry[str]]:
        """Keep what is plainly an item file, as nearly all is, and return the rest without what is hidden."""
        odd: list[os.DirEntry[str]] = []
        # Called for thousands of files at each start: what a name or a call would cost is felt.
        plain, keep, new = prefix.isprintable(), self.found.append, tuple.__new__
        suffixes = self.suffixes
        for entry in entries:
            name = entry.name
            if name[0] == "." and name not in self.hidden:
                continue
            if plain and name.endswith(suffixes) and name.isprintable():
                try:
                    looks = entry.stat(follow_symlinks=False)
                except FileNotFoundError:  # gone since the folder was listed
                    continue
                if looks.st_mode & _KIND == stat.S_IFREG:
                    keep(new(Found, (prefix + name, entry.path, looks.st_size, looks.st_mtime_ns)))
                    continue
            odd.append(entry)
        return odd

    def entry(self, path: str, entry: os.DirEntry[str]) -> None:
        try:
            looks = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return
        self.add(path, entry.path, looks)

    def link(self, path: str, link: str) -> None:
        """Follow a symbolic link to a file inside the project; report any other."""
        target = Path(os.path.realpath(link))
        if not target.is_relative_to(self.root.resolve()):
            self.problem(path, "P-SYMLINK", "the link leads out of the project: not read", "Copy the file.")
        elif target.is_dir():
            why = "the link leads to a folder: not followed"
            self.problem(
                path, "P-SYMLINK", why, f"Name the folder in `{self.purpose.setting}`.", warning=True
            )
        elif not target.exists():
            self.problem(path, "P-SYMLINK", "the link leads nowhere", "Mend or remove it.")
        elif self.is_item_file(path):
            self.add(path, str(target), target.stat())

    def is_item_file(self, path: str) -> bool:
        """Say whether a file is one that holds items, by its name."""
        return path.lower().endswith(self.suffixes) or path.rpartition("/")[2] in self.hidden

    def add(self, path: str, real: str, looks: os.stat_result) -> None:
        """Keep a regular file with a name that text can carry; report any other."""
        if not path.isprintable() and any("\ud800" <= char <= "\udfff" for char in path):
            self.problem(path, "P-PATH", "the file name is not UTF-8: not read", "Rename the file.")
        elif not stat.S_ISREG(looks.st_mode):
            self.problem(path, "P-UNREADABLE", "not a regular file: not read", "Use plain files.")
        elif not self.is_item_file(path):
            fix = f"Known endings are {', '.join(self.suffixes)}."
            self.problem(path, "P-SOURCE", f"not a kind of file that holds {self.purpose.holds}", fix)
        else:
            self.found.append(Found(path, real, looks.st_size, looks.st_mtime_ns))
