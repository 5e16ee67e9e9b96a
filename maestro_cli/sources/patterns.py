"""Files by patterns: `tests/**/*.py`, a folder, or one file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.settings.discovery import FILE_NAME
from maestro_cli.sources.finding import ANY, Found, find_files

_WILD = re.compile(r"[*?\[]")
_CLASS = re.compile(r"\[!?\]?[^\]/]*\]")


def match_files(root: Path, patterns: Sequence[str], setting: str) -> tuple[list[Found], list[Diagnostic]]:
    """Return the files that match one of the patterns, each once, in order of path, and all problems.

    `**` stands for any number of folders, `*`, `?` and `[…]` for characters of one name; a pattern without
    any of them is a file, or a folder with all below it. Hidden files and what machines put into
    `node_modules` and `__pycache__` are left out. One that matches nothing is a problem that names its
    `setting`.
    """
    found: dict[str, Found] = {}
    problems: dict[Diagnostic, None] = {}
    below: dict[str, tuple[list[Found], list[Diagnostic]]] = {}
    for pattern in dict.fromkeys(_tidy(pattern) for pattern in patterns):
        start = start_of(pattern)
        if start not in below:
            below[start] = find_files(root, start, ANY) if (root / start).exists() else ([], [])
        files, wrong = below[start]
        matches = re.compile(_expression(pattern)).fullmatch
        chosen = {file.path: file for file in files if matches(file.path)}
        of_them = [p for p in wrong if p.path is None or p.path[-1:] == "/" or matches(p.path)]
        problems |= dict.fromkeys(of_them)
        if not chosen and not of_them:
            problems[_nothing(pattern, setting)] = None
        found |= chosen
    return [found[path] for path in sorted(found)], list(problems)


def is_pattern(path: str) -> bool:
    """Say whether a path holds any of the characters of patterns."""
    return _WILD.search(path) is not None


def is_match(pattern: str, path: str) -> bool:
    """Say whether a path matches a pattern."""
    return re.compile(_expression(_tidy(pattern))).fullmatch(_tidy(path)) is not None


def start_of(pattern: str) -> str:
    """Return the file or folder below which all that matches lies."""
    wild = _WILD.search(pattern)
    return (pattern[: wild.start()].rpartition("/")[0] if wild else pattern) or "."


def _tidy(pattern: str) -> str:
    return "/".join(part for part in pattern.split("/") if part not in ("", "."))


def _expression(pattern: str) -> str:
    parts = pattern.split("/")
    if not _WILD.search(pattern):
        return f"{re.escape(pattern)}(?:/.*)?" if pattern else ".*"
    whole = ""
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        if part != "**":
            whole += _name(part) + ("" if last else "/")
        elif last:
            whole += ".*"
        elif place == 0 or parts[place - 1] != "**":
            whole += "(?:.*/)?"
    return f"(?s:{whole})"


def _name(part: str) -> str:
    """Translate one name of a pattern."""
    out, at = "", 0
    while at < len(part):
        some = _CLASS.match(part, at)
        if some:
            inner = some.group()[1:-1].replace("\\", "\\\\").replace("[", "\\[")
            out += f"[^/{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
            at = some.end()
        else:
            out += {"*": "[^/]*", "?": "[^/]"}.get(part[at], re.escape(part[at]))
            at += 1
    return out


def _nothing(pattern: str, setting: str) -> Diagnostic:
    return Diagnostic(
        Severity.WARNING,
        "P-NO-FILE",
        f"{setting}: no file matches {pattern!r}",
        FILE_NAME,
        fix="Correct the pattern, or make the file: results are there after the tests have run.",
    )
