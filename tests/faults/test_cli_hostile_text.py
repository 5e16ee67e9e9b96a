"""Hostile text in every source, through every command and format (S12, S13, S14)."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from maestro_cli.cli.trace_check import FORMATS
from tests.cli.runner import as_of, maestro
from tests.documents.payloads import MARKDOWN_PAYLOADS
from tests.ui.payloads import CONTROL_PAYLOADS, MARKUP_PAYLOADS, controls_in

PAYLOADS = [
    text for text in (*CONTROL_PAYLOADS, *MARKUP_PAYLOADS, *MARKDOWN_PAYLOADS) if "\ud800" not in text
]
COMMANDS = (
    "plan --sprints 2 --capacity 30",
    "report weekly",
    "report executive",
    "trace report",
    "trace check --fail-on never",
    "trace matrix --rows story",
    "trace impact S-3",
    "items list --limit 500",
    "items show S-3",
    "next --limit 500",
    "blockers",
    "risks",
    "capacity",
    "velocity",
)
TERMINAL = "import maestro_cli.ui.terminal as t; t._is_terminal = lambda stream: True"
SETTINGS = """\
project: {id: x, name: %s}
sprint: {length_days: 14, starts: "2026-11-16"}
team: [{name: %s}]
sprints: [{id: S-7, start: "2026-11-02", end: "2026-11-15", committed: 25, completed: 24}]
"""


def as_yaml(value: object) -> str:
    """Write JSON that is YAML too: characters that YAML allows only as escapes are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\ufeff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def project(root: Path, *, hostile: bool) -> Path:
    """Make a project whose every text is a payload, or the same one with plain texts."""

    def text(number: int) -> str:
        return PAYLOADS[number % len(PAYLOADS)] if hostile else f"plain {number}"

    backlog = root / "backlog"
    backlog.mkdir(parents=True)
    quoted = json.dumps("Ann [/] | <b>" if hostile else "Ann")
    (root / "maestro.yaml").write_text(SETTINGS % (quoted, quoted))
    items: list[dict[str, Any]] = [
        {
            "id": f"S-{number}",
            "title": f"t {title}",
            "description": title,
            "points": 1 + number % 3,
            "assignee": text(number + 1)[:40] if number % 5 == 0 else "Ann",
            "labels": [text(number + 2)],
            "status": "blocked" if number % 4 == 0 else "ready",
            "blocked_reason": f"r {text(number + 3)}",
            "depends_on": [f"S-{number + 1}"]
            if number % 7 == 0
            else [f"N-{number}"]
            if number % 11 == 0
            else [],
            "parent": "S-0" if number % 3 == 1 else None,
        }
        for number, title in enumerate(map(text, range(len(PAYLOADS))))
    ]
    (backlog / "a.yaml").write_text(as_yaml({"items": items[::3]}))
    with (backlog / "b.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, [*items[0]])
        writer.writeheader()
        for item in items[1::3]:
            writer.writerow({**item, "labels": "", "depends_on": ";".join(item["depends_on"])})
    for item in items[2::3]:
        (backlog / f"{item['id']}.md").write_text(f"---\n{as_yaml(item)}\n---\n{item['description']}\n")
    git = ["git", "-c", "user.name=Eve [/]", "-c", "user.email=e@x", "-C", str(root)]
    subprocess.run([*git, "init", "-q"], check=True)
    for number, title in enumerate(PAYLOADS[:12]):
        message = f"S-{number} {text(number) if hostile else title and 'plain'}".replace("\0", "")
        subprocess.run(
            [*git, "commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", message],
            check=True,
            env={"PATH": os.environ["PATH"], "GIT_COMMITTER_DATE": "2026-11-17T10:00:00Z"},
        )
    return root


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("hostile") / "p", hostile=True)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("plain") / "p", hostile=False)


# @req MR-11.1
@pytest.mark.parametrize("line", COMMANDS)
def test_nothing_of_it_steers_a_terminal(hostile: Path, line: str) -> None:
    env = {"TERM": "xterm-256color", "COLUMNS": "90"}
    done = maestro(*as_of(*line.split()), "--progress", "plain", cwd=hostile, env=env, setup=TERMINAL)
    assert controls_in(done.out.decode()) == controls_in(done.err.decode()) == set()
    if line.startswith("items list"):
        assert b"gnp.exe" in done.out
        assert "[link=file:///etc/passwd]" in "".join(done.out.decode().split())
        done = maestro(*line.split(), cwd=hostile, env=env | {"NO_COLOR": "1"}, setup=TERMINAL)
        assert b"\x1b" not in done.out
    raw = maestro(*as_of(*line.split()), "--format", "json", "--progress", "jsonl", cwd=hostile)
    assert raw.envelope["status"] in {"success", "partial"}
    assert controls_in(raw.out.decode() + raw.err.decode()) == set()


# @req MR-11.1
@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_it_takes_effect_in_ci(hostile: Path, form: str, tmp_path: Path) -> None:
    page = tmp_path / "page"
    arguments = as_of("trace", "check", "--fail-on", "never", "--format", form)
    out = maestro(*arguments, cwd=hostile, env={"GITHUB_STEP_SUMMARY": str(page)}).out.decode()
    assert controls_in(out) == set()
    if form == "github":
        *commands, headline = out.splitlines()
        assert len(commands) == sum(1 for line in commands if re.match("::(error|warning|notice) ", line))
        assert headline.startswith("Traceability. ")
        assert controls_in(page.read_text()) == set()


def shape(markdown: str) -> Counter[str]:
    """Return what a document is made of: headings, rows, lists, and what stands inside lines."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    children = [child.type for token in tokens for child in token.children or ()]
    counted = Counter(token.type for token in tokens)
    counted.update(kind for kind in children if kind not in ("text", "softbreak", "text_special"))
    return counted


# @req MR-11.1
@pytest.mark.parametrize("line", COMMANDS)
def test_nothing_of_it_becomes_markdown(hostile: Path, plain: Path, line: str) -> None:
    made = maestro(*as_of(*line.split()), "--format", "md", cwd=hostile).out.decode()
    assert controls_in(made) == set()
    found = shape(made)
    assert not {"html_block", "html_inline", "image", "link_open", "fence"} & set(found)
    usual = shape(maestro(*as_of(*line.split()), "--format", "md", cwd=plain).out.decode())
    for kind in ("heading_open", "table_open", "hr", "blockquote_open", "code_block", "s_open"):
        assert found[kind] == usual[kind], kind


def test_ids_of_the_command_line_are_told_without_their_controls(plain: Path) -> None:
    for payload in (text for text in PAYLOADS if "\0" not in text):
        for line in (["items", "show"], ["runs", "show"], ["trace", "explain"], ["items", "set", "S-1"]):
            done = maestro(*line, f"x{payload}", "--format", "json", cwd=plain, code=2)
            assert controls_in(done.out.decode() + done.err.decode()) == set()
