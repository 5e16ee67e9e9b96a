"""Titles and people go with their items, whatever an item, a title or a person is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from maestro_cli.skills.belongings import Belongings
from tests.skills.test_planted import Said, is_dropped

EVIDENCE = {
    "item:US-1": "Export the ledger as file",
    "item:US-2": "Export the ledger as file and print",
    "item:US-3": "Archive the invoice",
    "decision:ADR-1": "Postgres for the ledger",
    "decision:ADR-2": "Redis for all sessions",
}
ROWS: dict[str, list[dict[str, Any]]] = {
    "rows": [
        {"id": "US-1", "assignee": "Mina", "waiting_for": [{"id": "US-3", "title": "Archive the invoice"}]},
        {"id": "US-2", "assignee": "Jonas"},
        {"id": "US-3", "assignee": "Redis for all sessions"},
    ]
}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("US-2 Export the ledger as file and print", None),
        ("US-1 waits for Archive the invoice.", None),
        ("US-3 is with Redis for all sessions.", None),
        ("US-1 Export the ledger as file, US-3 Archive the invoice", None),
        ("US-2 waits for Archive the invoice.", "gives US-2 the title of US-3"),
        ("[US-3] Export the ledger as file", "gives US-3 the title of US-1"),
        ("| Archive the invoice | done | US-2 |", "gives US-2 the title of US-3"),
        ("US-2, ADR-1: Redis for all sessions", "gives ADR-1 the title of ADR-2"),
        ("US-2 is what Mina does.", "says Mina, whom no fact connects with US-2"),
    ],
)
def test_what_goes_with_what(text: str, problem: str | None) -> None:
    subjects = [name for name in ("US-1", "US-2", "US-3", "ADR-1", "ADR-2") if name in text]
    assert Belongings(ROWS, EVIDENCE).problem(text, subjects, ()) == problem


@pytest.mark.parametrize("title", ["5 points", "12포인트짜리입니다", "3.5 sprints"])
def test_an_item_called_like_a_figure_makes_no_figure_its_own(title: str) -> None:
    evidence = {"item:US-7": title, "item:US-10": "Pay three times"}
    text = f"That is 8{title} (US-10, US-12, US-7)"
    assert Belongings({}, evidence).problem(text, ("US-10", "US-7"), ()) is None


@pytest.mark.parametrize("language", ["en", "ko"])
def test_words_as_ids_and_negations_as_names_lose_no_line(tmp_path: Path, language: str) -> None:
    (tmp_path / "backlog").mkdir()
    (tmp_path / "backlog" / "items.yaml").write_text(
        "- {id: done, title: All of it, status: done, points: 2, assignee: 김전무, completed: 2026-11-12}\n"
        "- {id: blocked, title: Some of it, status: blocked, points: 1, assignee: Nobody}\n"
        "- {id: points, title: Points of it, status: in_progress, points: 49, assignee: 이틀린}\n"
        "- {id: Nobody, title: Named as a person, status: ready, points: 3, assignee: 김전무}\n",
        encoding="utf-8",
    )
    (tmp_path / "maestro.yaml").write_text(
        f"project: {{id: x, name: X, language: {language}}}\n"
        "team: [{name: 김전무}, {name: Nobody}, {name: 이틀린}]\n"
        "sprint: {length_days: 14, starts: 2026-11-09, points_per_sprint: 20}\n",
        encoding="utf-8",
    )
    said = Said(tmp_path, language, ("김전무", "Nobody", "이틀린"))
    assert [line for line, grounding in said.lines if is_dropped(line, grounding)] == []
    lines = "\n".join(line for line, _ in said.lines)
    assert "[^done.points]" in lines
    assert "**done** All of it" in lines
    assert {f["value"] for _, g in said.lines for n, f in g._figures.items() if n == "done.points"} == {2}
