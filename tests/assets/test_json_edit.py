"""Edits of a JSON text keep every other byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.assets.json_edit import insert, remove

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
STYLES = st.sampled_from([{"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}, {"indent": 0}, {}])


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), STYLES, st.booleans(), VALUES)
def test_a_key_comes_and_goes_without_a_trace(
    settings: dict[str, Any], style: dict[str, Any], ascii_only: bool, value: object
) -> None:
    settings.pop("new key", None)
    text = json.dumps(settings, ensure_ascii=ascii_only, **style)
    edited = insert(text, ["new key"], value)
    assert list(json.loads(edited).items()) == [*settings.items(), ("new key", value)]
    assert remove(edited, ["new key"]) == text


@given(st.lists(VALUES, max_size=4), STYLES, VALUES)
def test_an_element_comes_and_goes_without_a_trace(
    elements: list[Any], style: dict[str, Any], value: object
) -> None:
    text = json.dumps({"a": {"b": elements}, "c": 1.10}, **style)
    edited = insert(text, ["a", "b"], value)
    assert json.loads(edited)["a"]["b"] == [*elements, value]
    assert remove(edited, ["a", "b", len(elements)]) == text


def test_spelling_of_everything_else_stays() -> None:
    text = '\r\n{ "n" : 1.10e+2,\r\n\t"s":"\\u00e9\\/",  "a" : [ 1 ,2 ] }\r\n'
    assert insert(text, ["a"], 3) == text.replace("2 ]", "2, 3 ]")


@pytest.mark.parametrize("at", [0, 1, 2])
def test_removal_from_the_middle(at: int) -> None:
    left = json.loads(remove('{"a": [10, 20, 30]}', ["a", at]))
    assert left == {"a": [number for number in (10, 20, 30) if number != (at + 1) * 10]}


def test_no_such_place() -> None:
    with pytest.raises(KeyError):
        insert('{"a": 1}', ["a", "b"], 2)
    with pytest.raises(KeyError):
        remove('{"a": 1}', ["b"])
