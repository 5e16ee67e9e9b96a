from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import StoreDamagedError, StoreError, UsageError
from maestro_cli.model.decisions import Authority, Decision, Statement, chain_hash
from maestro_cli.model.index import FileIndex, FileStamp, IndexedFile
from maestro_cli.model.plain import digest
from maestro_cli.model.runs import RunStatus
from maestro_cli.store.node_cache import NodeCache
from maestro_cli.store.project_store import Store, open_store

HOSTILE = ["'", "]", ";--", '"; DROP TABLE runs;--', "%", "_", "?1", "a'b]c;--", "x\ny", "\x00", "한글", "*"]


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    with TemporaryDirectory() as folder, open_store(Path(folder)) or pytest.fail("no store") as store:
        yield store


def some_file(path: str, text: str = "x") -> IndexedFile:
    return IndexedFile(path, FileStamp(len(text), 10**18 + 1, digest(text), 1), text.encode())


# --- index


def test_the_index_keeps_replaces_and_forgets(store: Store) -> None:
    index: FileIndex = store.index
    index.update("files", [some_file("b.md"), some_file("a.md", "one")], [])
    index.update("other", [some_file("a.md", "other")], [])
    assert list(index.stamps("files")) == ["a.md", "b.md"]
    assert index.stamps("files")["a.md"] == some_file("a.md", "one").stamp
    index.update("files", [some_file("a.md", "two")], ["b.md", "never there"])
    assert index.payloads("files") == {"a.md": b"two"}
    assert index.payloads("files", ["nothing", "a.md", "a.md"]) == {"a.md": b"two"}
    assert index.payloads("other") == {"a.md": b"other"}
    assert index.payloads("files", []) == {}
    assert index.stamps("none") == {}


def test_an_index_update_is_whole(store: Store) -> None:
    def broken() -> Iterator[IndexedFile]:
        yield some_file("a.md")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.index.update("files", broken(), [])
    assert store.index.stamps("files") == {}


# --- runs


def test_equal_runs_are_numbered(store: Store) -> None:
    ids = [store.runs.create("plan", "plan-1", {"n": n}).id for n in range(3)]
    assert ids == ["plan-1", "plan-1.2", "plan-1.3"]
    assert store.runs.create("plan", "plan-1.2", {}).id == "plan-1.2.2"


def test_a_run_is_found_by_id_base_and_beginning(store: Store) -> None:
    runs = store.runs
    for base in ("plan-1", "plan-1", "report-7"):
        runs.create("w", base, {})
    assert [found.id for name in ("plan-1", "plan-1.2", "rep") if (found := runs.get(name))] == [
        "plan-1",
        "plan-1.2",
        "report-7",
    ]
    assert runs.get("zzz") is None
    assert runs.get("") is None
    with pytest.raises(UsageError, match=r"several runs.*plan-1\.2"):
        runs.get("plan")
    runs.set_status("plan-1", RunStatus.FAILED)
    runs.prune(2)
    found = runs.get("plan-1")
    assert found is not None
    assert found.id == "plan-1.2"


def test_runs_are_listed_newest_first_in_pages(store: Store) -> None:
    for number in range(7):
        store.runs.create("plan", f"p{number}", {})
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page, cursor = store.runs.list(3, cursor)
        seen += [run.id for run in page]
        if cursor is None:
            break
    assert seen == [f"p{number}" for number in range(6, -1, -1)]
    with pytest.raises(UsageError, match="not a cursor"):
        store.runs.list(3, "'; --")


def test_a_run_keeps_its_parameters_and_its_last_status(store: Store) -> None:
    run = store.runs.create("plan", "p", {"as_of": "2026-11-21", "n": [1, 2.5, None]})
    store.runs.set_status("p", RunStatus.COMPLETED, "done")
    found = store.runs.get("p")
    assert found is not None
    assert (found.status, found.message) == (RunStatus.COMPLETED, "done")
    assert found.params == run.params == {"as_of": "2026-11-21", "n": [1, 2.5, None]}


def test_pruning_keeps_the_newest_and_what_is_not_over(store: Store) -> None:
    value = {"shared": True}
    for number in range(5):
        run = store.runs.create("plan", f"p{number}", {})
        store.steps.finish(run.id, "gather", value)
        store.steps.finish(run.id, "own", {"n": number})
        if number != 1:
            store.runs.set_status(run.id, RunStatus.COMPLETED)
    cache = NodeCache(store.database)
    cache.set({(("plan",), "k"): (digest({"n": 0}), None)})
    assert store.runs.prune(2) == ("p0", "p2")
    assert cache.get([(("plan",), "k")]) == {}
    assert [run.id for run in store.runs.list()[0]] == ["p4", "p3", "p1"]
    assert store.steps.all("p0") == ()
    assert store.blobs.get(digest(value)) == value
    with pytest.raises(StoreError, match="no result"):
        store.blobs.get(digest({"n": 0}))
    assert store.blobs.get(digest({"n": 1})) == {"n": 1}


# --- steps and blobs


def test_a_finished_step_stays_finished(store: Store) -> None:
    store.runs.create("plan", "p", {})
    store.steps.begin("p", "gather")
    assert store.steps.result("p", "gather") is None
    first = store.steps.finish("p", "gather", {"n": 1})
    assert store.steps.finish("p", "gather", {"n": 2}) == first
    store.steps.begin("p", "gather")
    store.steps.finish("p", "second", None)
    records = store.steps.all("p")
    assert [(record.step_id, record.result) for record in records] == [
        ("gather", digest({"n": 1})),
        ("second", digest(None)),
    ]
    assert all(record.ended and record.started <= record.ended for record in records)


def test_a_step_of_no_run_is_refused_and_its_result_not_kept(store: Store) -> None:
    with pytest.raises(StoreError):
        store.steps.finish("nobody", "gather", {"n": 1})
    with pytest.raises(StoreError, match="no result"):
        store.blobs.get(digest({"n": 1}))


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=5)
    ),
    max_leaves=30,
)


@given(PLAIN, st.integers(0, 40))
@settings(max_examples=80, deadline=None)
def test_what_is_put_is_what_is_got(shared: Store, value: Any, times: int) -> None:
    large = [value] * times
    for each in (value, large):
        key = shared.blobs.put(each)
        assert key == digest(each)
        assert shared.blobs.get(key) == each


@pytest.mark.parametrize("value", [{"n": 1}, {"n": ["long"] * 1000}])
def test_a_changed_blob_is_noticed(store: Store, value: object) -> None:
    key = store.blobs.put(value)
    row = store.database.row("SELECT data FROM blobs WHERE digest = ?", (key,))
    assert row is not None
    for changed in (row[0][:-1], bytes([row[0][0] ^ 1]) + row[0][1:], b"", None):
        with store.database.transaction() as connection:
            connection.execute("UPDATE blobs SET data = ? WHERE digest = ?", (changed or b"", key))
        with pytest.raises(StoreDamagedError):
            store.blobs.get(key)


# --- effects


def test_an_effect_is_done_once(store: Store) -> None:
    effects = store.effects
    assert effects.get("k") is None
    assert not effects.begin("k", "plans/a.md", "aa").done
    again = effects.begin("k", "plans/a.md", "bb")
    assert (again.sha256, again.done) == ("bb", False)
    effects.done("k")
    after = effects.begin("k", "elsewhere", "cc")
    assert (after.target, after.sha256, after.done) == ("plans/a.md", "bb", True)


# --- decisions and statements


def decision(number: int, run_id: str = "r") -> Decision:
    return Decision(f"d{number}", run_id, "planner", "write", Authority.EXECUTE, "because", ("e1",), 0.5)


def test_decisions_form_a_chain(store: Store) -> None:
    first = store.decisions.append(decision(1))
    second = store.decisions.append(decision(2, "other run"))
    assert first.previous_hash == ""
    assert second.previous_hash == first.hash
    assert second.hash == chain_hash(second)
    assert first.time
    assert store.decisions.append(replace(decision(1), rationale="changed my mind")) == first
    assert store.decisions.list() == (first, second)
    assert store.decisions.list("r") == (first,)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(
    st.lists(st.tuples(TEXTS, TEXTS, st.floats(0, 1)), min_size=1, max_size=5),
    st.sampled_from([field.name for field in fields(Decision)]),
    st.data(),
)
@settings(max_examples=40, deadline=None)
def test_any_edit_of_a_kept_decision_breaks_the_chain(
    shared: Store, texts: list[tuple[str, str, float]], name: str, data: st.DataObject
) -> None:
    with shared.database.transaction() as connection:
        connection.execute("DELETE FROM decisions")
    for number, (action, rationale, confidence) in enumerate(texts):
        shared.decisions.append(
            replace(decision(number), action=action, rationale=rationale, confidence=confidence)
        )
    kept = shared.decisions.list()
    assert all(chain_hash(each) == each.hash for each in kept)
    victim = data.draw(st.sampled_from(kept))
    value = data.draw(
        {
            "confidence": st.floats(0, 1),
            "evidence": st.tuples(TEXTS),
            "authority": st.sampled_from(Authority),
        }.get(name, TEXTS)
    )
    changed = replace(victim, **{name: value})
    assert changed == victim or chain_hash(changed) != changed.hash


def test_statements_are_kept_in_order(store: Store) -> None:
    made = [Statement(f"s{n}", "r", "reporter", "text", ("e",), 0.25, "5", "5") for n in range(3)]
    store.statements.extend([*made, replace(made[0], text="other"), replace(made[0], run_id="other")])
    assert store.statements.list("r") == tuple(made)
    assert len(store.statements.list()) == 4


def test_only_the_newest_document_of_each_kind_is_current(store: Store) -> None:
    reports = ("weekly", "standup", "weekly", "")
    runs = [store.runs.create("report" if kind else "plan", "r", {"report": kind}) for kind in reports]
    store.statements.extend(Statement("s", run.id, "reporter", "text") for run in (*runs[::-1], runs[0]))
    store.statements.extend([Statement("s", "forgotten", "reporter", "text")])
    assert [one.run_id for one in store.statements.current()] == [runs[n].id for n in (3, 2, 1)]


def test_what_a_forgotten_run_left_is_never_taken_for_that_of_a_new_one(store: Store) -> None:
    left = [store.runs.create("plan", "r", {}).id for _ in range(4)]
    store.decisions.append(replace(decision(1), run_id=left[0]))
    store.statements.extend([Statement("s", left[1], "reporter", "text")])
    store.effects.begin(f"{left[2]}:document", "plans/a.md", "0")
    for run_id in left:
        store.runs.set_status(run_id, RunStatus.COMPLETED)
    assert store.runs.prune(0) == tuple(left)
    assert store.runs.create("plan", "r", {}).id == left[3] == "r.4"
    assert store.runs.create("plan", "r.3:document", {}).id == "r.3:document"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": 1}', "[" * 100_000, None])
def test_an_unreadable_record_is_damage(store: Store, text: str | None) -> None:
    store.decisions.append(decision(1))
    store.statements.extend([Statement("s", "r", "a", "t")])
    with store.database.transaction() as connection:
        connection.execute("UPDATE decisions SET data = ?", (text or "",))
        connection.execute("UPDATE statements SET data = ?", (text or "",))
    with pytest.raises(StoreDamagedError):
        store.decisions.list()
    with pytest.raises(StoreDamagedError):
        store.decisions.append(decision(2))
    with pytest.raises(StoreDamagedError):
        store.statements.list()


# --- S20: ids that are SQL


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_ids_are_only_text(store: Store, name: str) -> None:
    store.runs.create("bystander", "bystander", {})
    run = store.runs.create(name, name, {name: name})
    assert run.id == name
    store.runs.set_step(name, name)
    store.runs.set_status(name, RunStatus.FAILED, name)
    found = store.runs.get(name)
    assert found is not None
    assert (found.id, found.workflow, found.step, found.message) == (name, name, name, name)
    key = store.steps.finish(name, name, {name: name})
    assert store.steps.result(name, name) == key
    assert store.blobs.get(key) == {name: name}
    with pytest.raises(StoreError):
        store.blobs.get(name)
    store.effects.begin(name, name, name)
    store.effects.done(name)
    effect = store.effects.get(name)
    assert effect is not None
    assert (effect.target, effect.done) == (name, True)
    store.decisions.append(replace(decision(1, name), id=name))
    store.statements.extend([Statement(name, name, name, name)])
    assert [each.id for each in store.decisions.list(name)] == [name]
    assert [each.id for each in store.statements.list(name)] == [name]
    store.index.update(name, [some_file(name)], [])
    assert list(store.index.stamps(name)) == [name]
    assert store.index.payloads(name, [name]) == {name: b"x"}
    store.index.update(name, [], [name])
    assert [each.id for each in store.runs.list()[0]] == [name, "bystander"]


def test_a_beginning_is_not_a_pattern(store: Store) -> None:
    for name in string.ascii_lowercase[:3]:
        store.runs.create("plan", name, {})
    assert [store.runs.get(pattern) for pattern in ("%", "_", "?", "*", "[a-z]")] == [None] * 5
