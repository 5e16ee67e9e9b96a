"""What the kinds and statuses of other tools are with us, where the settings do not say."""

from __future__ import annotations

import re

from maestro_cli.model.items import Kind
from maestro_cli.sources.vocabulary import KINDS, normal_form

_TEST = re.compile(
    r"(?:[usi]?test|[usi]tests?|tst|tc|tests?|[hlmu]lt|[ui]t|testcase|test_case|.*_test|test_.*|verification|"
    r"acttrace|activity|vtest|atest|.*test ?(?:case|spec|procedure)s?)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?:impl|implementation|code|src|source|imp|design_impl|swimpl)", re.IGNORECASE)
_STATUSES = {
    "approved": "ready",
    "active": "ready",
    "valid": "ready",
    "stable": "ready",
    "proposed": "draft",
    "rejected": "cancelled",
    "deleted": "cancelled",
    "implemented": "done",
}


def is_work(word: str) -> bool:
    """Say whether a type is that of a test or an implementation: what makes a requirement true."""
    return bool(_TEST.fullmatch(word.strip()) or _CODE.fullmatch(word.strip()))


def kind_of(word: str, *, only_requirements: bool = False) -> str:
    """Return our kind for the type of a tool: a test or an implementation is a task.

    A word of the big trackers is that kind, unless the tool knows `only_requirements`; all else is a
    requirement.
    """
    if is_work(word):
        return Kind.TASK.value
    known = None if only_requirements else KINDS.get(normal_form(word))
    return (known or Kind.REQUIREMENT).value


def status_of(word: str) -> str:
    """Return our word for a status that requirement tools use otherwise than trackers do."""
    return _STATUSES.get(word.strip().casefold(), word)
