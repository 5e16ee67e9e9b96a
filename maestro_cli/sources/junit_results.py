"""Test results in JUnit XML, as every test runner writes them.

Read with expat, which fetches nothing; a document type is refused, and with it every entity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from maestro_cli.errors import InputError
from maestro_cli.model.items import Reference
from maestro_cli.model.verification import Verdict
from maestro_cli.sources.tags import references

DEEPEST = 100
"""Suites within suites; no runner nests like that."""

_PROPERTIES = frozenset({"requirement", "requirements", "req", "verifies"})
_IN_BRACKETS = re.compile(r"\[([A-Za-z0-9][A-Za-z0-9._#/@-]*)\]")
_IN_MODULES = re.compile(r"(?:\w+::)+\w+")
"""A name as of Rust, `tests::pays`: the modules before it are what others give as the class."""
_FAILED = frozenset({"failure", "error"})
_NOT_RUN = frozenset({"notrun", "skipped", "disabled", "ignored"})


@dataclass(slots=True)
class Case:
    """One test of a result file. `named` are ids in brackets in its name: `test_pay[REQ-1]`.

    `file` is what the runner gives, if it does; `line` is that of the result.
    """

    name: str
    suite: str
    file: str
    line: int
    verdict: Verdict = Verdict.PASSED
    verifies: list[Reference] = field(default_factory=list)

    @property
    def named(self) -> tuple[Reference, ...]:
        """What stands in brackets in the name: ids of items, or parameters of the test."""
        return tuple(one for text in _IN_BRACKETS.findall(self.name) for one in references(text))


def parse_results(data: bytes, path: str) -> list[Case]:
    """Return the test cases of a file in JUnit XML.

    Raises InputError `P-JUNIT`, with the line, for what is no such file.
    """
    reader = _Reader(path)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    reader.parser = parser
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _wrong(path, expat.errors.messages[error.code], error.lineno) from error
    except (LookupError, ValueError) as error:
        raise _wrong(path, f"its encoding is not known: {error}", 1) from error
    return reader.cases


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.cases: list[Case] = []
        self.parser: expat.XMLParserType
        self._case: Case | None = None
        self._depth = 0
        self._property: list[str] | None = None

    def doctype(self, *_: object) -> None:
        raise _wrong(self.path, "it has a document type, which test results never need", self._line)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        name = tag.rpartition(":")[2]
        if self._depth == 1 and name not in ("testsuites", "testsuite"):
            raise _wrong(self.path, f"it begins with {name[:40]!r} and not with testsuites", self._line)
        if self._depth > DEEPEST:
            raise _wrong(self.path, f"it is nested more than {DEEPEST} deep", self._line)
        if name == "testcase":
            self._case = self._new(attributes)
        elif self._case is not None:
            self._inside(self._case, name, attributes)

    def _new(self, given: dict[str, str]) -> Case:
        name, suite = given.get("name", ""), given.get("classname", "")
        if _IN_MODULES.fullmatch(name):
            modules, _, name = name.rpartition("::")
            suite = f"{suite}::{modules}" if suite else modules
        case = Case(name, suite, given.get("file", "").replace("\\", "/"), self._line)
        if {given.get("status", "").lower(), given.get("result", "").lower()} & _NOT_RUN:
            case.verdict = Verdict.SKIPPED
        return case

    def _inside(self, case: Case, name: str, given: dict[str, str]) -> None:
        if name in _FAILED:
            case.verdict = Verdict.FAILED
        elif name == "skipped" and case.verdict is not Verdict.FAILED:
            case.verdict = Verdict.SKIPPED
        elif name == "property" and given.get("name", "").lower() in _PROPERTIES:
            case.verifies += references(given.get("value", ""))
            self._property = []

    def text(self, text: str) -> None:
        if self._property is not None:
            self._property.append(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        name = tag.rpartition(":")[2]
        if name == "property" and self._property is not None and self._case is not None:
            self._case.verifies += references("".join(self._property))
            self._property = None
        elif name == "testcase" and self._case is not None:
            self.cases.append(self._case)
            self._case = None

    @property
    def _line(self) -> int:
        return self.parser.CurrentLineNumber


def _wrong(path: str, why: str, line: int) -> InputError:
    return InputError(
        f"{path} is no JUnit XML: {why}",
        code="P-JUNIT",
        path=path,
        line=line,
        fix="Have the test runner write it again, as with `pytest --junit-xml`.",
    )
