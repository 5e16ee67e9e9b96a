"""The narrator that needs no network: it picks what stands out, by rules, and says it plainly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from maestro_cli.llm.narrator import Asked, Occasion, gaps
from maestro_cli.model.evidence import Figure

MAX_SENTENCES = 5

Figures = Mapping[str, Figure]
Test = Callable[[Sequence[float]], bool]


def _some(numbers: Sequence[float]) -> bool:
    return numbers[0] > 0


def _all(numbers: Sequence[float]) -> bool:
    return all(number > 0 for number in numbers)


def _none(numbers: Sequence[float]) -> bool:
    return numbers[0] == 0


def _falling(numbers: Sequence[float]) -> bool:
    return numbers[0] < 0


def _known(numbers: Sequence[float]) -> bool:
    return bool(numbers)


_TOPICS: tuple[tuple[tuple[Test, str, str], ...], ...] = (
    (
        (
            _some,
            "Finished {done.count} worth {done.points} ({done.points.change} against the period before).",
            "{done.count}, {done.points}를 완료했습니다(직전 기간 대비 {done.points.change}).",
        ),
        (_some, "Finished {done.count}.", "{done.count}을 완료했습니다."),
        (
            _none,
            "Nothing was finished in this period{cite:done.count}.",
            "이 기간에 완료한 작업이 없습니다{cite:done.count}.",
        ),
    ),
    (
        (
            _all,
            "{blocked.count} blocked, holding up {held_up.count} with a value of {held_up.value}.",
            "막힌 작업이 {blocked.count} 있고, 그 뒤에서 {held_up.count}(가치 {held_up.value})이 기다립니다.",
        ),
        (_some, "{blocked.count} blocked.", "막힌 작업이 {blocked.count} 있습니다."),
        (_none, "Nothing is blocked{cite:blocked.count}.", "막힌 작업이 없습니다{cite:blocked.count}."),
    ),
    (
        (
            _some,
            "{risk.overdue.count} past the due date.",
            "기한이 지난 작업이 {risk.overdue.count} 있습니다.",
        ),
    ),
    (
        (
            _falling,
            "Velocity moves by {velocity.slope} a sprint; the median is {velocity.median}.",
            "속도는 스프린트당 {velocity.slope}씩 변하고 있으며, 중앙값은 {velocity.median}입니다.",
        ),
        (
            _known,
            "Velocity stands at a median of {velocity.median}.",
            "속도 중앙값은 {velocity.median}입니다.",
        ),
    ),
    ((_some, "{in_progress.count} in progress.", "진행 중인 작업은 {in_progress.count}입니다."),),
    (
        (
            _some,
            "{plan.count} fit: {plan.load} of {plan.capacity}.",
            "{plan.count}이 들어갑니다: {plan.capacity} 중 {plan.load}.",
        ),
        (_none, "Nothing fits{cite:plan.count}.", "들어가는 작업이 없습니다{cite:plan.count}."),
    ),
    (
        (
            _some,
            "The gate has {trace.findings}; covered are {trace.covered} of {trace.requirements}.",
            "추적성 검사 결과 {trace.findings}; 요구사항 {trace.requirements} 중 {trace.covered} 커버.",
        ),
        (
            _none,
            "The gate has no finding{cite:trace.findings}.",
            "추적성 검사에서 나온 것이 없습니다{cite:trace.findings}.",
        ),
    ),
    ((_some, "{risks.count} found by the rules.", "규칙이 찾은 위험은 {risks.count}입니다."),),
    ((_some, "{ready.count} can be started.", "시작할 수 있는 작업은 {ready.count}입니다."),),
)
"""Topics in order of weight. Of each, the first sentence is said whose figures are all known and pass."""


class OfflineNarrator:
    """Says the first fitting sentence of each topic; a figure that is not known is not spoken of."""

    name = "offline"
    asked: Asked | None = None

    def headline(self, figures: Figures, occasion: Occasion) -> tuple[str, ...]:
        """Return one sentence per topic that has figures, at most five."""
        said = (_first(topic, figures, occasion.language) for topic in _TOPICS)
        return tuple(sentence for sentence in said if sentence)[:MAX_SENTENCES]


def _first(topic: Sequence[tuple[Test, str, str]], figures: Figures, language: str) -> str | None:
    for test, english, korean in topic:
        sentence = korean if language == "ko" else english
        numbers = _numbers(gaps(english), figures)
        if numbers is not None and test(numbers):
            return sentence
    return None


def _numbers(names: tuple[str, ...], figures: Figures) -> tuple[float, ...] | None:
    values = [figures[name].value if name in figures else None for name in names]
    numbers = tuple(value for value in values if isinstance(value, int | float))
    return numbers if len(numbers) == len(names) else None
