from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.decisions import Authority, Decision
from tests.traceability.projects import found, seal

GOOD = Decision(
    "D-1", "R-1", "planner", "move US-1", Authority.EXECUTE, "it unblocks US-2", ("item:US-1",),
    approved_by="kim", approved_at="2026-03-02T09:00:00Z",
)  # fmt: skip


def codes(*decisions: Decision, sealed: bool = True) -> list[str]:
    return [code for code, _ in found(decisions=seal(decisions) if sealed else decisions)]


# @req MR-6.7
@pytest.mark.parametrize("authority", list(Authority))
def test_approval_is_needed_to_execute_and_to_commit(authority: Authority) -> None:
    needed = authority in {Authority.EXECUTE, Authority.COMMIT}
    bare = replace(GOOD, authority=authority, approved_by=None, approved_at=None)
    assert codes(replace(GOOD, authority=authority)) == []
    assert codes(bare) == (["T5-NO-APPROVAL"] if needed else [])
    assert codes(replace(bare, approved_by="kim")) == (["T5-NO-APPROVAL-TIME"] if needed else [])


# @req MR-6.7
def test_evidence_and_reason_are_needed_always() -> None:
    suggestion = replace(GOOD, authority=Authority.SUGGEST)
    assert codes(replace(suggestion, evidence=())) == ["T5-NO-EVIDENCE"]
    assert codes(replace(suggestion, rationale=" \n")) == ["T5-NO-RATIONALE"]


CHANGES = {
    "id": "D-9",
    "run_id": "R-9",
    "agent": "reporter",
    "action": "drop US-1",
    "authority": Authority.COMMIT,
    "rationale": "because",
    "evidence": ("item:US-9",),
    "confidence": 0.7,
    "approved_by": "lee",
    "approved_at": "2026-03-03T09:00:00Z",
    "time": "2026-03-03T09:00:00Z",
    "previous_hash": "00",
    "hash": "00",
    "inputs": "ab",
    "model": "m",
    "tokens": 7,
    "usd": 0.5,
    "prompt": "headline@2",
}


def test_every_field_has_a_change() -> None:
    assert set(CHANGES) == {field.name for field in fields(Decision)}


# @req MR-6.7
@settings(deadline=None, max_examples=60)
@given(st.integers(1, 6), st.data())
def test_every_edit_breaks_the_chain_where_it_was_made(length: int, data: st.DataObject) -> None:
    chain = seal(replace(GOOD, id=f"D-{n}") for n in range(length))
    place = data.draw(st.integers(0, length - 1))
    name = data.draw(st.sampled_from(sorted(CHANGES)))
    assert codes(*chain, sealed=False) == []
    edited = [*chain]
    edited[place] = replace(chain[place], **{name: CHANGES[name]})  # type: ignore[arg-type]
    broken = [entity for code, entity in found(decisions=edited) if code == "T5-CHAIN-BROKEN"]
    assert edited[place].id in broken


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 6), st.data())
def test_taking_out_moving_and_forging_break_the_chain(length: int, data: st.DataObject) -> None:
    chain = seal(replace(GOOD, id=f"D-{n}") for n in range(length))
    place = data.draw(st.integers(0, length - 2))
    without = chain[:place] + chain[place + 1 :]
    assert found(decisions=without) == [("T5-CHAIN-BROKEN", chain[place + 1].id)]
    swapped = [*chain]
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
    assert "T5-CHAIN-BROKEN" in codes(*swapped, sealed=False)
    forged = seal([*chain[:place], replace(chain[place], rationale="forged")])[-1]
    assert found(decisions=[*chain[:place], forged, *chain[place + 1 :]]) == [
        ("T5-CHAIN-BROKEN", chain[place + 1].id)
    ]
