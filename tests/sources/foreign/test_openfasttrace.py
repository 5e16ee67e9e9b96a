"""OpenFastTrace's items and tags."""

from __future__ import annotations

from pathlib import Path

from maestro_cli.model.items import Kind, Status, content_hash
from maestro_cli.settings.schema import Settings, Source
from maestro_cli.sources.foreign.settling import hash_of
from maestro_cli.sources.loading import load_backlog
from tests.sources.foreign.sources import item, links, load, problems
from tests.sources.item_files import project

SPEC = """\
# Login
`req~login~2`

People log in.

Twice, if need be.

Rationale:

It is theirs.

Covers:

* [feat~people~1](#people)
- feat~gone~1

Depends:

+ req~other~1

Tags: security, Web
Needs: dsn, utest

Other
-----
`req~other~1` <a id="x"></a>

Status: proposed

Needs:

* dsn

## People
feat~people~1

Comment:

Nobody reads it.

Needs: req

Some text `arch --> dsn, impl : req~other~1`.

```
`req~code~1`
```

<!-- oft:off -->
`req~off~1`
<!-- oft:on -->
"""
CODE = """\
// [impl->req~login~2]
/* [ utest ~ x ] nor [impl->req~login] */
x(); // [impl~named~3->req~login~1] [utest->dsn~Straße.a-b~1>>itest, stest]
// [impl->req~login~2]
"""


# @req MR-1.8
def test_items_of_markdown(tmp_path: Path) -> None:
    backlog = load(tmp_path, "openfasttrace", {"a.md": SPEC})
    assert problems(backlog) == []
    places = [(each.id, each.title, each.place.line, each.status) for each in backlog]
    assert places == [
        ("req/login", "Login", 2, Status.READY),
        ("req/other", "Other", 26, Status.DRAFT),
        ("feat/people", "People", 35, Status.READY),
        ("arch/other", "req~other goes on to dsn, impl", 43, Status.READY),
    ]
    login = item(backlog, "req/login")
    assert login.description == "People log in.\n\nTwice, if need be.\n\nRationale:\nIt is theirs."
    assert login.depends_on == ("req/other",)
    assert login.labels == ("req", "security", "Web", "needs:dsn", "needs:utest")
    assert {each.kind for each in backlog} == {Kind.REQUIREMENT}
    assert links(backlog) == {
        "req/login": [f"feat/people@{content_hash(item(backlog, 'feat/people'))}", "feat/gone"],
        "arch/other": [f"req/other@{content_hash(item(backlog, 'req/other'))}"],
    }
    assert item(backlog, "feat/people").waive == ()


def test_items_of_restructured_text(tmp_path: Path) -> None:
    text = "Login\n~~~~~\n`req~login~1`\n\n# no heading here\n\nNeeds: dsn\n\nNext\n====\nreq~next~1\n"
    backlog = load(tmp_path, "openfasttrace", {"a.rst": text})
    assert [(each.id, each.title, each.place.line) for each in backlog] == [
        ("req/login", "Login", 3),
        ("req/next", "Next", 11),
    ]
    assert item(backlog, "req/login").description == "# no heading here"
    assert [waiver.rule for waiver in item(backlog, "req/next").waive] == ["T1-UNCOVERED"]


def test_tags_in_code(tmp_path: Path) -> None:
    backlog = load(tmp_path, "openfasttrace", {"a.md": SPEC, "src/A.java": CODE, "lib/A.java": CODE[:22]})
    assert problems(backlog) == []
    now = content_hash(item(backlog, "req/login"))
    tags = {each.id: (each.place.path, each.place.line) for each in backlog if each.kind is Kind.TASK}
    assert tags == {
        "impl/login/A.java": ("reqs/lib/A.java", 1),
        "impl/login/A.java-4b812c4a": ("reqs/src/A.java", 1),
        "impl/named": ("reqs/src/A.java", 3),
        "utest/Stra#.C3#.9Fe.a-b": ("reqs/src/A.java", 3),
        "impl/login/A.java-4b812c4a-2": ("reqs/src/A.java", 4),
    }
    assert links(backlog)["impl/named"] == [f"req/login@{hash_of('1')}"]
    assert links(backlog)["impl/login/A.java"] == [f"req/login@{now}"]
    assert item(backlog, "impl/named").status is Status.DONE


def test_a_tag_keeps_its_id_when_lines_move(tmp_path: Path) -> None:
    first = [each.id for each in load(tmp_path, "openfasttrace", {"a.c": CODE})]
    assert [each.id for each in load(tmp_path, "openfasttrace", {"a.c": "\n\n" + CODE})] == first


def test_two_revisions_of_one_item_are_a_problem(tmp_path: Path) -> None:
    backlog = load(tmp_path, "openfasttrace", {"a.md": "req~a~1\n\nreq~a~2\n"})
    assert (len(backlog), problems(backlog)) == (1, [("P-DUPLICATE-ID", "reqs/a.md", 3)])
    assert "'req~a~2' and 'req~a~1'" in backlog.diagnostics[0].message


def test_hostile_text(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "long.md": "a --> b, " * 20_000 + "~" + "\n* [" + "a~" * 50_000,
        "deep.java": "[a->" * 50_000 + "b~c~",
        "latin.c": b"// \xe9 [impl->req~a~1]\n",
        "latin.md": b"\xe9 req~a~1\n",
    }
    backlog = load(tmp_path, "openfasttrace", files)
    assert [each.id for each in backlog] == ["impl/a/latin.c"]
    assert problems(backlog) == [("P-ENCODING", "reqs/latin.md", 1)]


def test_files_of_other_sources_stay_theirs(tmp_path: Path) -> None:
    project(tmp_path, {"backlog/a.md": "---\nid: A\ntitle: a\n---\nreq~x~1\n"})
    sources = (Source(type="openfasttrace", path="."), Source(type="files"))
    assert [each.id for each in load_backlog(tmp_path, Settings(sources=sources))] == ["req/x", "A"]
