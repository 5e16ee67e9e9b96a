"""Items in CSV."""

from __future__ import annotations

import pytest

from maestro_cli.model.items import Reference, ThreePoint, Waiver
from tests.sources.item_files import codes, read


def test_columns_and_lists() -> None:
    parsed = read(
        "\ufeffid,Title,Depends On,labels,satisfies,estimate,waive,points\r\n"
        '1,"a, ""b""",B-1;B-2,x\\;y;z,R-1@0a1b2c3d,1;2;3,T1|why\\|not;T2|,3\r\n',
        "a.csv",
    )
    item = parsed.items[0]
    assert codes(parsed) == []
    assert (item.id, item.title, item.depends_on, item.labels) == (
        "1",
        'a, "b"',
        ("B-1", "B-2"),
        ("x;y", "z"),
    )
    assert (item.satisfies, item.estimate) == ((Reference("R-1", "0a1b2c3d"),), ThreePoint(1, 2, 3))
    assert item.waive == (Waiver("T1", "why|not"), Waiver("T2", ""))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter: str) -> None:
    text = "id,title,points\nA,a,3\n".replace(",", delimiter)
    assert read(text, "a.csv").items[0].points == 3


def test_columns_of_another_name() -> None:
    columns = {"id": "Issue key", "title": "Summary", "points": "Custom field (Story Points)"}
    parsed = read("Summary,Issue key,Custom field (Story Points),Watchers\na,A-1,5,x\n", "a.csv", columns)
    assert (parsed.items[0].id, parsed.items[0].points, codes(parsed)) == ("A-1", 5, [])
    assert codes(read("Summary,Issue key\na,A-1\n", "a.csv", columns)) == [("P-CSV", 1)]
    assert codes(read("id,title\na,A\n", "a.csv", {"titel": "title"})) == [("P-SOURCE", 1)]


def test_lines_of_records_that_span_lines() -> None:
    parsed = read('id,title,description,points\nA,a,"1\n2\r\n3",x\n\nB,b,,y\n', "a.csv")
    assert codes(parsed) == [("P-BAD-VALUE", 2), ("P-BAD-VALUE", 6)]
    assert [item.place.line for item in parsed.items] == [2, 6]
    assert parsed.items[0].description == "1\n2\n3"


def test_an_unclosed_quote_is_named_where_it_opens() -> None:
    parsed = read('id,title,labels\nA,a,\nB,"b\n2",\nC,c,"open\nD,d,\n', "a.csv")
    assert [item.id for item in parsed.items] == ["A", "B"]
    assert codes(parsed) == [("P-CSV", 5)]
    assert "lines 5 to 6 were not read" in parsed.diagnostics[0].message


def test_an_unclosed_quote_that_meets_another_one() -> None:
    parsed = read('id,title\nA,"a\nB,"b"\nC,c\n', "a.csv")
    assert [item.id for item in parsed.items] == ["C"]
    assert codes(parsed) == [("P-CSV", 2)]


def test_ragged_rows() -> None:
    parsed = read("id,title,labels\nA,a\nB,b,x,,\nC,c,x,y\nD,d,z\n", "a.csv")
    assert codes(parsed) == [("P-CSV", 2), ("P-CSV", 4)]
    assert [problem.severity.value for problem in parsed.diagnostics] == ["warning", "error"]
    assert [item.id for item in parsed.items] == ["A", "B", "D"]


def test_headers_that_are_not_enough() -> None:
    assert codes(read("id,name\nA,a\nB,b\n", "a.csv")) == [("P-MISSING-FIELD", 1), ("P-UNKNOWN-FIELD", 1)]
    assert codes(read("id,title,id\nA,a,B\n", "a.csv")) == [("P-CSV", 1)]
    assert codes(read("", "a.csv")) == []
    assert codes(read("\n\n", "a.csv")) == []


def test_a_nul_is_no_text() -> None:
    assert codes(read("id,title\nA,a\nB,\0\n", "a.csv")) == [("P-ENCODING", 3)]


def test_the_apostrophe_of_an_export_is_taken_off() -> None:
    parsed = read("id,title\nA,'=1+1\nB,'quoted'\nC,-5\n", "a.csv")
    assert [item.title for item in parsed.items] == ["=1+1", "'quoted'", "-5"]
