"""Items in YAML."""

from __future__ import annotations

import pytest

from tests.sources.item_files import codes, read


def ids(text: str | bytes) -> list[str]:
    return [item.id for item in read(text).items]


@pytest.mark.parametrize(
    "text",
    [
        "- {id: A, title: a}\n- {id: B, title: b}\n",
        "items:\n- id: A\n  title: a\n- id: B\n  title: b\n",
        "id: A\ntitle: a\n---\nid: B\ntitle: b\n",
        "---\n- {id: A, title: a}\n...\n---\nitems: [{id: B, title: b}]\n",
        '{"items": [{"id": "A", "title": "a"}, {"id": "B", "title": "b"}]}',
        "\ufeff- {id: A, title: a}\r\n- {id: B, title: b}",
    ],
)
def test_shapes(text: str) -> None:
    parsed = read(text)
    assert ([item.id for item in parsed.items], codes(parsed)) == (["A", "B"], [])


@pytest.mark.parametrize(
    "text", ["", "\n", "# only a comment\n", "---\n", "items:\n", "items: []\n", "\ufeff"]
)
def test_empty_files_hold_nothing_and_that_is_fine(text: str) -> None:
    assert (ids(text), codes(read(text))) == ([], [])


@pytest.mark.parametrize(
    ("text", "line"), [("just text", 1), ("\n- text\n", 2), ("items: text", 1), ("- [a]", 1)]
)
def test_what_is_no_list_of_items(text: str, line: int) -> None:
    assert codes(read(text)) == [("P-YAML", line)]


def test_items_know_their_line_and_fields_theirs() -> None:
    parsed = read("# c\n\n- id: A\n  title: a\n\n-\n  id: B\n  title: b\n  points: x\n")
    assert [item.place.line for item in parsed.items] == [3, 7]
    assert codes(parsed) == [("P-BAD-VALUE", 9)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_an_editor(newline: str) -> None:
    text = "- id: A\n  title: 'a\u2028\u2029\x85b'\n- id: B\n  title: b\n  points: x\n".replace("\n", newline)
    parsed = read(text)
    assert [item.place.line for item in parsed.items] == [1, 3]
    assert codes(parsed) == [("P-BAD-VALUE", 5)]


def test_utf16_with_a_byte_order_mark() -> None:
    assert ids("- {id: A, title: 가}".encode("utf-16")) == ["A"]


def test_other_encodings_are_named_with_line_and_offset() -> None:
    parsed = read(b"- id: A\n  title: " + b"caf\xe9")
    assert codes(parsed) == [("P-ENCODING", 2)]
    assert "offset 20" in parsed.diagnostics[0].message
    assert codes(read("- id: A\n".encode("utf-16-le"))) == [("P-ENCODING", 1)]


# @req MR-1.5
def test_after_a_fault_the_rest_of_the_list_is_read() -> None:
    parsed = read(
        'items:\n  - id: A\n    title: "never closed\n  - id: B\n    title: b: c\n  - id: C\n    title: c\n'
        "    points: x\n  - id: D\n\ttitle: d\n  - id: E\n    title: e\n"
    )
    assert [item.id for item in parsed.items] == ["C", "E"]
    assert codes(parsed) == [("P-YAML", 3), ("P-YAML", 5), ("P-BAD-VALUE", 8), ("P-YAML", 10)]


def test_a_thousand_faults_end() -> None:
    parsed = read("".join(f'- id: A{n}\n  title: "open\n' for n in range(2001)))
    assert parsed.diagnostics[-1].message.startswith("too many faults")


def test_duplicate_and_merge_and_complex_keys() -> None:
    parsed = read("- id: A\n  title: a\n  id: B\n  <<: {x: y}\n  ? [a]\n  : b\n  points: 1\n")
    assert codes(parsed) == [("P-YAML", 3), ("P-YAML", 4), ("P-YAML", 5)]
    assert (parsed.items[0].id, parsed.items[0].points) == ("A", 1)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!x", "!!binary", "!!set"])
def test_custom_tags_are_refused_wherever_they_stand(tag: str) -> None:
    assert codes(read(f"- id: A\n  title: a\n  labels:\n  - {tag} b\n")) == [("P-YAML", 4)]


def test_core_tags_are_fine() -> None:
    assert ids("- {id: !!str 012, title: ! a}") == ["012"]


def test_few_aliases_are_read_and_many_refused() -> None:
    few = read("- {id: A, title: a, labels: &l [x, y]}\n- {id: B, title: b, labels: *l}\n")
    assert [item.labels for item in few.items] == [("x", "y"), ("x", "y")]
    many = read("- &a {id: A, title: a}\n" + "- *a\n" * 51)
    assert codes(many) == [("P-YAML", 52)]
    assert codes(read("- {id: A, title: *nowhere}\n")) == [("P-YAML", 1), ("P-MISSING-FIELD", 1)]


def test_unknown_keys_beside_the_items() -> None:
    assert codes(read("version: 1\nitems:\n- {id: A, title: a}\n")) == [("P-UNKNOWN-FIELD", 1)]
