"""Items of another file, merged into the project."""

from __future__ import annotations

import json
from pathlib import Path

from maestro_cli.documents.items import item_data
from maestro_cli.settings.schema import Settings
from maestro_cli.sources.importing import plan_import, read_incoming
from maestro_cli.sources.loading import load_backlog
from maestro_cli.sources.values import raw_fields
from maestro_cli.sources.writeback import apply_edit
from tests.sources.item_files import project


def test_new_items_are_added_and_said_fields_updated(tmp_path: Path) -> None:
    project(
        tmp_path,
        {
            "backlog/a.yaml": "- {id: A, title: a, status: done, priority: high} # kept\n"
            "- {id: B, title: b, points: 3}\n"
        },
    )
    arriving, problems = read_incoming(
        b"id,title,status,points,description\nA,new,open,5,\nB,b,doing,3,\nN/1,n,,1,text\nn#1,m,,,\nN/1,again,,,\n",
        "x.csv",
    )
    assert problems == ()
    plan = plan_import(tmp_path, Settings(), load_backlog(tmp_path, Settings()), arriving)
    assert (plan.added, plan.updated) == (("N/1", "n#1"), ("A", "B"))
    assert [(d.code, d.line) for d in plan.diagnostics] == [("P-STATUS-KEPT", 2), ("P-DUPLICATE-ID", 6)]
    for edit in plan.edits:
        apply_edit(tmp_path, edit)
    assert (tmp_path / "backlog/a.yaml").read_text() == (
        "- {id: A, title: new, status: done, priority: high, points: 5} # kept\n"
        "- {id: B, title: b, points: 3, status: in_progress}\n"
    )
    assert sorted(path.name for path in (tmp_path / "backlog").iterdir()) == ["N-1.md", "a.yaml", "n-1-2.md"]
    again = plan_import(tmp_path, Settings(), load_backlog(tmp_path, Settings()), arriving[:2])
    assert again.edits == ()


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.csv": "id,title\nA,a\n"})
    arriving, _ = read_incoming(b"- {id: A, title: a, points: 3}", "x.yaml")
    plan = plan_import(tmp_path, Settings(), load_backlog(tmp_path, Settings()), arriving)
    assert (plan.edits, [d.code for d in plan.diagnostics]) == ((), ["P-CSV"])


def test_the_json_of_our_own_answers_reads_back(tmp_path: Path) -> None:
    project(
        tmp_path,
        {
            "backlog/a.yaml": "- {id: A, title: '=a | b', points: 2.5, satisfies: [R@1a2b3c4d], value: 0,\n"
            "   estimate: {low: 1, likely: 2, high: 5}, waive: [{rule: T1, reason: x; y}]}\n"
            "- {id: R, title: r, kind: requirement, description: 'a\n\n  b'}\n"
        },
    )
    items = list(load_backlog(tmp_path, Settings()))
    answer = {"schemaVersion": 1, "kind": "items", "data": {"items": [item_data(item) for item in items]}}
    arriving, problems = read_incoming(json.dumps(answer).encode(), "x.JSON")
    assert problems == ()
    assert [raw_fields(one.item) for one in arriving] == [raw_fields(item) for item in items]
    assert "parent" not in arriving[0].said
    odd = b'{"schemaVersion": 1, "data": {"items": [1]}}'
    for broken in (b"{", odd, b'{"schemaVersion": 1}', b"[" * 9999):
        arriving, problems = read_incoming(broken, "x.json")
        assert (arriving, problems == ()) == ([], False)
