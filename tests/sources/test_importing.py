"""Items of another file, merged into the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maestro_cli.documents.items import item_data
from maestro_cli.settings.schema import Settings
from maestro_cli.sources.exporting import Format, export_items
from maestro_cli.sources.importing import ImportPlan, plan_import, read_foreign, read_incoming
from maestro_cli.sources.loading import load_backlog
from maestro_cli.sources.values import raw_fields
from maestro_cli.sources.writeback import apply_edit
from tests.sources.item_files import project

TOKEN = "ghp_" + "A1b2C3d4E5f6G7h8J9k0L1m2"
HELD = f"# ours\n- {{id: A, title: Use {TOKEN}, labels: [{TOKEN}, x], points: 1}}\n"


def brought(root: Path, text: str, name: str) -> ImportPlan:
    """Import a file with this text, and write what the plan says."""
    arriving, problems = read_incoming(text.encode(), name)
    assert {problem.code for problem in problems} <= {"P-SECRET"}
    plan = plan_import(root, Settings(), load_backlog(root, Settings()), arriving)
    for edit in plan.edits:
        apply_edit(root, edit)
    return plan


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


def test_a_new_item_is_written_as_it_came_and_its_secret_is_told(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.yaml": "[]\n"})
    arriving, problems = read_incoming(HELD.encode(), "x.yaml")
    assert [(one.code, TOKEN in one.message) for one in problems] == [("P-SECRET", False)] * 2
    assert len(arriving) == 1
    assert brought(tmp_path, HELD, "x.yaml").added == ("A",)
    assert (tmp_path / "backlog" / "A.md").read_text().count(TOKEN) == 2
    assert TOKEN not in repr(list(load_backlog(tmp_path, Settings())))


def test_a_secret_is_compared_as_it_is_written(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.yaml": HELD})
    same = brought(tmp_path, f"id,title,labels\nA,Use {TOKEN},{TOKEN};x\n", "x.csv")
    assert (same.edits, same.updated) == ((), ())
    assert brought(tmp_path, f"id,title\nA,Use {TOKEN[:-1]}x\n", "x.csv").updated == ("A",)
    kept = (tmp_path / "backlog" / "a.yaml").read_text()
    assert kept == HELD.replace(f"Use {TOKEN}", f"Use {TOKEN[:-1]}x")
    assert brought(tmp_path, "id,title\nA,Use the vault\n", "x.csv").updated == ("A",)
    assert "title: Use the vault," in (tmp_path / "backlog" / "a.yaml").read_text()


@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_what_was_exported_writes_no_gap_over_what_stood_there(tmp_path: Path, form: Format) -> None:
    project(tmp_path, {"backlog/a.yaml": HELD})
    text = export_items(list(load_backlog(tmp_path, Settings())), form)
    assert "[redacted access token]" in text
    assert brought(tmp_path, text, f"x.{form}") == ImportPlan((), ())
    plan = brought(tmp_path, text.replace("Use [", "Never use ["), f"x.{form}")
    assert (plan.updated, [one.code for one in plan.diagnostics]) == ((), ["P-SECRET"])
    (tmp_path / "backlog" / "a.yaml").write_text(HELD.replace(f"Use {TOKEN}", "Use the vault"))
    plan = brought(tmp_path, text.replace("points: 1", "points: 2"), f"x.{form}")
    assert [one.message.partition(" has a gap")[0] for one in plan.diagnostics] == ["title of A"]
    left = (tmp_path / "backlog" / "a.yaml").read_text()
    assert "[redacted" not in left
    assert f"title: Use the vault, labels: [{TOKEN}, x]" in left


def test_a_gap_of_a_new_item_is_told(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.yaml": "[]\n"})
    plan = brought(tmp_path, "id,title\nB,Use [redacted access token]\n", "x.csv")
    assert (plan.added, [one.code for one in plan.diagnostics]) == (("B",), ["P-SECRET"])


def test_a_file_of_another_tool_is_imported_as_it_is(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.yaml": "[]\n"})
    (tmp_path / "SRS-001.yml").write_text(f"active: true\nlevel: 1.0\ntext: |\n  Use {TOKEN}\n")
    (tmp_path / ".doorstop.yml").write_text("settings:\n  digits: 3\n  prefix: SRS\n  sep: '-'\n")
    arriving, problems = read_foreign(tmp_path, "doorstop")
    assert "P-SECRET" in {one.code for one in problems}
    assert [one.item.description for one in arriving] == [f"Use {TOKEN}"]
