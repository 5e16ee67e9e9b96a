"""Decision records: what a file in one of their folders says of itself (Nygard 2011, MADR).

Status and date are read as they are written. They say what somebody wrote, not that anybody approved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from maestro_cli.model.passages import Passage
from maestro_cli.model.text import one_line

_FIELD = r"^[ \t>*_-]*(?:{})[*_]*[ \t]*[::][*_]*[ \t]*(\S.*)$"
_STATUS = re.compile(_FIELD.format("status|상태"), re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(_FIELD.format("date|decided on|날짜|일자|결정일"), re.IGNORECASE | re.MULTILINE)
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_NUMBERED = re.compile(r"^(?:ADR[- ]?)?\d+\s*[.):-]\s*", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:adr[-_ ]?)?0*(\d{1,5})(?!\d)", re.IGNORECASE)
_KNOWN = {
    "proposed": ("proposed", "draft", "제안", "초안"),
    "accepted": ("accepted", "approved", "decided", "승인", "채택", "수락", "확정"),
    "rejected": ("rejected", "기각", "거부", "반려"),
    "superseded": ("superseded", "replaced", "대체"),
    "deprecated": ("deprecated", "폐기"),
}
LONGEST_STATUS = 60


@dataclass(frozen=True, slots=True)
class Record:
    """A decision record. `number` is its file name's; `status` is the usual word, or what is written."""

    path: str
    number: int | None
    title: str
    status: str
    date: date | None
    passages: tuple[Passage, ...]

    @property
    def line(self) -> int:
        """The line of what stands first below a heading."""
        return next((one.line for one in self.passages if one.title), self.passages[0].line)

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(f"{passage.title}\n{passage.text}" for passage in self.passages)


def read_records(passages: Iterable[Passage]) -> Iterator[Record]:
    """Yield the records that `passages`, in order of their paths, are from."""
    for path, group in groupby(passages, key=attrgetter("path")):
        yield _record(path, tuple(group))


def _record(path: str, passages: tuple[Passage, ...]) -> Record:
    name = path.rpartition("/")[2].rpartition(".")[0]
    headings = [passage.title.partition(" › ")[0] for passage in passages if passage.title]
    title = _NUMBERED.sub("", one_line(headings[0])) if headings else name
    number = _NUMBER.match(name)
    status = _first(passages, _STATUS) or _section(passages, ("status", "상태"))
    day = _day(_first(passages, _DATE)) or _day(status) or _day(name)
    return Record(path, int(number[1]) if number else None, title or name, _word(status), day, passages)


def _first(passages: Iterable[Passage], field: re.Pattern[str]) -> str:
    found = (field.search(passage.text) for passage in passages)
    return next((match[1].strip() for match in found if match), "")


def _section(passages: Iterable[Passage], names: tuple[str, ...]) -> str:
    for passage in passages:
        if passage.title.rpartition(" › ")[2].strip().casefold() in names:
            return passage.text.strip().partition("\n")[0]
    return ""


def _day(text: str) -> date | None:
    for found in _DAY.findall(text):
        try:
            return date.fromisoformat(found)
        except ValueError:
            continue
    return None


def _word(status: str) -> str:
    plain = one_line(status).strip("*_\"' ").casefold()
    places = [(plain.find(form), word) for word, forms in _KNOWN.items() for form in forms if form in plain]
    return min(places)[1] if places else plain[:LONGEST_STATUS]
