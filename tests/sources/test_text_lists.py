"""Lists of texts: every problem at once with its line, and nothing read that was not asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from maestro_cli.model.texts import Text
from maestro_cli.sources.problems import Problems
from maestro_cli.sources.text_lists import LIMIT, read_answers, read_texts


def read(folder: Path, data: bytes | str) -> tuple[list[Text], list[tuple[str, int | None]]]:
    file = folder / "texts.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems = Problems(str(file))
    texts = read_texts(file, problems)
    assert {problem.path for problem in problems.found} <= {str(file)}
    return texts, [(problem.code, problem.line) for problem in problems.found]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("id,text\na,one\n", [Text("a", "one")]),
        ("\ufeffID;Text;Extra\r\n a ;one;x\r\n", [Text("a", "one")]),
        ("text\tid\none\ta\n", [Text("a", "one")]),
        ("id,title,description\na,T,D\n", [Text("a", "D", "T")]),
        ("id,title\na,T\nb\n", [Text("a", "", "T"), Text("b", "")]),
        ('id,text\na,"two\nlines, ""quoted"""\n\nb,x\n', [Text("a", 'two\nlines, "quoted"'), Text("b", "x")]),
        ("id,text\na,'=SUM(A1)\n", [Text("a", "=SUM(A1)")]),
    ],
)
def test_texts_are_read(tmp_path: Path, data: str, expected: list[Text]) -> None:
    assert read(tmp_path, data) == (expected, [])


def test_utf_16_with_its_mark_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "id,text\na,요구\n".encode("utf-16")) == ([Text("a", "요구")], [])


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"", [("P-CSV", None)]),
        (b"id,text\n", [("P-CSV", 1)]),
        (b"name,text\na,b\n", [("P-MISSING-FIELD", 1)]),
        (b"id,body\na,b\n", [("P-MISSING-FIELD", 1)]),
        (b"id,text\na,\xff\n", [("P-ENCODING", 2)]),
        (b"id,text\na,\0\n", [("P-ENCODING", 2)]),
        (b"id,text,id\na,b,c\n", [("P-CSV", 1)]),
        (
            b'id,text\na,1\n,2\na,3\nb,4,5\nc,"open\n',
            [("P-MISSING-FIELD", 3), ("P-DUPLICATE-ID", 4), ("P-CSV", 5), ("P-CSV", 6)],
        ),
    ],
)
def test_all_problems_are_told(tmp_path: Path, data: bytes, problems: list[tuple[str, int | None]]) -> None:
    assert read(tmp_path, data)[1] == problems


def test_a_file_is_a_plain_file_of_5_mib_at_most(tmp_path: Path) -> None:
    assert read(tmp_path, b"id,text\n" + b"x" * LIMIT)[1] == [("P-TOO-LARGE", None)]
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "nothing", "."):
        problems = Problems(name)
        assert read_texts(tmp_path / name, problems) == []
        assert [problem.code for problem in problems.found] == ["P-UNREADABLE"]


def test_a_link_leads_to_a_file(tmp_path: Path) -> None:
    read(tmp_path, "id,text\na,one\n")
    (tmp_path / "link.csv").symlink_to("texts.csv")
    assert read_texts(tmp_path / "link.csv", Problems("link.csv")) == [Text("a", "one")]


def test_answers_without_an_end_are_left_out_with_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("target;source;x\nt;s;\nt;S\nu;v\n")
    problems = Problems(str(file))
    assert read_answers(file, {"s"}, {"t"}, problems) == {("s", "t")}
    assert [(p.severity.value, p.line) for p in problems.found] == [("warning", 3), ("warning", 4)]
    assert "no source 'v' and no target 'u'" in problems.found[1].message
