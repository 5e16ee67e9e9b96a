"""Reports as documents: golden files in both languages, footnotes, and blocks of the same text."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.documents.report import report_blocks, report_markdown
from maestro_cli.documents.report_words import WORDS, also_said, say
from maestro_cli.model.blocks import Bullets, Heading, Paragraph, Table
from maestro_cli.skills.periods import ReportKind
from maestro_cli.skills.risk_rules import RULES
from tests.golden.report_project import project
from tests.skills.build import report

GOLDEN = Path(__file__).parent.parent / "golden"
"""Written anew with MAESTRO_GOLDEN=1 in the environment; then read what changed."""


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", ["weekly", "status", "standup"])
def test_golden_files(kind: str, language: str) -> None:
    path = GOLDEN / f"report_{kind}.{language}.md"
    text = report_markdown(report(project(language), kind), language)
    if os.environ.get("MAESTRO_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


# @req MR-5.4
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_kind_renders_and_drops_nothing(kind: ReportKind, language: str) -> None:
    data = report(project(language), kind.value)
    assert data["dropped"] == []
    text = report_markdown(data, language)
    for name in set(re.findall(r"(?m)\[\^([^\]]+)\](?!:)", text)):
        assert text.count(f"\n[^{name}]: ") == 1


# @req MR-12.1
def test_both_languages_have_every_word_with_the_same_gaps() -> None:
    english, korean = WORDS["en"], WORDS["ko"]
    assert english.keys() == korean.keys()
    for key, text in english.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", korean[key])), key


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_risk_has_words(language: str) -> None:
    names = "value worth worst limit share slope sprints probability history points by due late waiting"
    roles = dict.fromkeys([*names.split(), "people", "tried", "unestimated"], "?")
    for code in RULES:
        assert say(language, f"risk.{code}", **roles)
        for key in also_said(language, code, roles):
            assert "?" in say(language, key, **roles)


def test_blocks_say_the_same_without_marks_and_escapes() -> None:
    data: Any = report(project("en"))
    blocks = report_blocks(data, "en")
    assert blocks[0] == Heading("Weekly report: Shop", 1)
    assert blocks[1] == Paragraph("Period: 12–18 Nov 2026")
    texts = [entry for block in blocks if isinstance(block, Bullets) for entry in block.entries]
    assert any("US-3 Wallet | contract <b>draft</b> (3 points, Jonas)" in text for text in texts)
    assert not any("[^" in text or "**" in text or "&" in text for text in texts)
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [column.numeric for column in tables[1].columns] == [False, True, True, True, False, False]
    assert tables[1].rows[0][:4] == ("US-1 Guests pay by card", "2", "160", "16")


def test_a_damaged_table_of_a_template_is_still_shown() -> None:
    data = {
        "report": "weekly",
        "project": "",
        "period": {"since": "2026-11-12", "until": "2026-11-18"},
        "sections": [{"title": "Done", "markdown": "| alone |\n\n| a | b |\n| --- | ---: |\n| 1 |"}],
    }
    blocks = report_blocks(data, "en")
    assert blocks[0] == Heading("Weekly report", 1)
    assert blocks[3] == Paragraph("| alone |")
    assert isinstance(blocks[4], Table)
    assert blocks[4].rows == (("1", ""),)
