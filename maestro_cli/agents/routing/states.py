"""Which status a request means, by the words for it in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from maestro_cli.agents.routing.jamo import is_hangul, letters
from maestro_cli.model.items import Status
from maestro_cli.sources.vocabulary import STATUSES, normal_form

_VERBS: Mapping[Status, str] = {
    Status.DONE: (
        "close, finish, resolve, fix, merge, tick off, check off, 닫, 끝, 다했, 마쳤, 마무리, 종결, 클로즈"
    ),
    Status.CANCELLED: "cancel, kill, scrap, abandon, archive",
    Status.READY: "reopen, re open, unblock, 다시열",
    Status.IN_PROGRESS: "start, begin, 시작, 착수",
    Status.BLOCKED: "park, block, 홀드",
}
"""Words that change a status to another; those that name one are in `sources.vocabulary`."""

_SHORT = 4


def status_of(word: str) -> Status | None:
    """Return the status that a word or phrase means, misspelt ones too; None for any other word."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    form = letters(normal_form(word))
    words = _words()
    if form in words:
        return words[form]
    begins = [known for known in words if form.startswith(known) and is_hangul(known[0])]
    if begins:
        return words[max(begins, key=len)]
    found = process.extractOne(form, tuple(words), scorer=OSA.distance, score_cutoff=1)
    return words[found[0]] if found is not None and len(form) >= _SHORT else None


@cache
def _words() -> Mapping[str, Status]:
    named = {letters(form): status for form, status in STATUSES.items()}
    verbs = {
        letters(normal_form(word)): status for status, words in _VERBS.items() for word in words.split(", ")
    }
    return {**named, **verbs}
