"""What agents may do: the card, the authority, and policies that are narrow."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.governance.authority import ORDER, Verdict, judge
from maestro_cli.model.actions import Action
from maestro_cli.model.decisions import Authority
from maestro_cli.settings.schema import Policy

DAY = date(2026, 11, 18)
SKILLS = ("update_task_status",)


def action(authority: Authority = Authority.EXECUTE, **arguments: object) -> Action:
    return Action("scrum_master", SKILLS[0], arguments, authority, "US-1: ready → done")


def policy(**more: object) -> Policy:
    given = {"allow": SKILLS[0], "arguments": {"id": ["US-*"]}, "until": DAY, "reason": "agreed", **more}
    return Policy.model_validate(given)


def verdict(wanted: Action, *policies: Policy, maximum: Authority = Authority.EXECUTE) -> Verdict:
    return judge(wanted, maximum, SKILLS, policies, DAY).verdict


def test_a_skill_that_is_not_on_the_card_is_refused_whoever_asks() -> None:
    ruling = judge(action(id="US-1"), Authority.COMMIT, ("other",), (policy(),), DAY)
    assert ruling.verdict is Verdict.REFUSE


# @req MR-10.3
@given(st.sampled_from(ORDER), st.sampled_from(ORDER), st.booleans())
def test_nobody_goes_beyond_an_authority_and_nothing_outside_is_done_unasked(
    wanted: Authority, maximum: Authority, written: bool
) -> None:
    policies = (policy(),) if written else ()
    found = verdict(action(wanted, id="US-1"), *policies, maximum=maximum)
    if ORDER.index(wanted) > ORDER.index(maximum):
        assert found is Verdict.REFUSE
    elif wanted in (Authority.EXECUTE, Authority.COMMIT):
        assert found is (Verdict.ALLOW if written else Verdict.ASK)
    else:
        assert found is Verdict.ALLOW


@pytest.mark.parametrize(
    "narrow",
    [
        policy(allow="another_skill"),
        policy(arguments={"id": ["BUG-*"]}),
        policy(arguments={}),
        policy(arguments={"id": ["US-1"], "status": []}),
        policy(until=date(2026, 11, 17)),
    ],
)
def test_a_policy_allows_no_more_than_it_says(narrow: Policy) -> None:
    assert verdict(action(id="US-1", status="done"), narrow) is Verdict.ASK


def test_an_argument_that_a_policy_does_not_name_is_not_allowed() -> None:
    assert verdict(action(id="US-1"), policy()) is Verdict.ALLOW
    assert verdict(action(id="US-1", force="yes"), policy()) is Verdict.ASK
    assert verdict(action(id=["US-1"]), policy()) is Verdict.ASK
