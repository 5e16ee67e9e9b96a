"""The audit chain: any edit, deletion, insertion, reordering or cut is found, at the first place of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.governance.audit import verify
from maestro_cli.model.decisions import Authority, Decision, Head, chain_hash
from maestro_cli.store.project_store import Store, open_store


def chain(length: int) -> list[Decision]:
    made: list[Decision] = []
    for number in range(length):
        one = Decision(
            f"D-{number}",
            "run",
            "planner",
            "x",
            Authority.SUGGEST,
            f"why {number}",
            ("item:US-1",),
            previous_hash=made[-1].hash if made else "",
            tokens=number or None,
        )
        made.append(replace(one, hash=chain_hash(one)))
    return made


def head(decisions: list[Decision]) -> Head:
    return Head(len(decisions), decisions[-1].hash if decisions else "")


def test_a_whole_chain_is_whole() -> None:
    for length in (0, 1, 5):
        report = verify(chain(length), head(chain(length)))
        assert (report.ok, report.entries, report.breaks) == (True, length, ())


FIELDS = ("id", "run_id", "agent", "action", "rationale", "approved_by", "time", "model", "inputs")


# @req MR-10.4
@given(st.data())
def test_any_change_of_the_record_is_found_where_it_is(data: st.DataObject) -> None:
    whole = chain(data.draw(st.integers(2, 8)))
    place = data.draw(st.integers(0, len(whole) - 1))
    kind = data.draw(st.sampled_from(["edit", "delete", "insert", "swap", "rehash"]))
    changed, first = list(whole), place + 1
    if kind == "edit":
        edited: dict[str, Any] = {data.draw(st.sampled_from(FIELDS)): "another"}
        changed[place] = replace(changed[place], **edited)
    elif kind == "rehash":
        forged = replace(changed[place], rationale="another")
        changed[place] = replace(forged, hash=chain_hash(forged))
        first = place + 2
    elif kind == "delete":
        del changed[place]
    elif kind == "insert":
        forged = replace(whole[place], id="D-forged", previous_hash=whole[place].hash)
        changed.insert(place + 1, replace(forged, hash=chain_hash(forged)))
        first = place + 3
    else:
        other = place - 1 if place else place + 1
        changed[place], changed[other] = changed[other], changed[place]
        first = min(place, other) + 1
    report = verify(changed, head(whole))
    assert not report.ok
    assert report.first_broken is not None
    assert report.first_broken.entry == first


# @req MR-10.4
@given(st.integers(1, 6), st.data())
def test_a_tail_that_was_cut_off_is_missed(length: int, data: st.DataObject) -> None:
    whole = chain(length)
    left = whole[: data.draw(st.integers(0, length - 1))]
    report = verify(left, head(whole))
    assert report.first_broken is not None
    assert report.first_broken.entry == len(left) + 1
    assert "missing at the end" in report.first_broken.problem


def test_who_changes_the_head_too_is_found_by_a_hash_noted_elsewhere() -> None:
    whole = chain(4)
    noted = whole[-1].hash
    assert verify(whole, head(whole), noted).ok
    assert verify([*whole, *chain(0)], head(whole), whole[1].hash).ok
    assert verify(whole[:2], head(whole[:2])).ok
    assert not verify(whole[:2], head(whole[:2]), noted).ok


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) or pytest.fail("no store") as opened:
        yield opened


def record(store: Store, run: str, count: int) -> None:
    for number in range(count):
        store.decisions.append(Decision(f"D-{number}", run, "planner", "x", Authority.SUGGEST, "why", ("s",)))


def test_runs_at_the_same_time_make_one_chain(store: Store, tmp_path: Path) -> None:
    def other() -> None:
        with open_store(tmp_path) or pytest.fail("no store") as mine:
            record(mine, threading.current_thread().name, 20)

    threads = [threading.Thread(target=other, name=f"run-{number}") for number in range(3)]
    for thread in threads:
        thread.start()
    record(store, "run-main", 20)
    for thread in threads:
        thread.join()
    assert verify(store.decisions.list(), Head(*store.decisions.head())).ok
    assert store.decisions.head()[0] == 80


# @req MR-10.4
@pytest.mark.parametrize(
    ("sql", "entry"),
    [
        ("UPDATE decisions SET data = replace(data, 'why', 'because') WHERE number = 2", 2),
        ("DELETE FROM decisions WHERE number = 2", 2),
        ("DELETE FROM decisions WHERE number = 4", 4),
        ("UPDATE decisions SET number = 9 WHERE number = 2", 2),
        ("UPDATE audit_head SET entries = 3", 5),
    ],
)
def test_a_change_in_the_file_is_found(store: Store, sql: str, entry: int) -> None:
    record(store, "run", 4)
    with store.database.transaction() as connection:
        connection.execute(sql)
    report = verify(store.decisions.list(), Head(*store.decisions.head()))
    assert report.first_broken is not None
    assert report.first_broken.entry == entry


def test_what_a_model_cost_is_part_of_the_record(store: Store) -> None:
    made = store.decisions.append(
        Decision("D", "r", "planner", "x", Authority.SUGGEST, "why", ("s",), model="m", tokens=12, usd=0.5)
    )
    (row,) = store.database.rows("SELECT data FROM decisions")
    assert json.loads(row[0])["usd"] == 0.5
    assert chain_hash(replace(made, tokens=13)) != made.hash
