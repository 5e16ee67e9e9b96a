"""Tests as ends of trace links: what verifies an item, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.items import Place, Reference


class Verdict(StrEnum):
    """How a test came out when it was last run; `unknown` means that no result was found."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verification:
    """A test that names the items it verifies, by a tag at `place` or in its result.

    `id` is the path and what is tested in it, `tests/test_pay.py::TestCard::test_expired`, or the path
    and a line. A test with several tags is there once for each of them, under the same id.
    """

    id: str
    verifies: tuple[Reference, ...]
    place: Place
    result: Verdict = Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Verifications:
    """All tests that verify items, by path and line, and the problems of reading them."""

    tests: tuple[Verification, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def unreadable(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that keep tests, or their results, from being known."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


def together(verdicts: set[Verdict]) -> Verdict:
    """Return how tests came out together: failed if one failed, else passed if one passed, else skipped."""
    order = (Verdict.FAILED, Verdict.PASSED, Verdict.SKIPPED)
    return next((verdict for verdict in order if verdict in verdicts), Verdict.UNKNOWN)
