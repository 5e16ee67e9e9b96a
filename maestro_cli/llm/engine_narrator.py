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
_TASK = """\
You write the summary at the top of a delivery team's report, for readers who decide what happens next.
Write at most five sentences, what matters most first: what was finished, what is blocked and what waits for
it, what is at risk, where velocity goes. Say what stands out; leave out what is as usual.
Every number is a gap with the name of its figure in braces, for example: Finished {done.count} worth
{done.points}. A gap is filled with the number, its unit and its source, so write neither number nor unit.
{cite:done.count} stands for the source alone. Use no figure that is not listed, none twice, and none whose
value is null. Write no digits, no number words, no names, ids, dates, links or markup.
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
    ) -> None:
        """Ask `engine`; `tell` is told why the fallback speaks, `listen` follows the call."""
        self.name = engine.name
        self._engine, self._fallback = engine, fallback
        self._tell, self._listen = tell, listen

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
        taken = [sentence for sentence in map(one_line, said) if _sound(sentence, known)]
        if not taken:
            raise EngineError(Failure.MALFORMED, "no sentence of it stands on the facts")
        return taken[:_MAX_SENTENCES]


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
    plain = _PLAIN.fullmatch(words) is not None and _NUMBER_WORDS.search(words) is None
    return plain and bool(named) and set(named) <= known
