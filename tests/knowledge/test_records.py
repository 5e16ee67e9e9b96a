"""Decision records are read in the ways they are usually written."""

from __future__ import annotations

from datetime import date

import pytest

from maestro_cli.knowledge.records import Record, read_records
from maestro_cli.model.passages import PassageKind
from tests.knowledge.corpus import shelf_of, text

NYGARD = "# 7. Use a queue\n\nDate: 2026-03-04\n\n## Status\n\nAccepted\n\n## Context\n\nSlow.\n"
MADR = "---\nstatus: superseded by [ADR-9](9.md)\ndate: 2026-05-06\n---\n\n# Use a queue\n\nSlow.\n"
BULLETS = "# ADR-007: Use a queue\n\n* Status: proposed\n* **Date**: 2026-03-04\n\nSlow.\n"
KOREAN = "# 7. 메시지 큐 사용\n\n## 상태\n\n채택됨 (2026-03-04)\n\n## 배경\n\n느리다.\n"
NOTHING = "Just a note.\n"


def read(body: str, name: str = "docs/adr/0007-queue.md") -> Record:
    with shelf_of([text(name, body, PassageKind.DECISION)]) as shelf:
        (record,) = read_records(shelf.passages.all((PassageKind.DECISION,)))
    return record


@pytest.mark.parametrize(
    ("body", "title", "status", "day"),
    [
        (NYGARD, "Use a queue", "accepted", date(2026, 3, 4)),
        (MADR, "Use a queue", "superseded", date(2026, 5, 6)),
        (BULLETS, "Use a queue", "proposed", date(2026, 3, 4)),
        (KOREAN, "메시지 큐 사용", "accepted", date(2026, 3, 4)),
        (NOTHING, "0007-queue", "", None),
        (NYGARD.replace("Accepted", "On ice \x1b[31m for now"), "Use a queue", "on ice [31m for now", None),
        (NYGARD.replace("2026-03-04", "2026-99-99"), "Use a queue", "accepted", None),
    ],
    ids=["nygard", "madr", "bullets", "korean", "nothing", "unusual", "no day"],
)
def test_a_record_says_what_it_is(body: str, title: str, status: str, day: date | None) -> None:
    record = read(body)
    assert (record.title, record.status, record.number) == (title, status, 7)
    if "On ice" not in body:
        assert record.date == day


def test_numbers_are_those_of_file_names() -> None:
    names = ("docs/adr/ADR-012-x.md", "docs/adr/use-x.md", "docs/adr/2026-03-04-x.md")
    assert [read(NYGARD, name).number for name in names] == [12, None, 2026]
