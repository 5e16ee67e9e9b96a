"""Tests that verify items: their tags in code, joined with their results."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.errors import Diagnostic, InputError, Severity
from maestro_cli.model.items import Place, Reference
from maestro_cli.model.verification import Verification, Verifications, together
from maestro_cli.sources.comments import SECONDS, NoLanguageError, TooSlowError
from maestro_cli.sources.finding import Found
from maestro_cli.sources.junit_results import Case, parse_results
from maestro_cli.sources.patterns import match_files
from maestro_cli.sources.reading import decode, read_bytes
from maestro_cli.sources.results_index import ResultsIndex
from maestro_cli.sources.tags import HINTS, Tag, find_tags

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Settings

MOST_CODE = 2 * 2**20
MOST_BYTES = 64 * 2**20
"""Bytes of a file of code that holds tags, and of any file."""

_LEAVE_OUT = "Leave it out of `trace.tests` in maestro.yaml, or split it."
_LETTER = re.compile(r"[A-Za-z]")


def read_verifications(root: Path, settings: Settings, item_ids: Collection[str]) -> Verifications:
    """Return the tests that the settings `trace.tests` lead to, by path and line, and all problems.

    A result is a test of its own when it names items: in a property `requirement`, or in brackets in its
    name, where one of the `item_ids` has to stand, since test runners put parameters there as well.
    """
    wanted = settings.trace.tests
    if not (wanted.tags or wanted.results):
        return Verifications()
    problems: list[Diagnostic] = []
    cases = list(_results(root, wanted.results, problems))
    files, wrong = match_files(root, wanted.tags, "trace.tests.tags")
    problems += wrong
    tags = list(_tags(files, problems))
    tagged = [(file.path, ()) for file in files] + [(path, tag.about) for path, tag in tags]
    index = ResultsIndex((case for _, case in cases), tagged)
    tests = [_tagged(path, tag, index) for path, tag in tags]
    named = frozenset(item_id for item_id in item_ids if _LETTER.search(item_id))
    for path, case in cases:
        verifies = dict.fromkeys([*case.verifies, *(one for one in case.named if one.id in named)])
        if verifies:
            tests.append(_result(path, case, tuple(verifies)))
    tests.sort(key=lambda test: (test.place.path, test.place.line, test.id))
    return Verifications(tuple(tests), tuple(problems))


def read_tagged(root: Path, patterns: tuple[str, ...]) -> list[Verification]:
    """Return the tests that verify items by a tag, without results, and without what could not be read."""
    index = ResultsIndex(())
    files, _ = match_files(root, patterns, "trace.tests.tags")
    return [_tagged(path, tag, index) for path, tag in _tags(files, [])]


def _tags(files: Iterable[Found], problems: list[Diagnostic]) -> Iterator[tuple[str, Tag]]:
    for file in files:
        try:
            for tag in _tags_of(file):
                yield file.path, tag
        except InputError as error:
            problems += map(_mended, error.diagnostics)
        except NoLanguageError:
            why = "it seems to hold tags, and comments of this kind of file are not known: tags were not read"
            problems.append(_unread(file, "P-TAG", why, Severity.WARNING))
        except TooSlowError:
            why = f"it took longer than {SECONDS:g} s to tell comments from code: tags were not read"
            problems.append(_unread(file, "P-TAG", why, Severity.ERROR))


def _tags_of(file: Found) -> list[Tag]:
    data = read_bytes(file, MOST_BYTES)
    if b"\0" in data or not any(hint in data for hint in HINTS):
        return []
    if len(data) > MOST_CODE:
        raise InputError(
            f"{file.path} is larger than {MOST_CODE // 2**20} MiB: its tags were not read",
            code="P-TOO-LARGE",
            path=file.path,
        )
    return find_tags(decode(data, file.path).text, file.path)


def _results(root: Path, patterns: tuple[str, ...], problems: list[Diagnostic]) -> Iterator[tuple[str, Case]]:
    files, wrong = match_files(root, patterns, "trace.tests.results")
    problems += wrong
    for file in files:
        try:
            for case in parse_results(read_bytes(file, MOST_BYTES), file.path):
                yield file.path, case
        except InputError as error:
            problems += map(_mended, error.diagnostics)


def _unread(file: Found, code: str, why: str, severity: Severity) -> Diagnostic:
    return Diagnostic(severity, code, f"{file.path}: {why}", file.path, fix=_LEAVE_OUT)


def _mended(problem: Diagnostic) -> Diagnostic:
    """Say what to do about a file that is no source of items."""
    return replace(problem, fix=_LEAVE_OUT) if problem.code == "P-TOO-LARGE" else problem


def _tagged(path: str, tag: Tag, index: ResultsIndex) -> Verification:
    verdict = together({case.verdict for case in index.of(path, tag.about)})
    names = [definition.name for definition in tag.about]
    test_id = "::".join([path, *names]) if names else path
    return Verification(test_id, tag.references, Place(path, tag.line), verdict)


def _result(path: str, case: Case, verifies: tuple[Reference, ...]) -> Verification:
    test_id = "::".join(part for part in (case.file or case.suite, case.name) if part)
    return Verification(test_id or path, verifies, Place(path, case.line), case.verdict)
