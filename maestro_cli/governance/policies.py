"""Written policies: which narrow actions may be taken without asking, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import Protocol

from maestro_cli.model.actions import Action


class Policy(Protocol):
    """A policy as the settings hold it, see `gateway.policies`."""

    @property
    def allow(self) -> str:
        """The one skill that it allows."""

    @property
    def arguments(self) -> dict[str, tuple[str, ...]]:
        """Patterns by argument; each has to fit one of them, and every argument of the action is named."""

    @property
    def until(self) -> date:
        """The last day on which it counts."""

    @property
    def reason(self) -> str:
        """Why it is there."""


def covers(policy: Policy, action: Action, as_of: date) -> bool:
    """Say whether a policy allows an action.

    It is narrow: an argument that it does not name is not allowed, so that a skill that learns a new
    argument is not let in by an old policy.
    """
    if policy.allow != action.skill or as_of > policy.until:
        return False
    return all(_fits(value, policy.arguments.get(name, ())) for name, value in action.arguments.items())


def _fits(value: object, patterns: Sequence[str]) -> bool:
    return isinstance(value, str) and any(fnmatchcase(value, pattern) for pattern in patterns)
