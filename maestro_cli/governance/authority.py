"""What an agent may do by itself, what a person has to approve, and what is refused whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maestro_cli.governance.policies import Policy, covers
from maestro_cli.model.actions import Action
from maestro_cli.model.decisions import Authority

ORDER = (Authority.SUGGEST, Authority.DECIDE, Authority.EXECUTE, Authority.COMMIT)
"""From the least to the most."""


class Verdict(StrEnum):
    """What becomes of an action."""

    ALLOW = "allow"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict on an action and why; `policy` is the one that allowed it."""

    verdict: Verdict
    why: str
    policy: str | None = None


def judge(
    action: Action,
    maximum: Authority,
    skills: Sequence[str],
    policies: Sequence[Policy],
    as_of: date,
) -> Ruling:
    """Judge an action by the card of its agent (`maximum`, `skills`) and the policies that are trusted.

    A skill outside the card and an authority above it are refused. Whatever changes something outside
    the answer (EXECUTE, COMMIT) needs a person, unless a policy allows exactly that.
    """
    if action.skill not in skills:
        return Ruling(Verdict.REFUSE, f"{action.agent} does not have the skill {action.skill}")
    if ORDER.index(action.authority) > ORDER.index(maximum):
        needed = action.authority.value
        return Ruling(
            Verdict.REFUSE, f"{action.skill} needs the authority {needed}, {action.agent} has {maximum.value}"
        )
    if action.authority in (Authority.SUGGEST, Authority.DECIDE):
        return Ruling(Verdict.ALLOW, f"{action.authority.value} changes nothing outside the answer")
    for number, policy in enumerate(policies):
        if covers(policy, action, as_of):
            name = f"gateway.policies[{number}]"
            return Ruling(Verdict.ALLOW, f"{name}: {policy.reason}", name)
    return Ruling(Verdict.ASK, f"{action.authority.value} needs an approval")
