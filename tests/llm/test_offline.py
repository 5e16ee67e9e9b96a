"""The offline narrator says what stands out, and never a number of its own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.llm.narrator import GAP, Occasion, gaps
from maestro_cli.llm.offline import MAX_SENTENCES, OfflineNarrator
from maestro_cli.model.evidence import Figure

NAMES = (
    "done.count",
    "done.points",
    "done.points.change",
    "blocked.count",
    "held_up.count",
    "held_up.value",
    "risk.overdue.count",
    "velocity.median",
    "velocity.slope",
    "in_progress.count",
)
FIGURES = st.fixed_dictionaries(
    {},
    optional={name: st.one_of(st.none(), st.integers(-9, 9)) for name in NAMES},
).map(lambda values: {name: Figure(name, value) for name, value in values.items()})


@given(FIGURES, st.sampled_from(["en", "ko"]))
def test_every_gap_is_a_known_figure_and_no_digit_stands_beside_it(
    figures: dict[str, Figure], language: str
) -> None:
    said = OfflineNarrator().headline(figures, Occasion(language))
    assert len(said) <= MAX_SENTENCES
    for sentence in said:
        assert gaps(sentence)
        assert not re.search(r"\d", GAP.sub("", sentence))
        for name in gaps(sentence):
            assert figures[name].value is not None


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Nothing was finished"), ("ko", "완료한 작업이 없습니다")]
)
def test_nothing_finished_is_said_only_where_that_is_known(language: str, word: str) -> None:
    narrator = OfflineNarrator()
    assert word in narrator.headline({"done.count": Figure("done.count", 0)}, Occasion(language))[0]
    assert narrator.headline({"done.count": Figure("done.count", None)}, Occasion(language)) == ()


def test_what_is_overdue_is_said() -> None:
    overdue = {"risk.overdue.count": Figure("risk.overdue.count", 2)}
    assert "{risk.overdue.count}" in OfflineNarrator().headline(overdue, Occasion("en"))[0]
