"""The audit trail of real runs: processes write one chain, and `audit verify` names the row that changed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest

from maestro_cli.cli.audit import verify
from maestro_cli.cli.call import Call
from maestro_cli.errors import ExitCode
from maestro_cli.model.answer import Answer
from maestro_cli.model.decisions import chain_hash
from maestro_cli.model.plain import canonical
from maestro_cli.store.project_store import open_store
from tests.cli.runner import process
from tests.faults.asked import Asked
from tests.projects import AS_OF, shop_copy

QUESTIONS = ("what is our velocity?", "who is blocked?")
MORE = ("what is ready?", "how is the quality of our data?")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that two processes asked at once, and more was asked afterwards."""
    root = shop_copy(tmp_path_factory.mktemp("recorded") / "shop")
    words = ("--as-of", AS_OF.isoformat(), "--quiet", "--output")
    children = [process("ask", text, *words, f"{n}.md", cwd=root) for n, text in enumerate(QUESTIONS)]
    assert [child.wait(120) for child in children] == [0] * len(QUESTIONS)
    for text in MORE:
        Asked(root, "offline").ask(text)
    return root


def checked(root: Path) -> Answer:
    return verify(Call(command="audit verify", kind="audit", project=root))


# @req MR-10.4
def test_processes_at_the_same_time_make_one_chain(recorded: Path) -> None:
    with open_store(recorded) or pytest.fail("no store") as store:
        decisions = store.decisions.list()
    assert len({one.run_id for one in decisions}) == len(QUESTIONS) + len(MORE)
    answer = checked(recorded)
    assert (answer.exit_code, answer.data["ok"], answer.data["entries"]) == (ExitCode.DONE, True, 4)


def edited(connection: Connection) -> None:
    _change(connection, 2, rationale="because")


def edited_with_its_hash(connection: Connection) -> None:
    """The hash made to fit: the next one tells."""
    _change(connection, 2, rationale="because", rehash=True)


def approved_afterwards(connection: Connection) -> None:
    _change(connection, 3, approved_by="kim", approved_at="2026-11-18T00:00:00Z")


def deleted(connection: Connection) -> None:
    connection.execute("DELETE FROM decisions WHERE number = 2")


def inserted(connection: Connection) -> None:
    connection.execute("UPDATE decisions SET number = number + 100 WHERE number > 2")
    run, data = connection.execute("SELECT run_id, data FROM decisions WHERE number = 2").fetchone()
    forged = json.loads(data) | {"id": "forged", "previous_hash": json.loads(data)["hash"]}
    connection.execute(
        "INSERT INTO decisions (number, run_id, id, data) VALUES (3, ?, 'forged', ?)", (run, _sealed(forged))
    )


def reordered(connection: Connection) -> None:
    connection.execute("UPDATE decisions SET number = 99 WHERE number = 2")
    connection.execute("UPDATE decisions SET number = 2 WHERE number = 3")
    connection.execute("UPDATE decisions SET number = 3 WHERE number = 99")


def cut_off(connection: Connection) -> None:
    connection.execute("DELETE FROM decisions WHERE number > 2")


def emptied(connection: Connection) -> None:
    connection.execute("DELETE FROM decisions")


def _change(connection: Connection, number: int, *, rehash: bool = False, **fields: str) -> None:
    (data,) = connection.execute("SELECT data FROM decisions WHERE number = ?", (number,)).fetchone()
    changed = json.loads(data) | fields
    text = _sealed(changed) if rehash else json.dumps(changed)
    connection.execute("UPDATE decisions SET data = ? WHERE number = ?", (text, number))


def _sealed(fields: dict[str, Any]) -> str:
    from maestro_cli.model.decisions import Authority, Decision

    known = fields | {"evidence": tuple(fields["evidence"]), "authority": Authority(fields["authority"])}
    decision = Decision(**known)
    return canonical(replace(decision, hash=chain_hash(decision))).decode()


# @req MR-10.4
@pytest.mark.parametrize(
    ("tamper", "row"),
    [
        (edited, 2),
        (edited_with_its_hash, 3),
        (approved_afterwards, 3),
        (deleted, 2),
        (inserted, 4),
        (reordered, 2),
        (cut_off, 3),
        (emptied, 1),
    ],
)
def test_what_was_touched_is_told_by_its_row(
    recorded: Path, tmp_path: Path, tamper: Callable[[Connection], None], row: int
) -> None:
    root = tmp_path / "shop"
    shutil.copytree(recorded, root)
    with closing(sqlite3.connect(root / ".maestro" / "maestro.db")) as connection, connection:
        tamper(connection)
    answer = checked(root)
    data: Any = answer.data
    assert (answer.exit_code, data["ok"]) == (ExitCode.FOUND, False)
    assert data["first_broken"]["entry"] == row
