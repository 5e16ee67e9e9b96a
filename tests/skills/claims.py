"""Claims about projects, made from facts in sentences of many hands: true and false, of eleven kinds.

`test_planted` changes lines that documents hold. Here the sentences are others, as a model might put them,
and what is false is chosen among facts: another item's points, another person, the value of another figure.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maestro_cli.cli.call import Call
from maestro_cli.documents.figures import shown, shown_number
from maestro_cli.skills import answers
from maestro_cli.skills.answer_sections import SHORT
from maestro_cli.skills.catalog import SKILLS
from maestro_cli.skills.grounding import Grounding
from maestro_cli.wiring import open_workspace
from tests.projects import AS_OF
from tests.skills.wording import Sentences, Wording

Row = Mapping[str, Any]

SECTIONS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "blocked": {"identify_blockers": {}},
    "in_progress": {"summarize_progress": {"since": "2026-11-01", "until": "2026-11-18"}},
    "done": {"summarize_progress": {"since": "2026-11-01", "until": "2026-11-18"}},
    "velocity": {"calculate_velocity": {}, "retrieve_team_capacity": {}},
    "capacity": {"retrieve_team_capacity": {}},
    "ready": {"order_ready_items": {}},
    "flow": {"measure_flow": {}},
    "quality": {"assess_data_quality": {}},
}
"""Sections whose rows tell of items with points, people and days, and the skills that they stand on."""


@dataclass(frozen=True)
class Facts:
    """One section of an answer: what it says, what it stands on, and the check of it."""

    name: str
    language: str
    lines: tuple[str, ...]
    figures: tuple[Row, ...]
    rows: tuple[Row, ...]
    people: tuple[str, ...]
    grounding: Grounding
    wording: Sentences


@dataclass(frozen=True)
class Claim:
    """A sentence; `kind` is empty where it is true."""

    text: str
    facts: Facts
    kind: str = ""

    @property
    def is_dropped(self) -> bool:
        return bool(self.facts.grounding.check(self.text).dropped)


def facts_of(root: Path, language: str, wording: Wording) -> Iterator[Facts]:
    """Yield the sections of what there is to say about a project, to be said in a wording."""
    place = open_workspace(Call(project=root, as_of=AS_OF))
    inputs = place.inputs()
    results = {}
    for name, given in {name: each for skills in SECTIONS.values() for name, each in skills.items()}.items():
        skill = SKILLS[name]
        assert skill.run is not None
        results[SHORT.get(name, name)] = skill.run(inputs, skill.asked.model_validate(given))
    team = [member.name for member in place.settings.team]
    said = answers.contribution(list(SECTIONS), results, team)
    for section in answers.phrase(said["sections"], said["evidence"], language, None):
        check = Grounding(
            section["figures"],
            said["evidence"],
            language,
            section["quotes"],
            section["lists"],
            section["people"],
        )
        yield Facts(
            section["id"],
            language,
            tuple(line for line in section["markdown"].splitlines() if line.strip()),
            tuple(f for f in section["figures"] if isinstance(f["value"], int | float)),
            tuple(_rows(section)),
            tuple(team),
            check,
            wording[language],
        )


def _rows(section: Mapping[str, Any]) -> Iterator[Row]:
    known = {figure["name"]: figure for figure in section["figures"]}
    for rows in section["lists"].values():
        for row in rows:
            if isinstance(row, Mapping) and row.get("title") and f"{row.get('id')}.points" in known:
                name = row["id"]
                days = [known.get(f"{name}.{day}") for day in ("completed", "due", "started")]
                yield {
                    "id": name,
                    "title": row["title"],
                    "points": known[f"{name}.points"],
                    "person": row.get("assignee"),
                    "day": next((day for day in days if day and day["value"]), None),
                }


_OTHER_UNIT = {
    "items": "points",
    "points": "items",
    "days": "weeks",
    "sprints": "weeks",
    "weeks": "days",
    "person-days": "hours",
}


@dataclass(frozen=True)
class _Named:
    id: str
    title: str
    points: str
    number: str


def true_claims(facts: Facts, chance: random.Random) -> Iterator[Claim]:
    """Yield what a document says of a section, and the same facts in other sentences."""
    yield from (Claim(line, facts) for line in facts.lines)
    for row in facts.rows:
        if row["person"]:
            yield Claim(_item(row, facts, chance), facts)
        if row["day"]:
            yield Claim(_day(row, facts, chance), facts)
        yield Claim(chance.choice(facts.wording.id_alone).format(id=row["id"]), facts)
    yield from (Claim(_pair(a, b, facts, chance), facts) for a, b in _pairs(facts.rows))
    for figure in _plain(facts):
        yield Claim(_said(facts.wording.figure, figure, facts, chance), facts)
        if str(figure["name"]).endswith((".change", ".slope")) and figure["value"]:
            yield Claim(_trend(figure, facts, chance, turned=False), facts)


def false_claims(facts: Facts, chance: random.Random) -> Iterator[Claim]:
    """Yield sentences in which one thing is not so."""
    for row in facts.rows:
        yield from _false_of_item(row, facts, chance)
    for a, b in _pairs(facts.rows):
        if a["points"]["value"] != b["points"]["value"] and None not in (
            a["points"]["value"],
            b["points"]["value"],
        ):
            mixed = {**a, "points": b["points"]}, {**b, "points": a["points"]}
            yield Claim(_pair(*mixed, facts, chance), facts, "mixed")
    plain = list(_plain(facts))
    for figure in plain:
        yield from _false_of_figure(figure, plain, facts, chance)


def _false_of_item(row: Row, facts: Facts, chance: random.Random) -> Iterator[Claim]:
    others = [one for one in facts.rows if one["title"] != row["title"]]
    if not others:
        return
    other = chance.choice(others)
    if row["person"]:
        somebody = chance.choice([one for one in facts.people if one != row["person"]])
        yield Claim(_item({**row, "person": somebody}, facts, chance), facts, "person")
        invented = f"{row['id'].rpartition('-')[0]}-{chance.randint(7000, 9999)}"
        yield Claim(_item({**row, "id": invented}, facts, chance), facts, "invented id")
        alone = chance.choice(facts.wording.id_alone).format(id=invented)
        yield Claim(alone, facts, "invented id alone")
        for name in ("points", "title"):
            if other[name] != row[name] and _value(other[name]) != _value(row[name]):
                said = _item({**row, name: other[name]}, facts, chance, f"{{{name}}}")
                yield Claim(said, facts, f"{name} of another")
    days = [one["day"] for one in others if one["day"]]
    if row["day"] and days:
        day = chance.choice(days)
        if day["value"] != row["day"]["value"]:
            yield Claim(_day({**row, "day": day}, facts, chance), facts, "day")


def _false_of_figure(
    figure: Row, plain: Sequence[Row], facts: Facts, chance: random.Random
) -> Iterator[Claim]:
    others = [one for one in plain if shown_number(one) != shown_number(figure)]
    if others:
        wrong = {**figure, "value": chance.choice(others)["value"]}
        if shown_number(wrong) != shown_number(figure):
            yield Claim(_said(facts.wording.figure, wrong, facts, chance), facts, "number")
    moved = {**figure, "value": figure["value"] * 10 + chance.choice((-1, 1))}
    yield Claim(_said(facts.wording.figure, moved, facts, chance), facts, "number")
    unit = _OTHER_UNIT.get(str(figure["unit"]))
    if unit:
        yield Claim(_said(facts.wording.figure, {**figure, "unit": unit}, facts, chance), facts, "unit")
    if figure["value"] > 0 and figure["unit"] in ("items", "points", "people", "commits"):
        yield Claim(_said(facts.wording.denied, figure, facts, chance), facts, "negation")
    if str(figure["name"]).endswith((".change", ".slope")) and figure["value"]:
        yield Claim(_trend(figure, facts, chance, turned=True), facts, "direction")


def _value(fact: object) -> object:
    return fact["value"] if isinstance(fact, Mapping) else fact


def _plain(facts: Facts) -> Iterator[Row]:
    """Yield the figures that are not an item's own."""
    ids = {row["id"] for row in facts.rows}
    yield from (figure for figure in facts.figures if str(figure["name"]).rpartition(".")[0] not in ids)


def _pairs(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    known = [row for row in rows if row["points"]["value"] is not None]
    return [(a, b) for a, b in zip(known[::2], known[1::2], strict=False) if a["id"] != b["id"]]


def _item(row: Row, facts: Facts, chance: random.Random, names: str = "{id}") -> str:
    """Put an item into a sentence that `names` what is to be said, of which there may be several."""
    shapes = [one for one in facts.wording.item if names in one]
    return chance.choice(shapes).format(
        id=row["id"],
        title=row["title"],
        person=row["person"],
        points=shown(row["points"], facts.language),
        number=shown_number(row["points"]),
    )


def _day(row: Row, facts: Facts, chance: random.Random) -> str:
    day = shown({**row["day"], "unit": "date"}, facts.language)
    return chance.choice(facts.wording.day).format(id=row["id"], title=row["title"], day=day)


def _pair(a: Row, b: Row, facts: Facts, chance: random.Random) -> str:
    named = {name: _named(row, facts) for name, row in (("a", a), ("b", b))}
    return chance.choice(facts.wording.pair).format(**named)


def _named(row: Row, facts: Facts) -> _Named:
    points = row["points"]
    return _Named(row["id"], row["title"], shown(points, facts.language), shown_number(points))


def _said(shapes: Sequence[str], figure: Row, facts: Facts, chance: random.Random) -> str:
    mark = f"[^{figure['name']}]"
    whose = "".join(f"{name}: " for name in facts.people if f"setting:team.{name}" in figure["evidence"])
    said = f"{shown(figure, facts.language)}{mark}"
    return whose + chance.choice(shapes).format(said=said, cite=mark)


def _trend(figure: Row, facts: Facts, chance: random.Random, *, turned: bool) -> str:
    rises, falls = chance.choice(facts.wording.trend)
    word = rises if (figure["value"] > 0) != turned else falls
    said = f"{shown(figure, facts.language)}[^{figure['name']}]"
    return f"It {word}: {said}." if facts.language == "en" else f"{said}, 곧 {word}."
