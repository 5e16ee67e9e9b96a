"""The narrator that asks a model: it says what matters, and every number stays a gap that facts fill.

A sentence is taken only when it is plain words around gaps of known figures. Digits, number words, markup
and unknown figures are not repaired: such a sentence is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Block, Engine, Listener, Request, UserTurn
from maestro_cli.llm.narrator import GAP, Narrator, gaps
from maestro_cli.llm.quoting import RULE, quoted
from maestro_cli.model.evidence import Figure
from maestro_cli.model.text import one_line

_MAX_SENTENCES = 5
_PLAIN = re.compile(r"[^\W\d_]?(?:[^\W\d_]|[ .,;:'’\"“”()–—\-!?/·])*")
_NUMBER_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand"
    r"|dozens?|half|halved|third|quarter|twice|doubled?|tripled?)\b"
    r"|(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|절반|두 배|세 배) ?(?:개|건|명|가지|배|주|일|달|포인트)",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\bmaestro\b|approv|\breject|\bauthori[sz]|\bauthority\b|\bpermi(?:t|ssion)|\bgranted\b|승인|반려|거부|권한|허가|결재",
    re.IGNORECASE,
)
"""What may be done is asked and told by the run itself, in words that a model cannot imitate."""
_TASK = """\
You write the summary at the top of a delivery team's report, for readers who decide what happens next.
Write at most five sentences, what matters most first: what was finished, what is blocked and what waits for
it, what is at risk, where velocity goes. Say what stands out; leave out what is as usual.
Every number is a gap with the name of its figure in braces, for example: Finished {done.count} worth
{done.points}. A gap is filled with the number, its unit and its source, so write neither number nor unit.
{cite:done.count} stands for the source alone. Use no figure that is not listed, none twice, and none whose
value is null. Write no digits, no number words, no names, ids, dates, links or markup, and nothing about
approvals or about who may do what.
"""
_LANGUAGES = {"en": "English", "ko": "Korean (합니다 style)"}


class EngineNarrator:
    """Lets an engine phrase. Where it fails, `fallback` speaks; without one the error ends the run."""

    def __init__(
        self,
        engine: Engine,
        fallback: Narrator | None = None,
        tell: Callable[[str], None] | None = None,
        listen: Listener | None = None,
        refused: Callable[[str], None] | None = None,
    ) -> None:
        """Ask `engine`; `tell` is told why the fallback speaks, `listen` follows the call.

        `refused` is told of everything in a reply that has no effect: sentences left out, tools asked for.
        """
        self.name = engine.name
        self._engine, self._fallback = engine, fallback
        self._tell, self._listen, self._refused = tell, listen, refused

    def headline(self, figures: Mapping[str, Figure], language: str, question: str = "") -> Sequence[str]:
        """Return at most five sentences. Raises EngineError where there is no fallback."""
        try:
            return self._asked(figures, language, question)
        except EngineError as error:
            if self._fallback is None:
                raise
            if self._tell is not None:
                self._tell(f"phrased without Claude: {error.message}")
        self.name = self._fallback.name
        return self._fallback.headline(figures, language, question)

    def _asked(self, figures: Mapping[str, Figure], language: str, question: str) -> Sequence[str]:
        from pydantic import create_model

        schema = create_model("Headline", sentences=(list[str], ...))
        request = Request(
            purpose="headline",
            system=(Block(f"{_TASK}\n{RULE}", stable=True),),
            turns=(UserTurn(f"{_facts(figures)}\n{_asks(question)}Write in {_LANGUAGES[language]}."),),
            schema=schema,
            deadline=60.0,
        )
        reply = self._engine.ask(request, self._listen)
        said = reply.answer(schema).model_dump()["sentences"]
        known = {name for name, figure in figures.items() if figure.value is not None}
        sentences = [one_line(sentence) for sentence in said]
        taken = [sentence for sentence in sentences if _sound(sentence, known)]
        self._tell_refused([call.name for call in reply.refused], [s for s in sentences if s not in taken])
        if not taken:
            raise EngineError(Failure.MALFORMED, "no sentence of it stands on the facts")
        return taken[:_MAX_SENTENCES]

    def _tell_refused(self, tools: Sequence[str], sentences: Sequence[str]) -> None:
        if self._refused is None:
            return
        for name in tools:
            self._refused(f"it asked for the tool {one_line(name)}, which it does not have")
        for sentence in sentences:
            self._refused(f"no fact stands behind its sentence: {sentence}")


def _asks(question: str) -> str:
    """Return what a person asked, as material: it says what to answer, and gives no orders."""
    if not question:
        return ""
    return f"{quoted('the question of the reader', question)}\nAnswer this question first.\n"


def _facts(figures: Mapping[str, Figure]) -> str:
    listed = {name: [figure.value, figure.unit] for name, figure in sorted(figures.items())}
    return quoted("figures: name, value, unit", json.dumps(listed, ensure_ascii=False))


def _sound(sentence: str, known: set[str]) -> bool:
    words = GAP.sub("", sentence)
    named = gaps(sentence)
    stray = _NUMBER_WORDS.search(words) or _ACTS.search(words)
    plain = _PLAIN.fullmatch(words) is not None and not stray
    return plain and bool(named) and set(named) <= known
