"""Doorstop's documents."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from maestro_cli.errors import UsageError
from maestro_cli.model.items import Kind, Status, content_hash
from maestro_cli.sources.foreign.settling import hash_of
from maestro_cli.sources.writeback import set_fields
from tests.sources.foreign.sources import item, links, load, problems, settings

SYS = "settings:\n  digits: 3\n  prefix: SYS\n  sep: '-'\n"
TST = "settings:\n  digits: 3\n  parent: SYS\n  prefix: TST\n  sep: ''\n"
LOGIN = "active: true\nheader: |\n  Login\nlevel: 1.0\nlinks: []\nref: ''\ntext: |\n  People log in.\n"


def stamp(*parts: str) -> str:
    return urlsafe_b64encode(sha256("".join(parts).encode()).digest()).decode()


# @req MR-1.8
def test_documents_items_and_links(tmp_path: Path) -> None:
    current = stamp("SYS-001", "People log in.")
    backlog = load(
        tmp_path,
        "doorstop",
        {
            ".doorstop.yml": SYS,
            "SYS-001.yml": LOGIN,
            "SYS-002.yml": "normative: false\nactive: true\ntext: |\n  A remark\n",
            "SYS-003.yml": "active: false\ntext: Old\n",
            "notes.yml": "not: an item\n",
            "tests/.doorstop.yml": TST,
            "tests/TST001.yml": f"links:\n- SYS-001: {current}\ntext: Try it\n",
            "tests/TST002.yml": "links:\n- sys-01: 0123456789abcdef\n- SYS-009\ntext: Try more\n",
            "tests/TST003.yml": "links:\n- SYS-001: true\n- SYS-003: null\ntext: Confirmed\n",
        },
    )
    assert problems(backlog) == []
    login = item(backlog, "SYS-001")
    assert (login.title, login.description, login.kind) == ("Login", "People log in.", Kind.REQUIREMENT)
    assert (login.labels, login.place.path) == (("SYS",), "reqs/SYS-001.yml")
    now = content_hash(login)
    assert links(backlog) == {
        "TST001": [f"SYS-001@{now}"],
        "TST002": [f"SYS-001@{hash_of('0123456789abcdef')}", "SYS-009"],
        "TST003": [f"SYS-001@{now}", "SYS-003"],
    }
    assert (item(backlog, "TST001").kind, item(backlog, "TST001").status) == (Kind.TASK, Status.DONE)
    assert item(backlog, "SYS-003").status is Status.CANCELLED
    remark = item(backlog, "SYS-002")
    assert ([waiver.rule for waiver in remark.waive], remark.title) == (["T1"], "A remark")


def test_a_change_of_the_target_makes_the_link_suspect(tmp_path: Path) -> None:
    files = {
        ".doorstop.yml": SYS,
        "SYS-001.yml": LOGIN,
        "SYS-002.yml": f"links:\n- SYS-001: {stamp('SYS-001', 'People log in.')}\ntext: Below\n",
    }
    first = load(tmp_path, "doorstop", files)
    assert links(first) == {"SYS-002": [f"SYS-001@{content_hash(item(first, 'SYS-001'))}"]}
    second = load(tmp_path, "doorstop", {"SYS-001.yml": LOGIN.replace("log in", "sign in")})
    assert links(second)["SYS-002"][0] != f"SYS-001@{content_hash(item(second, 'SYS-001'))}"


def test_stamps_with_references_and_further_attributes(tmp_path: Path) -> None:
    reviewed = f"{SYS}attributes:\n  reviewed:\n  - rank\n  - approved\n"
    text = (
        "text: |\n  x\nref: ' y '\nreferences:\n- path: a.c \n  type: file\n"
        "rank: 3\napproved: [yes, a\\b]\nlinks:\n- SYS-001: {0}\n"
    )
    references = "[{'type': 'file', 'path': 'a.c'}]"
    listed = "\\L\\T<class 'bool'>\\VTrue\\T<class 'str'>\\Va\\\\b"
    expected = stamp("SYS-001", "x", "y", references, listed, "\\T<class 'int'>\\V3")
    backlog = load(
        tmp_path, "doorstop", {".doorstop.yml": reviewed, "SYS-001.yml": text.replace("{0}", expected)}
    )
    assert problems(backlog) == []
    assert links(backlog) == {"SYS-001": [f"SYS-001@{content_hash(item(backlog, 'SYS-001'))}"]}


def test_markdown_items(tmp_path: Path) -> None:
    body = "\n# Login\n\nPeople log in.\n\nMore.\n"
    backlog = load(
        tmp_path,
        "doorstop",
        {
            ".doorstop.yml": f"{SYS}  itemformat: markdown\n",
            "SYS-001.md": f"---\nactive: true\nlinks:\n- SYS-002: null\n---\n{body}",
            "SYS-002.md": "---\nactive: true\n---\nNo heading\n",
            "SYS-003.yml": LOGIN,
            "README.md": "no item",
        },
    )
    assert problems(backlog) == []
    assert [(each.id, each.title, each.description) for each in backlog] == [
        ("SYS-001", "Login", "People log in.\n\nMore."),
        ("SYS-002", "No heading", "No heading"),
    ]


def test_what_doorstop_skips_is_skipped(tmp_path: Path) -> None:
    backlog = load(
        tmp_path,
        "doorstop",
        {
            ".doorstop.yml": SYS,
            "SYS-001.yml": LOGIN,
            "a/.doorstop.yml": TST,
            "a/.doorstop.skip": "",
            "a/TST001.yml": LOGIN,
            "b/.doorstop.skip-all": "",
            "b/c/.doorstop.yml": TST,
            "b/c/TST002.yml": LOGIN,
        },
    )
    assert [each.id for each in backlog] == ["SYS-001"]


def test_faults_are_told_with_file_and_line(tmp_path: Path) -> None:
    backlog = load(
        tmp_path,
        "doorstop",
        {
            ".doorstop.yml": SYS,
            "SYS-001.yml": "text: x\nlinks: [[a]]\n",
            "SYS-002.yml": "text: 'x\n",
            "SYS-003.yml": b"text: \xff\n",
            "SYS-004.yml": "- a list\n",
            "a/.doorstop.yml": "settings: {digits: 3}\n",
            "b/.doorstop.yml": "settings:\n  prefix: B\n  itemformat: word\n",
            "c/SYS-001.yml": LOGIN,
        },
    )
    assert problems(backlog) == [
        ("P-BAD-VALUE", "reqs/SYS-001.yml", 2),
        ("P-YAML", "reqs/SYS-002.yml", 1),
        ("P-ENCODING", "reqs/SYS-003.yml", 1),
        ("P-YAML", "reqs/SYS-004.yml", 1),
        ("P-MISSING-FIELD", "reqs/a/.doorstop.yml", 1),
        ("P-BAD-VALUE", "reqs/b/.doorstop.yml", 1),
        ("P-DUPLICATE-ID", "reqs/c/SYS-001.yml", 1),
    ]


def test_a_folder_without_documents(tmp_path: Path) -> None:
    assert problems(load(tmp_path, "doorstop", {"SYS-001.yml": LOGIN})) == [
        ("P-NO-ITEM", "reqs/SYS-001.yml", None)
    ]


# @req MR-1.8
def test_nothing_is_written_into_the_files_of_a_tool(tmp_path: Path) -> None:
    backlog = load(tmp_path, "doorstop", {".doorstop.yml": SYS, "SYS-001.yml": LOGIN})
    with pytest.raises(UsageError, match="belongs to Doorstop"):
        set_fields(tmp_path, settings("doorstop"), item(backlog, "SYS-001"), {"status": "done"})
    assert (tmp_path / "reqs/SYS-001.yml").read_text() == LOGIN
