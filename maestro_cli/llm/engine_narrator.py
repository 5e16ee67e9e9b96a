"""The narrator that asks a model: it says what matters, and every number stays a gap that facts fill.

A sentence is taken only when it is plain words around gaps of known figures that it does not deny. Digits,
number words, markup and unknown figures are not repaired: such a sentence is left out.

What all calls of a session share stands first (the prompt for all agents, then what is remembered, then its
turns as they were), so that the provider reads it from its cache; figures and the question come last. Outside
of a session the prompt is that for the agents who speak.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.llm.choice import size_for
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Block, Engine, Listener, ModelTurn, Request, UserTurn
from maestro_cli.llm.narrator import GAP, Asked, Narrator, Occasion, Talk, gaps
from maestro_cli.llm.quoting import quoted
from maestro_cli.llm.told_figures import listed, tellable
from maestro_cli.model.evidence import Figure
from maestro_cli.model.plain import digest
from maestro_cli.model.text import one_line
from maestro_cli.model.wording import contradicted

if TYPE_CHECKING:
    from pydantic import BaseModel

    from maestro_cli.llm.interface import Reply, Size, Usage
    from maestro_cli.llm.prompt import Prompt

_MAX_SENTENCES = 5
_REMEMBERED = 2
"""Sentences that later turns of a session are told: the most important come first."""
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
_LANGUAGES = {"en": "English", "ko": "Korean (합니다 style)"}


class EngineNarrator:
    """Lets an engine phrase what rules alone do not; where it fails the rules speak, unless it is forced."""

    def __init__(
        self,
        engine: Engine,
        prompt: Callable[[tuple[str, ...]], Prompt],
        rules: Narrator,
        *,
        forced: bool = False,
        deadline: float = 60.0,
        tell: Callable[[str], None] | None = None,
        listen: Listener | None = None,
        refused: Callable[[str], None] | None = None,
    ) -> None:
        """Ask `engine` with the `prompt` for agents, () for all of them.

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
                    self._tell(f"phrased without Claude: {error.message}")
        self.name = self._rules.name
        return self._rules.headline(figures, occasion)

    def _sentences(self, figures: Mapping[str, Figure], occasion: Occasion, size: Size) -> Sequence[str]:
        schema, prompt = _schema(), self._prompt(occasion.agents if occasion.talk is None else ())
        request = self._request(prompt, figures, occasion, size, schema)
        try:
            reply = self._engine.ask(request, self._listen)
        except EngineError as error:
            self.asked = _noted(prompt, request, error, error.usage, (), error)
            raise
        said = [one_line(each) for each in reply.answer(schema).model_dump()["sentences"]]
        values = {name: one.value for name, one in figures.items() if isinstance(one.value, int | float)}
        taken = [sentence for sentence in said if _sound(sentence, set(figures)) and _true(sentence, values)]
        self._tell_refused([call.name for call in reply.refused], [s for s in said if s not in taken])
        taken = taken[:_MAX_SENTENCES]
        failed = None if taken else EngineError(Failure.MALFORMED, "no sentence of it stands on the facts")
        self.asked = _noted(prompt, request, reply, reply.usage, taken, failed)
        if failed is not None:
            raise failed
        return taken

    def _request(
        self,
        prompt: Prompt,
        figures: Mapping[str, Figure],
        occasion: Occasion,
        size: Size,
        schema: type[BaseModel],
    ) -> Request:
        talk = occasion.talk or Talk()
        known = (Block(talk.known, stable=True),) if talk.known else ()
        before = [turn for asked, said in talk.turns for turn in (UserTurn(asked), ModelTurn(said))]
        return Request(
            purpose="headline",
            system=(Block(prompt.text, stable=True), *known),
            turns=(*before, UserTurn(_question(figures, occasion))),
            schema=schema,
            size=talk.size or size,
            continues=occasion.talk is not None,
            deadline=self._deadline,
        )

    def _tell_refused(self, tools: Sequence[str], sentences: Sequence[str]) -> None:
        if self._refused is None:
            return
        for name in tools:
            self._refused(f"it asked for the tool {one_line(name)}, which it does not have")
        for sentence in sentences:
            self._refused(f"no fact stands behind its sentence: {sentence}")


def _noted(
    prompt: Prompt,
    request: Request,
    cost: Reply | EngineError,
    usage: Usage | None,
    taken: Sequence[str],
    failed: EngineError | None,
) -> Asked:
    return Asked(
        text=_last(request),
        said="\n".join(taken[:_REMEMBERED]),
        size=request.size,
        inputs=_inputs(request),
        prompt=prompt.label,
        model=cost.model,
        tokens=usage.total if usage else 0,
        usd=cost.usd,
        failure=_failure(failed) if failed else None,
    )


def _schema() -> type[BaseModel]:
    from pydantic import create_model

    return create_model("Headline", sentences=(list[str], ...))


def _question(figures: Mapping[str, Figure], occasion: Occasion) -> str:
    """Return the last turn: the question as material, since it says what to answer and gives no orders."""
    asked = f"{quoted('question', occasion.question)}\n" if occasion.question else ""
    voice = ", ".join(occasion.agents)
    return f"{asked}{listed(figures)}\nIn {_LANGUAGES[occasion.language]}, as {voice}."


def _last(request: Request) -> str:
    turn = request.turns[-1]
    assert isinstance(turn, UserTurn)  # noqa: S101 - the last word is always ours
    return turn.text


def _inputs(request: Request) -> str:
    return digest([[block.text for block in request.system], [turn.text for turn in request.turns]])


def _failure(error: EngineError) -> Diagnostic:
    return Diagnostic(
        Severity.WARNING,
        error.diagnostics[0].code,
        f"phrased without Claude: {error.message}",
        fix=error.diagnostics[0].fix,
    )


def _true(sentence: str, values: Mapping[str, float]) -> bool:
    return contradicted(GAP.sub(r"[^\2]", sentence), values) is None


def _sound(sentence: str, known: set[str]) -> bool:
    words = GAP.sub("", sentence)
    named = gaps(sentence)
    stray = _NUMBER_WORDS.search(words) or _ACTS.search(words)
    plain = _PLAIN.fullmatch(words) is not None and not stray
    return plain and bool(named) and set(named) <= known
