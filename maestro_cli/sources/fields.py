"""The fields of a work item: what may stand in a source, and what it becomes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from maestro_cli.model.items import (
    Item,
    Kind,
    Place,
    Priority,
    Reference,
    Status,
    ThreePoint,
    Waiver,
    digests_of,
)
from maestro_cli.model.redact import redact
from maestro_cli.sources.cells import split_cell, waivers_of_cell
from maestro_cli.sources.problems import Problems, nearest, quoted
from maestro_cli.sources.vocabulary import KINDS, PRIORITIES, STATUSES, normal_form

Raw = Any
"""What a reader hands over: text, a list or a mapping of Raw, or None for an empty value."""

ITEM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._#/-]{0,199}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9:.,+\-Zz ]{1,40})?")
_HASH = re.compile(r"[0-9a-f]{8}")
_MOST_TOLD = 5
"""Wrong parts of one list that are told."""

_ID_FORM = "ids are letters, digits and . _ # / -, a letter or digit first"


class BadValueError(Exception):
    """A value that the field cannot take; says what is wrong with it."""

    def __init__(self, message: str, fix: str | None = None) -> None:
        """Raise with what is wrong, and what to do."""
        super().__init__(message)
        self.message = message
        self.fix = fix


Reader = Callable[[Raw], object]


def build_item(
    values: Mapping[str, Raw], line: int, line_of: Callable[[str], int], source: str, problems: Problems
) -> Item | None:
    """Turn the raw values of one item into an Item; None when it has no usable id or title.

    `line` is where the item begins and `line_of(field)` where a field stands, both 1-based. A value that
    makes no sense is an error in `problems`, and the field is as if it were absent. A secret in a text is a
    warning, and the item has a gap in its place: nothing that is shown, kept or sent holds it.
    """
    fields: dict[str, Any] = {}
    bad: set[str] = set()
    for name, raw in values.items():
        reader = (_TEXT_READERS if type(raw) is str else READERS).get(name)
        if reader is None:
            problems.unknown_field(name, line_of(name))
        elif raw is not None:
            try:
                value = reader(raw)
            except BadValueError as error:
                _report(name, error, values, line_of(name), problems)
                bad.add(name)
            else:
                if value is not None:
                    fields[name] = value
    if "id" not in fields or "title" not in fields:
        _report_missing(fields, bad, line, problems)
        return None
    if "completed" in fields and values.get("status") is None:
        fields["status"] = Status.DONE
    if problems.said is not None:
        problems.said.setdefault(fields["id"], frozenset(fields))
    _leave_out_secrets(fields, line_of, problems)
    return Item(place=Place(problems.path, line), source=source, **fields)


def _leave_out_secrets(fields: dict[str, Any], line_of: Callable[[str], int], problems: Problems) -> None:
    clean = {name: cleaned(fields[name]) for name, cleaned in _SAYS if fields.get(name)}
    held = [name for name, value in clean.items() if value != fields[name]]
    if not held:
        return
    digests = digests_of(fields, held)
    for name in held:
        problems.secret(name, fields["id"], line_of(name))
        if not problems.with_secrets:
            fields[name] = clean[name]
    fields["digests"] = digests


@lru_cache(1024)
def _texts_without_secrets(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(redact, texts))


def _waivers_without_secrets(waivers: tuple[Waiver, ...]) -> tuple[Waiver, ...]:
    return tuple(replace(waiver, reason=redact(waiver.reason)) for waiver in waivers)


def read_list(raw: Raw) -> list[str]:
    r"""Return a list of texts: as given, or separated by `;` (`\;` is a semicolon) without empty ones."""
    parts = raw if type(raw) is list else split_cell(_plain(raw), ";")
    return [text for part in parts if (text := _text(part)) is not None]


def _report(
    name: str, error: BadValueError, values: Mapping[str, Raw], line: int, problems: Problems
) -> None:
    owner = values.get("id")
    of = f" of {owner}" if isinstance(owner, str) and ITEM_ID.fullmatch(owner) else ""
    problems.error("P-BAD-VALUE", f"{name}{of}: {error.message}", line, error.fix)


def _report_missing(fields: Mapping[str, Any], bad: set[str], line: int, problems: Problems) -> None:
    missing = [name for name in ("id", "title") if name not in fields and name not in bad]
    owner = f" ({fields['id']})" if "id" in fields else ""
    if "title" in fields and not owner:
        owner = f" ({quoted(fields['title'])})"
    if missing:
        problems.error(
            "P-MISSING-FIELD",
            f"the item{owner} has no {' and no '.join(missing)}",
            line,
            f"Give it {' and '.join(f'`{name}:`' for name in missing)}.",
        )


def _plain(raw: Raw) -> str:
    if type(raw) is str:
        return raw
    raise BadValueError(f"{'a list' if isinstance(raw, list) else 'a mapping'} where text is expected")


def _text(raw: Raw) -> str | None:
    return None if raw is None else _plain(raw).strip() or None


def _single(raw: Raw) -> str | None:
    """Read a text; a list of one, as trackers write a lone assignee, is that one."""
    if not isinstance(raw, list):
        return _text(raw)
    if len(raw) > 1:
        raise BadValueError(f"a list of {len(raw)} where one text is expected", "Keep the one that counts.")
    return _text(raw[0]) if raw else None


def _prose(raw: Raw) -> str | None:
    """Read text of many lines: how they end is the file's business."""
    return _plain(raw).replace("\r\n", "\n").replace("\r", "\n").strip() or None


def _title(raw: Raw) -> str | None:
    return " ".join(_plain(raw).split()) or None


def _id(raw: Raw) -> str | None:
    text = _plain(raw).strip()
    if text and ITEM_ID.fullmatch(text) is None:
        raise BadValueError(f"{quoted(text)} is not an id", f"Write it so: {_ID_FORM}.")
    return text or None


def _ids(raw: Raw) -> tuple[str, ...]:
    names = read_list(raw.replace(",", ";") if type(raw) is str else raw)
    for name in names:
        if ITEM_ID.fullmatch(name) is None:
            raise _all_wrong(_id, names)
    return tuple(dict.fromkeys(names))


def _references(raw: Raw) -> tuple[Reference, ...]:
    names = read_list(raw.replace(",", ";") if type(raw) is str else raw)
    try:
        return tuple(dict.fromkeys(_reference(name) for name in names))
    except BadValueError:
        raise _all_wrong(_reference, names) from None


def _all_wrong(reader: Callable[[Any], object], parts: Iterable[Raw]) -> BadValueError:
    """Return what is wrong with each part of a list, as one error; a part has to be wrong."""
    errors: dict[str, BadValueError] = {}
    for part in parts:
        try:
            reader(part)
        except BadValueError as error:
            errors.setdefault(error.message, error)
    shown = list(errors)[:_MOST_TOLD]
    rest = f" and {len(errors) - len(shown)} more" if len(errors) > len(shown) else ""
    fixes = dict.fromkeys(error.fix for error in errors.values() if error.fix)
    return BadValueError("; ".join(shown) + rest, " ".join(fixes) or None)


def _reference(text: str) -> Reference:
    name, at, reviewed = text.partition("@")
    reviewed = reviewed.lower()
    if ITEM_ID.fullmatch(name) is None:
        raise BadValueError(f"{quoted(text)} is not an id or id@hash", f"Write it so: {_ID_FORM}.")
    if at and _HASH.fullmatch(reviewed) is None:
        raise BadValueError(
            f"{quoted(text)} has no 8 hex digits after @", f"Write `{name}` alone, or review the link again."
        )
    return Reference(name, reviewed or None)


def _texts(raw: Raw) -> tuple[str, ...]:
    return tuple(dict.fromkeys(read_list(raw)))


def _number(raw: Raw) -> float | None:
    text = _plain(raw).strip()
    if not text:
        return None
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not 0 <= value < math.inf:
        raise BadValueError(
            f"{quoted(text)} is not a number of 0 or more",
            "Write a plain number such as 3 or 0.5, or leave it out.",
        )
    return value + 0.0  # -0 is 0


def _date(raw: Raw) -> date | None:
    text = _plain(raw).strip()
    if not text:
        return None
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text) if len(text) == 10 else _moment(text).date()
        except ValueError:
            pass
    raise BadValueError(f"{quoted(text)} is not a date", "Write it as 2026-11-30 or 2026-11-30T09:00:00Z.")


def _moment(text: str) -> datetime:
    """Read YAML's and ISO's ways to write a date with a time; the date is as written, in its own zone."""
    clock = text[11:].strip().replace(" ", "").upper()
    return datetime.fromisoformat(f"{text[:10]}T{clock}")


def _estimate(raw: Raw) -> ThreePoint | None:
    if isinstance(raw, dict):
        unknown = sorted(set(raw) - {"low", "likely", "high"})
        if unknown:
            raise BadValueError(f"unknown key {quoted(unknown[0])}", "Its keys are low, likely and high.")
        parts = [raw.get(name) for name in ("low", "likely", "high")]
    else:
        parts = list(read_list(raw))
        if not parts:
            return None
    numbers = [number for part in parts if part is not None and (number := _number(part)) is not None]
    if len(numbers) != 3 or numbers != sorted(numbers):
        raise BadValueError("it wants low ≤ likely ≤ high", "Write {low: 2, likely: 3, high: 8}.")
    return ThreePoint(*numbers)


def _waivers(raw: Raw) -> tuple[Waiver, ...] | None:
    entries = raw if isinstance(raw, list) else waivers_of_cell(raw) if isinstance(raw, str) else [raw]
    try:
        return tuple(_waiver(entry) for entry in entries) or None
    except BadValueError:
        raise _all_wrong(_waiver, entries) from None


def _waiver(entry: Raw) -> Waiver:
    if not isinstance(entry, dict) or not entry.get("rule"):
        raise BadValueError("it wants rule, reason and perhaps until", "Write {rule: T1-PARTIAL, reason: …}.")
    unknown = sorted(set(entry) - {"rule", "reason", "until"})
    if unknown:
        raise BadValueError(f"unknown key {quoted(unknown[0])}", "Its keys are rule, reason and until.")
    until = entry.get("until")
    return Waiver(
        _plain(entry["rule"]).strip(),
        _text(entry.get("reason")) or "",
        None if until is None else _date(until),
    )


def _word(table: Mapping[str, StrEnum], words: type[StrEnum]) -> Reader:
    """Make a reader of a closed set of words, with their synonyms in other trackers."""
    exact = {word.value: word for word in words}

    def read(raw: Raw) -> StrEnum | None:
        text = _plain(raw)
        found = exact.get(text) or table.get(normal_form(text))
        if found is None and text.strip():
            near = nearest(text.strip(), [*exact, *table])
            meant = table[normal_form(near)].value if near else None
            raise BadValueError(
                f"{quoted(text)} is not known{f', did you mean {meant}?' if meant else ''}",
                f"Use one of {', '.join(exact)}.",
            )
        return found

    return read


READERS: dict[str, Reader] = {
    "id": _id,
    "kind": _word(KINDS, Kind),
    "title": _title,
    "description": _prose,
    "status": _word(STATUSES, Status),
    "priority": _word(PRIORITIES, Priority),
    "points": _number,
    "value": _number,
    "parent": _id,
    "satisfies": _references,
    "depends_on": _ids,
    "linked_feature": _id,
    "linked_stories": _ids,
    "linked_task": _id,
    "assignee": _single,
    "labels": _texts,
    "skills": _texts,
    "sprint": _single,
    "estimate": _estimate,
    "created": _date,
    "started": _date,
    "completed": _date,
    "due": _date,
    "blocked_reason": _text,
    "waive": _waivers,
}
"""How each field is read, in the order in which fields are written."""

_cached_redact = lru_cache(1024)(redact)
_SAYS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("title", redact),
    ("description", redact),
    ("blocked_reason", redact),
    ("assignee", _cached_redact),
    ("sprint", _cached_redact),
    ("labels", _texts_without_secrets),
    ("skills", _texts_without_secrets),
    ("waive", _waivers_without_secrets),
)
"""Fields that hold whatever people write, and what leaves out the secrets in it."""

_ONE_OF_A_KIND = ("id", "title", "description", "depends_on", "linked_stories", "blocked_reason")
_TEXT_READERS: dict[str, Reader] = {
    name: reader if name in _ONE_OF_A_KIND else lru_cache(1024)(reader) for name, reader in READERS.items()
}
"""The same for text: most fields say the same few things again and again, and values never change."""
