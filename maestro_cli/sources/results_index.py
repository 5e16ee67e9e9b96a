"""Which results are those of a tagged test.

A result belongs to a test when it is of the test's file and has its name. It is of the file when the
runner says so (`file`), or when its class is the file (`tests/pay.test.ts`), the file in dots
(`tests.test_pay.TestCard`), or names it (`shop.PayTest`). Names are compared without parameters:
`test_pay[card]` is `test_pay`, and `adds 1` is `adds %i`. A suite stands for all tests in it, a tag that is
about a whole file for all tests of the file.

A runner that tells neither file nor class is believed when all results with that name are of one class:
when that names the suite the test stands in, or when it is that of no other file of code, and no test of
that name is tagged in another file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import PurePosixPath

from maestro_cli.sources.definitions import Definition
from maestro_cli.sources.junit_results import Case

_PARAMETERS = re.compile(r"(?:\[.*|\(.*|/\d+)$", re.DOTALL)
_PART = re.compile(r"[.:$/\\ >]+")
_HOLE = re.compile(r"%[sdifjopcO]|\$\{?[\w.]+\}?|#\{?\w+\}?")
"""What stands for a parameter in the name of a test: `adds %i`, `adds $a`, `adds #a`."""
_METHOD = re.compile(r" (?=(?:[#.]|::)\w)")
_STEP = re.compile(r"\s*[>›]\s*")


class ResultsIndex:
    """Results by what names their tests."""

    def __init__(
        self, cases: Iterable[Case], tagged: Iterable[tuple[str, Sequence[Definition]]] = ()
    ) -> None:
        """Index all cases, and what is `tagged` in which file: nothing for a file without tags."""
        self._files: defaultdict[str, set[str]] = defaultdict(set)
        self._tagged_in: defaultdict[str, set[str]] = defaultdict(set)
        self._claims: dict[str, set[str]] = {}
        self._by_word: dict[str, dict[str, list[Case]]] = {}
        for path, about in tagged:
            self._files[PurePosixPath(path).stem].add(path)
            if about:
                self._tagged_in[about[-1].name].add(path)
        self._by_part: defaultdict[str, list[Case]] = defaultdict(list)
        self._by_both: defaultdict[tuple[str, str], list[Case]] = defaultdict(list)
        self._loose: defaultdict[str, list[Case]] = defaultdict(list)
        for case in cases:
            paths = [case.file, *([case.suite] if "/" in case.suite else [])]
            parts = {*_parts(case.suite), *(PurePosixPath(path).stem for path in paths)}
            names = {case.name, _STEP.sub(" ", case.name), _PARAMETERS.sub("", case.name).strip()}
            for part in parts:
                self._by_part[part].append(case)
                for name in names:
                    self._by_both[name, part].append(case)
            for name in () if case.file else names:
                self._loose[name].append(case)
        self._loose = defaultdict(list, {name: _of_one_class(found) for name, found in self._loose.items()})

    def of(self, path: str, about: Sequence[Definition]) -> list[Case]:
        """Return the results of what a tag in `path` is about."""
        stem = PurePosixPath(path).stem
        if not about:
            return _of_file(self._by_part[stem], path, stem)
        own = about[-1].name
        if about[-1].is_suite:
            found = _of_file(self._by_part[own], path, stem)
            loose = [case for case in self._by_part[own] if not case.file]
            return found or self._free(_of_one_class(loose), path, about[:-1], own)
        whole = " ".join(definition.name for definition in about)
        names = tuple(dict.fromkeys((own, whole, _METHOD.sub("", whole))))
        of_file = [case for name in names for case in _of_file(self._by_both[name, stem], path, stem)]
        of_file = of_file or self._filled_in(own, path, stem)
        loose = next((found for name in names if (found := self._loose[name])), [])
        return _of_suite(of_file, about) or of_file or self._free(loose, path, about, own)

    def _filled_in(self, own: str, path: str, stem: str) -> list[Case]:
        """Return the results of the file whose name is that of the test with something in its holes."""
        parts = _HOLE.split(own)
        if len(parts) == 1:
            return []
        if path not in self._by_word:
            self._by_word[path] = _words_of(_of_file(self._by_part[stem], path, stem))
        by_word = self._by_word[path]
        found = min((by_word.get(word, []) for word in ["", *_whole_words(parts)]), key=len)
        return [case for case in found if _fits(case.name, parts)]

    def _free(self, cases: list[Case], path: str, about: Sequence[Definition], own: str) -> list[Case]:
        """Return cases of one class unless they may as well be, or are, those of another file than `path`."""
        if not cases or _of_suite(cases, about):
            return cases
        if self._tagged_in[own] - {path}:
            return []
        return [] if self._claimants(cases[0]) - {path} else cases

    def _claimants(self, case: Case) -> set[str]:
        """Return the files that the class of a case tells: two of them, where there are more."""
        if case.suite not in self._claims:
            stems = {*_parts(case.suite), PurePosixPath(case.suite).stem} & self._files.keys()
            found = (path for stem in stems for path in self._files[stem] if _is_of_file(case, path, stem))
            self._claims[case.suite] = set(islice(found, 2))
        return self._claims[case.suite]


def _of_file(cases: list[Case], path: str, stem: str) -> list[Case]:
    return [case for case in cases if _is_of_file(case, path, stem)]


def _words_of(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """Return the cases by each word of their names, and all of them by the empty word."""
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for word in {"", *case.name.split()}:
            found[word].append(case)
    return dict(found)


def _whole_words(parts: Sequence[str]) -> list[str]:
    """Return the words that stand between holes; those that touch one, or a suite before, may be longer."""
    words = []
    for number, part in enumerate(parts):
        last = None if part[-1:].isspace() or number == len(parts) - 1 else -1
        words += part.split()[0 if part[:1].isspace() else 1 : last]
    return words


def _fits(name: str, parts: Sequence[str]) -> bool:
    """Say whether a name ends in these parts, in order, with something between each two."""
    place = 0
    for number, part in enumerate(parts[:-1]):
        found = name.find(part, place + min(number, 1))
        if found < 0:
            return False
        place = found + len(part)
    return name.endswith(parts[-1]) and len(name) - len(parts[-1]) > place


def _parts(suite: str) -> list[str]:
    return [part for part in _PART.split(suite) if part]


def _is_of_file(case: Case, path: str, stem: str) -> bool:
    if case.file:
        return _is_path(case.file, path)
    if "/" in case.suite and _is_path(case.suite, path):
        return True
    if stem not in _parts(case.suite):
        return False
    folders = PurePosixPath(path).parts[:-1]
    before = _parts(case.suite)
    before = before[: before.index(stem)]
    shared = min(len(folders), len(before))
    return not shared or list(folders[-shared:]) == before[-shared:]


def _is_path(told: str, path: str) -> bool:
    told = told.removeprefix("./")
    return f"/{told}".endswith(f"/{path}") or f"/{path}".endswith(f"/{told}")


def _of_suite(cases: list[Case], about: Sequence[Definition]) -> list[Case]:
    """Return those whose class names the suite that the test stands in."""
    suites = [definition.name for definition in about[:-1] if definition.is_suite]
    return [case for case in cases if suites and suites[-1] in _parts(case.suite)]


def _of_one_class(cases: list[Case]) -> list[Case]:
    return cases if len({case.suite for case in cases}) <= 1 else []
