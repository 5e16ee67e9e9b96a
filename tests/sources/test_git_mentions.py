"""Item ids in text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.sources.git_mentions import Mentions

IDS = ("US-1", "US-12", "REQ-1.2", "auth/login", "S1", "DOC001", "7", "A-")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("US-12 and US-1.", ("US-12", "US-1")),
        ("US-123", ("US-123",)),
        ("US-12a XUS-1 US-", ()),
        ("us-1", ()),
        ("Merge branch 'feature/US-12-login' into main", ("US-12",)),
        ("feature_US-1_x (US-1)", ("US-1",)),
        ("US-1을 고침", ("US-1",)),
        ("REQ-1.2, REQ-1.3, REQ-1.2.", ("REQ-1.2", "REQ-1.3")),
        ("auth/login and auth/logout", ("auth/login",)),
        ("S1 and S3 on SHA-256, ISO-8601, UTF-8", ("S1",)),
        ("DOC001 DOC999", ("DOC001", "DOC999")),
        ("7 #7 #8 #77x", ("7", "8")),
        ("Merge pull request #8 from x/US-1", ("US-1",)),
        ("Tidy up (#8)", ()),
        ("Tidy up (#7)", ("7",)),
        ("other/repo#7", ()),
        ("A- is done", ("A-",)),
        ("US-1/US-12", ("US-1", "US-12")),
        ("Refs: US-1,US-12;US-1", ("US-1", "US-12")),
        ("", ()),
    ],
)
def test_examples(text: str, found: tuple[str, ...]) -> None:
    assert Mentions(IDS).find(text) == found


def test_no_ids_no_mentions() -> None:
    assert Mentions(()).find("US-1 #1") == ()


_IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._#/-]{0,12}[A-Za-z0-9]", fullmatch=True)


@given(st.sets(_IDS, min_size=1), st.data())
def test_every_known_id_is_found_as_a_word(ids: set[str], data: st.DataObject) -> None:
    item_id = data.draw(st.sampled_from(sorted(ids)))
    text = f"fix: #{item_id} now" if not any(map(str.isalpha, item_id)) else f"fix: {item_id} now"
    assert Mentions(ids).find(text) == (item_id,)


@given(st.sets(_IDS, min_size=1), st.text(alphabet="US-12#/. aé\x1b\n", max_size=60))
def test_what_is_found_stands_in_the_text_between_boundaries(ids: set[str], text: str) -> None:
    for item_id in Mentions({*ids, "US-1", "2"}).find(text):
        assert any(
            text[at : at + len(item_id)] == item_id
            and not (at and text[at - 1].isascii() and text[at - 1].isalnum())
            and not text[at + len(item_id) :][:1].encode().isalnum()
            for at in range(len(text))
        )
