"""Tests as ends of trace links: what verifies an item, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maestro_cli.model.items import Place, Reference


class Verdict(StrEnum):
    """How a test came out when it was last run; `unknown` means that no result was found."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verification:
    """A test that names the items it verifies, by a tag at `place` or in its result."""

    id: str
    verifies: tuple[Reference, ...]
    place: Place
    result: Verdict = Verdict.UNKNOWN
