"""What goes with which item: its title and the people of its row. A line that mixes them up is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from maestro_cli.model.text import one_line

SHORTEST_TITLE = 8
"""Shorter titles are words that stand in any line."""

TELLING_TITLE = 16
"""Shorter ones may stand in a line by chance."""

_AMOUNT = re.compile(r"[\d.,]+\W*\w+")
"""A title that is a number and its unit: such words stand in many a line as a figure."""

_LETTERS = re.compile(r"[^\W\d_]{2}")
"""A name without two letters in a row is told from words and numbers by nothing."""

_NEAR = 80
"""An id and what stands between it and its title are shorter."""

_BEFORE = re.compile(r"([\w#/](?:[\w.#/-]*[\w])?)[^\w,;.]{1,6}$")
"""Between an id and its title: a space, a dash, quotes, brackets, the edge of a cell."""

_BRACKET = re.compile(r"[^\w,;.|]{0,4}[(\[]\W{0,3}([\w#/](?:[\w.#/-]*[\w])?)")

Row = Mapping[str, Any]


class Belongings:
    """Titles by item, and by item the people that its rows name."""

    def __init__(
        self, lists: Mapping[str, Sequence[Row]], evidence: Mapping[str, str], team: Iterable[str] = ()
    ) -> None:
        """Take the rows of a section, the titles of what it cites, and everybody of the team."""
        titles = [(name.partition(":")[2], one_line(one)) for name, one in evidence.items()]
        telling = [(n, t) for n, t in titles if len(t) >= SHORTEST_TITLE and not _AMOUNT.fullmatch(t)]
        self._titles = {title: name for name, title in telling}
        self._items = {name.partition(":")[2] for name in evidence if name.startswith("item:")}
        self._people: dict[str, set[str]] = {}
        self._texts = {name: title for name, title in titles if title}
        for row in (row for rows in lists.values() for row in rows if isinstance(row, Mapping)):
            item_id = row.get("id")
            if isinstance(item_id, str):
                self._people.setdefault(item_id, set()).update(_people(row))
                said = [str(row.get(key) or "") for key in ("title", "reason", "sentence")]
                said += [str(one.get("title") or "") for one in _waiting(row)]
                self._texts[item_id] = " ".join((self._texts.get(item_id, ""), *said))
        everyone = set(team).union(*self._people.values())
        self._everyone = sorted(name for name in everyone if _LETTERS.search(name))

    def problem(self, text: str, subjects: Collection[str], cited: Iterable[str]) -> str | None:
        """Say what a line gets wrong: `text` is plain, `subjects` are the ids in it, `cited` its evidence."""
        return self._title(text, subjects) or self._person(text, subjects) or _member(text, cited)

    def _title(self, text: str, subjects: Collection[str]) -> str | None:
        """Find a title of another item: right behind an id, before it in brackets, or alone with it."""
        items = self._items.intersection(subjects)
        for title, name in self._titles.items():
            if title not in text:
                continue
            beside = {one for one in _beside(text, title) if one in subjects}
            if len(items) == 1 and name in self._items and len(title) >= TELLING_TITLE:
                beside |= items
            for subject in sorted(beside - {name}):
                if title not in self._own(subject):
                    return f"gives {subject} the title of {name}"
        return None

    def _own(self, subject: str) -> str:
        return " ".join((self._texts.get(subject, ""), *self._people.get(subject, ())))

    def _person(self, text: str, subjects: Collection[str]) -> str | None:
        known = [name for name in subjects if name in self._people]
        if not known or len(known) < len(subjects):
            return None
        allowed = set().union(*(self._people[name] for name in known))
        texts = " ".join(self._texts[name] for name in known)
        for person in self._everyone:
            if person not in (*allowed, *subjects) and person not in texts and _names(text, person):
                return f"says {person}, whom no fact connects with {', '.join(sorted(known))}"
        return None


def _beside(text: str, title: str) -> set[str]:
    """Return the words where the id of a title stands: right before it, or in brackets behind it."""
    found: set[str] = set()
    at = text.find(title)
    while at >= 0:
        end = at + len(title)
        sides = (_BEFORE.search(text, max(0, at - _NEAR), at), _BRACKET.match(text, end, end + _NEAR))
        found.update(side[1] for side in sides if side)
        at = text.find(title, end)
    return found


def _waiting(row: Row) -> list[Row]:
    return [one for one in row.get("waiting_for") or () if isinstance(one, Mapping)]


def _people(row: Row) -> set[str]:
    step = row.get("next_step")
    named = [
        row.get("assignee"),
        row.get("person"),
        step.get("person") if isinstance(step, Mapping) else None,
    ]
    named += [one.get("assignee") for one in _waiting(row)]
    named += row.get("authors") or ()
    return {name for name in named if isinstance(name, str) and name}


def _member(text: str, cited: Iterable[str]) -> str | None:
    """A figure of a person stands in a line that names the person."""
    prefix = "setting:team."
    for name in cited:
        if name.startswith(prefix) and name.removeprefix(prefix) not in text:
            return f"gives a figure of {name.removeprefix(prefix)} to somebody else"
    return None


def _names(text: str, person: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(person)}(?![A-Za-z])", text) is not None
