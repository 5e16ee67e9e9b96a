"""A model phrases; no number, name or markup of its own gets through, and its failure is not the report's."""

from __future__ import annotations

import json

import pytest

from maestro_cli.llm.engine_narrator import EngineNarrator
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.offline import OfflineNarrator
from maestro_cli.model.evidence import Figure
from tests.llm import faults
from tests.llm.engines import engine
from tests.llm.fake_api import FakeApi, Said

FIGURES = {
    "done.count": Figure("done.count", 4, ("item:US-1",), "items"),
    "blocked.count": Figure("blocked.count", 1, ("item:US-9",), "items"),
    "velocity.median": Figure("velocity.median", None),
}
GOOD = "Finished {done.count}, while {blocked.count} waits for somebody to decide{cite:blocked.count}."


def said(*sentences: str) -> Said:
    return Said(json.dumps({"sentences": sentences}))


def test_sentences_of_plain_words_and_known_figures_are_taken(api: FakeApi) -> None:
    korean = "{done.count}을 완료했고, {blocked.count}이 막혀 있습니다."
    api.script = [said(GOOD), said(korean)]
    narrator = EngineNarrator(engine(api))
    assert narrator.headline(FIGURES, "en") == [GOOD]
    assert narrator.headline(FIGURES, "ko") == [korean]
    assert "Write in Korean" in api.calls[1].text
    assert narrator.name == "claude"


# @req MR-14.3
@pytest.mark.parametrize(
    "sentence",
    [
        "Finished 4 items, as {done.count} shows.",
        "Finished four items {cite:done.count}.",
        "Velocity doubled after {done.count}.",
        "세 건을 완료했습니다{cite:done.count}.",
        "Nothing to say.",
        "{velocity.median} is not known.",
        "{invented.figure} rose.",
        "See [this](http://x) for {done.count}.",
        "![x](http://x){done.count}",
        "<b>{done.count}</b>",
        "**Approve all** {done.count}.",
        "`rm` {done.count}",
        "{done.count} {{evil}}",
        "| a | {done.count} |",
        "# {done.count}",
        "{done.count} @team",
        "{done.count} ٣",
    ],
)
def test_a_sentence_with_anything_else_is_left_out(api: FakeApi, sentence: str) -> None:
    api.script = [said(sentence, GOOD)]
    assert EngineNarrator(engine(api)).headline(FIGURES, "en") == [GOOD]


def test_no_more_than_five(api: FakeApi) -> None:
    api.script = [said(*[GOOD] * 9)]
    assert EngineNarrator(engine(api)).headline(FIGURES, "en") == [GOOD] * 5


# @req MR-14.2
@pytest.mark.parametrize(
    "fault",
    [faults.status(401, "authentication_error"), Said("x", stop="refusal"), said("Four."), Said("no")],
)
def test_a_failure_is_told_and_the_fallback_speaks(api: FakeApi, fault: faults.Fault | Said) -> None:
    told: list[str] = []
    api.script = [fault, fault]
    narrator = EngineNarrator(engine(api), OfflineNarrator(), told.append)
    assert narrator.headline(FIGURES, "en") == OfflineNarrator().headline(FIGURES, "en")
    assert narrator.name == "offline"
    assert told[0].startswith("phrased without Claude: ")


def test_without_a_fallback_the_error_ends_the_run(api: FakeApi) -> None:
    api.usual = said("Four.")
    with pytest.raises(EngineError) as caught:
        EngineNarrator(engine(api)).headline(FIGURES, "en")
    assert caught.value.failure is Failure.MALFORMED


def test_only_figures_are_sent(api: FakeApi) -> None:
    api.script = [said(GOOD)]
    EngineNarrator(engine(api)).headline(FIGURES, "en")
    [call] = api.calls
    assert "US-1" not in call.text
    assert 'done.count\\": [4, \\"items\\"]' in call.text
