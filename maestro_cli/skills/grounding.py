"""Keeps of a text only what stands on facts: every number is a figure, every cited id resolves.

A number counts when the mark behind it (`[^done.count]`) names a figure of that value, or when its line
cites the item that a figure belongs to (`**US-3** … 5 points` for `US-3.points`). Titles of cited items
and names from outside are taken out first, so that a number in them is neither checked nor a fact.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from maestro_cli.documents.figures import NUMBER, said, shown, shown_number, unit_words
from maestro_cli.model.decisions import Statement
from maestro_cli.model.evidence import subject_of
from maestro_cli.model.text import one_line
from maestro_cli.model.wording import denied, turns_of
from maestro_cli.skills.belongings import SHORTEST_TITLE, Belongings

_MARK = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
_STRESSED = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*|(?<!\\)`([^`]+)`")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._#/-]*[A-Za-z0-9]")
_PLAIN_TOKEN = re.compile(r"[\d._#/-]+|[a-z]+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PLACES = 0xF0000
"""A private plane of Unicode, which no safe text holds."""

_NUMBERED = re.compile(r"(.*?)\d+")
_SHORTEST_SERIES = 3
_NUMBER_OF_LINE = re.compile(r"\s*\d{1,3}[.)] +(?=\S)")
"""What a line of a numbered list begins with."""

_CLAUSE = re.compile(r"[.!?;,]\s|\b(?:and|besides|then)\s|(?:그리고|외에|이고|하고)\s")
"""Behind what a line begins to tell of the next item."""

_IN_TURN = re.compile(r"\brespectively\b|각각", re.IGNORECASE)

_FRAME = re.compile(r"[\s|:-]*")

AGENT = "reporter"

FigureData = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that was taken out, and why."""

    line: str
    problem: str


@dataclass(frozen=True, slots=True)
class Grounded:
    """What is left of a text, the statements it makes, and what was dropped."""

    markdown: str
    statements: tuple[Statement, ...]
    dropped: tuple[Dropped, ...]


class Grounding:
    """The figures, ids and names that a section may speak of."""

    def __init__(
        self,
        figures: Iterable[FigureData],
        evidence: Mapping[str, str],
        language: str,
        quoted: Iterable[str] = (),
        lists: Mapping[str, Sequence[Mapping[str, object]]] | None = None,
        people: Iterable[str] = (),
    ) -> None:
        """Take the section's figures, evidence (id → detail), other outside texts, rows, and the team."""
        self._language = language
        self._figures = {str(figure["name"]): figure for figure in figures}
        self._by_subject: dict[str, list[FigureData]] = {}
        for name, figure in self._figures.items():
            self._by_subject.setdefault(name.rpartition(".")[0], []).append(figure)
        self._evidence = {name: one_line(detail) for name, detail in evidence.items()}
        self._by_id: dict[str, list[str]] = {}
        for name in evidence:
            if name.startswith("calculation:"):
                continue
            self._by_id.setdefault(name.partition(":")[2], []).append(name)
        people = tuple(people)
        self._belongings = Belongings(lists or {}, evidence, people)
        self._items = {name.partition(":")[2] for name in evidence if name.startswith("item:")}
        self._series = {head for name in self._items if (head := _series(name))}
        self._told = set(_TOKEN.findall(json.dumps(lists or {}, ensure_ascii=False)))
        self._names = {one_line(text) for text in quoted}
        self._spoken = {one_line(said(name)) for name in self._names}
        titles = {one for one in (*self._names, *self._evidence.values()) if len(one) >= SHORTEST_TITLE}
        self._quotes = sorted(titles.union(filter(None, people)), key=len, reverse=True)

    def check(
        self,
        markdown: str,
        *,
        section: str = "",
        run_id: str = "",
        confidence: Mapping[str, float] | None = None,
    ) -> Grounded:
        """Check Markdown line by line; table rules and empty lines stay as they are.

        Statements are numbered within `section`; one is made for every number of a line, else one
        for the line. `stated` is the number as written, `fact` as computed. `confidence` is that of
        figures by name, 1 where a figure is not named; a line that says that something is not known states
        no figure, and is as sure as can be.
        """
        kept: list[str] = []
        dropped: list[Dropped] = []
        statements: list[Statement] = []
        for line in markdown.splitlines():
            claim = _Claim() if _FRAME.fullmatch(line) else self._examine(line)
            if claim.problem:
                dropped.append(Dropped(line, claim.problem))
                continue
            kept.append(line)
            for figure, stated, fact in claim.stated or ([("", None, None)] if claim.cited else []):
                trust = (confidence or {}).get(figure, 1.0)
                name, text = f"{section}:{len(statements) + 1}", line.strip()
                statements.append(
                    Statement(name, run_id, AGENT, text, tuple(claim.cited), trust, stated, fact)
                )
        return Grounded("\n".join(kept).strip(), tuple(statements), tuple(dropped))

    def _examine(self, line: str) -> _Claim:
        claim = _Claim()
        if _plain(line).strip(" #*-") in self._names:
            return claim
        text = self._without_marks(_without_number(line), claim)
        stressed = self._stressed_ids(text, claim)
        text = self._without_quotes(_plain(text), stressed, claim)
        subjects = stressed | self._token_ids(text, claim)
        mixed = self._belongings.problem(_bare(line), subjects, claim.cited)
        if mixed:
            claim.fail(mixed)
        text = self._without_quotes(text, subjects, claim)
        spoken = {name for name in subjects if not _PLAIN_TOKEN.fullmatch(name)}
        text = _TOKEN.sub(lambda m: claim.place(m.group()) if m.group() in spoken else m.group(), text)
        text = self._without_facts_of(subjects, text, claim)
        left = NUMBER.search(text)
        if left:
            claim.fail(f"no figure says {left.group()}")
        return claim

    def _without_marks(self, line: str, claim: _Claim) -> str:
        """Bind the last number before each mark to the figure that the mark names."""
        turns = turns_of(self._unquoted(line) if "[^" in line else "")
        parts: list[str] = []
        at = 0
        for match in _MARK.finditer(line):
            part, at = line[at : match.start()], match.end()
            figure = self._figures.get(match.group(1))
            if figure is None:
                claim.fail(f"cites an unknown figure: {match.group(1)}")
                continue
            claim.cite(figure)
            parts.append(self._bound(part, line[at:], figure, claim))
            value = figure.get("value")
            if not isinstance(value, int | float):
                continue
            if turns.turn_round(match.group(1), value):
                claim.fail(f"turns {figure['name']} round")
            if turns.deny(match.group(), value):
                claim.fail(f"denies {figure['name']}")
        return "".join([*parts, line[at:]])

    def _unquoted(self, line: str) -> str:
        """Return a line without titles and names: what they say is nobody's claim."""
        text = _plain(line)
        for quote in self._quotes:
            text = text.replace(quote, "…")
        return text

    def _bound(self, part: str, after: str, figure: FigureData, claim: _Claim) -> str:
        """Take out of `part` what it states of `figure`; a part without a number states 0 or nothing."""
        value, fact = figure.get("value"), shown_number(figure)
        if isinstance(value, str):
            claim.state(figure, value, value)
            return part.replace(shown(figure, self._language), "", 1)
        numbers = list(NUMBER.finditer(part))
        if not numbers:
            if value:
                claim.fail(f"cites {figure['name']} without saying {fact}")
            return part
        last = numbers[-1]
        if last.group() != fact:
            claim.fail(f"says {last.group()}, but {figure['name']} is {fact or None}")
        if _is_other_unit(part[last.end() :], str(figure.get("unit", "")), self._language):
            claim.fail(f"says{part[last.end() :]}, but {figure['name']} is in {figure.get('unit')}")
        if isinstance(value, int | float) and denied(part[: last.start()], after, value):
            claim.fail(f"denies {figure['name']}")
        claim.state(figure, last.group(), fact)
        return part[: last.start()] + part[last.end() :]

    def _stressed_ids(self, text: str, claim: _Claim) -> set[str]:
        return self._known([_plain(first or second) for first, second in _STRESSED.findall(text)], claim)

    def _token_ids(self, text: str, claim: _Claim) -> set[str]:
        """Ids in running text; a plain number or word is one only where it is stressed."""
        tokens = [token for token in _TOKEN.findall(text) if not _PLAIN_TOKEN.fullmatch(token)]
        for token in tokens:
            if token not in self._by_id and token not in self._told and _series(token) in self._series:
                claim.fail(f"no fact knows {token}")
        return self._known(tokens, claim)

    def _known(self, names: Sequence[str], claim: _Claim) -> set[str]:
        found = {name for name in names if name in self._by_id}
        for name in names:
            claim.cited.update(dict.fromkeys(self._by_id.get(name, ())))
        return found

    def _without_quotes(self, text: str, subjects: Iterable[str], claim: _Claim) -> str:
        """Take out names and titles, and leave a place for cited ids with theirs, the longest first."""
        quotes = dict.fromkeys(self._spoken, "")
        for name in subjects:
            titles = ("", *(f" {self._evidence[full]}" for full in self._by_id[name]))
            stressed = (f"{stress}{name}{stress}" for stress in ("**", "`"))
            quotes |= dict.fromkeys(
                (f"{one}{title}" for one in stressed for title in titles), claim.place(name)
            )
            quotes |= dict.fromkeys((f"{name}{title}" for title in titles[1:]), claim.place(name))
            quotes |= {one: "" for title in titles if len(one := title.strip()) >= SHORTEST_TITLE}
        for quote, place in sorted(quotes.items(), key=lambda pair: (-len(pair[0]), pair[0])):
            if quote in text:
                text = re.sub(rf"(?<![A-Za-z0-9.,]){re.escape(quote)}(?![A-Za-z0-9])", place, text)
        return text

    def _without_facts_of(self, subjects: Iterable[str], text: str, claim: _Claim) -> str:
        """Take out what the line says of the items it cites, each once.

        A fact stands behind its item, in a clause of its own before it, or it is one of the first item, which
        the line is about.
        """
        owners = {claim.place(name): name for name in subjects if name in self._items and self._facts(name)}
        others = [one for name in sorted(set(subjects) - set(owners.values())) for one in self._facts(name)]
        parts = re.split(f"([{''.join(owners)}])", text) if owners else [text]
        if _IN_TURN.search(text):
            self._check_turns(parts, owners, claim)
        owner = topic = next((owners[part] for part in parts if part in owners), "")
        used: set[str] = set()
        left: list[str] = []
        for index, part in enumerate(parts):
            owner = owners.get(part, owner)
            coming = owners.get(parts[index + 1], "") if index + 1 < len(parts) else ""
            for piece, names in _told_of(part, (owner, topic), coming):
                near = [one for name in dict.fromkeys(names) for one in self._facts(name)]
                facts = [one for one in (*near, *others) if one["name"] not in used]
                left.append(self._without_facts(facts, piece, used, claim, in_table=text.startswith("|")))
        return "".join(left)

    def _check_turns(self, parts: Sequence[str], owners: Mapping[str, str], claim: _Claim) -> None:
        """Compare numbers behind the last item, as many as there are items, with theirs one by one."""
        places = [part for part in parts if part in owners]
        numbers = [found.group() for found in NUMBER.finditer(parts[-1])]
        if len(numbers) != len(places):
            return
        for number, place in zip(numbers, places, strict=True):
            if number not in map(shown_number, self._facts(owners[place])):
                claim.fail(f"says {number} of {owners[place]}, of which no figure says that")

    def _units(self, figure: FigureData) -> Iterable[str]:
        return unit_words(self._language).get(str(figure.get("unit", "")), ())

    def _facts(self, name: str) -> Sequence[FigureData]:
        return self._by_subject.get(subject_of(name), ())

    def _without_facts(
        self, figures: Sequence[FigureData], text: str, used: set[str], claim: _Claim, *, in_table: bool
    ) -> str:
        """Take figures out of a text; a table may leave the unit to its head, a form to the word before."""
        phrases = [(shown(figure, self._language), figure) for figure in figures]
        phrases += [
            (f"{unit}: {shown_number(figure)}", figure) for figure in figures for unit in self._units(figure)
        ]
        if in_table:
            phrases += [(shown_number(figure), figure) for figure in figures]
        for phrase, figure in sorted(phrases, key=lambda pair: -len(pair[0])):
            fact = shown_number(figure)
            if figure["name"] in used or phrase not in text:
                continue
            pattern = rf"(?<![A-Za-z0-9_.,+-]){re.escape(phrase)}(?![.,]?\d)"
            text, times = re.subn(pattern, "", text, count=1) if fact else (text, 0)
            if times:
                used.add(str(figure["name"]))
                claim.state(figure, fact, fact)
        return text


class _Claim:
    """What a line states and cites, and the first thing that is wrong with it."""

    def __init__(self) -> None:
        self.problem = ""
        self.cited: dict[str, None] = {}
        self.stated: list[tuple[str, str | None, str | None]] = []
        """Name of the figure, the number as written, and as computed."""
        self._places: dict[str, str] = {}

    def place(self, name: str) -> str:
        """Return the sign that marks where an item stood in the text."""
        return self._places.setdefault(name, chr(_PLACES + len(self._places)))

    def fail(self, problem: str) -> None:
        self.problem = self.problem or problem

    def state(self, figure: FigureData, stated: str, fact: str) -> None:
        self.stated.append((str(figure["name"]), stated, fact))

    def cite(self, figure: FigureData) -> None:
        evidence = figure.get("evidence")
        if isinstance(evidence, list | tuple):
            self.cited.update(dict.fromkeys(map(str, evidence)))


def _without_number(line: str) -> str:
    found = _NUMBER_OF_LINE.match(line)
    return line[found.end() :] if found else line


def _told_of(part: str, names: tuple[str, ...], coming: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the pieces of a text before an item with the items that they may tell of."""
    ends = [found.end() for found in _CLAUSE.finditer(part)]
    if not coming or not ends:
        return [(part, names)]
    return [(part[: ends[-1]], names), (part[ends[-1] :], (*names, coming))]


def _series(name: str) -> str:
    """Return what the ids of a series have in common, `US-` of US-110; nothing where that says too little."""
    found = _NUMBERED.fullmatch(name)
    head = found[1] if found else ""
    return head if head[-1:] in tuple("-_/#.") or len(head) >= _SHORTEST_SERIES else ""


def _bare(line: str) -> str:
    """Return a line without marks and stress, as it is read."""
    return _plain(_MARK.sub("", _STRESSED.sub(lambda match: match[1] or match[2], line)))


def _plain(text: str) -> str:
    """Undo what keeps outside text from being markup, so that titles are found as they were given."""
    return html.unescape(_ESCAPE.sub(r"\1", text)).replace("\u200b", "")


def _is_other_unit(said: str, unit: str, language: str) -> bool:
    """Say whether what stands between a number and its mark is the word of another unit than `unit`."""
    words = unit_words(language)
    name = said.strip()
    own = words.get(unit, frozenset())
    return bool(name) and name not in own and any(name in forms for forms in words.values())
