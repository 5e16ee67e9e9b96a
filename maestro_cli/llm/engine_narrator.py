"""The narrator that asks a model: it says what matters, and every number stays a gap that facts fill.

A sentence is taken only when it is plain words around gaps of known figures that it does not deny. Digits,
number words, markup and unknown figures are not repaired: such a sentence is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from maestro_cli.llm.choice import size_for
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Engine, Listener
from maestro_cli.llm.narrator import GAP, Asked, Narrator, Occasion, gaps
from maestro_cli.llm.predicates import is_misnamed
from maestro_cli.llm.questions import answer_schema, noted, question, warning
from maestro_cli.llm.quoting import quoted
from maestro_cli.llm.told_figures import listed, tellable
from maestro_cli.model.evidence import Figure
from maestro_cli.model.text import one_line
from maestro_cli.model.wording import contradicted

if TYPE_CHECKING:
    from maestro_cli.llm.interface import Size
    from maestro_cli.llm.prompt import Prompt

_MAX_SENTENCES = 5
_REMEMBERED = 2
"""Sentences that later turns of a session are told: the most important come first."""
_PLAIN = re.compile(r"[^\W\d_]?(?:[^\W\d_]|[ .,;:'’\"“”()–—\-!?/·])*")
_COUNTED = "개|건|명|가지|배|주|달|점|포인트|퍼센트|프로"
_NUMBER_WORDS = re.compile(
    r"\b(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ies)"
    r"|(?:hundred|thousand|million|billion|dozen)s?|half|halves|halved|thirds?|quarters?"
    r"|(?:four|fif|six|seven|eigh|nin|ten)ths?|per ?cent|percentage"
    r"|twice|thrice|doubl(?:ed?|ing)|tripl(?:ed?|ing)|couple)\b|절반|퍼센트"
    r"|(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무|스물|서른|마흔|쉰|예순|일흔|여든|아흔|[십백천])"
    rf" ?(?:일|{_COUNTED})"
    r"|(?=[일이삼사오육칠팔구수몇]?[십백천만억])[일이삼사오육칠팔구수몇십백천만억]{2,}"
    rf" ?(?:{_COUNTED})",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\bmaestro\b|approv|\breject|\bauthori[sz]|\bauthority\b|\bpermi(?:t|ssion)|\bgranted\b|승인|반려|거부|권한|허가|결재",
    re.IGNORECASE,
)
"""What may be done is asked and told by the run itself, in words that a model cannot imitate."""
_FAILED = "phrased without Claude"
_LANGUAGES = {"en": "English", "ko": "Korean (합니다 style)"}


class EngineNarrator:
    """Lets an engine phrase what rules alone do not; where it fails the rules speak, unless it is forced."""

    def __init__(
        self,
        engine: Engine,
        prompt: Callable[[Occasion, Iterable[str]], Prompt],
        rules: Narrator,
        *,
        forced: bool = False,
        deadline: float = 60.0,
        tell: Callable[[str], None] | None = None,
        listen: Listener | None = None,
        refused: Callable[[str], None] | None = None,
    ) -> None:
        """Ask `engine` with the `prompt` for an occasion and for figures by name.

        `tell` is told why `rules` speak, `listen` follows the call. `refused` is told of all that has no
        effect in a reply: sentences left out, tools asked for. `forced` means that a person asked for this
        engine: simple requests go to it too, and its errors end the run. `deadline` is in seconds, over
        all tries.
        """
        self.name = engine.name
        self.asked: Asked | None = None
        self._engine, self._prompt, self._rules = engine, prompt, rules
        self._forced, self._deadline = forced, deadline
        self._tell, self._listen, self._refused = tell, listen, refused

    def headline(self, figures: Mapping[str, Figure], occasion: Occasion) -> Sequence[str]:
        """Return at most five sentences. Raises EngineError where the engine is forced and fails."""
        size, told = size_for(occasion.complexity, forced=self._forced), tellable(figures)
        if size is not None and told:
            try:
                return self._sentences(told, occasion, size)
            except EngineError as error:
                if self._forced:
                    raise
                if self._tell is not None:
                    self._tell(f"{_FAILED}: {error.message}")
        self.name = self._rules.name
        return self._rules.headline(figures, occasion)

    def _sentences(self, figures: Mapping[str, Figure], occasion: Occasion, size: Size) -> Sequence[str]:
        prompt, talk = self._prompt(occasion, figures), occasion.talk
        schema = answer_schema(choices=talk.choices if talk else (), sentences=True)
        text = _last_turn(figures, occasion)
        request = question("headline", prompt, text, schema, size=size, deadline=self._deadline, talk=talk)
        try:
            reply = self._engine.ask(request, self._listen)
        except EngineError as error:
            self.asked = noted(request, prompt, error, failure=warning(_FAILED, error))
            raise
        said = [one_line(each) for each in reply.answer(schema).model_dump()["sentences"]]
        values = {name: one.value for name, one in figures.items() if isinstance(one.value, int | float)}
        taken = [sentence for sentence in said if _sound(sentence, set(figures)) and _true(sentence, values)]
        self._tell_refused([call.name for call in reply.refused], [s for s in said if s not in taken])
        taken = taken[:_MAX_SENTENCES]
        failed = None if taken else EngineError(Failure.MALFORMED, "no sentence of it stands on the facts")
        remembered = "\n".join(taken[:_REMEMBERED])
        self.asked = noted(request, prompt, reply, remembered, warning(_FAILED, failed) if failed else None)
        if failed is not None:
            raise failed
        return taken

    def _tell_refused(self, tools: Sequence[str], sentences: Sequence[str]) -> None:
        if self._refused is None:
            return
        for name in tools:
            self._refused(f"it asked for the tool {one_line(name)}, which it does not have")
        for sentence in sentences:
            self._refused(f"no fact stands behind its sentence: {sentence}")


def _last_turn(figures: Mapping[str, Figure], occasion: Occasion) -> str:
    """Return the last turn: the question as material, since it says what to answer and gives no orders."""
    asked = f"{quoted('question', occasion.question)}\n" if occasion.question else ""
    return f"{asked}{listed(figures)}\nIn {_LANGUAGES[occasion.language]}, as {occasion.agent}."


def _true(sentence: str, values: Mapping[str, float]) -> bool:
    return contradicted(GAP.sub(r"[^\2]", sentence), values) is None


def _sound(sentence: str, known: set[str]) -> bool:
    words = GAP.sub("", sentence)
    named = gaps(sentence)
    stray = _NUMBER_WORDS.search(words) or _ACTS.search(words)
    plain = _PLAIN.fullmatch(words) is not None and not stray and not any(map(str.isnumeric, words))
    return plain and bool(named) and set(named) <= known and not is_misnamed(sentence)
