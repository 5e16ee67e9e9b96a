"""The narrator that needs no network: it picks what stands out, by rules, and says it plainly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from maestro_cli.llm.narrator import gaps
from maestro_cli.model.evidence import Figure

MAX_SENTENCES = 5

Figures = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class _Rule:
    """One sentence per language, said when `applies` to the numbers of all its gaps."""

    applies: Callable[[tuple[float, ...]], bool]
    text: Mapping[str, str]


_RULES: tuple[tuple[_Rule, ...], ...] = (
    (
        _Rule(
            lambda n: n[0] > 0,
            {
                "en": "Finished {done.count} worth {done.points}"
                " ({done.points.change} against the period before).",
                "ko": "{done.count}, {done.points}를 완료했습니다(직전 기간 대비 {done.points.change}).",
            },
        ),
        _Rule(
            lambda n: n[0] > 0,
            {"en": "Finished {done.count}.", "ko": "{done.count}을 완료했습니다."},
        ),
        _Rule(
            lambda n: n[0] == 0,
            {
                "en": "Nothing was finished in this period{cite:done.count}.",
                "ko": "이 기간에 완료한 작업이 없습니다{cite:done.count}.",
            },
        ),
    ),
    (
        _Rule(
            lambda n: n[0] > 0 and n[1] > 0,
            {
                "en": "{blocked.count} blocked, holding up {held_up.count} with a value of {held_up.value}.",
                "ko": "{blocked.count}이 막혀 있어 후속 작업 {held_up.count}(가치 {held_up.value})이 기다리고 있습니다.",
            },
        ),
        _Rule(
            lambda n: n[0] > 0,
            {"en": "{blocked.count} blocked.", "ko": "{blocked.count}이 막혀 있습니다."},
        ),
        _Rule(
            lambda n: n[0] == 0,
            {
                "en": "Nothing is blocked{cite:blocked.count}.",
                "ko": "막힌 작업이 없습니다{cite:blocked.count}.",
            },
        ),
    ),
    (
        _Rule(
            lambda n: n[0] > 0,
            {
                "en": "{overdue.count} past the due date.",
                "ko": "기한이 지난 작업이 {overdue.count} 있습니다.",
            },
        ),
    ),
    (
        _Rule(
            lambda n: n[0] < 0,
            {
                "en": "Velocity is falling: {velocity.slope} a sprint, from a median of {velocity.median}.",
                "ko": "속도가 떨어지고 있습니다. 중앙값 {velocity.median}에서 스프린트마다 {velocity.slope}씩 변합니다.",
            },
        ),
        _Rule(
            lambda n: True,
            {
                "en": "Velocity stands at a median of {velocity.median}.",
                "ko": "속도 중앙값은 {velocity.median}입니다.",
            },
        ),
    ),
    (
        _Rule(
            lambda n: n[0] > 0,
            {
                "en": "{in_progress.count} in progress.",
                "ko": "진행 중인 작업은 {in_progress.count}입니다.",
            },
        ),
    ),
)
"""Topics in order of weight; of each topic the first sentence that can be said is said."""


class OfflineNarrator:
    """Says the first fitting sentence of each topic; a figure that is not known is not spoken of."""

    name = "offline"

    def headline(self, figures: Figures, language: str) -> tuple[str, ...]:
        """Return one sentence per topic that has figures, at most five."""
        said = (_first(rules, figures, language) for rules in _RULES)
        return tuple(sentence for sentence in said if sentence)[:MAX_SENTENCES]


def _first(rules: tuple[_Rule, ...], figures: Figures, language: str) -> str | None:
    for rule in rules:
        sentence = rule.text.get(language, rule.text["en"])
        numbers = _numbers(gaps(sentence), figures)
        if numbers is not None and rule.applies(numbers):
            return sentence
    return None


def _numbers(names: tuple[str, ...], figures: Figures) -> tuple[float, ...] | None:
    values = [figures[name].value if name in figures else None for name in names]
    numbers = tuple(value for value in values if isinstance(value, int | float))
    return numbers if len(numbers) == len(names) else None
