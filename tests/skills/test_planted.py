"""False statements planted into what answers say, of every kind that can be looked up, and true ones."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.agents.calls import plan_calls
from maestro_cli.agents.duties import DUTIES
from maestro_cli.cli.call import Call
from maestro_cli.model.requests import Complexity, Intent, Route, Strategy, Wish
from maestro_cli.skills import answers
from maestro_cli.skills.answer_sections import SHORT
from maestro_cli.skills.catalog import SKILLS
from maestro_cli.skills.grounding import Grounding
from maestro_cli.wiring import open_workspace
from maestro_cli.workflows.ask import _sections
from tests.projects import AS_OF, shop

NUMBER = re.compile(r"(?<![\w.,-])\d+(?:\.\d+)?(?![\w-])")
STRESSED = re.compile(r"\*\*([A-Z]+-\d+)\*\*")
PEOPLE = ("Mina", "Jonas", "Seo-yeon", "Ade")


class Said:
    """Everything that answers about the example project say, line by line, with the check of each."""

    def __init__(self, root: Path, language: str, people: tuple[str, ...] = PEOPLE) -> None:
        place = open_workspace(Call(project=root, as_of=AS_OF))
        inputs = place.inputs()
        wishes = tuple(Wish(duty.agent, intent) for intent, duty in DUTIES.items() if duty.sections)
        route = Route((), Intent.RISKS, wishes, Complexity.COMPLEX, Strategy.PARALLEL, 1.0, "all")
        results = {}
        for call in plan_calls(route, inputs):
            skill = SKILLS[call.skill]
            assert skill.run is not None
            asked = skill.asked.model_validate(dict(call.arguments))
            results[SHORT.get(call.skill, call.skill)] = skill.run(inputs, asked)
        names = dict.fromkeys(n for w in wishes for n in _sections(w.agent, route, set()))
        said = answers.contribution(list(names), results, people)
        self.lines: list[tuple[str, Grounding]] = []
        for section in answers.phrase(said["sections"], said["evidence"], language, None):
            grounding = Grounding(
                section["figures"],
                said["evidence"],
                language,
                section["quotes"],
                section["lists"],
                section["people"],
            )
            self.lines += [(line, grounding) for line in section["markdown"].splitlines() if line.strip()]
        self.ids = sorted({i for line, _ in self.lines for i in STRESSED.findall(line)})


@pytest.fixture(scope="module", params=["en", "ko"])
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Said:
    root = shop(tmp_path_factory.mktemp("planted") / "shop", request.param)
    return Said(root, request.param)


def is_dropped(line: str, grounding: Grounding) -> bool:
    return bool(grounding.check(line).dropped)


def test_true_statements_are_not_flagged(said: Said) -> None:
    flagged = [line for line, grounding in said.lines if is_dropped(line, grounding)]
    assert len(said.lines) > 60
    assert flagged == []


CONTRARY = """\
- {id: A-1, title: Pay with never failing cards, status: ready, points: 5, assignee: Mina}
- {id: A-2, title: Nothing is wrong here at all, status: in_progress, points: 8, assignee: Jonas,
   started: 2026-09-01, due: 2026-11-10, depends_on: [A-1]}
- {id: A-3, title: 줄어든 것은 하나도 없다, status: blocked, points: 3, depends_on: [A-9],
   blocked_reason: It was not true}
- {id: A-4, title: No estimate of the fall, status: ready}
- {id: A-5, title: Done thing that did not rise, status: done, points: 3, completed: 2026-11-12}
"""
"""Items whose titles deny, rise and fall: what they say is nobody's claim."""


@pytest.mark.parametrize("completed", [0, 30])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_is_said_of_contrary_items_stays(tmp_path: Path, language: str, completed: int) -> None:
    (tmp_path / "backlog").mkdir()
    (tmp_path / "backlog" / "items.yaml").write_text(CONTRARY, encoding="utf-8")
    (tmp_path / "maestro.yaml").write_text(
        f"project: {{id: x, name: X, language: {language}}}\nteam: [{{name: Mina}}, {{name: Jonas}}]\n"
        "sprint: {length_days: 14, starts: 2026-11-09}\nsprints:\n"
        f"  - {{id: Q-1, start: 2026-10-12, end: 2026-10-25, committed: 40, completed: {completed}}}\n"
        f"  - {{id: Q-2, start: 2026-10-26, end: 2026-11-08, committed: 50, completed: {completed}}}\n"
    )
    lines = Said(tmp_path, language).lines
    assert sum("[^" in line for line, _ in lines) > 20
    assert [line for line, grounding in lines if is_dropped(line, grounding)] == []


def planted(said: Said, chance: random.Random) -> Iterator[tuple[str, str, Grounding]]:
    """Yield false lines: one thing in each is changed to what no fact says."""
    for line, grounding in said.lines:
        yield from ((kind, false, grounding) for kind, false in _changed(line, said, chance) if false != line)


def _changed(line: str, said: Said, chance: random.Random) -> Iterator[tuple[str, str]]:
    numbers = [m for m in NUMBER.finditer(line) if not _inside_mark(line, m.start())]
    if numbers:
        match = chance.choice(numbers)
        other = f"{float(match[0]) + chance.choice((1, 3, 10)):g}"
        yield "number", line[: match.start()] + other + line[match.end() :]
    ids = STRESSED.findall(line)
    if ids:
        name = chance.choice(ids)
        yield "unknown id", line.replace(f"**{name}**", "**US-9999**", 1) + " 9999"
        follows = re.search(rf"\*\*{name}\*\* (?=[A-Za-z가-힣])", line)
        if follows and line.startswith("- **"):
            yield "swapped id", line.replace(f"**{name}**", f"**{chance.choice(said.ids)}**", 1)
    for person in PEOPLE:
        if ids and re.search(rf"\b{person}\b", line):
            yield "person", line.replace(person, chance.choice([p for p in PEOPLE if p != person]))
    marks = re.findall(r"\[\^([^\]]+)\]", line)
    if marks:
        yield "mark", line.replace(f"[^{marks[0]}]", "[^made.up]", 1)
    if re.search(r"\b(?:20\d\d)\b", line):
        yield "date", re.sub(r"\b20(\d\d)\b", lambda m: f"20{int(m[1]) + 1:02}", line, count=1)


def _inside_mark(line: str, at: int) -> bool:
    return line.rfind("[^", 0, at) > line.rfind("]", 0, at)


# @req MR-14.10
def test_planted_false_statements_are_caught(said: Said) -> None:
    chance = random.Random(100)
    false = list(planted(said, chance))
    chance.shuffle(false)
    assert len(false) >= 100
    missed = [(kind, line) for kind, line, grounding in false if not is_dropped(line, grounding)]
    kinds = {kind for kind, _, _ in false}
    assert kinds >= {"number", "unknown id", "swapped id", "person", "mark", "date"}
    assert len(missed) <= 0.05 * len(false), missed


@pytest.mark.parametrize(
    ("line", "value", "false"),
    [
        ("Velocity is falling by {0} a sprint.", 2.5, True),
        ("Velocity is rising by {0} a sprint.", 2.5, False),
        ("Velocity rose by {0}.", -2.5, True),
        ("속도가 {0} 하락했습니다.", 3.0, True),
        ("속도가 {0} 상승했습니다.", 3.0, False),
    ],
)
def test_a_change_is_not_turned_round(line: str, value: float, false: bool) -> None:
    figure: dict[str, Any] = {
        "name": "velocity.slope",
        "value": value,
        "unit": "",
        "evidence": ["sprint:S-1"],
    }
    shown = f"{value:+g}[^velocity.slope]"
    dropped = Grounding([figure], {"sprint:S-1": ""}, "en").check(line.format(shown)).dropped
    assert bool(dropped) is false
