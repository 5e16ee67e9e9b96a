"""Ids of other tools as ids of ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.sources.fields import ITEM_ID
from maestro_cli.sources.foreign.ids import ours_of, theirs_of
from tests.sources.item_strategies import ids

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
NEAR = st.text(st.sampled_from("aZ9#.~_ /가"), min_size=1, max_size=12)


@given(st.one_of(TEXTS, NEAR))
def test_every_id_comes_back(theirs: str) -> None:
    ours = ours_of(theirs)
    assert ITEM_ID.fullmatch(ours), ours
    assert theirs_of(ours) == theirs


@given(st.one_of(TEXTS, NEAR), st.one_of(TEXTS, NEAR))
def test_no_two_ids_become_one(first: str, second: str) -> None:
    assert (ours_of(first) == ours_of(second)) is (first == second)


@given(ids.filter(lambda name: "#." not in name))
def test_ids_of_our_alphabet_stay(name: str) -> None:
    assert ours_of(name) == theirs_of(name) == name


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("SRS (1)", "SRS#.20#.281#.29"),
        ("_x", "0#..#.5Fx".replace("#.5F", "_")),
        ("가", "0#..#.EA#.B0#.80"),
        ("a#.7E", "a#.23.7E"),
        ("PROJ#12", "PROJ#12"),
    ],
)
def test_examples(theirs: str, ours: str) -> None:
    assert ours_of(theirs) == ours
