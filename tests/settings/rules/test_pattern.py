"""Patterns: the same answers as `re`, in time that grows with the text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.settings.rules.pattern import MOST_KEPT, LinearPattern
from maestro_cli.settings.rules.pattern_syntax import PatternError

ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "가",
        r"\d",
        r"\w",
        r"\s",
        ".",
        "[ab]",
        "[^a]",
        "[]a]",
        r"[\]b]",
        "1",
        r"\.",
        r"\n",
        "A",
        "{",
        " ",
    ]
)
ANCHORS = st.sampled_from(["^", "$", r"\A", r"\Z", r"\b"])
COUNTS = st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{,2}", "{1,3}", "*?", "+?", "{1,2}?"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = inner.map(lambda text: f"(?:{text})")
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join).map(lambda text: f"({text})"),
        st.tuples(group, COUNTS).map("".join),
        st.tuples(ANCHORS, inner).map("".join),
        st.tuples(inner, ANCHORS).map("".join),
    )


PATTERNS = st.tuples(
    st.sampled_from(["", "(?i)", "(?m)", "(?s)", "(?ims)"]),
    st.recursive(st.one_of(ATOMS, st.tuples(ATOMS, COUNTS).map("".join)), _grown, max_leaves=8),
).map("".join)
TEXTS = st.text(alphabet="abAB1 .\n{]가나_", max_size=12)


@given(PATTERNS, st.lists(TEXTS, min_size=1, max_size=5))
def test_it_finds_what_re_finds(pattern: str, texts: list[str]) -> None:
    linear = LinearPattern(pattern)
    for text in texts:
        assert linear.search(text) is (re.search(pattern, text) is not None)


class Counted(str):
    """A text that counts how often one of its characters is taken."""

    __slots__ = ("taken",)

    def __iter__(self) -> Iterator[str]:
        self.taken = 0
        for char in str.__iter__(self):
            self.taken += 1
            yield char


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "^(a|a)*$", "(a|aa)+$", "^a*a*a*a*$", "(.*)(.*)(.*)x", r"^(\w+\s?)*\Z"]
)
def test_a_pattern_that_makes_re_hang_looks_at_each_character_once(pattern: str) -> None:
    text = Counted("a" * 50_000 + "!")
    assert LinearPattern(pattern).search(text) is False
    assert text.taken == len(text)


def test_what_is_remembered_is_bounded() -> None:
    pattern = LinearPattern("x.*y$")
    text = "x" + "".join(map(chr, range(0x4E00, 0x4E00 + MOST_KEPT + 1_000)))
    assert pattern.search(text + "y")
    assert not pattern.search(text + "z")
    assert sum(len(state.moves) for state in pattern._states.values()) <= MOST_KEPT + 1


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "is no regular expression"),
        ("(?=a)b", "linear time"),
        ("(?<!a)b", "linear time"),
        (r"(a)\1", "linear time"),
        ("(?P<x>a)(?P=x)", "linear time"),
        ("(?>a*)b", "linear time"),
        ("a*+b", "linear time"),
        (r"\Ba", "linear time"),
        ("a{3000}", "too large"),
        ("((a{50}){50}){50}", "too large"),
        ("a" * 501, "longer than 500"),
        ("(" * 30 + "a" + ")" * 30, "nested more than"),
    ],
)
def test_what_cannot_be_searched_in_linear_time_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(PatternError, match=said):
        LinearPattern(pattern)
